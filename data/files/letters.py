"""Letters that cannot be seen and change what is read."""

from __future__ import annotations

import unicodedata

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_PLAIN = frozenset("\n\r\t")


def holds_hostile(text: str) -> bool:
    r"""Return whether a text holds controls, or letters that turn its direction.

    Joiners, which Persian and Indian scripts need, are no such letters; nor are new lines.

    Examples
    --------
    >>> [holds_hostile(text) for text in ("via Roma\n1", "a\u202eb", "a\x00", "می\u200cخواهم")]
    [False, True, True, False]
    """
    return not text.isprintable() and any(map(is_hostile_letter, text))


def visible(text: str) -> str:
    r"""Return a text without hostile letters, its lines ended alike.

    Examples
    --------
    >>> visible("a\r\nb\x07")
    'a\nb'
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if not holds_hostile(plain):
        return plain
    return "".join(letter for letter in plain if not is_hostile_letter(letter))


def is_hostile_letter(letter: str) -> bool:
    r"""Return whether a letter is unseen and does harm: controls, turns of direction, halves.

    Examples
    --------
    >>> [is_hostile_letter(letter) for letter in ("\x00", "\u202e", "\n", "\u200d")]
    [True, True, False, False]
    """
    if letter in _PLAIN or letter.isprintable():
        return False
    return letter in _TURNING or unicodedata.category(letter) in ("Cc", "Cs")

"""Letters that cannot be seen and change what is read."""

from __future__ import annotations

from data.hsds.values import is_hostile as is_hostile_letter


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

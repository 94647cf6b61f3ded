"""Runs of another direction inside a sentence.

In right-to-left text ``051 123456`` displays reversed and ``09:00–13:00`` becomes
``13:00–09:00``. A run that is isolated keeps its own order and does not disturb its neighbours:
as plain text between U+2066 (left to right) or U+2068 (its first strong letter decides) and
U+2069, in HTML inside ``<bdi>``.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

from layers.text.escaping import esc

Direction = Literal["ltr", "rtl"]

_OPENING = {"ltr": "\u2066", "rtl": "\u2067", "auto": "\u2068"}
_CLOSING = "\u2069"
_CONTROLS = dict.fromkeys(
    map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)


def has_rtl(text: str) -> bool:
    """Return whether `text` holds a letter of a right-to-left script.

    Examples
    --------
    >>> has_rtl("Via Roma 3"), has_rtl("مكتب")
    (False, True)
    """
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def without_controls(text: str) -> str:
    """Return `text` without invisible characters that change its direction."""
    return text.translate(_CONTROLS)


def isolate(text: str, *, direction: Literal["ltr", "rtl", "auto"] = "auto") -> str:
    r"""Return plain `text` as an isolated run. Direction controls inside it are dropped.

    Empty text stays empty.

    Examples
    --------
    >>> isolate("051 12", direction="ltr") == "\u2066051 12\u2069"
    True
    """
    clean = without_controls(text)
    return f"{_OPENING[direction]}{clean}{_CLOSING}" if clean else ""


def bdi(text: object, *, direction: Literal["ltr", "rtl", "auto"] = "auto") -> str:
    """Return `text` escaped and isolated for HTML. Empty text stays empty.

    Examples
    --------
    >>> bdi("09:00–13:00", direction="ltr")
    '<bdi dir="ltr">09&#58;00&#8211;13&#58;00</bdi>'
    """
    clean = without_controls("" if text is None else str(text))
    return f'<bdi dir="{direction}">{esc(clean)}</bdi>' if clean else ""

"""Text of files in the encodings that spreadsheets write."""

from __future__ import annotations

import re
from pathlib import Path

from geo.errors import BadInput

ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")
_MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 4096
_AFTER_LETTER = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]")
_MAC_ACCENTS = frozenset(bytes([byte]) for byte in "àèéìòùáúçäöü".encode("mac_roman"))
_WINDOWS_ACCENTS = frozenset(bytes([byte]) for byte in "àèéìòùáíóúçñäöü".encode("cp1252"))
"""Accented letters of the languages of tables. Those of Macintosh that are Windows' apostrophe,
dashes or closing quotation mark tell nothing."""


def decoded(path: Path, raw: bytes) -> str:
    """Return the text of a file in the encoding it is written in.

    Raises
    ------
    BadInput
        ``points.encoding``.
    """
    for encoding in (_without_mark(raw), *ENCODINGS):
        if encoding is None or (encoding == "utf-16" and not raw.startswith(_MARKS_OF_UTF_16)):
            continue
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("points.encoding", path=path.name)


def _without_mark(raw: bytes) -> str | None:
    """Return the encoding that only the letters tell: UTF-16 without mark, old Macintosh."""
    head = raw[:_LOOKED_AT]
    if not head.startswith(_MARKS_OF_UTF_16):
        for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
            noughts = head[first::2].count(0)
            if noughts > 0.4 * len(head) / 2 and head[1 - first :: 2].count(0) < noughts / 10:
                return encoding
    if _is_utf_8(raw):
        return None
    after_letters = _AFTER_LETTER.findall(raw)
    of_mac = sum(letter in _MAC_ACCENTS for letter in after_letters)
    of_windows = sum(letter in _WINDOWS_ACCENTS for letter in after_letters)
    return "mac_roman" if of_mac > of_windows else None


def _is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

"""Text of files in the encodings that spreadsheets write."""

from __future__ import annotations

from pathlib import Path

from geo.errors import BadInput

ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")


def decoded(path: Path, raw: bytes) -> str:
    """Return the text of a file in the encoding it is written in.

    Raises
    ------
    BadInput
        ``points.encoding``.
    """
    for encoding in ENCODINGS:
        if encoding == "utf-16" and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("points.encoding", path=path.name)

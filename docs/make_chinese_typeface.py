"""Cut the Chinese typeface of the card to the characters in common use, and write it again.

``python -m docs.make_chinese_typeface`` needs npm and fonttools. The same versions give the same
bytes, whose checksums stand in ``web/vendor_assets.py``.
"""

from __future__ import annotations

import hashlib
import io
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from web.vendor_assets import CUT, PAPER, PAPER_FILES, fetch


def characters() -> str:
    """Return the marks and the 6,763 characters of GB 2312 (rows 1, 3 and 16 to 87)."""
    rows = (0xA1, 0xA3, *range(0xB0, 0xF8))
    pairs = (bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", errors="ignore") for pair in pairs)


def cut(typeface: bytes) -> bytes:
    """Return a TrueType file that holds `characters` alone."""
    options = subset.Options(layout_features=[], notdef_outline=True, hinting=False)
    options.recalc_timestamp = False
    font = TTFont(io.BytesIO(typeface), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters())
    subsetter.subset(font)
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def main() -> int:
    """Fetch the package and write both weights."""
    with tempfile.TemporaryDirectory() as folder:
        for name in CUT:
            package, member, sha256 = PAPER_FILES[name]
            with tarfile.open(fetch(package, Path(folder))) as archive:
                file = archive.extractfile(f"package/{member}")
                content = cut(file.read()) if file else b""
            if hashlib.sha256(content).hexdigest() != sha256:
                sys.stderr.write(f"{name} is not the file that was checked\n")
                return 1
            (PAPER / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Excel workbooks from outside, opened with care: values are read, nothing is carried out.

Refused are the old binary form, macros, other spreadsheets' archives, document types inside the
XML (entities that swell or look into the machine) and archives that swell. A formula gives the
value that was last worked out; where there is none, its cell is at fault.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import IO, Any

import openpyxl
from defusedxml.ElementTree import iterparse
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from data.exchange.cells import Cell, CellFault
from data.files.untrusted import opened_archive
from geo.errors import BadInput

MOST_UNPACKED = 120 * 2**20
MOST_ROWS = 20_000
MOST_COLUMNS = 300
OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1")
"""How the old form begins, and what is locked with a password."""

ARCHIVE = b"PK\x03\x04"
CONTENT_TYPES = "[Content_Types].xml"
MOST_MERGED, MOST_ROWS_MERGED = 2_000, 500
"""Merged cells of a sheet, and rows that one of them goes over."""

MOST_ELEMENTS, MOST_ELEMENTS_BESIDE = 5_000_000, 400_000
"""Beginnings and ends of elements: in sheets and their texts, and in all the rest together."""

_TABLES = ("xl/worksheets/", "xl/sharedStrings")
_DOCUMENT_TYPES = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_CHUNK = 2**20
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES = (
    (_STRICT + b"spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (_STRICT + b"officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)  # fmt: skip
_TELLS_STRICT = ("xl/workbook.xml", "_rels/.rels")
_FAILURES = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError, EOFError,
    zipfile.BadZipFile, zlib.error, RecursionError, NotImplementedError, AssertionError,
)  # fmt: skip
"""What the library raises when a workbook is not as it should be; both parsers of XML that it may
use raise a `SyntaxError`."""

Rows = list[tuple[int, list[Cell]]]
Range = tuple[int, int, int, int]
"""First column, first row, last column, last row; from 1."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stands in a file.

    Attributes
    ----------
    name
        Of the sheet; empty for a file that has none.
    rows
        Those that hold anything, each with its number, from 1.
    hidden
        Whether people do not see it.
    filtered
        How many of its rows a filter hides.
    """

    name: str
    rows: Rows = field(default_factory=list)
    hidden: bool = False
    filtered: int = 0


def is_workbook(raw: bytes) -> bool:
    """Return whether a file begins as an archive or as an old workbook does."""
    return raw.startswith((ARCHIVE, OLD_EXCEL))


def read_workbook(path: Path) -> list[Sheet]:
    """Return the sheets of an Excel workbook, in their order.

    A value that stands in several rows as one merged cell stands in each of them; across columns it
    stands in the first and the others are at fault.

    Raises
    ------
    BadInput
        ``exchange.old_excel``, ``exchange.macros``, ``exchange.not_excel``,
        ``exchange.entities``, ``exchange.rows``, ``exchange.many_merged``, ``exchange.damaged``;
        those of `opened_archive`.
    """
    with path.open("rb") as file:
        if file.read(8) == OLD_EXCEL:
            raise BadInput("exchange.old_excel", path=path.name)
    with opened_archive(path) as archive:
        _check(path, archive)
    try:
        return list(_sheets(path))
    except _FAILURES as error:
        if isinstance(error, BadInput):
            raise
        raise BadInput("exchange.damaged", path=path.name) from error


def _check(path: Path, archive: zipfile.ZipFile) -> None:
    names = sorted({entry.filename for entry in archive.infolist()})
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadInput("exchange.macros", path=path.name)
    if CONTENT_TYPES not in names or "mimetype" in names:
        raise BadInput("exchange.not_excel", path=path.name)
    if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
        raise BadInput("archive.bomb", path=path.name)
    elements: Counter[bool] = Counter()
    for name in (name for name in names if name.lower().endswith((".xml", ".rels", ".vml"))):
        for piece in _pieces(path, archive, name):
            if any(mark in piece for mark in _DOCUMENT_TYPES):
                raise BadInput("exchange.entities", path=path.name)
            if name == CONTENT_TYPES and b"macroEnabled" in piece:
                raise BadInput("exchange.macros", path=path.name)
            elements[name.startswith(_TABLES)] += piece.count(b"<")
    if elements[True] > MOST_ELEMENTS or elements[False] > MOST_ELEMENTS_BESIDE:
        raise BadInput("archive.bomb", path=path.name)


def _pieces(path: Path, archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Say a part in pieces that overlap, so that no mark is cut in two."""
    try:
        with archive.open(name) as part:
            tail = b""
            while chunk := part.read(_CHUNK):
                yield tail + chunk
                tail = chunk[-40:]
    except (RuntimeError, *_FAILURES) as error:  # a part that is locked with a password
        raise BadInput("exchange.damaged", path=path.name) from error


def _sheets(path: Path) -> Iterator[Sheet]:
    with _transitional(path) as file:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            rows, merged, hidden = _parsed(path, book, sheet)
            _fill_merged(rows, merged)
            items = [(number, row) for number, row in rows if any(map(_is_filled, row))]
            filtered = sum(number in hidden for number, _ in items)
            yield Sheet(sheet.title, items, sheet.sheet_state != "visible", filtered)


@contextmanager
def _transitional(path: Path) -> Iterator[IO[bytes]]:
    """Open a workbook in the names that the library knows: "strict" Open XML has others."""
    with opened_archive(path) as archive:
        strict = any(_STRICT in archive.read(entry) for entry in archive.infolist()
                     if entry.filename in _TELLS_STRICT)  # fmt: skip
        if not strict:
            with path.open("rb") as file:
                yield file
            return
        rewritten = io.BytesIO()
        with zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in archive.infolist():
                content = archive.read(entry)
                if entry.filename.endswith((".xml", ".rels")):
                    for old, new in _STRICT_NAMES:
                        content = content.replace(old, new)
                target.writestr(entry.filename, content)
    rewritten.seek(0)
    yield rewritten


def _is_filled(cell: Cell) -> bool:
    if isinstance(cell, str):
        return bool(cell.strip()) or isinstance(cell, CellFault)
    return cell is not None


def _parsed(path: Path, book: Any, sheet: Any) -> tuple[Rows, list[Range], set[int]]:
    """Return the rows of a sheet, its merged cells, and the numbers of the rows that are hidden.

    Only rows are handed to it: it would make an object of everything else that may stand in a
    sheet, links, styles, conditions, and believe what a sheet says of its own size.
    """
    parser = WorkSheetParser(
        None, sheet._shared_strings, data_only=True, epoch=book.epoch,
        date_formats=book._date_formats, timedelta_formats=book._timedelta_formats,
    )  # fmt: skip
    rows: Rows = []
    merged: list[Range] = []
    hidden: set[int] = set()
    with sheet._get_source() as source:
        for _, element in iterparse(source):
            name = element.tag.rpartition("}")[2]
            if name == "row":
                number, cells = parser.parse_row(element)
                row = _row(element, cells)
                if element.get("hidden") in ("1", "true"):
                    hidden.add(number)
                if row:
                    rows.append((number, row))
                element.clear()
            elif name == "mergeCell":
                merged.append(range_boundaries(element.get("ref")))
            if len(rows) > MOST_ROWS:
                raise BadInput("exchange.rows", path=path.name, most=MOST_ROWS)
            if len(merged) > MOST_MERGED:
                raise BadInput("exchange.many_merged", path=path.name, most=MOST_MERGED)
    rows.sort(key=lambda found: found[0])
    return rows, merged, hidden


def _row(element: Any, cells: list[dict[str, Any]]) -> list[Cell]:
    row: list[Cell] = []
    for found, cell in zip(element, cells, strict=True):
        place = cell["column"] - 1
        if not 0 <= place < MOST_COLUMNS:
            continue
        value = _cell(cell)
        if value is None and found.find(FORMULA_TAG) is not None:
            value = CellFault("formula")
        if value is not None:
            row += [None] * (place + 1 - len(row))
            row[place] = value
    return row


def _cell(cell: dict[str, Any]) -> Cell:
    value = cell["value"]
    if value is None:
        return None
    if cell["data_type"] == "e":
        return CellFault("cell_error", text=str(value))
    return value if isinstance(value, str | int | float | date | time) else str(value)


def _fill_merged(rows: Rows, merged: list[Range]) -> None:
    """Let every row have what stands in it and its neighbours as one."""
    numbers = [number for number, _ in rows]
    for left, first, right, last in merged:
        start, end = bisect_left(numbers, first), bisect_right(numbers, last)
        value = _at(rows[start][1], left - 1) if start < end and numbers[start] == first else None
        if value is None:
            continue
        right = min(right, MOST_COLUMNS)
        for _, row in rows[start : min(end, start + MOST_ROWS_MERGED)]:
            row += [None] * (right - len(row))
            row[left - 1] = value
            row[left:right] = [_MERGED] * (right - left)


_MERGED = CellFault("merged")


def _at(row: list[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else None

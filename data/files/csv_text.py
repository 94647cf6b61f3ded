"""Tables as text: rows of a CSV file from outside, and tables written whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from data.files.atomic import replacing
from geo.errors import BadInput

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 2**24
"""Letters of the longest cell that is read."""


def csv_reader(text: str, separator: str, *, strict: bool = False) -> Any:
    """Return a `csv.reader` of a text; `csv.Error` where a cell is longer than `LONGEST_CELL`."""
    # The limit is the whole process's: another library may have raised it.
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)


def csv_rows(path: Path, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table that are not blank, each with its number, from 1.

    A cell may hold several lines: the number counts rows, as a spreadsheet does.

    Raises
    ------
    BadInput
        ``points.table`` where a quotation mark is left open: it would swallow the rows below.
    """
    rows = csv_reader(text, separator, strict=_may_swallow(text))
    number = 0
    try:
        for number, row in enumerate(rows, 1):
            if _holds_rows(row, separator):
                raise BadInput("points.table", path=path.name, line=number)
            if any(cell.strip() for cell in row):
                yield number, row
    except csv.Error as error:
        raise BadInput("points.table", path=path.name, line=number + 1) from error


def _may_swallow(text: str) -> bool:
    """Return whether a quotation mark is open at the end of a line, and may swallow the next."""
    return any(line.count('"') % 2 for line in text.split("\n"))


def _holds_rows(row: list[str], separator: str) -> bool:
    """Return whether a cell holds whole rows: its quotation mark was closed by another's."""
    least = max(2, len(row) - 1)
    return any(
        line.count(separator) >= least
        for cell in row
        if "\n" in cell
        for line in cell.split("\n")[1:]
    )


@contextmanager
def writing(path: Path) -> Iterator[TextIO]:
    """Open a table for writing: it appears whole or not at all.

    Raises
    ------
    BadInput
        ``out.folder`` where the folder does not exist or the path is one.
    StorageFailure
        ``disk.full``, ``disk.refused``.
    """
    check_place(path)
    with replacing(path) as unfinished, unfinished.open("w", newline="", encoding="utf-8") as file:
        yield file


def check_place(path: Path) -> None:
    """Raise ``out.folder`` where no file can be written at `path`."""
    if path.is_dir() or not path.parent.is_dir():
        raise BadInput("out.folder", path=str(path))


def safe_cell(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers.

    Examples
    --------
    >>> safe_cell("=1+1"), safe_cell(-3.5)
    ("'=1+1", -3.5)
    """
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value

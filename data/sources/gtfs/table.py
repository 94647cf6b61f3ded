"""One file of a feed as columns of text, and the notes of what is wrong in it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from data.files.complaints import Complaint, Severity
from data.files.csv_text import csv_reader
from data.files.encoding import decoded
from geo.errors import BadInput

Value = TypeVar("Value")
SHOWN = 60
"""Letters of a wrong value that a complaint shows."""


@dataclass(slots=True)
class FeedNotes:
    """What is wrong in a feed, in the order in which it was met."""

    found: list[Complaint] = field(default_factory=list)

    def add(
        self, file: str, row: int | str, column: str, code: str, *, costs: Severity, **facts: Any
    ) -> None:
        """Note a fault; `facts` are what its sentence names."""
        shown = {key: str(value)[:SHOWN] for key, value in facts.items()}
        self.found.append(Complaint(file, str(row), column, f"gtfs.{code}", shown, costs))


@dataclass(frozen=True, slots=True)
class Table:
    """A file of a feed: columns of stripped text, all as long as `rows`.

    `rows` are the lines' numbers in the file, the heading being 1.
    """

    file: str
    rows: Sequence[int]
    columns: dict[str, Sequence[str]]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, column: str) -> Sequence[str]:
        """Return a column; one that the file does not have is empty."""
        return self.columns.get(column) or [""] * len(self.rows)


def read_table(files: dict[str, bytes], name: str, notes: FeedNotes) -> Table:
    """Return a file of a feed; no rows where it is missing or holds nothing.

    Rows with too few or too many cells are taken as far as they go, and noted.
    """
    raw = files.get(name, b"")
    if not raw.strip():
        return Table(name, [], {})
    if not _is_utf_8(raw):
        notes.add(name, "", "", "encoding", costs=Severity.NOTE)
    try:
        text = decoded(Path(name), raw)
    except BadInput:
        text = raw.decode("latin-1")
    lines = csv_reader(text.lstrip("\ufeff"), ",")
    try:
        heading = [cell.strip().strip('"').lower() for cell in next(lines)]
        numbered = [(number, row) for number, row in enumerate(lines, 2) if any(row)]
    except (csv.Error, StopIteration):
        notes.add(name, "", "", "unreadable", costs=Severity.RECORD)
        return Table(name, [], {})
    width = len(heading)
    for number, row in numbered:
        if len(row) != width:
            if len(row) < width or any(row[width:]):
                notes.add(
                    name, number, "", "cells", costs=Severity.FIELD, found=len(row), wanted=width
                )
            row[:] = (row + [""] * width)[:width]
    columns = zip(*(row for _, row in numbered), strict=True)
    stripped: dict[str, Sequence[str]] = {
        key: [cell.strip() for cell in column]
        for key, column in zip(heading, columns, strict=False)
    }
    return Table(name, [number for number, _ in numbered], stripped)


def parsed(
    table: Table,
    column: str,
    read: Callable[[str], Value],
    fallback: Value,
    notes: FeedNotes,
    *,
    code: str = "number",
) -> list[Value]:
    """Return a column's values; `fallback` where a cell is empty, or unreadable and noted.

    Each text is read once, however often it stands in the column.
    """
    known: dict[str, Value | None] = {"": fallback}
    values = []
    for place, text in enumerate(table[column]):
        if text not in known:
            try:
                known[text] = read(text)
            except ValueError:
                known[text] = None
        value = known[text]
        if value is None:
            row = table.rows[place]
            notes.add(table.file, row, column, code, costs=Severity.FIELD, value=text)
            value = fallback
        values.append(value)
    return values


def whole(text: str) -> int:
    """Return a whole number written in digits.

    Examples
    --------
    >>> whole("07"), whole("2.0")
    (7, 2)
    """
    number = float(text)
    if number != int(number):
        raise ValueError(text)
    return int(number)


def _is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True

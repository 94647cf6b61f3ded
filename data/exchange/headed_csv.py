"""Small CSV files whose columns are found by their headings, in several languages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from data.exchange.points_csv import SEPARATORS
from data.files.csv_text import csv_rows
from data.files.encoding import decoded
from data.files.untrusted import read_bytes
from geo.errors import BadInput
from geo.names.folding import comparable

SHOWN = 60
MOST_HEADINGS = 20


def headed_rows(
    path: Path, columns: Mapping[str, Sequence[str]], needed: Collection[str]
) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a file that are not blank, each with its number and its cells by column.

    Columns may stand in any order, separated by commas, semicolons or tabulators; a column that is
    not there has empty cells, others are passed over.

    Parameters
    ----------
    columns
        Column → its headings, without regard to case and accents.
    needed
        Columns without which the file says nothing.

    Raises
    ------
    BadInput
        ``exchange.columns`` with those that are missing and the headings that are there; those of
        `data.files.untrusted.read_bytes` and `data.files.csv_text.csv_rows`.
    """
    text = decoded(path, read_bytes(path))
    first = text.split("\n", 1)[0]
    table = csv_rows(path, text, max(SEPARATORS, key=first.count))
    _, headings = next(table, (0, []))
    places = {comparable(heading): place for place, heading in enumerate(headings)}
    at = {
        column: next((places[c] for name in names if (c := comparable(name)) in places), -1)
        for column, names in columns.items()
    }
    missing = [column for column in columns if column in needed and at[column] < 0]
    if missing:
        found = [heading[:SHOWN] for heading in headings[:MOST_HEADINGS]]
        raise BadInput("exchange.columns", path=path.name, missing=missing, found=found)
    return [
        (number, {column: _cell(cells, place) for column, place in at.items()})
        for number, cells in table
    ]


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if 0 <= place < len(cells) else ""

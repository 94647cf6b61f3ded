"""Rows of HSDS's tables, as they were read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

EXACT = "approdo_exact"
"""The column that says, as JSON of fields, what the other columns cannot."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes
    ----------
    cells
        What its columns say, by column; the ids are those by which rows find each other.
    file, place
        Where it was read: the line of a CSV file, or the pointer into a JSON file.
    """

    cells: dict[str, Any]
    file: str
    place: str

    @property
    def content(self) -> dict[str, Any]:
        """The object that it says.

        Examples
        --------
        >>> Row({"id": "1", EXACT: {"name": 5}}, "services.csv", "2").content
        {'id': '1', 'name': 5}
        """
        return restored(self.cells)


Rows = dict[str, list[Row]]
"""Object → its rows."""


def restored(cells: dict[str, Any]) -> dict[str, Any]:
    """Return cells as the object that they say; what `EXACT` says comes first."""
    exact = cells.get(EXACT)
    fields = {key: value for key, value in cells.items() if key != EXACT}
    return {**fields, **exact} if isinstance(exact, dict) else fields

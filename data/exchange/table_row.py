"""One row of the table of services: what its cells say, and every fault found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data.exchange import cells
from data.exchange.service_columns import MOST_NUMBERED, column_of
from data.files.complaints import Complaint

SHOWN = 60
"""The most letters of a cell that a sentence shows."""


@dataclass(frozen=True, slots=True)
class RowFaults:
    """Collects the faults of a row, each with its heading in the file.

    Parameters
    ----------
    file, row
        Where the row stands, as complaints say it.
    headings
        Field → its heading in the file.
    """

    file: str
    row: str
    headings: Mapping[str, str]
    complaints: list[Complaint] = field(default_factory=list)

    def add(self, name: str, code: str, **facts: Any) -> None:
        """Keep a fault of a field."""
        complaint = Complaint(self.file, self.row, self.heading(name), f"exchange.{code}", facts)
        self.complaints.append(complaint)

    def add_to_row(self, code: str, **facts: Any) -> None:
        """Keep a fault of the row as a whole."""
        self.complaints.append(Complaint(self.file, self.row, "", f"exchange.{code}", facts))

    def heading(self, name: str) -> str:
        """Return what a field is called in the file; the machine's name where it is not there."""
        column, part = column_of(name)
        return self.headings.get(name) or column.heading(None, part)

    def has(self, name: str) -> bool:
        """Return whether something is wrong with a field."""
        return any(fault.column == self.heading(name) for fault in self.complaints)


@dataclass(frozen=True, slots=True)
class TableRow:
    """What the cells of a row say, each read as its column has it.

    Parameters
    ----------
    cells
        Field → cell, only those that hold something that may be read.
    values
        Field → what the cell says; only fields whose cell says something and without fault.
    """

    cells: Mapping[str, cells.Cell]
    values: Mapping[str, Any]
    faults: RowFaults

    def get(self, name: str, default: Any = None) -> Any:
        """Return what a field says; `default` where it says nothing or is at fault."""
        return self.values.get(name, default)

    def text(self, name: str) -> str:
        """Return what a field of text says; empty where nothing."""
        return str(self.values.get(name, ""))

    def shown(self, name: str) -> str:
        """Return a field as it is shown to people; empty where it holds nothing to be read."""
        return cells.text_of(self.cells.get(name))[:SHOWN]

    def numbered(self, *columns: str) -> list[dict[str, str]]:
        """Return the groups of numbered fields that hold anything: column → field of each."""
        numbers = ("", *(f"_{number}" for number in range(2, MOST_NUMBERED + 1)))
        groups = [{name: f"{name}{number}" for name in columns} for number in numbers]
        return [group for group in groups if not self.cells.keys().isdisjoint(group.values())]

    def by_language(self, column: str) -> dict[str, str]:
        """Return the translations of a text: language → text."""
        found = ((*column_of(name), text) for name, text in self.values.items())
        return {part: text for of, part, text in found if of.name == column and part}

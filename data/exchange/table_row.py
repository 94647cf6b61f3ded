"""One row of the table of services: what its cells say, and every fault found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from data.exchange import cells
from data.exchange.service_columns import MOST_NUMBERED, column_of
from data.files.complaints import Complaint, Severity, hindering

SHOWN = 60
"""The most letters of a cell that a sentence shows."""


CAREFUL = frozenset({"name", "needs", "exposure", "status", "access"})
"""Columns without which a record may not stand: it would be shown to whom it must not."""

OF_RECORD = frozenset({"missing", "protected_key", "no_way", "both", "differs", "doubled",
                       "kind_differs"})  # fmt: skip
"""Faults that no field alone can answer for."""

NOTES = frozenset({"hours", "email_several"})
"""Faults that keep no record out: hours that are not understood are kept as they are written, of
several addresses the first."""


@dataclass(frozen=True, slots=True)
class RowFaults:
    """Collects the faults of a row, each with its heading in the file.

    Parameters
    ----------
    file, row
        Where the row stands, as complaints say it.
    headings
        Field → its heading in the file.
    keep_good
        Whether the record comes in without the fields that are at fault.
    """

    file: str
    row: str
    headings: Mapping[str, str]
    keep_good: bool = False
    complaints: list[Complaint] = field(default_factory=list)
    faulty: dict[str, Severity] = field(default_factory=dict)

    def add(self, name: str, code: str, **facts: Any) -> None:
        """Keep a fault of a field."""
        careful = code in OF_RECORD or column_of(name)[0].name in CAREFUL
        severity = Severity.RECORD if careful else Severity.FIELD
        severity = Severity.NOTE if code in NOTES else severity
        self.faulty[name] = max(severity, self.faulty.get(name, Severity.NOTE))
        self.complaints.append(Complaint(
            self.file, self.row, self.heading(name), f"exchange.{code}", facts, severity
        ))  # fmt: skip

    def add_to_row(self, code: str, **facts: Any) -> None:
        """Keep a fault of the row as a whole."""
        self.complaints.append(Complaint(self.file, self.row, "", f"exchange.{code}", facts))

    def heading(self, name: str) -> str:
        """Return what a field is called in the file; the machine's name where it is not there."""
        column, part = column_of(name)
        return self.headings.get(name) or column.heading(None, part)

    def has(self, name: str) -> bool:
        """Return whether something is wrong with a field."""
        return name in self.faulty

    def hinder(self) -> bool:
        """Return whether the row is kept out."""
        return bool(hindering(self.complaints, keep_good=self.keep_good))


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

    def without_faulty(self) -> TableRow:
        """Return the row without the values of fields that are at fault."""
        spoiled = {n for n, severity in self.faults.faulty.items() if severity > Severity.NOTE}
        values = {name: value for name, value in self.values.items() if name not in spoiled}
        return replace(self, values=values)

    def left_out(self) -> list[dict[str, str]]:
        """Return the fields of which nothing, or not all, is in the record, as they are written."""
        return [
            {"field": name, "text": cells.text_of(self.cells.get(name))}
            for name in self.faults.faulty
        ]

    def numbered(self, *columns: str) -> list[dict[str, str]]:
        """Return the groups of numbered fields that hold anything: column → field of each."""
        numbers = ("", *(f"_{number}" for number in range(2, MOST_NUMBERED + 1)))
        groups = [{name: f"{name}{number}" for name in columns} for number in numbers]
        return [group for group in groups if not self.cells.keys().isdisjoint(group.values())]

    def by_language(self, column: str) -> dict[str, str]:
        """Return the translations of a text: language → text."""
        found = ((*column_of(name), text) for name, text in self.values.items())
        return {part: text for of, part, text in found if of.name == column and part}

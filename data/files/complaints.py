"""What is wrong in a file from outside: where, and what, so that somebody can fix it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from geo.errors import ApprodoError, BadInput, several_errors


class Severity(IntEnum):
    """What a fault costs: nothing but a look at it, the field that it stands in, the record."""

    NOTE = 0
    FIELD = 1
    RECORD = 2


@dataclass(frozen=True, slots=True)
class Complaint:
    """One fault of a file.

    Parameters
    ----------
    row
        The line of a table, or the place inside a JSON file: ``"/services/3/phones/0"``.
    column
        The field; empty where the whole row is meant.
    code, facts
        As of `geo.errors`.
    severity
        What the fault costs where the good part of a file is taken.
    """

    file: str
    row: str
    column: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity = Severity.RECORD

    def error(self) -> ApprodoError:
        """Return the complaint as an error, whose sentence the words know."""
        where = {"file": self.file, "row": self.row, "field": self.column}
        return BadInput(self.code, **{**where, **self.facts})


def hindering(complaints: Sequence[Complaint], *, keep_good: bool) -> list[Complaint]:
    """Return the complaints that keep a record out.

    Parameters
    ----------
    keep_good
        Whether a record comes in without the fields that are at fault.
    """
    least = Severity.RECORD if keep_good else Severity.FIELD
    return [complaint for complaint in complaints if complaint.severity >= least]


def errors_of(complaints: Sequence[Complaint]) -> ApprodoError:
    """Return complaints as one error; it says the first twenty."""
    return several_errors([complaint.error() for complaint in complaints])

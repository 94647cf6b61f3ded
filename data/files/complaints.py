"""What is wrong in a file from outside: where, and what, so that somebody can fix it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geo.errors import ApprodoError, BadInput, several_errors


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
    """

    file: str
    row: str
    column: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def error(self) -> ApprodoError:
        """Return the complaint as an error, whose sentence the words know."""
        where = {"file": self.file, "row": self.row, "field": self.column}
        return BadInput(self.code, **{**where, **self.facts})


def errors_of(complaints: Sequence[Complaint]) -> ApprodoError:
    """Return complaints as one error; it says the first twenty."""
    return several_errors([complaint.error() for complaint in complaints])

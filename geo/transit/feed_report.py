"""What a feed holds and what is wrong in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from geo.errors import ApprodoError, BadInput


@dataclass(frozen=True, slots=True)
class FeedNote:
    """One fault of a feed.

    Attributes
    ----------
    row
        Number of the line; empty where the whole file is meant.
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
        """Return the fault as an error, whose sentence the words know."""
        where = {"file": self.file, "row": self.row, "field": self.column}
        return BadInput(self.code, **{**where, **self.facts})


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What a feed holds and what is wrong in it.

    Attributes
    ----------
    first_day, last_day
        Between which anything runs; None where nothing ever does.
    trips_by_day
        ISO day → trips that begin on it.
    rows
        How many rows each file has.
    faults
        Code → how often.
    notes
        The faults themselves, the first hundreds at most.
    """

    name: str
    publisher: str
    first_day: date | None
    last_day: date | None
    stops: int
    lines: int
    trips: int
    trips_by_day: dict[str, int]
    rows: dict[str, int]
    faults: dict[str, int]
    notes: tuple[FeedNote, ...]

"""What a report is made of: an answer about coverage with everything it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.demand import Homes
from geo.measures.outcome import Background, CoverageOutcome
from geo.measures.week import Week
from geo.model import Service
from geo.network.streets import StreetNetwork


@dataclass(frozen=True, slots=True)
class Report:
    """An answer with what it rests on, ready to be given.

    Attributes
    ----------
    outcome, week
        The answer, and coverage over the week.
    names
        Of the places that the outcome's gaps number.
    homes, streets
        Where people set out from, and where they walk: the ground of the map.
    said
        What the answer itself does not know.
    """

    outcome: CoverageOutcome
    week: Week
    names: Sequence[str]
    homes: Homes
    streets: StreetNetwork
    background: Background

    @property
    def total(self) -> float:
        """All people of the question's group."""
        return float(self.outcome.people.sum())

    @property
    def services(self) -> tuple[Service, ...]:
        """The services asked, in the order of their numbers on the map and in the list."""
        return self.outcome.asked.services

"""What a report is made of: an answer about coverage with everything it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.arrays import Ints
from geo.demand import Homes
from geo.measures.evenness import Evenness
from geo.measures.outcome import Background, CoverageOutcome
from geo.measures.week import Week
from geo.model import Service
from geo.network.streets import StreetNetwork
from geo.scenario import Change
from layers.coverage.scenario_rows import World


@dataclass(frozen=True, slots=True)
class Trial:
    """A scenario that somebody tried: what it changes, and the two worlds.

    `places` are name, people without before and after.
    """

    name: str
    changes: Sequence[Change]
    before: World
    after: World
    gained: float
    lost: float
    places: Sequence[tuple[str, float, float]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where new sites, or changes of services, would reach most; `gap` as in `Sites`."""

    objective: str
    names: Sequence[str]
    people: float
    gap: float


@dataclass(frozen=True, slots=True)
class Additions:
    """What somebody asked for besides; None: did not ask."""

    trial: Trial | None = None
    proposal: Proposal | None = None
    evenness: Evenness | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """An answer with what it rests on, ready to be given.

    Attributes
    ----------
    outcome, week
        The answer, and coverage over the week.
    names
        Of the places that the outcome's gaps number.
    zone
        Shape (homes,): number of the place that a home is in, −1 for none.
    homes, streets
        Where people set out from, and where they walk: the ground of the map.
    background
        What the answer itself does not know.
    additions
        What was asked for besides the answer.
    """

    outcome: CoverageOutcome
    week: Week
    names: Sequence[str]
    zone: Ints
    homes: Homes
    streets: StreetNetwork
    background: Background
    additions: Additions = Additions()

    @property
    def total(self) -> float:
        """All people of the question's group."""
        return float(self.outcome.people.sum())

    @property
    def services(self) -> tuple[Service, ...]:
        """The services asked, in the order of their numbers on the map and in the list."""
        return self.outcome.asked.services

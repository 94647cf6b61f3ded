"""The question of a plan and its answer: needs, candidates, periods; stops, trips, plan.

Times are whole minutes: a way is rounded up, so that what is printed adds up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from geo.arrays import Ints
from geo.matching import Match, is_sure
from geo.model import Calendar, Service, Situation

NO_WAY = -1
"""Stands in a table of minutes where no way leads from one place to another."""


class Priority(StrEnum):
    """What counts first, once as many needs as possible have a stop.

    FEWEST_TRIPS: trips, then the day of the last one, then minutes away from home.
    SOONEST: the day of the last trip, then trips, then minutes.
    LEAST_TIME: trips, then minutes.
    SUREST: as FEWEST_TRIPS, with only what certainly suits for each need that has such a service.

    The distance of the stops from home decides between equals.
    """

    FEWEST_TRIPS = "fewest_trips"
    SOONEST = "soonest"
    LEAST_TIME = "least_time"
    SUREST = "surest"


class TripTimes(Protocol):
    """Times between the places of a plan. Place 0 is home."""

    @property
    def changes_every_min(self) -> int:
        """After how many minutes the times are other ones; 0: they are the same at any hour."""
        ...

    def minutes(self, departure: datetime) -> Ints:
        """Whole minutes between all places for somebody who leaves then, shape (places, places).

        `NO_WAY` where there is no way; 0 from a place to itself.
        """
        ...


@dataclass(frozen=True, slots=True)
class Period:
    """Hours of one day in which the person can be away from home. Aware, whole minutes."""

    starts: datetime
    ends: datetime

    @property
    def length_min(self) -> int:
        """Its minutes."""
        return minutes_between(self.starts, self.ends)

    def at(self, minute: int) -> datetime:
        """Return the moment that is so many minutes after its start."""
        return later(self.starts, minute)


@dataclass(frozen=True, slots=True)
class PlanNeed:
    """A need to be planned.

    Attributes
    ----------
    visit_min
        How long a visit for it takes.
    after
        Needs that come before it, where both have a stop.
    gives
        Documents that the person holds after the visit.
    day
        The only day on which it may be met; None: any.
    """

    id: str
    visit_min: int = 30
    after: frozenset[str] = frozenset()
    gives: frozenset[str] = frozenset()
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A service that may answer a need; `place` is its row in the table of times."""

    need: str
    service: Service
    place: int


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """Everything that a plan depends on.

    Attributes
    ----------
    needs
        Distinct, in the order in which they were asked for.
    candidates
        The services that are tried for each.
    periods
        In order of time, apart from each other.
    bookable_from
        The first day for which an appointment can be had: one calls before coming. None: any.
    """

    needs: tuple[PlanNeed, ...]
    candidates: tuple[Candidate, ...]
    periods: tuple[Period, ...]
    situation: Situation
    calendar: Calendar
    travel: TripTimes
    bookable_from: date | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit to one service, for one need or several.

    Attributes
    ----------
    travel_min
        Minutes on the way from the stop before, or from home.
    arrives, begins, leaves
        At the door, when the visit begins (later where the service opens later), when it ends.
    match
        What is known about this service and person when the visit begins.
    home_min
        Minutes from home to it.
    """

    needs: tuple[str, ...]
    service: Service
    place: int
    travel_min: int
    arrives: datetime
    begins: datetime
    leaves: datetime
    match: Match
    home_min: int

    @property
    def is_certain(self) -> bool:
        """Whether nothing about it is unknown; that one calls before coming is known."""
        return is_sure(self.match)


@dataclass(frozen=True, slots=True)
class Trip:
    """Out and home again. `back_min` is the way from the last stop."""

    leaves_home: datetime
    stops: tuple[Stop, ...]
    back_min: int
    back_home: datetime

    @property
    def minutes(self) -> int:
        """Minutes away from home."""
        return minutes_between(self.leaves_home, self.back_home)


@dataclass(frozen=True, slots=True)
class Plan:
    """Trips in their order; none where no need could be met. `unmet` are needs without a stop."""

    trips: tuple[Trip, ...]
    unmet: tuple[str, ...]

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The stops of all trips, in their order."""
        return tuple(stop for trip in self.trips for stop in trip.stops)

    @property
    def minutes(self) -> int:
        """Minutes away from home in all."""
        return sum(trip.minutes for trip in self.trips)

    @property
    def doubtful(self) -> tuple[Stop, ...]:
        """The stops about which something is unknown."""
        return tuple(stop for stop in self.stops if not stop.is_certain)

    @property
    def last_day(self) -> date | None:
        """The day of the last trip; None without trips."""
        return self.trips[-1].back_home.date() if self.trips else None


def later(moment: datetime, minutes: int) -> datetime:
    """Return the moment so many minutes later, by the clock that runs on when clocks are set."""
    return (moment.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(moment.tzinfo)


def minutes_between(first: datetime, last: datetime) -> int:
    """Return the whole minutes from one moment to a later one.

    Both are read in UTC: Python subtracts moments of one zone by what their clocks show.
    """
    return int((last.astimezone(UTC) - first.astimezone(UTC)).total_seconds() // 60)

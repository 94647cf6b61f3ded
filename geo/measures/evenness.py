"""How evenly services are spread over people: choice, and what falls to each where many share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.arrays import Floats, Ints
from geo.measures.access import balanced, supply_of
from geo.measures.coverage import within
from geo.measures.decay import within as up_to
from geo.measures.equity import Theil, fgt, gini, lorenz, theil
from geo.measures.outcome import CoverageOutcome
from geo.model import Service
from geo.network.routing import SparseTimes

PER = 10_000.0
"""People that a figure of shared supply is given for."""


@dataclass(frozen=True, slots=True)
class Evenness:
    """How evenly choice is spread: services that may serve a person, counted within the limit.

    Attributes
    ----------
    gini
        0 where all have the same choice; NaN where nobody has any.
    theil
        The same by Theil's T, within and between places.
    none
        Share of people without any.
    share, had
        The Lorenz curve: shares of people, least choice first, and what they have together.
    """

    gini: float
    theil: Theil
    none: float
    share: Floats
    had: Floats


@dataclass(frozen=True, slots=True)
class Shared:
    """What falls to people where all share what they reach (balanced floating catchment).

    Attributes
    ----------
    counted
        Services of those that may serve anybody, or places where `by_places`.
    middle, worst_tenth
        Per `PER` people: of the middle person, and of the person below whom a tenth are.
    """

    by_places: bool
    counted: int
    middle: float
    worst_tenth: float


def evenness(outcome: CoverageOutcome, zone: Ints) -> Evenness:
    """Return how evenly choice is spread over the people of an answer.

    Parameters
    ----------
    zone
        Shape (homes,): for Theil's parts; −1 is a zone of its own.
    """
    choice = choices(outcome)
    share, had = lorenz(choice, outcome.people)
    return Evenness(
        gini(choice, outcome.people),
        theil(choice, outcome.people, zone.astype(np.int64) + 1),
        fgt(choice, outcome.people, 1.0),
        share,
        had,
    )


def choices(outcome: CoverageOutcome) -> Floats:
    """Return how many services may serve the people of each home, shape (homes,)."""
    near = _serving(outcome)
    return np.bincount(near.origin, minlength=len(outcome.people)).astype(np.float64)


def shared(outcome: CoverageOutcome) -> tuple[Shared, ...]:
    """Return what falls to people: by services counted, and by places where some say them.

    A service that says no capacity counts for nothing in the second figure, and is given as
    uncounted: one is never silently put in its stead.
    """
    services = outcome.asked.services
    passes = outcome.asked.screening.possible[-1]
    counted = Shared(False, int(passes.sum()), *_falls(outcome, np.ones(len(services))))
    rooms = _capacities(services)
    known = passes & (rooms > 0)
    if not known.any():
        return (counted,)
    return counted, Shared(True, int(known.sum()), *_falls(outcome, rooms))


def _falls(outcome: CoverageOutcome, capacity: Floats) -> tuple[float, float]:
    lived = np.flatnonzero(outcome.people > 0)
    number = np.full(len(outcome.people), -1, np.int32)
    number[lived] = np.arange(len(lived), dtype=np.int32)
    near = _serving(outcome)
    times = SparseTimes(number[near.origin], near.destination, near.minutes)
    kept = times.origin >= 0
    times = SparseTimes(times.origin[kept], times.destination[kept], times.minutes[kept])
    people = outcome.people[lived]
    falls = balanced(supply_of(times, people, capacity), up_to(outcome.question.limit_min)) * PER
    order = np.argsort(falls)
    part = np.cumsum(people[order]) / people.sum()
    middle, tenth = np.minimum(np.searchsorted(part, (0.5, 0.1)), len(part) - 1)
    return float(falls[order][middle]), float(falls[order][tenth])


def _serving(outcome: CoverageOutcome) -> SparseTimes:
    near = within(outcome.asked.reach.times, outcome.question.limit_min)
    kept = outcome.asked.screening.possible[-1][near.destination]
    return SparseTimes(near.origin[kept], near.destination[kept], near.minutes[kept])


def _capacities(services: Sequence[Service]) -> Floats:
    """Return the most places that each service says; 0 where it says none."""
    return np.array([float((s.capacity and s.capacity.maximum) or 0) for s in services])

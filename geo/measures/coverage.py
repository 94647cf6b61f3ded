"""Effective coverage: how many people have a service that will take them, and where they are lost.

Coverage is a band. *Certain*: some service in reach passes every test surely. *Possible*: some
service in reach fails none, though something about it is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.arrays import Bools, Floats, Indexes
from geo.errors import BadInput
from geo.measures.steps import STEPS, Screening, ScreeningStep
from geo.network.routing import SparseTimes

LAST = len(STEPS) - 1


@dataclass(frozen=True, slots=True)
class Reach:
    """Who can get to which service.

    Attributes
    ----------
    times
        Reached pairs of homes and services; minutes, person → service.
    connected
        Shape (homes,): whether any way leads from a home to the streets.
    """

    times: SparseTimes
    connected: Bools


@dataclass(frozen=True, slots=True)
class PeopleRange:
    """People, at least and at most."""

    certain: float
    possible: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who still has a service after each step.

    Attributes
    ----------
    people
        Shape (homes,).
    certain, possible
        Shape (steps, homes).
    """

    people: Floats
    certain: Bools
    possible: Bools

    def band(self, step: ScreeningStep = ScreeningStep.ROOM) -> PeopleRange:
        """Return how many people have a service after a step."""
        row = STEPS.index(step)
        sure, perhaps = self.people[self.certain[row]], self.people[self.possible[row]]
        return PeopleRange(float(sure.sum()), float(perhaps.sum()))

    def lost_at(self) -> Indexes:
        """Return the step at which each home loses its last service, −1 where it keeps one."""
        kept = self.possible.sum(axis=0)
        return np.where(kept > LAST, -1, kept)

    @property
    def missing(self) -> Floats:
        """People of each home that have nothing in the end, shape (homes,)."""
        return np.where(self.possible[LAST], 0.0, self.people)

    @property
    def doubtful(self) -> Floats:
        """People of each home that have something perhaps and nothing surely, shape (homes,)."""
        return np.where(self.possible[LAST] & ~self.certain[LAST], self.people, 0.0)


def cover(reach: Reach, people: Floats, screening: Screening, *, limit_min: float) -> Coverage:
    """Return who has a service after each step.

    A home passes the nominal step where the area has any active service of the need and a way
    leads out of the home; the next where one is within the limit; every further step where one
    service within the limit passes it and all before it.

    Parameters
    ----------
    reach
        Pairs up to at least `limit_min`.
    people
        Shape (homes,), at least 0.
    screening
        Of the services that `reach` has as destinations.

    Raises
    ------
    BadInput
        ``coverage.nobody`` where no people are left to count, ``coverage.no_service`` where there
        is no service of the need at all.
    """
    if not float(people.sum()) > 0:
        raise BadInput("coverage.nobody")
    if not len(screening):
        raise BadInput("coverage.no_service")
    near = within(reach.times, limit_min)
    flags = [
        np.array([_any_home(near, kind[row], len(people)) for row in range(len(STEPS))])
        for kind in (screening.certain, screening.possible)
    ]
    for flag, kind in zip(flags, (screening.certain, screening.possible), strict=True):
        flag[0] = reach.connected & kind[0].any()
    return Coverage(people.astype(np.float64), *flags)


def within(times: SparseTimes, limit_min: float) -> SparseTimes:
    """Return the pairs of at most so many minutes."""
    near = times.minutes <= limit_min
    return SparseTimes(times.origin[near], times.destination[near], times.minutes[near])


def sweep(
    reach: Reach, people: Floats, screening: Screening, limits_min: Sequence[float]
) -> tuple[tuple[float, PeopleRange], ...]:
    """Return the coverage after all steps for each of several limits: one limit decides too much.

    Examples
    --------
    >>> times = SparseTimes(np.array([0, 1]), np.array([0, 0]), np.array([4.0, 9.0]))
    >>> screening = Screening(*(np.ones((len(STEPS), 1), bool),) * 3)
    >>> reach = Reach(times, np.ones(2, bool))
    >>> [(t, b.possible) for t, b in sweep(reach, np.array([3.0, 2.0]), screening, [5, 10])]
    [(5, 3.0), (10, 5.0)]
    """
    return tuple(
        (limit, cover(reach, people, screening, limit_min=limit).band()) for limit in limits_min
    )


def _any_home(near: SparseTimes, passes: Bools, homes: int) -> Bools:
    found = np.zeros(homes, bool)
    found[near.origin[passes[near.destination]]] = True
    return found

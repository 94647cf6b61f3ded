"""Gaps: which places have people without a service, why, and the least that would change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from geo.measures.coverage import Coverage, Reach, within
from geo.measures.steps import JUDGED, STEPS, Standing, Step
from geo.network.routing import Ints, SparseTimes

Floats = NDArray[np.float64]

ENOUGH = 0.5
"""A cure that reaches this part of a place's missing people is preferred to a dearer one."""


class CureKind(StrEnum):
    """What can be done, the cheapest first.

    An order by judgement, not by price: a question by telephone, a language for some hours,
    another rule of admission, other hours, more room at a desk that exists, a new desk.
    """

    ASK = "ask"
    LANGUAGE = "language"
    ACCEPTED = "accepted"
    OPEN = "open"
    ROOM = "room"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Cure:
    """One thing that would give people a service.

    Attributes
    ----------
    service
        Number of the service to change; −1 for a new desk.
    people
        Of the place, who would have a service (perhaps, as far as is known).
    lon, lat
        Where a new desk would stand; None for other kinds. Degrees EPSG:4326.
    """

    kind: CureKind
    service: int
    people: float
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A place with people that have nothing.

    Attributes
    ----------
    place
        Number of the place.
    people, missing, doubtful
        All of the group; those without any service; those with one perhaps.
    lost
        People of `missing` by the step at which they lose their last service.
    cure
        The cheapest that reaches half of the missing, else the one that reaches most; None where
        none was found.
    ask
        The service to ask first: what is not known of it leaves most people in doubt.
    """

    place: int
    people: float
    missing: float
    doubtful: float
    lost: dict[Step, float]
    cure: Cure | None
    ask: Cure | None

    @property
    def reason(self) -> Step:
        """The step at which most are lost; the last where nobody is surely missing."""
        return max(self.lost, key=lambda step: self.lost[step], default=Step.ROOM)


@dataclass(frozen=True, slots=True)
class Desks:
    """Spots at which a new desk could stand: where they are, and who is near.

    `times` are pairs of homes and spots; `place` is the place of each spot.
    """

    lon: Floats
    lat: Floats
    place: Ints
    times: SparseTimes


def gaps(
    found: Coverage,
    reach: Reach,
    told: Standing,
    place: Ints,
    *,
    limit_min: float,
    desks: Desks | None = None,
) -> tuple[Gap, ...]:
    """Return the places with missing or doubtful people, most missing first.

    Parameters
    ----------
    place
        Shape (homes,): number of the place that a home is in, −1 for none.
    desks
        Spots for new desks; None: no new desk is looked at.
    """
    places = int(place.max(initial=-1)) + 1
    missing, lost_at = found.missing, found.lost_at()
    by_step = {
        step: _sum(np.where(lost_at == row, missing, 0.0), place, places)
        for row, step in enumerate(STEPS)
    }
    people, without, perhaps = (
        _sum(values, place, places) for values in (found.people, missing, found.doubtful)
    )
    near = within(reach.times, limit_min)
    asked = {
        number: Cure(CureKind.ASK, service, gained)
        for number, service, gained in _best(near, told.possible[-1], found.doubtful, place, places)
    }
    offers = _offers(missing, reach, told, place, places, limit_min, desks)
    rows = [
        Gap(
            number,
            people=float(people[number]),
            missing=float(without[number]),
            doubtful=float(perhaps[number]),
            lost={step: float(lost[number]) for step, lost in by_step.items() if lost[number] > 0},
            cure=choose(offers[number], float(without[number])),
            ask=asked.get(number),
        )
        for number in range(places)
        if without[number] > 0 or perhaps[number] > 0
    ]
    return tuple(sorted(rows, key=lambda gap: (-gap.missing, -gap.doubtful, gap.place)))


def choose(offers: Sequence[Cure], missing: float) -> Cure | None:
    """Return the cheapest cure that reaches half of the missing, else the one that reaches most.

    Examples
    --------
    >>> dear, cheap = Cure(CureKind.DESK, -1, 90.0), Cure(CureKind.LANGUAGE, 3, 60.0)
    >>> choose([dear, cheap], 100.0).kind.value, choose([dear, cheap], 150.0).kind.value
    ('language', 'desk')
    """
    order = list(CureKind)
    ranked = sorted(offers, key=lambda cure: (order.index(cure.kind), -cure.people))
    for cure in ranked:
        if cure.people >= ENOUGH * missing:
            return cure
    return max(ranked, key=lambda cure: cure.people, default=None)


def _offers(
    missing: Floats,
    reach: Reach,
    told: Standing,
    place: Ints,
    places: int,
    limit_min: float,
    desks: Desks | None,
) -> list[list[Cure]]:
    """Return, for each place, the best cure of each kind."""
    offers: list[list[Cure]] = [[] for _ in range(places)]
    near = within(reach.times, limit_min)
    for step in JUDGED:
        helps = told.but_for[STEPS.index(step)]
        for number, service, people in _best(near, helps, missing, place, places):
            offers[number].append(Cure(CureKind(step.value), service, people))
    if desks is None:
        return offers
    near = within(desks.times, limit_min)
    own = place[near.origin] == desks.place[near.destination]
    near = SparseTimes(near.origin[own], near.destination[own], near.minutes[own])
    every = np.ones(len(desks.place), bool)
    for number, spot, people in _best(near, every, missing, place, places):
        where = float(desks.lon[spot]), float(desks.lat[spot])
        offers[number].append(Cure(CureKind.DESK, -1, people, *where))
    return offers


def _best(
    near: SparseTimes, helps: NDArray[np.bool_], missing: Floats, place: Ints, places: int
) -> list[tuple[int, int, float]]:
    """Return place, destination and people for the destination that helps most in each place."""
    kept = helps[near.destination] & (missing[near.origin] > 0) & (place[near.origin] >= 0)
    if not kept.any():
        return []
    table = np.zeros((places, len(helps)))
    origin = near.origin[kept]
    np.add.at(table, (place[origin], near.destination[kept]), missing[origin])
    best = table.argmax(axis=1)
    gain = table[np.arange(places), best]
    return [(n, int(best[n]), float(gain[n])) for n in range(places) if gain[n] > 0]


def _sum(values: Floats, place: Ints, places: int) -> Floats:
    known = place >= 0
    return np.asarray(np.bincount(place[known], values[known], places), np.float64)

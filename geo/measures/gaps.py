"""Gaps: which places have people without a service, why, and the least that would change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from geo.arrays import Bools, Floats, Ints
from geo.measures.coverage import Coverage, Reach, within
from geo.measures.steps import JUDGED, STEPS, Screening, ScreeningStep
from geo.network.routing import SparseTimes

ENOUGH = 0.5
"""A remedy that reaches this part of a place's missing people is preferred to a dearer one."""


class RemedyKind(StrEnum):
    """What can be done, the cheapest first.

    An order by judgement, not by price: a question by telephone, a language for some hours,
    another rule of admission, other hours, more room at a service that exists, a new site.
    """

    ASK = "ask"
    LANGUAGE = "language"
    ACCEPTED = "accepted"
    OPEN = "open"
    ROOM = "room"
    NEW_SITE = "desk"


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing that would give people a service.

    Attributes
    ----------
    service
        Number of the service to change; −1 for a new site.
    people
        Of the place, who would have a service (perhaps, as far as is known).
    lon, lat
        Where a new site would stand; None for other kinds. Degrees EPSG:4326.
    """

    kind: RemedyKind
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
    remedy
        The cheapest that reaches half of the missing, else the one that reaches most; None where
        none was found.
    ask
        The service to ask first: what is not known of it leaves most people in doubt.
    offers
        The best remedy of every kind that helps anybody, the proposed one among them.
    """

    place: int
    people: float
    missing: float
    doubtful: float
    lost: dict[ScreeningStep, float]
    remedy: Remedy | None
    ask: Remedy | None
    offers: tuple[Remedy, ...] = ()

    @property
    def reason(self) -> ScreeningStep:
        """The step at which most are lost; the last where nobody is surely missing."""
        return max(self.lost, key=lambda step: self.lost[step], default=ScreeningStep.ROOM)


@dataclass(frozen=True, slots=True)
class NewSites:
    """Spots at which a new site could stand: where they are, and who is near.

    `times` are pairs of homes and spots; `place` is the place of each spot.
    """

    lon: Floats
    lat: Floats
    place: Ints
    times: SparseTimes


def gaps(
    found: Coverage,
    reach: Reach,
    screening: Screening,
    zone: Ints,
    *,
    limit_min: float,
    new_sites: NewSites | None = None,
) -> tuple[Gap, ...]:
    """Return the places with missing or doubtful people, most missing first.

    Parameters
    ----------
    zone
        Shape (homes,): number of the zone that a home is in, −1 for none.
    desks
        Spots for new sites; None: no new site is looked at.
    """
    places = int(zone.max(initial=-1)) + 1
    missing, lost_at = found.missing, found.lost_at()
    by_step = {
        step: _sum(np.where(lost_at == row, missing, 0.0), zone, places)
        for row, step in enumerate(STEPS)
    }
    people, without, perhaps = (
        _sum(values, zone, places) for values in (found.people, missing, found.doubtful)
    )
    near = within(reach.times, limit_min)
    asked = {
        number: Remedy(RemedyKind.ASK, service, gained)
        for number, service, gained in _best(
            near, screening.possible[-1], found.doubtful, zone, places
        )
    }
    offers = _offers(missing, reach, screening, zone, places, limit_min, new_sites)
    rows = [
        Gap(
            number,
            people=float(people[number]),
            missing=float(without[number]),
            doubtful=float(perhaps[number]),
            lost={step: float(lost[number]) for step, lost in by_step.items() if lost[number] > 0},
            remedy=choose(offers[number], float(without[number])),
            ask=asked.get(number),
            offers=tuple(offers[number]),
        )
        for number in range(places)
        if without[number] > 0 or perhaps[number] > 0
    ]
    return tuple(sorted(rows, key=lambda gap: (-gap.missing, -gap.doubtful, gap.place)))


def choose(offers: Sequence[Remedy], missing: float) -> Remedy | None:
    """Return the cheapest remedy that reaches half of the missing, else the one that reaches most.

    Examples
    --------
    >>> dear, cheap = Remedy(RemedyKind.NEW_SITE, -1, 90.0), Remedy(RemedyKind.LANGUAGE, 3, 60.0)
    >>> choose([dear, cheap], 100.0).kind.value, choose([dear, cheap], 150.0).kind.value
    ('language', 'desk')
    """
    order = list(RemedyKind)
    ranked = sorted(offers, key=lambda remedy: (order.index(remedy.kind), -remedy.people))
    for remedy in ranked:
        if remedy.people >= ENOUGH * missing:
            return remedy
    return max(ranked, key=lambda remedy: remedy.people, default=None)


def _offers(
    missing: Floats,
    reach: Reach,
    screening: Screening,
    zone: Ints,
    places: int,
    limit_min: float,
    new_sites: NewSites | None,
) -> list[list[Remedy]]:
    """Return, for each zone, the best remedy of each kind."""
    offers: list[list[Remedy]] = [[] for _ in range(places)]
    near = within(reach.times, limit_min)
    for step in JUDGED:
        helps = screening.but_for[STEPS.index(step)]
        for number, service, people in _best(near, helps, missing, zone, places):
            offers[number].append(Remedy(RemedyKind(step.value), service, people))
    if new_sites is None:
        return offers
    near = within(new_sites.times, limit_min)
    same_zone = zone[near.origin] == new_sites.place[near.destination]
    near = SparseTimes(near.origin[same_zone], near.destination[same_zone], near.minutes[same_zone])
    every = np.ones(len(new_sites.place), bool)
    for number, spot, people in _best(near, every, missing, zone, places):
        where = float(new_sites.lon[spot]), float(new_sites.lat[spot])
        offers[number].append(Remedy(RemedyKind.NEW_SITE, -1, people, *where))
    return offers


def _best(
    near: SparseTimes, helps: Bools, missing: Floats, zone: Ints, places: int
) -> list[tuple[int, int, float]]:
    """Return zone, destination and people for the destination that helps most in each zone."""
    kept = helps[near.destination] & (missing[near.origin] > 0) & (zone[near.origin] >= 0)
    if not kept.any():
        return []
    table = np.zeros((places, len(helps)))
    origin = near.origin[kept]
    np.add.at(table, (zone[origin], near.destination[kept]), missing[origin])
    best = table.argmax(axis=1)
    gain = table[np.arange(places), best]
    return [(n, int(best[n]), float(gain[n])) for n in range(places) if gain[n] > 0]


def _sum(values: Floats, zone: Ints, places: int) -> Floats:
    known = zone >= 0
    return np.asarray(np.bincount(zone[known], values[known], places), np.float64)

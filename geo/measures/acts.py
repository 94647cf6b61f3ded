"""Acts: what to do, by how many people of the whole area it would give a service.

A place's cheapest remedy says what would help that place; the same remedy often helps many. An act
is counted once, over all homes that it reaches; services of which any one would do the same for the
same people are one act.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from geo.arrays import Bools, Floats, Ints
from geo.measures.coverage import Coverage, Reach, within
from geo.measures.gaps import ENOUGH, NewSites, Remedy, RemedyKind
from geo.measures.steps import JUDGED, STEPS, Screening
from geo.network.routing import SparseTimes

MOST_ACTS = 5


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do.

    Attributes
    ----------
    services
        Numbers of the services of which any one would do: one, or several that are equal. Empty
        for a new site.
    people
        Of the whole area, who would have a service (perhaps, as far as is known); of
        `RemedyKind.ASK`, whose doubt it would settle.
    places
        Numbers of the zones where they live, most people first.
    lon, lat
        Where a new site would stand; None for other kinds. Degrees EPSG:4326.
    """

    kind: RemedyKind
    services: tuple[int, ...]
    people: float
    places: tuple[int, ...]
    lon: float | None = None
    lat: float | None = None

    @property
    def remedy(self) -> Remedy:
        """The act at the first of its services."""
        service = self.services[0] if self.services else -1
        return Remedy(self.kind, service, self.people, self.lon, self.lat)


@dataclass(frozen=True, slots=True)
class Lever:
    """A change of one service, with the homes that it would give a service, ascending."""

    kind: RemedyKind
    service: int
    homes: Ints
    people: float

    @property
    def remedy(self) -> Remedy:
        """The same as something to do."""
        return Remedy(self.kind, self.service, self.people)


def acts(
    found: Coverage,
    reach: Reach,
    screening: Screening,
    zone: Ints,
    *,
    limit_min: float,
    new_sites: NewSites | None = None,
    most: int = MOST_ACTS,
) -> tuple[Act, ...]:
    """Return the acts that reach most people, of equal ones the cheaper first.

    Before all stands the cheapest act that reaches half of the missing, as in `gaps.choose`: a new
    site that reaches a few more is not the first thing to do. Calls that settle a doubt come after
    everything that helps people who surely have nothing.

    Parameters
    ----------
    zone
        Shape (homes,): number of the zone that a home is in, −1 for none.
    new_sites
        Spots for new sites; None: no new site is looked at.
    """
    order = list(RemedyKind)
    helping = [
        _act(same, found.missing, zone)
        for same in _equal(levers(found.missing, reach, screening, limit_min=limit_min))
    ]
    if new_sites is not None and (best := _new_site(found.missing, new_sites, zone, limit_min)):
        helping.append(best)
    doubts = _levers_of(
        RemedyKind.ASK, within(reach.times, limit_min), screening.possible[-1], found.doubtful
    )
    asking = [_act(same, found.doubtful, zone) for same in _equal(list(doubts))]
    for some in (helping, asking):
        some.sort(key=lambda act: (-round(act.people), order.index(act.kind), act.services))
    enough = [act for act in helping if act.people >= ENOUGH * float(found.missing.sum())]
    first = min(enough, key=lambda act: order.index(act.kind), default=None)
    if first is not None:
        helping.remove(first)
        helping.insert(0, first)
    return tuple((*helping, *asking)[:most])


def levers(missing: Floats, reach: Reach, screening: Screening, *, limit_min: float) -> list[Lever]:
    """Return every change of one service at one step that would give anybody a service.

    Parameters
    ----------
    missing
        Shape (homes,): people without any service.
    """
    near = within(reach.times, limit_min)
    return [
        lever
        for step in JUDGED
        for lever in _levers_of(
            RemedyKind(step.value), near, screening.but_for[STEPS.index(step)], missing
        )
    ]


def _levers_of(
    kind: RemedyKind, near: SparseTimes, helps: Bools, wanting: Floats
) -> Iterator[Lever]:
    kept = helps[near.destination] & (wanting[near.origin] > 0)
    origin, destination = near.origin[kept], near.destination[kept]
    if not len(origin):
        return
    order = np.lexsort((origin, destination))
    origin, destination = origin[order], destination[order]
    services, starts = np.unique(destination, return_index=True)
    for service, homes in zip(services, np.split(origin, starts[1:]), strict=True):
        yield Lever(kind, int(service), homes, float(wanting[homes].sum()))


def _equal(found: list[Lever]) -> list[list[Lever]]:
    """Put levers together that do the same for the same homes."""
    groups: dict[tuple[RemedyKind, bytes], list[Lever]] = {}
    for lever in found:
        groups.setdefault((lever.kind, lever.homes.tobytes()), []).append(lever)
    return list(groups.values())


def _act(same: list[Lever], people: Floats, zone: Ints) -> Act:
    first = same[0]
    services = tuple(sorted(lever.service for lever in same))
    return Act(first.kind, services, first.people, _places(first.homes, people, zone))


def _places(homes: Ints, people: Floats, zone: Ints) -> tuple[int, ...]:
    inside = homes[zone[homes] >= 0]
    if not len(inside):
        return ()
    sums = np.bincount(zone[inside], people[inside])
    return tuple(int(place) for place in np.argsort(-sums, kind="stable") if sums[place] > 0)


def _new_site(missing: Floats, sites: NewSites, zone: Ints, limit_min: float) -> Act | None:
    """Return the new site that reaches most people; None where none reaches anybody."""
    every = np.ones(len(sites.place), bool)
    found = list(_levers_of(RemedyKind.NEW_SITE, within(sites.times, limit_min), every, missing))
    best = max(found, key=lambda lever: lever.people, default=None)
    if best is None:
        return None
    where = float(sites.lon[best.service]), float(sites.lat[best.service])
    places = _places(best.homes, missing, zone)
    return Act(RemedyKind.NEW_SITE, (), best.people, places, *where)

"""Where new sites could stand in an area, and which of those spots help most."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from answers.study import LONGEST_MIN, Study, reach_between
from answers.travel import travel_times
from data.exchange.points_csv import read_points
from geo.arrays import Floats
from geo.errors import BadInput
from geo.measures.access import nearest_minutes
from geo.measures.acts import Lever
from geo.measures.acts import levers as levers_of
from geo.measures.coverage import within
from geo.measures.outcome import CoverageOutcome
from geo.measures.siting import (
    Ground,
    Sites,
    fewest_sites,
    how_far_behind,
    how_many_for,
    most_people,
    most_served,
    several_good,
)
from geo.measures.siting_median import least_minutes
from geo.model import OrganizationKind, Service
from geo.network.routing import SparseTimes

ANYWHERE = 500
"""Spots that are tried where any building will do: the homes of most people."""

MOST_SPOTS = 2000
MOST_LEVERS = 100
"""Changes of services that compete with new sites: those that reach most people."""


class Objective(StrEnum):
    """What new sites are for."""

    PEOPLE = "people"
    WORST_OFF = "worst_off"
    MINUTES = "minutes"
    SERVED = "served"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Spots:
    """Candidates for new sites; degrees EPSG:4326."""

    names: tuple[str, ...]
    lon: Floats
    lat: Floats

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True, slots=True)
class SitingAnswer:
    """Chosen spots, with what there was to choose from.

    Attributes
    ----------
    ground
        Who could go where; `ground.served` are the people that existing services may serve.
    best
        The answer.
    others
        Nearly as good ones, for the objective of most people.
    levers
        Changes of services that are there, which compete with the spots: candidates after those.
    """

    spots: Spots
    ground: Ground
    best: Sites
    others: tuple[Sites, ...] = ()
    levers: tuple[Lever, ...] = ()

    def lever(self, candidate: int) -> Lever | None:
        """Return the change that a candidate is; None for a new site."""
        number = candidate - len(self.spots)
        return self.levers[number] if number >= 0 else None


def _with_need(*needs: str) -> Callable[[Service], bool]:
    return lambda service: bool(set(needs) & set(service.needs))


def _is_public(service: Service) -> bool:
    kind = service.organization.kind if service.organization else None
    return kind is OrganizationKind.PUBLIC_BODY or bool(
        {"residence_registration", "library", "school"} & set(service.needs)
    )


KINDS: Mapping[str, Callable[[Service], bool]] = {
    "public": _is_public,
    "schools": _with_need("school", "adult_education"),
    "libraries": _with_need("library"),
    "associations": _with_need("association"),
}
"""Spots that the area's own services give, by the name of the kind; besides: ``anywhere``."""


def spots_of(study: Study, kind: str, *, points: Path | None = None) -> Spots:
    """Return the candidates of a kind.

    Parameters
    ----------
    kind
        One of `KINDS`, ``anywhere`` (where most people live), or ``own``.
    points
        For ``own``: a CSV file with id, lon and lat.

    Raises
    ------
    BadInput
        ``siting.no_spots`` where the area has none of the kind; ``siting.kind``; what `read_points`
        says.
    """
    if kind == "own" and points is not None:
        read = read_points(points, bounds=study.opened.area.manifest.bounds)
        found = Spots(tuple(read.ids), read.lon, read.lat)
    elif kind == "anywhere":
        people = np.where(study.stood.found, study.people("people"), 0.0)
        most = np.sort(np.argsort(-people, kind="stable")[:ANYWHERE])
        most = most[people[most] > 0]
        names = tuple(
            study.opened.area.addresses.nearest_label(lon, lat) or f"{lat:.5f}, {lon:.5f}"
            for lon, lat in zip(study.homes.lon[most], study.homes.lat[most], strict=True)
        )
        found = Spots(names, study.homes.lon[most], study.homes.lat[most])
    elif kind in KINDS:
        found = _places_of([s for s in study.opened.services if KINDS[kind](s)])
    else:
        raise BadInput("siting.kind", kind=kind, known=(*KINDS, "anywhere", "own"))
    if not len(found):
        raise BadInput("siting.no_spots", kind=kind)
    if len(found) > MOST_SPOTS:
        raise BadInput("siting.many_spots", count=len(found), most=MOST_SPOTS)
    return found


def propose(
    study: Study,
    outcome: CoverageOutcome,
    spots: Spots,
    objective: Objective,
    *,
    new: int,
    capacity: float = 0.0,
    with_changes: bool = False,
) -> SitingAnswer:
    """Return where new sites help most, beside the services that are there.

    A new site is taken to suit the people of the question: to speak, to accept, to be open. Who has
    a service already, perhaps, asks for nothing; of the others, people beyond `LONGEST_MIN` of
    every spot count as that far.

    Parameters
    ----------
    new
        How many; for `Objective.EVERYBODY` the answer says.
    capacity
        For `Objective.SERVED`: people that one new site, or changed service, takes.
    with_changes
        Whether changes of the services that are there compete with new sites: one counts as one.

    Raises
    ------
    BadInput
        What the problems of `geo.measures.siting` say.
    """
    levers = _levers(outcome) if with_changes else ()
    ground = ground_of(study, outcome, spots, levers)
    limit = outcome.question.limit_min
    if objective is Objective.PEOPLE:
        answers = several_good(ground, new, limit_min=limit)
        return SitingAnswer(spots, ground, answers[0], answers[1:], levers)
    if objective is Objective.WORST_OFF:
        weight = how_far_behind(_now(outcome), limit_min=limit, worst_min=_worst(limit))
        best = most_people(ground, new, limit_min=limit, weight=weight)
    elif objective is Objective.SERVED:
        room = np.full(ground.candidates, capacity)
        best = most_served(ground, new, room, limit_min=limit)
    elif objective is Objective.EVERYBODY:
        best = fewest_sites(ground, limit_min=limit, leave_out=True)
    else:
        best = least_minutes(ground, new, minutes_now=_now(outcome), unserved_min=LONGEST_MIN)
    return SitingAnswer(spots, ground, best, levers=levers)


def curve(
    study: Study, outcome: CoverageOutcome, spots: Spots, *, share: float
) -> tuple[Sites, ...]:
    """Return the best one, two, three … new sites until a share of all people have a service."""
    ground = ground_of(study, outcome, spots)
    return how_many_for(ground, share, limit_min=outcome.question.limit_min)


def ground_of(
    study: Study, outcome: CoverageOutcome, spots: Spots, levers: Sequence[Lever] = ()
) -> Ground:
    """Return who could go to which spot or changed service, and who needs to go to none."""
    times = travel_times(study.opened.area, study.mode)
    destinations = times.snap(spots.lon, spots.lat)
    reach = reach_between(study, destinations, outcome.question.speed_kmh)
    served = outcome.found.possible[-1]
    pairs = [reach.times, *_pairs(outcome, levers, len(spots))]
    together = SparseTimes(
        np.concatenate([one.origin for one in pairs]),
        np.concatenate([one.destination for one in pairs]),
        np.concatenate([one.minutes for one in pairs]),
    )
    return Ground(together, outcome.people, served, len(spots) + len(levers))


def _levers(outcome: CoverageOutcome) -> tuple[Lever, ...]:
    """Return the changes of services that reach most people, of those that help anybody."""
    asked = outcome.asked
    found = levers_of(
        outcome.found.missing, asked.reach, asked.screening, limit_min=outcome.question.limit_min
    )
    found.sort(key=lambda lever: -lever.people)
    return tuple(found[:MOST_LEVERS])


def _pairs(outcome: CoverageOutcome, levers: Sequence[Lever], first: int) -> Iterator[SparseTimes]:
    """Return who could go to each changed service; candidates are numbered from `first`."""
    times = outcome.asked.reach.times
    for number, lever in enumerate(levers, first):
        there = times.destination == lever.service
        candidate = np.full(int(there.sum()), number, times.destination.dtype)
        yield SparseTimes(times.origin[there], candidate, times.minutes[there])


def _now(outcome: CoverageOutcome) -> Floats:
    """Return the minutes to the nearest service that may serve the people of each home."""
    times = outcome.asked.reach.times
    passes = outcome.asked.screening.possible[-1][times.destination]
    near = SparseTimes(times.origin[passes], times.destination[passes], times.minutes[passes])
    return nearest_minutes(within(near, LONGEST_MIN), len(outcome.people))


def _worst(limit_min: float) -> float:
    return max(LONGEST_MIN, limit_min + 1.0)


def _places_of(services: list[Service]) -> Spots:
    """Return one spot for each place: two services at one place are one spot."""
    names: dict[tuple[float, float], str] = {}
    for service in services:
        place = service.location
        if place.is_public and place.lon is not None and place.lat is not None:
            names.setdefault((round(place.lon, 5), round(place.lat, 5)), service.name)
    lon, lat = (np.array([at[n] for at in names], np.float64) for n in (0, 1))
    return Spots(tuple(names.values()), lon, lat)

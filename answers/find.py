"""Find: the nearest services that will take a person, from where that person is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from math import isnan

from answers.opened_area import OpenArea
from answers.opening_words import with_meanings
from answers.travel import BY_DEFAULT, TransitOptions, travel_times
from data.catalog.tables import load_taxonomy
from geo.arrays import Floats
from geo.finder import Findings, Result, find_services
from geo.model import FindCriteria, Situation
from geo.network.modes import Mode
from geo.network.routing import Path, Snapped, one_of
from geo.network.travel import TravelTimes, snap_one
from geo.network.walking import WALK_SPEED_KMH
from geo.transit.journeys import Journey
from geo.transit.travel import TransitTimes

NOT_SAID = Situation()
FARTHER_MIN = 120.0
"""Services between the limit and this are counted as farther away."""

A_SECOND_MIN = 1 / 60
"""The unit of timetables: a walk that takes less longer is no slower."""


@dataclass(frozen=True, slots=True)
class FindQuery:
    """What a person asks.

    Attributes
    ----------
    need
        A need or a sector of the taxonomy.
    lon, lat
        Where the person is, degrees EPSG:4326.
    situation
        What the person says about themselves.
    at
        Aware: when they leave; None where the time does not matter.
    limit_min
        Minutes on the way, at most.
    mode, speed_kmh, transit
        How they travel, how fast they walk, and what holds by timetable only.
    """

    need: str
    lon: float
    lat: float
    situation: Situation = NOT_SAID
    at: datetime | None = None
    limit_min: float = 60.0
    mode: Mode = Mode.WALK
    speed_kmh: float = WALK_SPEED_KMH
    transit: TransitOptions = BY_DEFAULT


@dataclass(frozen=True, slots=True)
class FindAnswer:
    """Services in the order of the way to them, and what is needed to show that way.

    Attributes
    ----------
    query, findings
        What was asked and what was found.
    origin
        Where the person stands on the network.
    times
        What the minutes come from.
    """

    query: FindQuery
    findings: Findings
    origin: Snapped
    times: TravelTimes


def find(opened: OpenArea, query: FindQuery) -> FindAnswer:
    """Return the services that will take a person, nearest first.

    Raises
    ------
    OutsideArea
        ``position.outside`` where no street is near enough to the person.
    UnknownName
        ``mode.unknown`` where the area was not built for the mode.
    BadInput
        By timetable: ``transit.no_time``, ``gtfs.no_day``.
    """
    times = travel_times(opened.area, query.mode, speed_kmh=query.speed_kmh, transit=query.transit)
    origin = snap_one(times, query.lon, query.lat)
    minutes = times.minutes_from(
        origin,
        opened.snapped(query.mode),
        limit_min=max(FARTHER_MIN, query.limit_min),
        departure=query.at,
    )
    findings = find_services(
        opened.services,
        minutes,
        FindCriteria(query.need, query.situation, query.at, query.limit_min),
        taxonomy=load_taxonomy(),
        calendar=opened.area.calendar,
    )
    findings = with_meanings(findings)
    if query.mode is Mode.TRANSIT:
        findings = _with_modes(findings, _walk_minutes(opened, query, origin))
    return FindAnswer(query, findings, origin, times)


def _walk_minutes(opened: OpenArea, query: FindQuery, origin: Snapped) -> Floats:
    times = travel_times(opened.area, Mode.WALK, speed_kmh=query.speed_kmh)
    services = opened.snapped(Mode.WALK)
    limit_min = max(FARTHER_MIN, query.limit_min)
    return times.minutes_from(origin, services, limit_min=limit_min, departure=None)


def _with_modes(findings: Findings, walk_min: Floats) -> Findings:
    """Return findings by timetable; what is reached as soon on foot is reached on foot."""

    def how(result: Result) -> Result:
        rides = result.minutes is not None and not (
            walk_min[result.number] <= result.minutes + A_SECOND_MIN
        )
        return replace(result, mode=Mode.TRANSIT) if rides else result

    return replace(
        findings,
        results=tuple(how(result) for result in findings.results),
        later=tuple(how(result) for result in findings.later),
    )


def journey_to(opened: OpenArea, answer: FindAnswer, result: Result) -> Journey | None:
    """Return the journey to a result, leg by leg; None on foot, and where no path leads there."""
    if result.mode is not Mode.TRANSIT or not isinstance(answer.times, TransitTimes):
        return None
    there = one_of(opened.snapped(answer.query.mode), result.number)
    return answer.times.journey(answer.origin, there, departure=answer.query.at)


def minutes_on_foot(opened: OpenArea, answer: FindAnswer, result: Result) -> float | None:
    """Return how long the way to a result takes on foot; None where it is too far to walk."""
    minutes = float(_walk_minutes(opened, answer.query, answer.origin)[result.number])
    return None if isnan(minutes) else minutes


def path_to(opened: OpenArea, answer: FindAnswer, result: Result) -> Path | None:
    """Return the way to a result; None for a protected place, and where there is no way."""
    if result.minutes is None:
        return None
    times = answer.times
    if result.mode is Mode.WALK:
        times = travel_times(opened.area, Mode.WALK, speed_kmh=answer.query.speed_kmh)
    there = one_of(opened.snapped(result.mode), result.number)
    return times.path(answer.origin, there, departure=answer.query.at)

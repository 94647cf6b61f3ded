"""Route: the way between two positions, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from answers.opened_area import OpenArea
from answers.travel import BY_DEFAULT, TransitOptions, travel_times
from geo.errors import BadInput
from geo.network.directions import WalkStep, steps
from geo.network.modes import Mode
from geo.network.routing import Path
from geo.network.travel import snap_one
from geo.network.walking import WALK_SPEED_KMH
from geo.transit.journeys import Journey
from geo.transit.travel import TransitTimes

Position = tuple[float, float]
"""Longitude and latitude, degrees EPSG:4326."""


@dataclass(frozen=True, slots=True)
class RouteQuery:
    """Two positions, and how somebody travels between them.

    `at` is aware: when they leave, at the earliest; by timetable it has to be given.
    """

    origin: Position
    destination: Position
    mode: Mode = Mode.WALK
    speed_kmh: float = WALK_SPEED_KMH
    at: datetime | None = None
    transit: TransitOptions = BY_DEFAULT


@dataclass(frozen=True, slots=True)
class RouteAnswer:
    """The fastest way, and the steps that describe it; by timetable the journey instead of these.

    `journey` is None on foot.
    """

    path: Path
    steps: tuple[WalkStep, ...]
    journey: Journey | None = None


def route(opened: OpenArea, query: RouteQuery) -> RouteAnswer:
    """Return the fastest way between two positions.

    Raises
    ------
    OutsideArea
        ``position.outside`` where no street is near enough to either end.
    BadInput
        ``path.none`` where no way leads from one to the other; by timetable ``transit.no_time``,
        ``gtfs.no_day``.
    UnknownName
        ``mode.unknown`` where the area was not built for the mode.
    """
    times = travel_times(opened.area, query.mode, speed_kmh=query.speed_kmh, transit=query.transit)
    ends = (snap_one(times, *query.origin), snap_one(times, *query.destination))
    if isinstance(times, TransitTimes):
        journey = times.journey(*ends, departure=query.at)
        if journey is None:
            raise BadInput("path.none")
        return RouteAnswer(times.path_of(journey, *ends), (), journey)
    path = times.path(*ends, departure=query.at)
    if path is None:
        raise BadInput("path.none")
    return RouteAnswer(path, path_steps(opened, path))


def path_steps(opened: OpenArea, path: Path) -> tuple[WalkStep, ...]:
    """Return the steps of a way on foot."""
    return tuple(steps(opened.area.walking.streets, path))

"""Route: the way between two positions, step by step."""

from __future__ import annotations

from dataclasses import dataclass

from answers.opened_area import OpenArea
from answers.travel import travel_times
from geo.errors import BadInput
from geo.network.directions import WalkStep, steps
from geo.network.modes import Mode
from geo.network.routing import Path
from geo.network.travel import snap_one
from geo.network.walking import WALK_SPEED_KMH

Position = tuple[float, float]
"""Longitude and latitude, degrees EPSG:4326."""


@dataclass(frozen=True, slots=True)
class RouteQuery:
    """Two positions, and how somebody travels between them."""

    origin: Position
    destination: Position
    mode: Mode = Mode.WALK
    speed_kmh: float = WALK_SPEED_KMH


@dataclass(frozen=True, slots=True)
class RouteAnswer:
    """The fastest way, and the steps that describe it."""

    path: Path
    steps: tuple[WalkStep, ...]


def route(opened: OpenArea, query: RouteQuery) -> RouteAnswer:
    """Return the fastest way between two positions.

    Raises
    ------
    OutsideArea
        ``position.outside`` where no street is near enough to either end.
    BadInput
        ``path.none`` where no way leads from one to the other.
    UnknownName
        ``mode.unknown`` where the area was not built for the mode.
    """
    times = travel_times(opened.area, query.mode, speed_kmh=query.speed_kmh)
    ends = (snap_one(times, *query.origin), snap_one(times, *query.destination))
    path = times.path(*ends, departure=None)
    if path is None:
        raise BadInput("path.none")
    return RouteAnswer(path, path_steps(opened, path))


def path_steps(opened: OpenArea, path: Path) -> tuple[WalkStep, ...]:
    """Return the steps of a way on foot."""
    return tuple(steps(opened.area.walking.streets, path))

"""One service that somebody points at, whatever was asked: whether it takes them, and the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from answers.opened_area import OpenArea
from answers.opening_words import understood
from answers.travel import travel_times
from geo.errors import OutsideArea
from geo.finder import Result
from geo.matching import match
from geo.model import Situation
from geo.network.modes import Mode
from geo.network.routing import Path, one_of
from geo.network.travel import snap_one


@dataclass(frozen=True, slots=True)
class Visit:
    """A service for somebody: `arrival` aware, None where the time does not matter.

    `result.minutes` and `path` are None where nobody said where from, or no way leads there.
    """

    result: Result
    arrival: datetime | None
    path: Path | None


def visit(
    opened: OpenArea,
    service_id: str,
    *,
    origin: tuple[float, float] | None,
    situation: Situation,
    at: datetime | None,
) -> Visit | None:
    """Return a service with a public place, judged as the finder judges; None for any other.

    Parameters
    ----------
    origin
        Longitude, latitude, degrees EPSG:4326; None where it is not known.
    at
        Aware: when the person leaves; None where the time does not matter.
    """
    numbers = (n for n, service in enumerate(opened.services) if service.id == service_id)
    number = next(numbers, None)
    if number is None or not opened.services[number].location.is_public:
        return None
    service = opened.services[number]
    path = _path(opened, number, origin, at) if origin else None
    minutes = path.minutes if path else None
    arrival = at + timedelta(minutes=minutes or 0.0) if at else None
    judged = match(service, situation, arrival, calendar=opened.area.calendar)
    return Visit(understood(Result(service, number, minutes, judged)), arrival, path)


def _path(
    opened: OpenArea, number: int, origin: tuple[float, float], at: datetime | None
) -> Path | None:
    times = travel_times(opened.area, Mode.WALK)
    try:
        start = snap_one(times, *origin)
    except OutsideArea:
        return None
    return times.path(start, one_of(opened.snapped(Mode.WALK), number), departure=at)

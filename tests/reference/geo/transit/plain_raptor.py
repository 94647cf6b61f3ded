"""Earliest arrivals in plain Python: every trip of every day around, ride by ride."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from geo.transit.changes import NOT_POSSIBLE, Changes
from geo.transit.timetable import Timetable


@dataclass(frozen=True)
class PlainTrip:
    """One vehicle: (stop, arrives, leaves, boards, alights) at each place; seconds since 1970."""

    stops: list[tuple[int, int, int, bool, bool]]


def plain_trips(timetable: Timetable, day: date) -> list[PlainTrip]:
    """Return the trips of ten days before to two days after, without blocks and intervals."""
    found = []
    for back in range(-2, 11):
        service_day = day - timedelta(days=back)
        for trip in timetable.trips_on(service_day):
            zone = ZoneInfo(timetable.zones[timetable.trips.zone[trip]])
            noon = datetime.combine(service_day, time(12), zone).astimezone(UTC)
            start = int(noon.timestamp()) - 12 * 3600
            trips = timetable.trips
            places = range(trips.first[trip], trips.first[trip + 1])
            found.append(
                PlainTrip(
                    [
                        (
                            int(trips.stop[at]), start + int(trips.arrival_s[at]),
                            start + int(trips.departure_s[at]), bool(trips.boards[at]),
                            bool(trips.alights[at]),
                        )
                        for at in places
                    ]
                )
            )  # fmt: skip
    return found


def earliest(
    trips: list[PlainTrip],
    changes: Changes,
    access: dict[int, int],
    departure: int,
    *,
    rides: int,
    longest_s: int,
) -> dict[int, int]:
    """Return when each stop is reached by at most some rides.

    Parameters
    ----------
    access
        Stop → seconds on foot.
    """
    ready = {stop: departure + seconds for stop, seconds in access.items()}
    off: dict[int, int] = {}
    for _ in range(rides):
        now: dict[int, int] = {}
        for trip in trips:
            on = False
            for stop, arrives, leaves, boards, alights in trip.stops:
                late = arrives - departure > longest_s
                if on and alights and not late and arrives < now.get(stop, math.inf):
                    now[stop] = arrives
                if boards and ready.get(stop, math.inf) <= leaves:
                    on = True
        for stop, seconds in now.items():
            off[stop] = min(seconds, off.get(stop, seconds))
        later = dict(ready)
        for stop, seconds in now.items():
            if changes.change_s[stop] != NOT_POSSIBLE:
                there = seconds + int(changes.change_s[stop])
                later[stop] = min(there, later.get(stop, there))
            for at in range(changes.first[stop], changes.first[stop + 1]):
                to, walk = int(changes.stop[at]), int(changes.seconds[at])
                later[to] = min(seconds + walk, later.get(to, seconds + walk))
        ready = later
    return off

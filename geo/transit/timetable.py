"""A timetable as flat arrays: what feeds in GTFS say about stops, lines, trips and days.

Numbers stand for what feeds give ids to. Times of a trip are seconds after the moment that lies
twelve hours before noon of its day, in the zone of its agency, and may go beyond 24 hours.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from geo.arrays import Bools, Floats, Ints

NONE = -1
"""The number of what is not there: a block, a station, a trip."""

LEAST, FORBIDDEN, STAY_SEATED, GET_OFF = 2, 3, 4, 5
"""Kinds of `Transfers`: GTFS ``transfer_type``."""

YES, NO = 1, 2
"""Wheelchairs: 1 can, 2 cannot, 0 nobody knows (GTFS ``wheelchair_boarding``)."""


@dataclass(frozen=True, slots=True)
class Stops:
    """Stops, stations and what else a feed gives a place; one entry each.

    Attributes
    ----------
    ids
        Feed and id: ``"trento:107"``.
    lon, lat
        Degrees EPSG:4326; NaN where no usable position is given: nobody gets on or off there.
    station
        Number of the station that a stop belongs to, else `NONE`.
    wheelchair
        0 unknown, `YES`, `NO`; a stop that says nothing has its station's.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    lon: Floats
    lat: Floats
    station: Ints
    wheelchair: Ints

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Lines:
    """Routes in the words of GTFS.

    Attributes
    ----------
    short_names, long_names
        What stands on the vehicle, and the fuller name; either may be empty.
    kind
        GTFS ``route_type``: 0 tram, 1 underground, 2 rail, 3 bus …
    colors
        Six hexadecimal digits, or empty.
    """

    ids: tuple[str, ...]
    short_names: tuple[str, ...]
    long_names: tuple[str, ...]
    agencies: tuple[str, ...]
    colors: tuple[str, ...]
    kind: Ints

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Trips:
    """Trips with their stop times: those of trip t are ``first[t]:first[t + 1]``.

    Attributes
    ----------
    line, service, zone
        Numbers of the line, of the days in `Timetable.service_days`, of `Timetable.zones`.
    block
        Trips of one block on one day are one vehicle; `NONE`: no block.
    wheelchair
        0 unknown, `YES`, `NO`.
    stop, arrival_s, departure_s
        One entry per stop time.
    boards, alights
        Whether passengers may get on, off there.
    """

    ids: tuple[str, ...]
    headsigns: tuple[str, ...]
    line: Ints
    service: Ints
    zone: Ints
    block: Ints
    wheelchair: Ints
    first: Ints
    stop: Ints
    arrival_s: Ints
    departure_s: Ints
    boards: Bools
    alights: Bools

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Headways:
    """Trips that run at intervals: from `start_s` until before `end_s`, every `headway_s`.

    With `exact` they start on the grid; else only the interval is promised.
    """

    trip: Ints
    start_s: Ints
    end_s: Ints
    headway_s: Ints
    exact: Bools


@dataclass(frozen=True, slots=True)
class Transfers:
    """Rules of changing: kind 0 recommended, 1 timed, 2 takes `least_s`, 3 not possible, 4 stay
    seated from `from_trip` to `to_trip`, 5 the same vehicle, but everybody gets off.
    """

    from_stop: Ints
    to_stop: Ints
    kind: Ints
    least_s: Ints
    from_trip: Ints
    to_trip: Ints


@dataclass(frozen=True, slots=True)
class Timetable:
    """One or several feeds.

    Attributes
    ----------
    service_days
        For each service the days on which it runs, as ordinals (`date.toordinal`), sorted.
    zones
        Names of time zones (IANA).
    """

    stops: Stops
    lines: Lines
    trips: Trips
    headways: Headways
    transfers: Transfers
    service_days: tuple[Ints, ...]
    zones: tuple[str, ...]
    feeds: tuple[str, ...] = field(default=())

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day on which anything runs; None where nothing ever does."""
        running = [days for days in self.service_days if len(days)]
        if not running:
            return None
        first = min(int(days[0]) for days in running)
        last = max(int(days[-1]) for days in running)
        return date.fromordinal(first), date.fromordinal(last)

    def trips_on(self, day: date) -> Ints:
        """Return the numbers of the trips whose service runs on a day."""
        ordinal = day.toordinal()
        runs = np.array([_holds(days, ordinal) for days in self.service_days], dtype=np.bool_)
        if not len(self.trips):
            return np.zeros(0, np.int32)
        return np.flatnonzero(runs[self.trips.service]).astype(np.int32)


def _holds(days: Ints, ordinal: int) -> bool:
    place = int(np.searchsorted(days, ordinal))
    return place < len(days) and int(days[place]) == ordinal

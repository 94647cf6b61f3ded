"""Door to door by timetable: on foot to stops, by rides and changes, on foot to the destination.

Walking comes from the area's own streets at both ends, between stops, and all the way: by timetable
nobody takes longer than on foot.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

import numpy as np

from geo.arrays import Floats, Ints
from geo.network.routing import RoutingNetwork, Snapped, one_of
from geo.network.walking import Walker
from geo.transit.changes import LEAST_S, Changes, Walks, changes_of
from geo.transit.day import Day, day_of
from geo.transit.kernels import NEVER, sweep
from geo.transit.rides import DAY_S, rides_of
from geo.transit.timetable import Timetable

MOST_DAYS = 8
"""Days kept ready; another takes a tenth of a second for a city."""

CHANGE_WALK_MIN = 15.0
"""The longest walk from stop to stop."""


@dataclass(frozen=True, slots=True)
class TransitLimits:
    """What somebody accepts.

    Attributes
    ----------
    walk_min
        The longest walk to the first and from the last stop, each.
    changes
        The most changes.
    longest_min
        The longest journey.
    change_s
        What a change takes at least.
    """

    walk_min: float = 20.0
    changes: int = 3
    longest_min: float = 180.0
    change_s: int = LEAST_S


@dataclass(frozen=True, slots=True)
class Ends:
    """Ways between points and stops, by point: ``first[p]:first[p + 1]``."""

    first: Ints
    stop: Ints
    seconds: Ints


class TransitNetwork:
    """A timetable over an area's streets.

    Parameters
    ----------
    walking
        The streets on foot.
    time_zone
        Of the area (IANA).
    """

    def __init__(self, timetable: Timetable, walking: RoutingNetwork, time_zone: str) -> None:
        self.timetable, self.walking, self.zone = timetable, walking, ZoneInfo(time_zone)
        self._stops = _snapped_stops(timetable, walking)
        self._days: OrderedDict[date, Day] = OrderedDict()
        self._changes: dict[tuple[float, int], Changes] = {}
        self._lock = Lock()

    def day(self, day: date) -> Day:
        """Return the rides of a day; nothing runs on one that the timetable does not know."""
        with self._lock:
            if day in self._days:
                self._days.move_to_end(day)
                return self._days[day]
        made = day_of(self.timetable, rides_of(self.timetable, day, self.zone.key))
        with self._lock:
            self._days[day] = made
            while len(self._days) > MOST_DAYS:
                self._days.popitem(last=False)
        return made

    def clock(self, moment: datetime) -> tuple[date, int]:
        """Return the day of an aware moment in the area, and its second on that day's clock."""
        local = moment.astimezone(self.zone)
        noon = local.replace(hour=12, minute=0, second=0, microsecond=0, fold=0)
        return local.date(), int(moment.timestamp() - noon.timestamp()) + DAY_S // 2

    def moment(self, day: date, second: int) -> datetime:
        """Return the moment of a second on a day's clock."""
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=self.zone)
        start = noon.timestamp() - DAY_S // 2
        return datetime.fromtimestamp(start + second, self.zone)

    def access(self, points: Snapped, walker: Walker, limits: TransitLimits) -> Ends:
        """Return how far stops are from points."""
        cutoff = walker.network_minutes(limits.walk_min)
        found = self.walking.pairs_within(points, self._stops, cutoff_min=cutoff)
        seconds = _seconds(walker.minutes(found.minutes))
        first = np.searchsorted(found.origin, np.arange(len(points) + 1)).astype(np.int32)
        return Ends(first, found.destination.astype(np.int32), seconds)

    def egress(self, points: Snapped, walker: Walker, limits: TransitLimits) -> Ends:
        """Return how far points are from stops, by stop; `stop` holds the points' numbers."""
        cutoff = walker.network_minutes(limits.walk_min)
        found = self.walking.pairs_within(self._stops, points, cutoff_min=cutoff)
        seconds = _seconds(walker.minutes(found.minutes))
        first = np.searchsorted(found.origin, np.arange(len(self._stops) + 1)).astype(np.int32)
        return Ends(first, found.destination.astype(np.int32), seconds)

    def changes(self, walker: Walker, limits: TransitLimits) -> Changes:
        """Return how long changing takes somebody."""
        key = walker.speed_kmh, limits.change_s
        if key not in self._changes:
            cutoff = walker.network_minutes(CHANGE_WALK_MIN)
            found = self.walking.pairs_within(self._stops, self._stops, cutoff_min=cutoff)
            walks = Walks(found.origin, found.destination, _seconds(walker.minutes(found.minutes)))
            self._changes[key] = changes_of(self.timetable, walks, least_s=limits.change_s)
        return self._changes[key]

    def stop(self, number: int) -> Snapped:
        """Return a stop on the streets."""
        return one_of(self._stops, number)

    def walk_s(
        self, origin: Snapped, destination: Snapped, walker: Walker, limits: TransitLimits
    ) -> int | None:
        """Return how long one walks from a point to another; None beyond the longest journey."""
        cutoff = walker.network_minutes(limits.longest_min)
        found = self.walking.pairs_within(origin, destination, cutoff_min=cutoff)
        return int(_seconds(walker.minutes(found.minutes))[0]) if len(found.minutes) else None

    def arrivals(
        self,
        origins: Snapped,
        destinations: Snapped,
        day: date,
        departures: Ints,
        *,
        walker: Walker,
        limits: TransitLimits,
    ) -> Ints:
        """Return the seconds of the day's clock at which destinations are reached.

        Parameters
        ----------
        departures
            Seconds of the day's clock.

        Returns
        -------
        Ints
            Shape (origins, departures, destinations); `NEVER` where nobody arrives within the
            limits.
        """
        out = np.empty((len(origins), len(departures), len(destinations)), np.int32)

        def keep(origin: int, arrivals: Ints) -> None:
            out[origin] = arrivals

        self._search(origins, destinations, day, departures, walker, limits, keep)
        return out

    def minutes(
        self,
        origins: Snapped,
        destinations: Snapped,
        day: date,
        departures: Ints,
        *,
        percent: float,
        walker: Walker,
        limits: TransitLimits,
    ) -> Floats:
        """Return the minutes that a share of departures does not exceed, (origins, destinations).

        As `percentile_minutes` of `arrivals`, which are never kept all at once.
        """
        out = np.empty((len(origins), len(destinations)))

        def keep(origin: int, arrivals: Ints) -> None:
            out[origin] = percentile_minutes(arrivals, departures, percent)

        self._search(origins, destinations, day, departures, walker, limits, keep)
        return out

    def _search(
        self,
        origins: Snapped,
        destinations: Snapped,
        day: date,
        departures: Ints,
        walker: Walker,
        limits: TransitLimits,
        keep: Callable[[int, Ints], None],
    ) -> None:
        """Hand the arrivals of each origin, shape (departures, destinations), to `keep`."""
        order = np.argsort(departures)[::-1]
        search = Search(
            self.day(day),
            self.changes(walker, limits),
            self.egress(destinations, walker, limits),
            len(destinations),
            np.ascontiguousarray(departures[order], np.int32),
            limits,
        )
        seeds = self.access(origins, walker, limits)
        cutoff = walker.network_minutes(limits.longest_min)
        walks = self.walking.pairs_within(origins, destinations, cutoff_min=cutoff)
        walk_s = _seconds(walker.minutes(walks.minutes))
        walk_first = np.searchsorted(walks.origin, np.arange(len(origins) + 1))
        latest = departures[:, None] + int(limits.longest_min * 60)

        def run(some: range) -> None:
            labels = search.labels()
            found = np.empty((len(departures), len(destinations)), np.int32)
            arrivals = np.empty_like(found)
            for number in some:
                search.run(seeds, number, labels, found)
                arrivals[order] = found
                way = slice(walk_first[number], walk_first[number + 1])
                there = walks.destination[way]
                on_foot = departures[:, None] + walk_s[way]
                arrivals[:, there] = np.minimum(arrivals[:, there], on_foot)
                arrivals[arrivals > latest] = NEVER
                keep(number, arrivals)

        if len(origins) < 2 * _THREADS:
            run(range(len(origins)))
            return
        parts = [range(start, len(origins), _THREADS) for start in range(_THREADS)]
        with ThreadPoolExecutor(_THREADS) as threads:
            list(threads.map(run, parts))


_THREADS = max(1, os.cpu_count() or 1)
Labels = tuple[Ints, Ints, Ints, Ints]


@dataclass(frozen=True, slots=True)
class Search:
    """What the origins of one question have in common; `departures` descend."""

    day: Day
    changes: Changes
    egress: Ends
    destinations: int
    departures: Ints
    limits: TransitLimits
    arrays: tuple[tuple[Ints, ...], ...] = field(init=False)

    def __post_init__(self) -> None:
        """Put the arrays together as the kernel takes them."""
        day, changes, egress = self.day, self.changes, self.egress
        arrays = (
            (day.first, day.stop, day.boards, day.alights, day.ride_first, day.time_first,
             day.arrive_s, day.board_by_s),
            (day.met_first, day.met_pattern, day.met_place),
            (changes.change_s, changes.first, changes.stop, changes.seconds),
            (egress.first, egress.stop, egress.seconds),
        )  # fmt: skip
        object.__setattr__(self, "arrays", arrays)

    def labels(self) -> Labels:
        """Return room for the labels of one origin."""
        shape = self.limits.changes + 2, len(self.changes.change_s)
        return (
            np.empty(shape, np.int32), np.empty(shape, np.int32),
            np.empty((*shape, 4), np.int32), np.empty(shape, np.int32),
        )  # fmt: skip

    def run(self, seeds: Ends, number: int, labels: Labels, out: Ints) -> None:
        """Write the arrivals from one origin."""
        labels[0].fill(NEVER)
        labels[1].fill(NEVER)
        some = slice(int(seeds.first[number]), int(seeds.first[number + 1]))
        start = seeds.stop[some], seeds.seconds[some]
        day, met_at, changes, egress = self.arrays
        sweep(
            day, met_at, changes, egress, start, self.departures,
            self.limits.changes + 1, int(self.limits.longest_min * 60), labels, out,
        )  # fmt: skip


def departures_of(second: int, window_min: int) -> Ints:
    """Return the seconds of a window: one a minute from its start; one alone for no window."""
    return (second + 60 * np.arange(max(1, window_min))).astype(np.int32)


def percentile_minutes(arrivals: Ints, departures: Ints, percent: float) -> Floats:
    """Return the minutes that a share of departures does not exceed; shape (…, destinations).

    A departure on which nobody arrives takes for ever: where it decides, the answer is NaN.

    Parameters
    ----------
    arrivals
        Shape (…, departures, destinations), as of `TransitNetwork.arrivals`.
    percent
        100: the longest; 50: half of the departures take no longer.
    """
    took = np.where(arrivals == NEVER, NEVER, arrivals - departures[:, None])
    rank = max(0, int(np.ceil(percent / 100 * len(departures))) - 1)
    if len(departures) > 1:
        took.partition(rank, axis=-2)
    seconds = took[..., rank, :]
    return np.where(seconds == NEVER, np.nan, seconds / 60.0)


def days_unless_known(timetable: Timetable, day: date) -> tuple[date, date] | None:
    """Return the timetable's first and last day where a day lies outside; None where it does not.

    The day after the last one still has the rides of its night.
    """
    days = timetable.days
    if days is None or days[0] <= day <= days[1] + timedelta(days=1):
        return None
    return days


def _snapped_stops(timetable: Timetable, walking: RoutingNetwork) -> Snapped:
    stops = timetable.stops
    placed = ~np.isnan(stops.lon)
    lon, lat = np.where(placed, stops.lon, 0.0), np.where(placed, stops.lat, 0.0)
    return walking.snap(lon, lat)


def _seconds(minutes: Floats) -> Ints:
    return np.ceil(minutes * 60 - 1e-6).astype(np.int32)

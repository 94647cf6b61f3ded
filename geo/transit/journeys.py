"""Journeys leg by leg: on foot, by which line, from where to where, when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from geo.arrays import Ints
from geo.network.routing import Snapped
from geo.network.walking import Walker
from geo.transit.day import Day
from geo.transit.kernels import NEVER
from geo.transit.network import Ends, Labels, Search, TransitLimits, TransitNetwork

STEP_S = 60
HERE = -1
"""The number of the place where a journey begins, and of the one where it ends."""


@dataclass(frozen=True, slots=True)
class WalkLeg:
    """On foot from stop to stop; `HERE` stands for the journey's own ends. Seconds of the day."""

    start: int
    end: int
    departs_s: int
    arrives_s: int


@dataclass(frozen=True, slots=True)
class Call:
    """A stop at which a vehicle calls."""

    stop: int
    arrives_s: int
    departs_s: int


@dataclass(frozen=True, slots=True)
class RideLeg:
    """A ride.

    Attributes
    ----------
    trips
        Numbers of the trips: several where the vehicle goes on as another one meanwhile.
    calls
        The stops from getting on to getting off, both included.
    wait_s
        Between being there and leaving, at most; half an interval where only that is promised.
    """

    trips: tuple[int, ...]
    calls: tuple[Call, ...]
    wait_s: int

    @property
    def departs_s(self) -> int:
        """When the vehicle leaves."""
        return self.calls[0].departs_s

    @property
    def arrives_s(self) -> int:
        """When one gets off."""
        return self.calls[-1].arrives_s


@dataclass(frozen=True, slots=True)
class Journey:
    """Legs from door to door; seconds of the clock of `day`."""

    day: date
    departs_s: int
    arrives_s: int
    legs: tuple[WalkLeg | RideLeg, ...]

    @property
    def minutes(self) -> float:
        """From door to door."""
        return (self.arrives_s - self.departs_s) / 60

    @property
    def rides(self) -> tuple[RideLeg, ...]:
        """The legs by vehicle."""
        return tuple(leg for leg in self.legs if isinstance(leg, RideLeg))


def journey_between(
    network: TransitNetwork,
    origin: Snapped,
    destination: Snapped,
    day: date,
    departure_s: int,
    *,
    walker: Walker,
    limits: TransitLimits,
) -> Journey | None:
    """Return the journey that arrives first, with the fewest rides, leaving as late as it may.

    None where nobody arrives within the limits. Who is as fast on foot walks.

    Parameters
    ----------
    origin, destination
        One point each.
    departure_s
        Earliest departure.
    """
    seeds = network.access(origin, walker, limits)
    egress = network.egress(destination, walker, limits)
    search = Search(
        network.day(day), network.changes(walker, limits), egress, 1, _at(departure_s), limits
    )
    arrival = int(_run(search, seeds)[0][0, 0])
    walk_s = network.walk_s(origin, destination, walker, limits)
    if walk_s is not None and departure_s + walk_s <= arrival:
        leg = WalkLeg(HERE, HERE, departure_s, departure_s + walk_s)
        return Journey(day, departure_s, departure_s + walk_s, (leg,))
    if arrival == NEVER or arrival - departure_s > limits.longest_min * 60:
        return None
    window = np.arange(departure_s, arrival, STEP_S, dtype=np.int32)[::-1]
    found, _ = _run(replace(search, departures=np.ascontiguousarray(window)), seeds)
    latest = int(window[np.flatnonzero(found[:, 0] == arrival)[0]])
    _, labels = _run(replace(search, departures=_at(latest)), seeds)
    legs = _legs(search, seeds, labels, arrival)
    return Journey(day, legs[0].departs_s, arrival, legs)


def _at(second: int) -> Ints:
    return np.array([second], np.int32)


def _run(search: Search, seeds: Ends) -> tuple[Ints, Labels]:
    labels = search.labels()
    out = np.empty((len(search.departures), search.destinations), np.int32)
    search.run(seeds, 0, labels, out)
    return out, labels


def _legs(
    search: Search, seeds: Ends, labels: Labels, arrival: int
) -> tuple[WalkLeg | RideLeg, ...]:
    """Return the legs of the journey that a search for one departure has found, from its labels."""
    alight, ready, ridden, walked = labels
    off, round_, walk_s = _last_stop(alight, search.egress, arrival)
    legs: list[WalkLeg | RideLeg] = []
    if walk_s:
        legs.append(WalkLeg(off, HERE, arrival - walk_s, arrival))
    while True:
        pattern, ride, place, end = ridden[round_, off].tolist()
        on = int(search.day.stop[search.day.first[pattern] + place])
        there = int(ready[round_ - 1, on])
        leg = _ride(search.day, pattern, ride, place, end, there)
        legs.append(leg)
        round_ = int(np.flatnonzero(ready[:round_, on] == there)[0])
        if round_ == 0:
            break
        off = int(walked[round_, on])
        if off != on:
            at = int(alight[round_, off])
            legs.append(WalkLeg(off, on, at, there))
    walk_s = _seconds_to(seeds, on)
    if walk_s:
        board_by = leg.departs_s - _lead(search.day, pattern, ride, place)
        legs[-1] = replace(leg, wait_s=leg.departs_s - board_by)
        legs.append(WalkLeg(HERE, on, board_by - walk_s, board_by))
    return tuple(reversed(legs))


def _last_stop(alight: Ints, egress: Ends, arrival: int) -> tuple[int, int, int]:
    """Return the last stop, after how many rides (the fewest) it is reached, the walk from it."""
    for round_ in range(1, len(alight)):
        for stop in np.flatnonzero(np.diff(egress.first)).tolist():
            walk_s = int(egress.seconds[egress.first[stop]])
            is_first = alight[round_, stop] < alight[round_ - 1, stop]
            if is_first and int(alight[round_, stop]) + walk_s == arrival:
                return stop, round_, walk_s
    raise LookupError(arrival)  # whoever asks has seen the arrival among the labels


def _ride(day: Day, pattern: int, ride: int, place: int, end: int, there_s: int) -> RideLeg:
    rides = int(day.ride_first[pattern + 1] - day.ride_first[pattern])
    start, times = int(day.first[pattern]), int(day.time_first[pattern])
    calls = tuple(
        Call(
            int(day.stop[start + at]),
            int(day.arrive_s[times + at * rides + ride]),
            int(day.depart_s[times + at * rides + ride]),
        )
        for at in range(place, end + 1)
    )
    pieces = day.piece[start + place : start + end + 1]
    trips = day.rides[int(day.ride_first[pattern]) + ride].trips
    return RideLeg(trips[pieces[0] : pieces[-1] + 1], calls, calls[0].departs_s - there_s)


def _lead(day: Day, pattern: int, ride: int, place: int) -> int:
    rides = int(day.ride_first[pattern + 1] - day.ride_first[pattern])
    at = int(day.time_first[pattern]) + place * rides + ride
    return int(day.depart_s[at] - day.board_by_s[at])


def _seconds_to(seeds: Ends, stop: int) -> int:
    """Return how long one walks to the first stop."""
    return int(seeds.seconds[np.flatnonzero(seeds.stop == stop)[0]])

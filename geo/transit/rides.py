"""The rides that somebody may be on during a day, all on one clock.

A ride is a vehicle that nobody has to leave: one trip, or the trips of a block one after the other.
Those of the days before and of the day after are among them, so that what leaves before midnight
and arrives after it, and what leaves tomorrow, is found like everything else. Seconds count from
twelve hours before the asked day's noon, in the zone of the area: with that, a day on which clocks
change needs no rule of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from geo.transit.timetable import GET_OFF, NONE, STAY_SEATED, Timetable

DAY_S = 86_400
STEP_S = 60
"""Where only an interval is promised, somebody who comes at any minute waits half of it."""


@dataclass(frozen=True, slots=True)
class Ride:
    """Trips that one vehicle serves, one after the other.

    Attributes
    ----------
    shift_s
        Added to the trips' times.
    lead_s
        How long before the vehicle leaves somebody has to be there: half an interval where only
        an interval is promised.
    """

    trips: tuple[int, ...]
    shift_s: int
    lead_s: int = 0


def rides_of(timetable: Timetable, day: date, time_zone: str) -> list[Ride]:
    """Return the rides that run on a day, or reach into it, or begin on the day after."""
    found: list[Ride] = []
    for service_day in _days_around(timetable, day):
        trips = [int(trip) for trip in timetable.trips_on(service_day)]
        shifts = [
            _start_of(service_day, zone) - _start_of(day, time_zone) for zone in timetable.zones
        ]
        found += _of_day(timetable, trips, shifts)
    return [ride for ride in found if _ends_s(timetable, ride) >= 0]


def _days_around(timetable: Timetable, day: date) -> Iterator[date]:
    trips = timetable.trips
    longest = int(trips.arrival_s.max(initial=0))
    longest = max(longest, int(timetable.headways.end_s.max(initial=0)))
    for back in range(longest // DAY_S + 1, -2, -1):
        yield day - timedelta(days=back)


def _start_of(day: date, zone: str) -> int:
    """Return the moment twelve hours before noon, in seconds of an arbitrary clock."""
    noon = datetime.combine(day, time(12), ZoneInfo(zone))
    return int(noon.astimezone(UTC).timestamp()) - DAY_S // 2


def _ends_s(timetable: Timetable, ride: Ride) -> int:
    last = int(timetable.trips.first[ride.trips[-1] + 1]) - 1
    return int(timetable.trips.arrival_s[last]) + ride.shift_s


def _of_day(timetable: Timetable, trips: list[int], shifts: list[int]) -> list[Ride]:
    """Return the rides of one day of service."""
    zone = timetable.trips.zone
    at_intervals = set(timetable.headways.trip.tolist())
    running = [trip for trip in trips if trip not in at_intervals]
    rides = [Ride(joined, shifts[zone[joined[0]]]) for joined in _joined(timetable, running)]
    there = set(trips)
    headways = timetable.headways
    for row, trip in enumerate(headways.trip.tolist()):
        if trip in there:
            rides += _at_intervals(timetable, row, shifts[zone[trip]])
    return rides


def _at_intervals(timetable: Timetable, row: int, shift: int) -> Iterator[Ride]:
    headways = timetable.headways
    trip, every = int(headways.trip[row]), int(headways.headway_s[row])
    start, end = int(headways.start_s[row]), int(headways.end_s[row])
    begins = int(timetable.trips.departure_s[timetable.trips.first[trip]])
    if headways.exact[row]:
        for leaves in range(start, end, every):
            yield Ride((trip,), shift + leaves - begins)
        return
    for comes in range(start, end, STEP_S):
        yield Ride((trip,), shift + comes + every // 2 - begins, every // 2)


def _joined(timetable: Timetable, running: list[int]) -> list[tuple[int, ...]]:
    """Return the trips of a day as vehicles serve them: blocks, and what is named as such."""
    following = _following(timetable, running)
    led = set(following.values())
    found = []
    for trip in running:
        if trip in led:
            continue
        chain = [trip]
        while chain[-1] in following and following[chain[-1]] not in chain:
            chain.append(following[chain[-1]])
        found.append(tuple(chain))
    return found


def _following(timetable: Timetable, running: list[int]) -> dict[int, int]:
    """Return for each trip the one that its vehicle serves next, passengers staying seated."""
    trips, transfers = timetable.trips, timetable.transfers
    blocks: dict[tuple[int, int], list[int]] = defaultdict(list)
    for trip in running:
        if trips.block[trip] != NONE:
            blocks[int(trips.zone[trip]), int(trips.block[trip])].append(trip)
    following: dict[int, int] = {}
    for members in blocks.values():
        members.sort(key=lambda trip: (int(trips.departure_s[trips.first[trip]]), trip))
        pairs = ((a, b) for a, b in pairwise(members) if _can_follow(timetable, a, b))
        following.update(pairs)
    there = set(running)
    for kind, one, other in zip(
        transfers.kind.tolist(), transfers.from_trip.tolist(), transfers.to_trip.tolist(),
        strict=True,
    ):  # fmt: skip
        if kind == GET_OFF and following.get(one) == other:
            del following[one]
        named = kind == STAY_SEATED and {one, other} <= there
        if named and other not in following.values() and _can_follow(timetable, one, other):
            following[one] = other
    return following


def _can_follow(timetable: Timetable, one: int, other: int) -> bool:
    """Return whether a trip leaves no earlier than another has arrived, from the same place."""
    trips, stops = timetable.trips, timetable.stops
    last, first = int(trips.first[one + 1]) - 1, int(trips.first[other])
    here, there = int(trips.stop[last]), int(trips.stop[first])
    same = here == there or (
        stops.station[here] != NONE and stops.station[here] == stops.station[there]
    )
    return bool(same and trips.departure_s[first] >= trips.arrival_s[last])

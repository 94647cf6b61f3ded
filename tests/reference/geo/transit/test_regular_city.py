"""A city in which every travel time is known: streets in a square, lines at equal intervals.

Each row of stops has a line eastwards and each column one northwards. With one change there are two
ways from the south-west corner to a stop, along the row first or the column first; how long each
waits for the next vehicle is a remainder.
"""

from __future__ import annotations

import random

import numpy as np
import pytest

from geo.arrays import Ints
from geo.transit.changes import Walks, changes_of
from geo.transit.day import day_of
from geo.transit.kernels import NEVER
from geo.transit.network import Ends, Search, TransitLimits, percentile_minutes
from geo.transit.rides import rides_of
from geo.transit.timetable import NONE, Headways, Lines, Stops, Timetable, Transfers, Trips
from tests.reference.geo.transit.random_feeds import EMPTY, ints
from tests.unit.geo.transit.riding import ROME, TUESDAY

SIDE, RIDE_MIN = 5, 3
FROM, WINDOW = 8 * 60, 60


def city(row_offsets: list[int], column_offsets: list[int], every: int) -> Timetable:
    """Return the timetable; offsets are minutes after each full interval at the first stop."""
    trips: list[tuple[list[int], int]] = []
    for line in range(SIDE):
        for start in range(0, 24 * 60, every):
            trips.append(([line * SIDE + x for x in range(SIDE)], start + row_offsets[line]))
            trips.append(([y * SIDE + line for y in range(SIDE)], start + column_offsets[line]))
    count, stops = len(trips), SIDE * SIDE
    times = [60 * (start + RIDE_MIN * n) for _, start in trips for n in range(SIDE)]
    return Timetable(
        stops=Stops(
            tuple(map(str, range(stops))), ("",) * stops, np.full(stops, 11.0),
            np.full(stops, 46.0), ints([NONE] * stops), ints([0] * stops),
        ),
        lines=Lines(("l",), ("1",), ("",), ("",), ("",), ints([3])),
        trips=Trips(
            tuple(map(str, range(count))), ("",) * count, ints([0] * count), ints([0] * count),
            ints([0] * count), ints([NONE] * count), ints([0] * count),
            ints(list(range(0, count * SIDE + 1, SIDE))),
            ints([stop for row, _ in trips for stop in row]), ints(times), ints(times),
            np.ones(count * SIDE, np.bool_), np.ones(count * SIDE, np.bool_),
        ),
        headways=Headways(EMPTY, EMPTY, EMPTY, EMPTY, np.zeros(0, np.bool_)),
        transfers=Transfers(*(EMPTY for _ in range(6))),
        service_days=(ints([TUESDAY.toordinal()]),),
        zones=(ROME,),
    )  # fmt: skip


def next_of(minute: int, first: int, every: int) -> int:
    """Return the first moment from a minute on that lies a whole number of intervals after one."""
    return minute + (first - minute) % every


def known_minutes(
    minute: int, x: int, y: int, rows: list[int], columns: list[int], every: int
) -> int:
    """Return how long it takes from the corner to column x of row y."""

    def along(start: int, offset: int, place: int, stops: int) -> int:
        if stops == 0:
            return start
        return next_of(start, offset + RIDE_MIN * place, every) + RIDE_MIN * stops

    row_first = along(along(minute, rows[0], 0, x), columns[x], 0, y)
    column_first = along(along(minute, columns[0], 0, y), rows[y], 0, x)
    return min(row_first, column_first) - minute


@pytest.mark.parametrize("every", [5, 12, 15, 20])
@pytest.mark.parametrize("seed", range(4))
def test_every_time_is_the_known_one(every: int, seed: int) -> None:
    dice = random.Random(seed)
    rows, columns = ([dice.randrange(every) for _ in range(SIDE)] for _ in range(2))
    departures = np.arange(FROM, FROM + WINDOW, dtype=np.int32) * 60
    reached = arrivals(city(rows, columns, every), departures)
    found = (reached - departures[:, None]) / 60
    for y in range(SIDE):
        for x in range(SIDE):
            if x == y == 0:
                continue
            wanted = [known_minutes(FROM + at, x, y, rows, columns, every) for at in range(WINDOW)]
            assert found[:, y * SIDE + x].tolist() == wanted
            for percent in (10, 50, 85, 100):
                rank = -(-percent * WINDOW // 100) - 1
                there = percentile_minutes(reached, departures, percent)[y * SIDE + x]
                assert there == sorted(wanted)[rank]


def test_waits_along_one_line_are_equally_frequent() -> None:
    """At twelve minutes' intervals somebody who comes at random waits 0 to 11 minutes."""
    departures = np.arange(FROM, FROM + WINDOW, dtype=np.int32) * 60
    reached = arrivals(city([0] * 5, [0] * 5, 12), departures)[:, 4:5]
    waited = (reached[:, 0] - departures) / 60
    assert sorted(waited.tolist()) == sorted([12.0 + wait for wait in range(12)] * 5)
    assert percentile_minutes(reached, departures, 50)[0] == 12 + 5


def arrivals(timetable: Timetable, departures: Ints) -> Ints:
    stops = len(timetable.stops)
    ends = Ends(
        np.arange(stops + 1, dtype=np.int32), np.arange(stops, dtype=np.int32), ints([0] * stops)
    )
    search = Search(
        day_of(timetable, rides_of(timetable, TUESDAY, ROME)),
        changes_of(timetable, Walks(EMPTY, EMPTY, EMPTY), least_s=0),
        ends, stops, departures[::-1].copy(), TransitLimits(changes=1),
    )  # fmt: skip
    out = np.full((len(departures), stops), NEVER, np.int32)
    search.run(Ends(ints([0, 1]), ints([0]), ints([0])), 0, search.labels(), out)
    return out[::-1]

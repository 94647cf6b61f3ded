"""The kernel against plain Python on invented timetables: nights, loops, overtaking, clocks."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from geo.transit.changes import Walks, changes_of
from geo.transit.day import day_of
from geo.transit.kernels import NEVER
from geo.transit.network import Ends, Search, TransitLimits
from geo.transit.rides import DAY_S, rides_of
from tests.reference.geo.transit.plain_raptor import earliest, plain_trips
from tests.reference.geo.transit.random_feeds import random_timetable

ROME = "Europe/Rome"
DAYS = [date(2022, 10, day).toordinal() for day in (28, 29, 30, 31)]
"""Clocks went back in the night to the 30th."""


@pytest.mark.parametrize("seed", range(120))
def test_earliest_arrivals(seed: int) -> None:
    dice = random.Random(seed)
    stops = dice.randint(4, 14)
    zones = (ROME,) if seed % 3 else (ROME, "Europe/London")
    timetable = random_timetable(
        dice, stops=stops, trips=dice.randint(4, 40), days=DAYS, zones=zones
    )
    day = date.fromordinal(dice.choice(DAYS))
    pairs = [(dice.randrange(stops), dice.randrange(stops)) for _ in range(stops)]
    seconds = np.array([dice.randrange(1200) for _ in pairs], np.int32)
    walks = Walks(*np.array(pairs, np.int32).T, seconds)
    least = dice.choice((0, 60, 240))
    changes = changes_of(timetable, walks, least_s=least)
    access = {dice.randrange(stops): dice.randrange(900) for _ in range(3)}
    limits = TransitLimits(changes=dice.randint(0, 4), longest_min=dice.choice((60, 240, 1200)))
    departures = np.array(sorted(dice.sample(range(0, DAY_S, 60), 12), reverse=True), np.int32)

    everywhere = Ends(*(np.arange(n, dtype=np.int32) for n in (stops + 1, stops)), _zeros(stops))
    search = Search(
        day_of(timetable, rides_of(timetable, day, ROME)),
        changes, everywhere, stops, departures, limits,
    )  # fmt: skip
    seeds = Ends(
        np.array([0, len(access)], np.int32),
        np.array(list(access), np.int32), np.array(list(access.values()), np.int32),
    )  # fmt: skip
    found = np.empty((len(departures), stops), np.int32)
    search.run(seeds, 0, search.labels(), found)

    noon = datetime.combine(day, time(12), ZoneInfo(ROME)).astimezone(UTC)
    start = int(noon.timestamp()) - DAY_S // 2
    trips = plain_trips(timetable, day)
    for row, departure in enumerate(departures.tolist()):
        expected = earliest(
            trips, changes, access, start + departure,
            rides=limits.changes + 1, longest_s=int(limits.longest_min * 60),
        )  # fmt: skip
        for stop in range(stops):
            reached = found[row, stop]
            # Labels of later departures stay: what they reach may lie beyond this one's limit.
            if reached != NEVER and reached - departure > limits.longest_min * 60:
                reached = NEVER
            wanted = expected[stop] - start if stop in expected else NEVER
            assert reached == wanted, (seed, departure, stop)


def _zeros(count: int) -> np.ndarray:
    return np.zeros(count, np.int32)

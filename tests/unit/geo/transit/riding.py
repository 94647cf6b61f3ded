"""Rides through a small feed from stop to stop, without streets: the feed read as any other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np

from data.sources.gtfs.feed import read_feed
from geo.transit.changes import Walks, changes_of
from geo.transit.day import day_of
from geo.transit.kernels import NEVER
from geo.transit.network import Ends, Search, TransitLimits
from geo.transit.rides import rides_of
from geo.transit.timetable import Timetable
from tests.feeds import write_feed

TUESDAY = date(2022, 6, 14)
ROME = "Europe/Rome"


def timetable_of(folder: Path, texts: Mapping[str, str | bytes]) -> Timetable:
    """Return a feed's timetable."""
    return read_feed(write_feed(folder / "town.zip", texts), time_zone=ROME).timetable


def seconds_of(text: str) -> int:
    """Return the seconds of ``"08:00"`` or ``"08:00:30"``."""
    parts = [int(part) for part in text.split(":")] + [0]
    return parts[0] * 3600 + parts[1] * 60 + parts[2]


def minutes(
    timetable: Timetable,
    start: str,
    end: str,
    departure: str,
    *,
    day: date = TUESDAY,
    walks: Walks | None = None,
    changes: int = 3,
    least_s: int = 0,
    longest_min: float = 600.0,
) -> float | None:
    """Return the minutes from one stop to another; None where nobody arrives."""
    names = [one.split(":", 1)[1] for one in timetable.stops.ids]
    limits = TransitLimits(changes=changes, longest_min=longest_min)
    none = np.zeros(0, np.int32)
    departs = np.array([seconds_of(departure)], np.int32)
    count = len(names)
    search = Search(
        day_of(timetable, rides_of(timetable, day, ROME)),
        changes_of(timetable, walks or Walks(none, none, none), least_s=least_s),
        Ends(np.arange(count + 1, dtype=np.int32), np.arange(count, dtype=np.int32),
             np.zeros(count, np.int32)),
        count, departs, limits,
    )  # fmt: skip
    seeds = Ends(
        np.array([0, 1], np.int32), np.array([names.index(start)], np.int32),
        np.zeros(1, np.int32),
    )  # fmt: skip
    found = np.empty((1, count), np.int32)
    search.run(seeds, 0, search.labels(), found)
    arrival = int(found[0, names.index(end)])
    return None if arrival == NEVER else (arrival - int(departs[0])) / 60


def walk(timetable: Timetable, start: str, end: str, seconds: int) -> Walks:
    """Return one way on foot between two stops."""
    names = [one.split(":", 1)[1] for one in timetable.stops.ids]
    return Walks(
        *(np.array([one], np.int32) for one in (names.index(start), names.index(end), seconds))
    )

"""On which days the services of a feed run: weeks between two days, with exceptions."""

from __future__ import annotations

from datetime import date

import numpy as np

from data.files.complaints import Severity
from data.sources.gtfs.table import FeedNotes, Table, parsed, whole
from geo.arrays import Ints

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_DAYS = 10 * 366
"""A service that claims to run for longer is cut there."""

ADDED, REMOVED = 1, 2


def day_of(text: str) -> int:
    """Return the ordinal of a day written ``YYYYMMDD``.

    Examples
    --------
    >>> day_of("20220614") == date(2022, 6, 14).toordinal()
    True
    """
    if len(text) != 8 or not text.isdecimal():
        raise ValueError(text)
    return date(int(text[:4]), int(text[4:6]), int(text[6:])).toordinal()


def service_days(calendar: Table, exceptions: Table, notes: FeedNotes) -> dict[str, Ints]:
    """Return for each service of a feed the ordinals of the days on which it runs, sorted."""
    days = {**_weekly(calendar, notes)}
    kinds = parsed(exceptions, "exception_type", whole, 0, notes)
    dates = parsed(exceptions, "date", day_of, 0, notes, code="date")
    for place, name in enumerate(exceptions["service_id"]):
        if not dates[place]:
            continue
        running = days.setdefault(name, set())
        if kinds[place] == ADDED:
            running.add(dates[place])
        elif kinds[place] == REMOVED:
            running.discard(dates[place])
        else:
            notes.add(
                exceptions.file, exceptions.rows[place], "exception_type", "number",
                costs=Severity.FIELD, value=exceptions["exception_type"][place],
            )  # fmt: skip
    return {name: np.array(sorted(running), np.int32) for name, running in days.items()}


def _weekly(calendar: Table, notes: FeedNotes) -> dict[str, set[int]]:
    starts = parsed(calendar, "start_date", day_of, 0, notes, code="date")
    ends = parsed(calendar, "end_date", day_of, 0, notes, code="date")
    weekdays = [parsed(calendar, name, whole, 0, notes) for name in WEEKDAYS]
    found: dict[str, set[int]] = {}
    for place, name in enumerate(calendar["service_id"]):
        first, last = starts[place], ends[place]
        if not first or not last:
            found.setdefault(name, set())
            continue
        if last < first:
            row = calendar.rows[place]
            notes.add(calendar.file, row, "end_date", "ends_before", costs=Severity.RECORD)
        running = [bool(column[place]) for column in weekdays]
        # Day 1 of the calendar of ordinals was a Monday.
        days = range(first, min(last, first + MOST_DAYS) + 1)
        found.setdefault(name, set()).update(day for day in days if running[(day - 1) % 7])
    return found

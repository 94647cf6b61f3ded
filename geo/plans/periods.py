"""When the person can be away from home: hours of the week, laid over the days of a plan."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from geo.errors import BadInput
from geo.hours.windows import Window
from geo.model import Calendar
from geo.plans.model import Period

EVERY_DAY = tuple(range(7))
WAKING_HOURS = (Window(EVERY_DAY, time(7), time(22)),)
"""The hours of somebody who has said nothing about them."""


def periods(
    hours: tuple[Window, ...], departure: datetime, *, days: int, calendar: Calendar
) -> tuple[Period, ...]:
    """Return the periods of some days, none of which begins before the departure.

    Parameters
    ----------
    hours
        Hours of the week that the person has; empty: `WAKING_HOURS`. Where they overlap they count
        once.
    departure
        Aware: when the person can leave at the earliest.
    days
        How many days, that of the departure included.

    Returns
    -------
    tuple
        In order of time; empty where the person has no hours left in these days.

    Raises
    ------
    BadInput
        ``window.empty`` for hours that end before they start, or have no day.

    Examples
    --------
    >>> monday = datetime(2026, 11, 23, 15, 30, tzinfo=ZoneInfo("Europe/Rome"))
    >>> rome = Calendar("Europe/Rome", "IT", 9.2, 45.5)
    >>> after_work = (Window((0, 1), time(14), time(19)),)
    >>> [(f"{p.starts:%a %H:%M}", p.length_min) for p in
    ...  periods(after_work, monday, days=7, calendar=rome)]
    [('Mon 15:30', 210), ('Tue 14:00', 300)]
    """
    zone = ZoneInfo(calendar.time_zone)
    earliest = _whole_minute(departure.astimezone(zone))
    spans: list[tuple[datetime, datetime]] = []
    for window in hours or WAKING_HOURS:
        if window.ends <= window.starts or not window.days:
            raise BadInput("window.empty", starts=window.starts, ends=window.ends)
        for number in range(days):
            day = earliest.date() + timedelta(days=number)
            if day.weekday() in window.days:
                starts = max(earliest, datetime.combine(day, window.starts, zone))
                spans.append((starts, datetime.combine(day, window.ends, zone)))
    found: list[Period] = []
    for starts, ends in sorted(spans):
        if ends <= starts:
            continue
        if found and starts <= found[-1].ends:
            found[-1] = Period(found[-1].starts, max(found[-1].ends, ends))
        else:
            found.append(Period(starts, ends))
    return tuple(found)


def _whole_minute(moment: datetime) -> datetime:
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)

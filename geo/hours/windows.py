"""When people can come: windows of a week, as moments to ask the hours about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from geo.errors import BadInput
from geo.hours.opening import is_public_holiday
from geo.model import Calendar

STEP = timedelta(minutes=30)
"""A visit needs a door that is open at one of these; shorter spells between two do not count."""

WEEKS_AHEAD = 12


@dataclass(frozen=True, slots=True)
class Window:
    """Hours of some days of the week.

    Attributes
    ----------
    days
        0 is Monday.
    starts, ends
        Local; a moment at `ends` no longer counts.
    """

    days: tuple[int, ...]
    starts: time
    ends: time


WEEKDAYS = (0, 1, 2, 3, 4)
PRESETS: dict[str, tuple[Window, ...]] = {
    "any": (),
    "mornings": (Window(WEEKDAYS, time(8), time(13)),),
    "afternoons": (Window(WEEKDAYS, time(13), time(18)),),
    "evenings": (Window(WEEKDAYS, time(18), time(22)),),
    "saturday": (Window((5,), time(8), time(20)),),
    "after_work": (
        Window(WEEKDAYS, time(18), time(22)),
        Window((5,), time(8), time(20)),
    ),
}
"""Windows that have a name; ``any`` does not ask about hours."""


def ordinary_week(today: date, calendar: Calendar) -> date:
    """Return the first Monday, today or later, of a week without a public holiday.

    A holiday would shut doors that are open in other weeks. Where twelve weeks have none, the first
    Monday.

    Examples
    --------
    >>> rome = Calendar("Europe/Rome", "IT", 11.1, 46.1)
    >>> ordinary_week(date(2026, 12, 1), rome)
    datetime.date(2026, 12, 14)
    """
    monday = today + timedelta(days=-today.weekday() % 7)
    for week in range(WEEKS_AHEAD):
        first = monday + timedelta(weeks=week)
        if not any(is_public_holiday(first + timedelta(days=n), calendar) for n in range(7)):
            return first
    return monday


def moments(windows: tuple[Window, ...], week: date, calendar: Calendar) -> tuple[datetime, ...]:
    """Return the moments of windows in one week, aware, in order; empty for no windows.

    Raises
    ------
    BadInput
        ``window.empty`` for a window that ends before it starts, or has no day.

    Examples
    --------
    >>> noon = (Window((0,), time(12), time(13)),)
    >>> [str(m.time()) for m in moments(noon, date(2026, 11, 23), Calendar("UTC", "", 0, 0))]
    ['12:00:00', '12:30:00']
    """
    zone = ZoneInfo(calendar.time_zone)
    found: set[datetime] = set()
    for window in windows:
        if window.ends <= window.starts or not window.days:
            raise BadInput("window.empty", starts=window.starts, ends=window.ends)
        for day in window.days:
            at = datetime.combine(week + timedelta(days=day), window.starts, zone)
            while at.time() < window.ends and at.date() == week + timedelta(days=day):
                found.add(at)
                at += STEP
    return tuple(sorted(found))


DAY_NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def as_opening_hours(windows: tuple[Window, ...]) -> str:
    """Return windows as a door would say them, in the OSM syntax; empty for no windows.

    Examples
    --------
    >>> as_opening_hours(PRESETS["after_work"])
    'Mo-Fr 18:00-22:00; Sa 08:00-20:00'
    """
    return "; ".join(
        f"{_days(window.days)} {window.starts:%H:%M}-{window.ends:%H:%M}" for window in windows
    )


def _days(days: tuple[int, ...]) -> str:
    if len(days) > 2 and days == tuple(range(days[0], days[-1] + 1)):
        return f"{DAY_NAMES[days[0]]}-{DAY_NAMES[days[-1]]}"
    return ",".join(DAY_NAMES[day] for day in days)

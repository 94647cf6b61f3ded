"""The hours of seven days, for a table: what `geo.hours.opening` says of moments, said of days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from opening_hours import State

from geo.hours.opening import parsed_hours
from geo.model import Calendar

DAYS = 7


@dataclass(frozen=True, slots=True)
class OpenSpan:
    """Hours of one day, local; `closes` 00:00 is midnight. `comment`: the record's own words."""

    opens: time
    closes: time
    comment: str = ""


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day with its hours; no spans: closed."""

    day: date
    spans: tuple[OpenSpan, ...]


def opening_week(
    opening_hours: str | None, first_day: date, calendar: Calendar
) -> tuple[OpenDay, ...] | None:
    """Return the hours of seven days, None where they are not known or cannot be read.

    Parameters
    ----------
    opening_hours
        OSM syntax.
    first_day
        The first of the seven days, local.
    calendar
        Time zone and country of holidays.

    Examples
    --------
    >>> week = opening_week("Tu 22:00-02:00", date(2026, 11, 23), Calendar("UTC", "", 0.0, 0.0))
    >>> [(str(d.day), str(s.opens), str(s.closes)) for d in week for s in d.spans]
    [('2026-11-24', '22:00:00', '02:00:00')]
    """
    hours = parsed_hours(opening_hours, calendar) if opening_hours else None
    if hours is None:
        return None
    start = datetime.combine(first_day, time())
    spans: dict[date, list[OpenSpan]] = {}
    for opens, closes, state, comment in hours.intervals(start, start + timedelta(days=DAYS)):
        if state == State.CLOSED:
            continue
        for begin, end in _by_day(opens.replace(tzinfo=None), closes.replace(tzinfo=None)):
            spans.setdefault(begin.date(), []).append(OpenSpan(begin.time(), end.time(), comment))
    days = (first_day + timedelta(days=n) for n in range(DAYS))
    return tuple(OpenDay(day, tuple(spans.get(day, ()))) for day in days)


def _by_day(opens: datetime, closes: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Cut what lasts longer than a night at each midnight; a night stays with its evening."""
    while closes - opens > timedelta(hours=20):
        midnight = datetime.combine(opens.date() + timedelta(days=1), time())
        if midnight >= closes:
            break
        yield opens, midnight
        opens = midnight
    yield opens, closes

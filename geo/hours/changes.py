"""The moments at which hours may change: between two of them a state holds."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from geo.hours.opening import read_hours
from geo.hours.rule_texts import plain_text, with_bare_spans_joined
from geo.model import Calendar


def changes_between(
    opening_hours: str | None, start: datetime, end: datetime, calendar: Calendar
) -> tuple[datetime, ...]:
    """Return the moments strictly between two at which the state of hours may change, in order.

    `geo.hours.opening.state_at` gives the same kind at any two moments that none of these
    separates. Midnights stand among them: a holiday begins and ends there. Empty where nothing can
    be read.

    Parameters
    ----------
    opening_hours
        OSM syntax, or None where nothing is known.
    start, end
        Aware.
    calendar
        Time zone, country and province of public holidays.

    Examples
    --------
    >>> rome = Calendar("Europe/Rome", "IT", 9.2, 45.5)
    >>> eight = datetime(2026, 11, 26, 8, 0, tzinfo=ZoneInfo("Europe/Rome"))
    >>> [f"{m:%H:%M}" for m in changes_between(
    ...     "Mo-Fr 09:00-12:00,14:00-18:00", eight, eight + timedelta(hours=7), rome)]
    ['09:00', '12:00', '14:00']
    """
    text = plain_text(opening_hours or "")
    if not text:
        return ()
    zone = ZoneInfo(calendar.time_zone)
    first, last = start.astimezone(zone), end.astimezone(zone)
    days = (last.date() - first.date()).days
    midnights = (
        datetime.combine(first.date() + timedelta(days=number), time(), zone)
        for number in range(days + 1)
    )
    found = {midnight for midnight in midnights if first < midnight < last}
    for one in {text, with_bare_spans_joined(text)}:
        hours = read_hours(one, calendar, first.year)
        change = hours.change_after(first) if hours else None
        while hours and change and change < last:
            found.add(change)
            change = hours.change_after(change)
    return tuple(sorted(found))

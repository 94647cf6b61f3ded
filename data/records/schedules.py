"""Between OSM's opening hours and HSDS's schedule, which follows the recurrence rules of iCal."""

from __future__ import annotations

import re
from typing import Any

DAYS = {"Mo": "MO", "Tu": "TU", "We": "WE", "Th": "TH", "Fr": "FR", "Sa": "SA", "Su": "SU"}
_OSM = {rule: osm for osm, rule in DAYS.items()}
_ONE_RULE = re.compile(
    r"^([A-Z][a-z](?:[-,][A-Z][a-z])*) (\d\d:\d\d)-(\d\d:\d\d)(?:; ?PH (?:off|closed))?$"
)


def weekly_fields(opening_hours: str) -> dict[str, Any]:
    """Return the fields of an HSDS schedule for hours in OSM syntax.

    One rule of days and one span become a recurrence; anything richer is given as its description,
    as one recurrence cannot say it.

    Examples
    --------
    >>> weekly_fields("Mo-We,Fr 09:00-13:00")["byday"]
    'MO,TU,WE,FR'
    >>> weekly_fields("Mo 09:00-12:00; Tu 15:00-18:00")
    {'description': 'Mo 09:00-12:00; Tu 15:00-18:00'}
    """
    simple = _ONE_RULE.match(opening_hours)
    days = _days(simple[1]) if simple else []
    if simple is None or not days:
        return {"description": opening_hours}
    return {
        "freq": "WEEKLY",
        "byday": ",".join(DAYS[day] for day in days),
        "opens_at": simple[2],
        "closes_at": simple[3],
        "description": opening_hours,
    }


def opening_hours_of(schedule: dict[str, Any]) -> str | None:
    """Return the hours of a weekly HSDS schedule in OSM syntax; None where they are not certain.

    Examples
    --------
    >>> opening_hours_of({"freq": "WEEKLY", "byday": "TH,FR", "opens_at": "10:00:00",
    ...                   "closes_at": "18:00Z"})
    'Th,Fr 10:00-18:00'
    >>> opening_hours_of({"freq": "MONTHLY", "bymonthday": "2", "opens_at": "10:00"}) is None
    True
    """
    opens, closes = (str(schedule.get(key) or "")[:5] for key in ("opens_at", "closes_at"))
    days = [_OSM.get(day.strip()) for day in str(schedule.get("byday") or "").split(",")]
    every_week = schedule.get("freq") == "WEEKLY" and schedule.get("interval") in (None, 1)
    odd = any(schedule.get(key) for key in ("bymonthday", "byyearday", "byweekno", "count"))
    clock = re.compile(r"\d\d:\d\d")
    if not every_week or odd or None in days or not (clock.match(opens) and clock.match(closes)):
        return None
    return f"{','.join(day for day in days if day)} {opens}-{closes}"


def _days(text: str) -> list[str]:
    """Return the days of ``Mo-We,Fr`` in the order of the week; empty where one is unknown."""
    order = list(DAYS)
    found: set[str] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        if first not in DAYS or (last and last not in DAYS):
            return []
        start, end = order.index(first), order.index(last or first)
        span = range(start, end + 1) if start <= end else (*range(start, 7), *range(end + 1))
        found.update(order[day] for day in span)
    return [day for day in order if day in found]

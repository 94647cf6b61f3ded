"""Between OSM's opening hours and HSDS's schedule, which follows the recurrence rules of iCal.

HSDS gives hours dates (`valid_from`, `valid_to`, `dtstart`, `until`, `count`) and a rhythm: they
become dated rules of OSM's syntax. What such rules cannot say, or what is not certain, is kept as
a text, which reads as hours that are not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import groupby, islice
from typing import Any

from dateutil import rrule

from geo.hours.months import MONTHS, written_day
from geo.hours.opening import is_readable
from geo.hours.validity import dated, known_until

DAYS = {"Mo": "MO", "Tu": "TU", "We": "WE", "Th": "TH", "Fr": "FR", "Sa": "SA", "Su": "SU"}
MOST_DATES = 60
"""A rhythm of more single days than these is not written out."""

_OSM = {rule: osm for osm, rule in DAYS.items()}
_FREQ = {"WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY}
_ONE_RULE = re.compile(
    r"^([A-Z][a-z](?:[-,][A-Z][a-z])*) (\d\d:\d\d)-(\d\d:\d\d)(?:; ?PH (?:off|closed))?$"
)
_DAY_OF_RULE = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")
_CLOCK = re.compile(r"(\d\d:\d\d)(?::\d\d)?")
_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?")
_RULE_KEYS = ("freq", "interval", "byday", "bysetpos", "bymonthday", "byyearday", "byweekno",
              "dtstart", "until", "count")  # fmt: skip


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


def hours_of_schedules(schedules: Iterable[dict[str, Any]]) -> list[str | None]:
    """Return the hours of each HSDS schedule of one place.

    After the last day on which any of them is valid, the hours are not known.
    """
    rows = list(schedules)
    ends = [_date(row.get("valid_to")) for row in rows]
    last = max((end for end in ends if end), default=None) if all(ends) else None
    found = []
    for row, end in zip(rows, ends, strict=True):
        hours = opening_hours_of(row)
        if last and end == last and hours and is_readable(hours):
            hours, last = known_until(hours, end), None
        found.append(hours)
    return found


def opening_hours_of(schedule: dict[str, Any]) -> str | None:
    """Return the hours of an HSDS schedule in OSM syntax.

    Hours that the syntax cannot say, or that are given in another time zone, come back as a text
    that is none of the syntax; None where the schedule says nothing.

    Examples
    --------
    >>> opening_hours_of({"freq": "WEEKLY", "byday": "TH,FR", "opens_at": "10:00:00",
    ...                   "closes_at": "18:00", "until": "2027-06-30"})
    '2000 Jan 01-2027 Jun 30 Th,Fr 10:00-18:00'
    >>> opening_hours_of({"freq": "MONTHLY", "byday": "2TU", "opens_at": "10:00"})
    'Tu[2] 10:00+'
    >>> opening_hours_of({"freq": "WEEKLY", "byday": "MO", "opens_at": "08:00Z",
    ...                   "closes_at": "11:00Z"})
    'FREQ=WEEKLY;BYDAY=MO 08:00Z–11:00Z'
    """
    span = _span(schedule)
    hours = None
    if span and schedule.get("timezone") in (None, ""):
        first, last = _bounds(schedule)
        if _counted(schedule):
            hours = _single_days(schedule, span, first, last)
        elif days := _rule_days(schedule):
            hours = dated(f"{days} {span}", first, last)
    if hours and _has_readable_dates(schedule):
        return hours
    return _as_written(schedule)


def _span(schedule: dict[str, Any]) -> str | None:
    opens, closes = (str(schedule.get(key) or "") for key in ("opens_at", "closes_at"))
    start, end = _CLOCK.fullmatch(opens), _CLOCK.fullmatch(closes)
    if start is None or (closes and end is None) or opens == closes:
        return None
    return f"{start[1]}-{end[1]}" if end else f"{start[1]}+"


def _has_readable_dates(schedule: dict[str, Any]) -> bool:
    keys = ("valid_from", "valid_to", "dtstart", "until")
    return all(_date(schedule[key]) for key in keys if schedule.get(key))


def _bounds(schedule: dict[str, Any]) -> tuple[date | None, date | None]:
    starts = [_date(schedule.get(key)) for key in ("valid_from", "dtstart")]
    ends = [_date(schedule.get(key)) for key in ("valid_to", "until")]
    return max(filter(None, starts), default=None), min(filter(None, ends), default=None)


def _counted(schedule: dict[str, Any]) -> bool:
    """Return whether single days must be counted out: every second week, ten times."""
    return bool(schedule.get("count")) or schedule.get("interval") not in (None, "", 1, "1")


def _single_days(
    schedule: dict[str, Any], span: str, first: date | None, last: date | None
) -> str | None:
    start = _date(schedule.get("dtstart"))
    if start is None or not (schedule.get("count") or last) or "+" in span:
        return None
    try:
        rule = rrule.rrule(
            _FREQ[str(schedule.get("freq"))],
            dtstart=datetime.combine(start, time()),
            interval=int(schedule.get("interval") or 1),
            count=int(schedule["count"]) if schedule.get("count") else None,
            until=None if schedule.get("count") or not last else datetime.combine(last, time()),
            byweekday=list(_weekdays(schedule)) or None,
        )
    except (KeyError, ValueError, TypeError):
        return None
    if any(schedule.get(key) for key in ("bymonthday", "byyearday", "byweekno", "bysetpos")):
        return None
    days = [moment.date() for moment in islice(rule, MOST_DATES + 1)]
    days = [day for day in days if (not first or day >= first) and (not last or day <= last)]
    if not days or len(days) > MOST_DATES:
        return None
    dates = ",".join(written_day(day) for day in days)
    return f"{dates} {span}"


def _weekdays(schedule: dict[str, Any]) -> Iterator[rrule.weekday]:
    for part in filter(None, str(schedule.get("byday") or "").replace(" ", "").split(",")):
        number, day = _parts(part)
        weekday = getattr(rrule, day)
        yield weekday(number) if number else weekday


def _parts(text: str) -> tuple[int, str]:
    found = _DAY_OF_RULE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return int(found[1] or 0), found[2]


def _rule_days(schedule: dict[str, Any]) -> str | None:
    """Return the days of a weekly or monthly rule: ``Mo,We``, ``Tu[2]``, ``Jan 02,Feb 02…``."""
    if any(schedule.get(key) for key in ("byyearday", "byweekno")):
        return None
    weekly, monthly = (schedule.get("freq") == freq for freq in ("WEEKLY", "MONTHLY"))
    of_month = str(schedule.get("bymonthday") or "")
    if monthly and of_month and not schedule.get("byday"):
        return _days_of_months(of_month) if _bounds(schedule) == (None, None) else None
    try:
        parts = [_parts(part.strip()) for part in str(schedule.get("byday") or "").split(",")]
        place = int(schedule.get("bysetpos") or 0)
    except ValueError:
        return None
    if of_month or (place and (len(parts) > 1 or not monthly)):
        return None
    if weekly and not any(number for number, _ in parts):
        return ",".join(_OSM[day] for _, day in parts)
    return _days_of_month(parts, place) if monthly else None


def _days_of_month(parts: list[tuple[int, str]], place: int) -> str:
    days = []
    for day, group in groupby(sorted(parts, key=lambda part: part[1]), key=lambda part: part[1]):
        numbers = [place or number for number, _ in group]
        listed = ",".join(map(str, filter(None, numbers)))
        days.append(f"{_OSM[day]}[{listed}]" if listed else _OSM[day])
    return ",".join(days)


def _days_of_months(text: str) -> str | None:
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdigit() and 1 <= int(part) <= 28 for part in parts):
        return None
    return ",".join(f"{month} {int(part):02}" for month in MONTHS for part in parts)


def _as_written(schedule: dict[str, Any]) -> str | None:
    """Return what a schedule says where no rule can: its description, else its fields."""
    description = str(schedule.get("description") or "").strip()
    if description:
        return description
    fields = [f"{key.upper()}={schedule[key]}" for key in _RULE_KEYS if schedule.get(key)]
    times = "–".join(str(schedule[key]) for key in ("opens_at", "closes_at") if schedule.get(key))
    dates = "–".join(str(schedule[key]) for key in ("valid_from", "valid_to") if schedule.get(key))
    return " ".join(filter(None, (";".join(fields), times, dates))) or None


def _date(text: Any) -> date | None:
    found = _DATE.fullmatch(str(text or "").strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


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

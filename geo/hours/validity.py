"""Hours that hold from a day, to a day, or are known to a day only."""

from __future__ import annotations

import re
from datetime import date, timedelta

from geo.hours.months import written_day

LONG_AGO = date(2000, 1, 1)
"""The first day of hours that begin without a date."""

_KNOWN_UNTIL = re.compile(r"known until (\d{4}-\d\d-\d\d)")


def dated(rule: str, first: date | None, last: date | None) -> str:
    """Return a rule of the OSM syntax that holds between two days, both included.

    Examples
    --------
    >>> dated("Mo 09:00-12:00", date(2026, 6, 15), None)
    '2026 Jun 15+ Mo 09:00-12:00'
    >>> dated("Mo 09:00-12:00", None, None)
    'Mo 09:00-12:00'
    """
    if last is not None:
        return f"{written_day(first or LONG_AGO)}-{written_day(last)} {rule}"
    return f"{written_day(first)}+ {rule}" if first else rule


def known_until(opening_hours: str, last: date) -> str:
    """Return hours that are not known after a day.

    Examples
    --------
    >>> known_until("Mo 09:00-12:00", date(2026, 8, 31))
    'Mo 09:00-12:00; 2026 Sep 01+ unknown "known until 2026-08-31"'
    """
    after = written_day(last + timedelta(days=1))
    return f'{opening_hours}; {after}+ unknown "known until {last.isoformat()}"'


def known_until_day(comment: str) -> date | None:
    """Return the day of a comment that `known_until` wrote, None for any other.

    Examples
    --------
    >>> known_until_day("known until 2026-08-31")
    datetime.date(2026, 8, 31)
    >>> known_until_day("su appuntamento") is None
    True
    """
    found = _KNOWN_UNTIL.fullmatch(comment)
    return date.fromisoformat(found[1]) if found else None

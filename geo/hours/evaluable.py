"""What of an opening-hours text the hours' library reads otherwise than its writers mean.

Such a text is kept and shown as it is written; what it says of a moment is *unknown*.
"""

from __future__ import annotations

import re
from functools import lru_cache

from geo.hours.months import MONTHS, MOST_DAYS

_MONTH = rf"(?:{'|'.join(MONTHS)})"
_DATE = re.compile(rf"\b({_MONTH})\s+(\d\d?)(?:\s*-\s*(\d\d?))?\b(?![:\d])")
_QUOTED = re.compile(r'"[^"]*"')
_SCHOOL_HOLIDAYS = re.compile(r"\bSH\b")
_DAY_OF_WEEK = r"(?:Mo|Tu|We|Th|Fr|Sa|Su)\b"

_CLOCK = r"(\d\d?):(\d\d)"
_EVENT = r"\(?\s*(dawn|sunrise|sunset|dusk)(?:\s*([+-])\s*(\d\d?):(\d\d))?\s*\)?"
_EVENT_TO_CLOCK = re.compile(rf"{_EVENT}\s*-\s*{_CLOCK}")
_CLOCK_TO_EVENT = re.compile(rf"{_CLOCK}\s*-\s*{_EVENT}")
_MORNING, _EVENING = (2 * 60, 10 * 60), (15 * 60, 24 * 60)
"""Between which minutes of the day the sun rises and sets, twilight included, in the year."""

_NOT_EVALUATED = re.compile(
    # "PH +1 day": it forgets the days added.
    r"\bPH\s*[-+]\s*\d"
    # "PH We": holidays on a Wednesday, by the syntax; it reads holidays and Wednesdays.
    rf"|\bPH\s+{_DAY_OF_WEEK}|{_DAY_OF_WEEK}\s+PH\b"
    # "sunrise+", "14:00-sunset+": it takes an open end beside an event for open or for closed.
    rf"|\b(?:dawn|sunrise|sunset|dusk)\s*\+(?!\s*\d)|\d\)\s*\+|{_EVENT}\s*-\s*{_CLOCK}\s*\+"
)


def has_dates_that_exist(text: str) -> bool:
    """Return whether every day of a month that a text names is in the calendar.

    Examples
    --------
    >>> has_dates_that_exist("Feb 29 10:00-12:00"), has_dates_that_exist("Apr 31 10:00-12:00")
    (True, False)
    >>> has_dates_that_exist("Jun 30-24 10:00-12:00")
    False
    """
    for month, first, last in _DATE.findall(_QUOTED.sub("", text)):
        most = MOST_DAYS[MONTHS.index(month)]
        if not 1 <= int(first) <= int(last or first) <= most:
            return False
    return True


def names_school_holidays(text: str) -> bool:
    """Return whether a text names school holidays, which the library does not know.

    Examples
    --------
    >>> names_school_holidays("Mo-Fr 09:00-12:00; SH off")
    True
    """
    return _SCHOOL_HOLIDAYS.search(_QUOTED.sub("", text)) is not None


@lru_cache(maxsize=8192)
def is_evaluable(text: str) -> bool:
    """Return whether the library's answer can be trusted outside school holidays.

    Examples
    --------
    >>> is_evaluable("Mo-Fr 09:00-12:00; PH off"), is_evaluable("Mo-Fr 09:00-12:00; PH +1 day off")
    (True, False)
    >>> is_evaluable("08:00-sunset"), is_evaluable("17:00-sunset")  # before it in summer only
    (True, False)
    """
    bare = _QUOTED.sub('"', text)
    return not (_NOT_EVALUATED.search(bare) or _has_order_by_season(bare))


def _has_order_by_season(text: str) -> bool:
    """Return whether a clock time may come before or after the event that it is paired with."""
    pairs = [(found[0], found[1:4], found[4:]) for found in _EVENT_TO_CLOCK.findall(text)]
    pairs += [(found[2], found[3:], found[:2]) for found in _CLOCK_TO_EVENT.findall(text)]
    for event, (sign, hours, minutes), (hour, minute) in pairs:
        shift = (int(hours) * 60 + int(minutes)) * (-1 if sign == "-" else 1) if sign else 0
        first, last = _MORNING if event in ("dawn", "sunrise") else _EVENING
        if first + shift <= int(hour) * 60 + int(minute) <= last + shift:
            return True
    return False

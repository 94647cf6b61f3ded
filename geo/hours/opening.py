"""Open at a given time? A wrapper around opening-hours-py that closes its traps.

- A rule that is only a comment ("su appuntamento") comes back *open* from the library: here it is
  *ask*. So is every open state that carries a comment.
- School holidays (``SH``) are not evaluated by the library: where a text names them, an answer that
  could depend on them is *unknown*.
- Text that cannot be read is kept by the caller and is *unknown*.
- On a public holiday a text that says nothing of holidays (``PH``) reads as open, by the letter of
  the syntax: doors are mostly shut then, so the answer is *ask*. Always open stays open.
- An open end (``20:00+``) reads as open until midnight: nobody knows, so the answer is *ask*.
- ``Mo, We, Fr 08:00-12:00`` reads as open all of Monday and Wednesday: the blanks after commas
  between days are taken out, as their writers mean. Days without hours are *ask*.
- A country without calendar is read without public holidays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import (
    InvalidCoordinatesError,
    OpeningHours,
    ParserError,
    State,
    UnknownCountryError,
)

from geo.model import Calendar

LOOK_AHEAD = timedelta(days=14)
"""How far the next opening is looked for."""

_SCHOOL_HOLIDAYS = re.compile(r"\bSH\b")
_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)"
_LIST_OF_DAYS = re.compile(rf"\b({_DAY})\s*,\s+(?={_DAY}\b)")
_DAYS_ONLY = re.compile(rf"{_DAY}(?:\s*[-,]\s*{_DAY})*")
_OPEN_END = re.compile(r"\d\s*\+")
_TELLS_HOLIDAYS = re.compile(r"\bPH\b|24/7")


class OpeningKind(StrEnum):
    """What is known about a moment."""

    OPEN = "open"
    CLOSED = "closed"
    ASK = "ask"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class OpeningState:
    """The state at a moment.

    Attributes
    ----------
    kind
        OPEN, CLOSED, ASK (open on condition, or by a comment that only a person can read) or
        UNKNOWN.
    closes_at
        When an open state ends; None where it lasts longer than two weeks or is not open.
    opens_at
        When a closed state ends; None where that is more than two weeks away or not closed.
    comment
        The record's own words for this moment; empty where it has none.
    """

    kind: OpeningKind
    closes_at: datetime | None = None
    opens_at: datetime | None = None
    comment: str = ""


NOT_KNOWN = OpeningState(OpeningKind.UNKNOWN)


def state_at(opening_hours: str | None, when: datetime, calendar: Calendar) -> OpeningState:
    """Return whether a service is open at a moment.

    Parameters
    ----------
    opening_hours
        OSM syntax, or None where nothing is known.
    when
        Aware; read in the time zone of `calendar`.
    calendar
        Time zone, country of public holidays, position for sunrise and sunset.

    Raises
    ------
    ValueError
        Where `when` is naive.

    Examples
    --------
    >>> monaco = Calendar("Europe/Monaco", "MC", 7.42, 43.74)
    >>> noon = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Europe/Monaco"))
    >>> state_at("Mo-Fr 09:00-12:30", noon, monaco).closes_at.strftime("%H:%M")
    '12:30'
    >>> state_at("su appuntamento", noon, monaco).kind.value
    'unknown'
    """
    if when.tzinfo is None:
        raise ValueError("the moment needs a time zone")
    if not opening_hours or not opening_hours.strip():
        return NOT_KNOWN
    hours = parsed_hours(opening_hours, calendar)
    if hours is None:
        return NOT_KNOWN
    zone = ZoneInfo(calendar.time_zone)
    local = when.astimezone(zone)
    kind, comment = _kind(hours, local)
    if _SCHOOL_HOLIDAYS.search(opening_hours):
        return OpeningState(OpeningKind.UNKNOWN, comment=comment)
    if kind is OpeningKind.OPEN and _doubtful(opening_hours, local, calendar):
        return OpeningState(OpeningKind.ASK, comment=comment)
    if kind is OpeningKind.OPEN:
        return OpeningState(kind, closes_at=_end_of_opening(hours, local), comment=comment)
    if kind is OpeningKind.CLOSED:
        return OpeningState(kind, opens_at=_next_opening(hours, local), comment=comment)
    return OpeningState(kind, comment=comment)


def is_readable(opening_hours: str) -> bool:
    """Return whether a text follows the OSM syntax.

    Examples
    --------
    >>> is_readable("Mo-Fr 09:00-12:00"), is_readable("mattina")
    (True, False)
    """
    return parsed_hours(opening_hours, Calendar("UTC", "", 0.0, 0.0)) is not None


def parsed_hours(text: str, calendar: Calendar) -> OpeningHours | None:
    """Return a text as the library reads it, None where it cannot be read."""
    return _parsed(_LIST_OF_DAYS.sub(r"\1,", text.strip()), calendar)


@lru_cache(maxsize=8192)
def _parsed(text: str, calendar: Calendar) -> OpeningHours | None:
    zone = ZoneInfo(calendar.time_zone)
    position = (calendar.lat, calendar.lon)
    for country in (calendar.country, None):
        try:
            return OpeningHours(
                text,
                timezone=zone,
                country=country,
                coords=position,
                auto_country=False,
                max_interval_days=LOOK_AHEAD.days + 1,
            )
        except (ParserError, InvalidCoordinatesError):
            return None
        except UnknownCountryError:  # no calendar of this country: read on without one
            continue
    return None


def _doubtful(text: str, local: datetime, calendar: Calendar) -> bool:
    return (
        _OPEN_END.search(text) is not None
        or any(_DAYS_ONLY.fullmatch(rule.strip()) for rule in text.split(";"))
        or _holiday_unknown(text, local, calendar)
    )


def _holiday_unknown(text: str, local: datetime, calendar: Calendar) -> bool:
    if _TELLS_HOLIDAYS.search(text):
        return False
    holidays = _parsed("PH 00:00-24:00", calendar)
    return holidays is not None and holidays.is_open(local)


def _kind(hours: OpeningHours, local: datetime) -> tuple[OpeningKind, str]:
    state, comment = hours.state(local)
    if state == State.OPEN:
        return (OpeningKind.ASK if comment else OpeningKind.OPEN), comment
    if state == State.CLOSED:
        return OpeningKind.CLOSED, comment
    return OpeningKind.ASK, comment


def _end_of_opening(hours: OpeningHours, local: datetime) -> datetime | None:
    """Follow changes that only swap one open rule for another."""
    moment = local
    while (change := _change_after(hours, moment)) is not None:
        if change - local > LOOK_AHEAD:
            return None
        if _kind(hours, change)[0] is not OpeningKind.OPEN:
            return change
        moment = change
    return None


def _next_opening(hours: OpeningHours, local: datetime) -> datetime | None:
    """Return the next moment that is not plainly closed."""
    moment = local
    while (change := _change_after(hours, moment)) is not None:
        if change - local > LOOK_AHEAD:
            return None
        if _kind(hours, change)[0] in (OpeningKind.OPEN, OpeningKind.ASK):
            return change
        moment = change
    return None


def _change_after(hours: OpeningHours, moment: datetime) -> datetime | None:
    change = hours.next_change(moment)
    if change is None or change <= moment:
        return None
    return change if change.tzinfo else change.replace(tzinfo=moment.tzinfo)

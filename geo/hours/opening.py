"""Open at a given time? A wrapper around opening-hours-py that closes its traps.

- A rule that is only a comment ("su appuntamento") comes back *open* from the library: here it is
  *ask*. So is every open state that carries a comment.
- What the library reads otherwise than it is meant is *unknown* (`geo.hours.evaluable`): school
  holidays, days before and after holidays, holidays on a weekday, open ends after an event of the
  sun, times that come before sunset in summer only.
- Text that cannot be read is kept by the caller and is *unknown*; so are dates that do not exist.
- On a public holiday, also of the province, a text that says nothing of holidays (``PH``) reads as
  open, by the letter of the syntax: doors are mostly shut then, so the answer is *ask*. Always open
  stays open. ``PH off`` holds on the province's holidays too.
- After an open end (``20:00+``) nobody knows, so the answer is *ask*; so it is between the times of
  a timetable (``10:00-16:00/01:30``).
- A night is not cut by the rule or the holiday of the next day.
- After ``||`` stands what holds where nothing before it does; the library reads it by days.
- ``Mo-Sa 08:00-13:00; 15:00-18:00`` has two readings: *ask* where they differ.
- Marks that are near the syntax's are read as they are meant (`plain_text`). Days without hours are
  *ask*.
- In spring the clocks skip an hour, whose moments the library refuses: they are the hour after.
- A country without calendar is read without public holidays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
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

from geo.hours.evaluable import has_dates_that_exist, is_evaluable, names_school_holidays
from geo.hours.holidays import holidays_of_province, is_holiday_of_province
from geo.hours.months import written_day
from geo.hours.rule_texts import (
    after_midnight,
    after_open_ends,
    after_open_ends_at_night,
    fallback_groups,
    has_night,
    has_open_end,
    plain_text,
    until_midnight,
    with_bare_spans_joined,
    with_holidays,
)
from geo.hours.validity import known_until_day
from geo.model import Calendar

LOOK_AHEAD = timedelta(days=14)
"""How far the next opening is looked for."""

DAY = timedelta(days=1)
_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)"
_DAYS_ONLY = re.compile(rf"{_DAY}(?:\s*[-,]\s*{_DAY})*")
_TIMETABLE = re.compile(r"\d:\d\d\s*/\s*\d")
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
    known_until
        The last day on which the hours were known, where that is past; else None.
    meanings
        What the comment means, once it is understood: ``("required",)`` for "by appointment".
    """

    kind: OpeningKind
    closes_at: datetime | None = None
    opens_at: datetime | None = None
    comment: str = ""
    known_until: date | None = None
    meanings: tuple[str, ...] = ()


NOT_KNOWN = OpeningState(OpeningKind.UNKNOWN)


@dataclass(frozen=True, slots=True)
class HoursLayer:
    """Hours as the library reads them; `shift` is a day for the nights of the day before."""

    hours: OpeningHours
    shift: timedelta = timedelta()

    def kind(self, local: datetime) -> tuple[OpeningKind, str]:
        """Return what the library knows of a moment, and its comment."""
        state, comment = self.hours.state(self._shifted(local))
        if state == State.OPEN:
            return (OpeningKind.ASK if comment else OpeningKind.OPEN), comment
        return (OpeningKind.CLOSED if state == State.CLOSED else OpeningKind.ASK), comment

    def is_open(self, local: datetime) -> bool:
        """Return whether the text says open, whatever its comment."""
        return bool(self.hours.state(self._shifted(local))[0] == State.OPEN)

    def change_after(self, local: datetime) -> datetime | None:
        """Return the next moment at which something changes."""
        moment = self._shifted(local)
        change = self.hours.next_change(moment)
        if change is None:
            return None
        change = change if change.tzinfo else change.replace(tzinfo=moment.tzinfo)
        if change <= moment:
            return None
        return _existing(change + self.shift) if self.shift else change

    def _shifted(self, local: datetime) -> datetime:
        return _existing(local - self.shift) if self.shift else local


@dataclass(frozen=True, slots=True)
class HoursGroup:
    """Hours that are certain, and hours after an open end."""

    certain: tuple[HoursLayer, ...]
    open_ends: tuple[HoursLayer, ...] = ()

    def kind(self, local: datetime) -> tuple[OpeningKind, str]:
        """Return what is known of a moment, and its comment."""
        found = [layer.kind(local) for layer in self.certain]
        for wanted in (OpeningKind.OPEN, OpeningKind.ASK):
            for kind, comment in found:
                if kind is wanted:
                    return kind, comment
        if any(layer.kind(local)[0] is not OpeningKind.CLOSED for layer in self.open_ends):
            return OpeningKind.ASK, ""
        return found[0]


@dataclass(frozen=True, slots=True)
class ReadHours:
    """A text in OSM's syntax, read. A group holds where all before it are closed."""

    groups: tuple[HoursGroup, ...]

    def kind(self, local: datetime) -> tuple[OpeningKind, str]:
        """Return what is known of a moment, and its comment."""
        first = found = self.groups[0].kind(local)
        for group in self.groups[1:]:
            if found[0] is not OpeningKind.CLOSED:
                break
            found = group.kind(local)
        return first if found[0] is OpeningKind.CLOSED else found

    def change_after(self, local: datetime) -> datetime | None:
        """Return the next moment at which something may change, at most two weeks away."""
        layers = [layer for group in self.groups for layer in (*group.certain, *group.open_ends)]
        changes = [change for layer in layers if (change := layer.change_after(local))]
        change = min(changes, default=None)
        return change if change and change - local <= LOOK_AHEAD else None


def state_at(opening_hours: str | None, when: datetime, calendar: Calendar) -> OpeningState:
    """Return whether a service is open at a moment.

    Parameters
    ----------
    opening_hours
        OSM syntax, or None where nothing is known.
    when
        Aware; read in the time zone of `calendar`.
    calendar
        Time zone, country and province of public holidays, position for sunrise and sunset.

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
    text = plain_text(opening_hours)
    local = _existing(when.astimezone(ZoneInfo(calendar.time_zone)))
    hours = read_hours(text, calendar, local.year)
    if hours is None:
        return NOT_KNOWN
    kind, comment = hours.kind(local)
    if ended := known_until_day(comment):
        return OpeningState(OpeningKind.UNKNOWN, known_until=ended)
    doubts = _doubts(text)
    if not doubts.evaluable:
        return OpeningState(OpeningKind.UNKNOWN, comment=comment)
    if doubts.joined and state_at(doubts.joined, when, calendar).kind is not kind:
        return OpeningState(OpeningKind.ASK, comment=comment)
    if kind is OpeningKind.OPEN and (doubts.always or _on_holiday(doubts, local, calendar)):
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
    >>> is_readable("Mo-Fr 09:00-12:00"), is_readable("mattina"), is_readable("Feb 30 10:00-12:00")
    (True, False, False)
    """
    return read_hours(opening_hours, Calendar("UTC", "", 0.0, 0.0), 2026) is not None


def _existing(local: datetime) -> datetime:
    """Return a moment as the clocks show it: they skip an hour in spring, which the library needs.

    2:30 of that night is 3:30.
    """
    return local.astimezone(UTC).astimezone(local.tzinfo)


@lru_cache(maxsize=8192)
def is_public_holiday(day: date, calendar: Calendar) -> bool:
    """Return whether a day is a public holiday of the country or of the province."""
    if is_holiday_of_province(day, calendar):
        return True
    holidays = _parsed("PH 00:00-24:00", calendar)
    return holidays is not None and holidays.is_open(datetime(day.year, day.month, day.day, 12))


@lru_cache(maxsize=8192)
def read_hours(text: str, calendar: Calendar, year: int) -> ReadHours | None:
    """Return a text as it is read in a year, None where it cannot be read."""
    if not has_dates_that_exist(text):
        return None
    texts = fallback_groups(plain_text(text))
    groups = [_group(with_holidays(one, _more_holidays(calendar, year)), calendar) for one in texts]
    found = [group for group in groups if group is not None]
    return ReadHours(tuple(found)) if found and len(found) == len(groups) else None


def _group(text: str, calendar: Calendar) -> HoursGroup | None:
    whole = _parsed(text, calendar)
    nights, ends = has_night(text), has_open_end(text)
    if whole is None or not (nights or ends):
        return HoursGroup((HoursLayer(whole),)) if whole else None
    days = _parsed(until_midnight(text), calendar)
    night = _parsed(after_midnight(text), calendar) if nights else None
    late = _parsed(after_open_ends(text), calendar) if ends else None
    later = _parsed(after_open_ends_at_night(text), calendar) if ends else None
    if days is None or (nights and night is None) or (ends and (late is None or later is None)):
        return HoursGroup((HoursLayer(whole),))
    return HoursGroup(
        (HoursLayer(days), *([HoursLayer(night, DAY)] if night else [])),
        (HoursLayer(late), HoursLayer(later, DAY)) if late and later else (),
    )


@lru_cache(maxsize=256)
def _more_holidays(calendar: Calendar, year: int) -> tuple[str, ...]:
    """Return the holidays that the library does not know, of the year and its neighbours."""
    if not calendar.province:
        return ()
    known = _parsed("PH 00:00-24:00", calendar)
    days = [
        day
        for number in (year - 1, year, year + 1)
        for day in sorted(holidays_of_province(calendar.country, calendar.province, number))
        if known is None or not known.is_open(datetime(day.year, day.month, day.day, 12))
    ]
    return tuple(written_day(day) for day in days)


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


@dataclass(frozen=True, slots=True)
class _Doubts:
    """What of a text does not depend on the moment: `always` makes every opening a question."""

    evaluable: bool
    joined: str
    always: bool
    holidays_named: bool
    holidays_decided: bool


@lru_cache(maxsize=8192)
def _doubts(text: str) -> _Doubts:
    joined = with_bare_spans_joined(text)
    named = _TELLS_HOLIDAYS.search(text) is not None
    return _Doubts(
        evaluable=is_evaluable(text) and not names_school_holidays(text),
        joined=joined if joined != text else "",
        always=_TIMETABLE.search(text) is not None
        or any(_DAYS_ONLY.fullmatch(rule.strip()) for rule in text.split(";")),
        holidays_named=named,
        holidays_decided="24/7" in text or with_holidays(text, ["2026 Jan 01"]) != text,
    )


def _on_holiday(doubts: _Doubts, local: datetime, calendar: Calendar) -> bool:
    """Return whether it is a holiday of which a text says nothing."""
    if doubts.holidays_named:
        return not doubts.holidays_decided and is_holiday_of_province(local.date(), calendar)
    return is_public_holiday(local.date(), calendar)


def _end_of_opening(hours: ReadHours, local: datetime) -> datetime | None:
    """Follow changes that only swap one open rule for another."""
    moment = local
    while (change := hours.change_after(moment)) is not None:
        if change - local > LOOK_AHEAD:
            return None
        if hours.kind(change)[0] is not OpeningKind.OPEN:
            return change
        moment = change
    return None


def _next_opening(hours: ReadHours, local: datetime) -> datetime | None:
    """Return the next moment that is not plainly closed."""
    moment = local
    while (change := hours.change_after(moment)) is not None:
        if change - local > LOOK_AHEAD:
            return None
        if hours.kind(change)[0] in (OpeningKind.OPEN, OpeningKind.ASK):
            return change
        moment = change
    return None

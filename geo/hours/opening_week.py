"""The hours of seven days, for a table: what `geo.hours.opening` says of moments, said of days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from geo.hours.evaluable import is_evaluable
from geo.hours.opening import HoursGroup, HoursLayer, OpeningKind, ReadHours, read_hours
from geo.hours.rule_texts import fallback_groups, plain_text, with_bare_spans_joined
from geo.hours.validity import known_until_day
from geo.model import Calendar, Schedule

DAYS = 7


@dataclass(frozen=True, slots=True)
class OpenSpan:
    """Hours of one day, local; `closes` 00:00 is midnight.

    Attributes
    ----------
    comment
        The record's own words; empty where it has none.
    known
        False where the record says only that it is not known whether it is open in these hours.
    meanings
        As of `geo.hours.opening.OpeningState`.
    """

    opens: time
    closes: time
    comment: str = ""
    known: bool = True
    meanings: tuple[str, ...] = ()

    @property
    def is_whole_day(self) -> bool:
        """Whether the hours are those from midnight to midnight."""
        return self.opens == self.closes == time()


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day with its hours; no spans: closed."""

    day: date
    spans: tuple[OpenSpan, ...]


@dataclass(frozen=True, slots=True)
class ScheduleWeek:
    """The seven days of a schedule.

    Attributes
    ----------
    days
        None where the text could not be read with certainty.
    otherwise, meanings
        The words for the time in which it is not open, and what they mean, as of `OpenSpan`.
    """

    schedule: Schedule
    days: tuple[OpenDay, ...] | None
    otherwise: str = ""
    meanings: tuple[str, ...] = ()


def opening_week(
    opening_hours: str | None, first_day: date, calendar: Calendar
) -> tuple[OpenDay, ...] | None:
    """Return the hours of seven days, None where they cannot be read with certainty.

    They are those of weeks outside the school holidays.

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
    text = plain_text(opening_hours or "")
    hours = read_hours(text, calendar, first_day.year) if text else None
    if hours is None or not is_evaluable(text) or with_bare_spans_joined(text) != text:
        return None
    # What holds otherwise, after "||", is a sentence and no hours of a table.
    table = ReadHours(hours.groups[:1])
    start = datetime.combine(first_day, time(), ZoneInfo(calendar.time_zone))
    spans: dict[date, list[OpenSpan]] = {}
    # A night that began before the week belongs to the day before it, which is not shown.
    before = start - timedelta(days=1)
    for opens, closes, comment in _intervals(table, before, start + timedelta(days=DAYS)):
        known = any(layer.is_open(opens) for layer in _layers(table.groups[0]))
        for begin, end in _by_day(opens.replace(tzinfo=None), closes.replace(tzinfo=None)):
            spans.setdefault(begin.date(), []).append(
                OpenSpan(begin.time(), end.time(), comment, known)
            )
    days = (first_day + timedelta(days=n) for n in range(DAYS))
    return tuple(OpenDay(day, tuple(spans.get(day, ()))) for day in days)


def otherwise(opening_hours: str) -> str:
    """Return the words for the time in which a text is not open, after ``||``; empty where none.

    Examples
    --------
    >>> otherwise('Mo-Fr 09:00-12:00 || unknown "su appuntamento"')
    'su appuntamento'
    """
    comments = [re.findall(r'"([^"]*)"', group) for group in fallback_groups(opening_hours)[1:]]
    return "; ".join(comment for found in comments for comment in found)


def _intervals(
    hours: ReadHours, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime, str]]:
    """Return local spans that begin before `end` and are not closed, with their comments."""
    last = end + timedelta(days=1)  # a night that begins in the week ends after it
    moment = start
    opens, state = moment, hours.kind(moment)
    while moment < last and opens < end:
        change = hours.change_after(moment)
        moment = min(change, last) if change else last
        after = hours.kind(moment)
        if after == state and moment < last:
            continue
        if state[0] is not OpeningKind.CLOSED and known_until_day(state[1]) is None:
            yield opens, moment, state[1]
        opens, state = moment, after


def _layers(group: HoursGroup) -> tuple[HoursLayer, ...]:
    return (*group.certain, *group.open_ends)


def _by_day(opens: datetime, closes: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Cut what lasts longer than a night at each midnight; a night stays with its evening."""
    while closes - opens > timedelta(hours=20):
        midnight = datetime.combine(opens.date() + timedelta(days=1), time())
        if midnight >= closes:
            break
        yield opens, midnight
        opens = midnight
    yield opens, closes

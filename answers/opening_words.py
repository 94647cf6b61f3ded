"""What the comments of opening hours mean, so that they can be said in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from data.exchange.hour_comments import comment_meanings
from geo.finder import Findings, Result
from geo.hours.opening_week import OpenDay, ScheduleWeek, opening_week, otherwise
from geo.model import Calendar, Schedule


def weeks_of(
    schedules: Sequence[Schedule], first_day: date, calendar: Calendar
) -> list[ScheduleWeek]:
    """Return seven days of each schedule, as `opening_week` does, comments understood.

    Examples
    --------
    >>> calendar = Calendar("Europe/Rome", "IT", 11.1, 46.0)
    >>> schedule = Schedule('Mo 09:00-12:00 "su appuntamento"')
    >>> [week] = weeks_of([schedule], date(2026, 11, 23), calendar)
    >>> week.days[0].spans[0].meanings
    ('required',)
    """
    found = []
    for schedule in schedules:
        text = schedule.opening_hours or ""
        days = _week(opening_week(text, first_day, calendar))
        words = otherwise(text) if days else ""
        found.append(ScheduleWeek(schedule, days, words, comment_meanings(words)))
    return found


def understood(result: Result) -> Result:
    """Return a result in which the comment at the moment of arrival is understood."""
    opening = result.match.opening
    if not opening.comment:
        return result
    opening = replace(opening, meanings=comment_meanings(opening.comment))
    return replace(result, match=replace(result.match, opening=opening))


def with_meanings(findings: Findings) -> Findings:
    """Return findings in which the comment at the moment of arrival is understood."""
    return replace(
        findings,
        results=tuple(map(understood, findings.results)),
        later=tuple(map(understood, findings.later)),
        protected=tuple(map(understood, findings.protected)),
    )


def _week(week: tuple[OpenDay, ...] | None) -> tuple[OpenDay, ...] | None:
    if week is None:
        return None
    return tuple(
        replace(day, spans=tuple(
            replace(span, meanings=comment_meanings(span.comment)) for span in day.spans
        ))
        for day in week
    )  # fmt: skip

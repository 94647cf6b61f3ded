"""The hours of a week as one table, with what is spoken in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from geo.hours.evaluable import names_school_holidays
from geo.hours.opening_week import OpenDay, OpenSpan, ScheduleWeek
from geo.model import Schedule
from layers.sentences import said_comment
from layers.text.bidi import bdi
from layers.text.escaping import esc
from layers.words import Words


def hours_table(weeks: Sequence[ScheduleWeek], words: Words) -> str:
    """Return the hours of all schedules of a place as HTML; empty where nothing is known.

    One table has the hours of every schedule, each with its languages where these differ.

    Parameters
    ----------
    weeks
        Each schedule with its seven days. A text that could not be read with certainty, or that
        names school holidays, is shown as written.
    """
    given = [week for week in weeks if week.schedule.opening_hours]
    if not given:
        return ""
    spoken = {_languages(week.schedule) for week in given}
    alike = len(spoken) == 1
    heading = _spoken(spoken.pop(), words) if alike else ""
    parts = [f"<h4>{esc(heading or words.say('result.hours'))}</h4>"]
    read = [(week.schedule, week.days) for week in given if week.days is not None]
    if read:
        rows = "".join(
            _row(day.day, n, read, words, alike=alike) for n, day in enumerate(read[0][1])
        )
        parts.append(f'<table class="ap-hours"><tbody>{rows}</tbody></table>')
    lines = dict.fromkeys(line for week in given for line in _lines(week, words, alike=alike))
    parts += [f"<p>{esc(line)}</p>" for line in lines]
    return "".join(parts)


def _languages(schedule: Schedule) -> tuple[str, ...]:
    return tuple(sorted(schedule.languages or ()))


def _spoken(languages: tuple[str, ...], words: Words) -> str:
    return words.say("reason.language.spoken", languages=languages) if languages else ""


def _lines(week: ScheduleWeek, words: Words, *, alike: bool) -> list[str]:
    """Return what no table can say of a schedule."""
    text = week.schedule.opening_hours or ""
    lines = []
    if week.days is None or names_school_holidays(text):
        spoken = "" if alike else _spoken(_languages(week.schedule), words)
        lines.append(" ".join(filter(None, (words.say("hours.as_written", text=text), spoken))))
    if week.otherwise:
        comment = said_comment(week.otherwise, week.meanings, words)
        lines.append(words.say("hours.otherwise", comment=comment))
    return lines


def _row(
    day: date, number: int, weeks: Sequence[tuple[Schedule, Sequence[OpenDay]]], words: Words,
    *, alike: bool,
) -> str:  # fmt: skip
    spoken: dict[OpenSpan, set[str]] = {}
    for schedule, week in weeks:
        for span in week[number].spans:
            spoken.setdefault(span, set()).update(_languages(schedule))
    spans = sorted(spoken, key=lambda span: (span.opens, span.closes))
    cells = "".join(
        f"<div>{_span(span, words)}{'' if alike else _in(spoken[span], words)}</div>"
        for span in spans
    )
    closed = esc(words.say("hours.closed"))
    return f"<tr><th>{esc(words.fact(day, 'weekday'))}</th><td>{cells or closed}</td></tr>"


def _in(languages: set[str], words: Words) -> str:
    if not languages:
        return ""
    named = words.fact(tuple(sorted(languages)), "languages")
    return f' <span class="ap-hours__languages">{esc(named)}</span>'


def _span(span: OpenSpan, words: Words) -> str:
    comment = bdi(said_comment(span.comment, span.meanings, words)) if span.comment else ""
    if not span.known and span.is_whole_day:
        asked = esc(words.say("hours.not_told"))
        return f"{comment} ({asked})" if comment else asked
    opens, closes = words.fact(span.opens, "clock"), words.fact(span.closes, "clock")
    hours = bdi(f"{opens}–{closes}", direction="ltr")
    if not comment and not span.known:
        comment = esc(words.say("hours.to_confirm"))
    return f"{hours} {comment}" if comment else hours

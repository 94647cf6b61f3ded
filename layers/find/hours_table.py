"""The hours of a week as a table, with what is spoken in them."""

from __future__ import annotations

from collections.abc import Sequence

from geo.hours.evaluable import names_school_holidays
from geo.hours.opening_week import OpenDay, OpenSpan, otherwise
from geo.model import Schedule
from layers.text.bidi import bdi
from layers.text.escaping import esc
from layers.words import Words

Week = tuple[Schedule, Sequence[OpenDay] | None]


def hours_table(weeks: Sequence[Week], words: Words) -> str:
    """Return the hours of each schedule as HTML; empty where nothing is known.

    Parameters
    ----------
    weeks
        Each schedule with its seven days; None where its text could not be read with certainty:
        then the text is shown as written, as it is where it names school holidays.
    """
    rows = [_schedule(schedule, week, words) for schedule, week in weeks if schedule.opening_hours]
    return "".join(rows)


def _schedule(schedule: Schedule, week: Sequence[OpenDay] | None, words: Words) -> str:
    heading = words.say("result.hours")
    if schedule.languages:
        heading = words.say("reason.language.spoken", languages=tuple(sorted(schedule.languages)))
    text = schedule.opening_hours or ""
    parts = [f"<h4>{esc(heading)}</h4>"]
    if week is not None:
        rows = "".join(_row(day, words) for day in week)
        parts.append(f'<table class="ap-hours"><tbody>{rows}</tbody></table>')
    if week is None or names_school_holidays(text):
        parts.append(f"<p>{esc(words.say('hours.as_written', text=text))}</p>")
    if week is None:
        return "".join(parts)
    words_otherwise = otherwise(text)
    if words_otherwise:
        parts.append(f"<p>{esc(words.say('hours.otherwise', comment=words_otherwise))}</p>")
    return "".join(parts)


def _row(day: OpenDay, words: Words) -> str:
    name = esc(words.fact(day.day, "weekday"))
    return f"<tr><th>{name}</th><td>{_spans(day.spans, words)}</td></tr>"


def _spans(spans: Sequence[OpenSpan], words: Words) -> str:
    if not spans:
        return esc(words.say("hours.closed"))
    return ", ".join(_span(span, words) for span in spans)


def _span(span: OpenSpan, words: Words) -> str:
    opens, closes = words.fact(span.opens, "clock"), words.fact(span.closes, "clock")
    hours = bdi(f"{opens}–{closes}", direction="ltr")
    return f"{hours} {bdi(span.comment)}" if span.comment else hours

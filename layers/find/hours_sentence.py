"""Opening hours in words: a line for each rule, "Monday to Friday: 09:00–13:00"."""

from __future__ import annotations

from collections.abc import Sequence

from babel.dates import get_month_names

from geo.hours.opening_rules import (
    EVERY_DAY,
    HOLIDAY,
    MIDNIGHT,
    Date,
    OpeningRule,
    Span,
    opening_rules,
)
from layers.words import Said, Words

_ALL_DAY = (0, MIDNIGHT)
_WHICH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}


def hours_sentences(opening_hours: str, words: Words) -> tuple[str, ...]:
    """Return hours in OSM's syntax as lines of plain text, one for each rule.

    Text that says more than such lines can say, or that nobody can read, is shown as written;
    empty text gives no line.

    Examples
    --------
    >>> hours_sentences("Mo-Fr 09:00-13:00; Sa off", Words("en"))
    ('Monday to Friday: 09:00–13:00', 'Saturday: closed')
    >>> hours_sentences("Mo-Fr 09:00-13:00", Words("it"))
    ('da lunedì a venerdì: 09:00–13:00',)
    """
    if not opening_hours.strip():
        return ()
    rules = opening_rules(opening_hours)
    if rules is None:
        return (words.say("hours.as_written", text=opening_hours),)
    return tuple(_line(rule, words) for rule in rules)


def _line(rule: OpeningRule, words: Words) -> str:
    hours = _state(rule, words)
    if rule.comment:
        hours = words.say("hours.with_comment", hours=Said(hours), comment=rule.comment)
    always = rule.days == EVERY_DAY and rule.spans == (_ALL_DAY,)
    if always and not rule.period and not rule.comment:
        return words.say("hours.always")
    when = _list([*_days(rule.days, words), *_nth(rule, words)], words)
    if rule.period:
        period = _list([_part(part, words) for part in rule.period], words)
        if rule.days == EVERY_DAY and rule.state != "open":
            when = period
        else:
            when = words.say("hours.in_period", period=Said(period), days=Said(when))
    return words.say("hours.rule", when=Said(when), hours=Said(hours))


def _state(rule: OpeningRule, words: Words) -> str:
    if rule.state == "closed":
        return words.say("hours.closed")
    if rule.state == "unknown":
        return words.say("hours.not_told")
    return ", ".join(_span(span, words) for span in rule.spans)


def _span(span: Span, words: Words) -> str:
    opens, closes = span
    if closes > MIDNIGHT:
        night = {"opens": words.ltr(_clock(opens)), "closes": words.ltr(_clock(closes - MIDNIGHT))}
        return words.say("hours.night", **{key: Said(text) for key, text in night.items()})
    return words.ltr(f"{_clock(opens)}–{_clock(closes)}")


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _days(days: Sequence[int], words: Words) -> list[str]:
    """Return names of days; three or more that follow each other as a range."""
    if tuple(days) == EVERY_DAY:
        return [words.say("hours.every_day")]
    named: list[str] = []
    for run in _runs(days):
        if len(run) > 2:
            first, last = (Said(words.fact(day, "weekday")) for day in (run[0], run[-1]))
            named.append(words.say("hours.range", first=first, last=last))
        else:
            named += [_day(day, words) for day in run]
    return named


def _runs(days: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1 and day != HOLIDAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _day(day: int, words: Words) -> str:
    return words.say("hours.holidays") if day == HOLIDAY else words.fact(day, "weekday")


def _nth(rule: OpeningRule, words: Words) -> list[str]:
    return [
        words.say(f"hours.{_WHICH[number]}", day=Said(words.fact(day, "weekday")))
        for day, number in rule.nth
    ]


def _part(part: tuple[Date, Date], words: Words) -> str:
    first, last = (_date(date, words) for date in part)
    if part[0] == part[1]:
        return first
    key = "hours.date_range" if part[0][1] else "hours.range"
    return words.say(key, first=Said(first), last=Said(last))


def _date(date: Date, words: Words) -> str:
    month, day = date
    name = str(get_month_names(locale=words.language)[month])
    return words.say("hours.date", day=Said(str(day)), month=Said(name)) if day else name


def _list(texts: Sequence[str], words: Words) -> str:
    return words.fact(tuple(map(Said, texts)), "list") if len(texts) > 1 else "".join(texts)

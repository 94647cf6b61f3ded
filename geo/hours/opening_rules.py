"""Opening hours as a few rules that a sentence can say: which days, which hours.

Of the OSM syntax: months and days of the year, days of the week, the n-th of the month, public
holidays, hours, closings and comments. Anything richer (weeks, years, sunrise, open ends, school
holidays) is not given at all rather than said by half. A rule that overrules an earlier one for
some of its days takes them out of it, so that each line stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from geo.hours.months import MONTHS, MOST_DAYS
from geo.hours.opening import is_readable
from geo.hours.rule_texts import plain_text

WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
HOLIDAY = 7
"""Public holidays, as the day after the seven."""

EVERY_DAY = tuple(range(7))
MIDNIGHT = 24 * 60

_DAY = rf"(?:{'|'.join(WEEK)}|PH)"
_DAYS = rf"{_DAY}(?:\[-?\d(?:,-?\d)*\])?(?:\s*-\s*{_DAY})?"
_DATE = rf"(?:{'|'.join(MONTHS)})(?:\s\d\d?)?"
_DATES = rf"{_DATE}(?:\s*-\s*(?:{_DATE}|\d\d?))?"
_SPAN = r"\d\d?:\d\d\s*-\s*\d\d?:\d\d"
_RULE = re.compile(
    rf"(?:(?P<period>{_DATES}(?:,\s*{_DATES})*)(?:\s*:)?(?:\s+|$))?"
    rf"(?:(?P<days>{_DAYS}(?:,\s*{_DAYS})*)(?:\s+|$))?"
    rf"(?P<spans>{_SPAN}(?:,\s*{_SPAN})*|24/7)?\s*"
    r"(?P<state>off|closed|open|unknown)?\s*"
    r'(?:"(?P<comment>[^"]*)")?',
    re.IGNORECASE,
)
# A comma adds a rule where days or a period follow hours.
_SEPARATOR = re.compile(rf';|(?<=[0-9a-z"])\s*,\s*(?={_DATE}\b|{_DAY}\b(?!\[))', re.IGNORECASE)
_AFTER_HOURS = re.compile(r'(?:\d:\d\d|off|closed|open|unknown|")\s*$', re.IGNORECASE)

Date = tuple[int, int]
"""Month from 1; day of the month, 0 for the whole month."""

Period = tuple[tuple[Date, Date], ...]
"""Parts of the year, both ends included; empty for all of it."""

ALL_YEAR: Period = (((1, 0), (12, 0)),)

Span = tuple[int, int]
"""Minutes after midnight; a night closes after 1440."""


@dataclass(frozen=True, slots=True)
class OpeningRule:
    """Days with the same hours.

    Attributes
    ----------
    period
        Parts of the year, both ends included; empty: all the year.
    days
        From Monday = 0, `HOLIDAY` for public holidays, in order; empty with `nth`.
    nth
        (day, which of the month), -1 for the last.
    spans
        Empty where the state is not ``open``.
    state
        ``open``, ``closed`` or ``unknown``: days are given without their hours.
    comment
        The record's own words.
    """

    period: Period
    days: tuple[int, ...]
    nth: tuple[tuple[int, int], ...]
    spans: tuple[Span, ...]
    state: str
    comment: str = ""


def opening_rules(opening_hours: str) -> tuple[OpeningRule, ...] | None:
    """Return the rules of a text in OSM's syntax, None where it says more than rules can say.

    Examples
    --------
    >>> rules = opening_rules("Mo-Fr 09:00-18:00; Fr 09:00-13:00")
    >>> [(rule.days, rule.spans) for rule in rules]
    [((0, 1, 2, 3), ((540, 1080),)), ((4,), ((540, 780),))]
    >>> opening_rules("Mo-Fr sunrise-sunset") is None
    True
    """
    if not is_readable(opening_hours):
        return None
    scopes: dict[Period, _Scope] = {}
    for text, adds in _texts(plain_text(opening_hours)):
        rule = _read(text)
        if rule is None or (not adds and _undoes(rule, scopes)):
            return None
        scopes.setdefault(rule.period, _Scope()).take(rule, adds=adds)
    # Hours of a period overrule those of the year only on its days: both lines are true.
    return tuple(rule for scope in scopes.values() for rule in scope.rules())


def days_of_year(period: Period) -> set[int]:
    """Return the days of a leap year that parts of the year cover, from 0.

    Examples
    --------
    >>> len(days_of_year((((2, 0), (2, 0)),))), len(days_of_year((((12, 31), (1, 1)),)))
    (29, 2)
    """
    starts = [sum(MOST_DAYS[:month]) for month in range(12)]
    days: set[int] = set()
    for (first_month, first_day), (last_month, last_day) in period:
        start = starts[first_month - 1] + max(0, first_day - 1)
        end = starts[last_month - 1] + (last_day or MOST_DAYS[last_month - 1]) - 1
        days |= {n % 366 for n in range(start, end + 1 if end >= start else end + 367)}
    return days


def _undoes(rule: OpeningRule, scopes: Mapping[Period, _Scope]) -> bool:
    """Return whether a rule overrules what is rarer than it: "PH off; Mo-Fr 09:00-12:00"."""
    here = days_of_year(rule.period or ALL_YEAR)
    days = set(rule.days) - {HOLIDAY}
    for period, scope in scopes.items():
        there = days_of_year(period or ALL_YEAR)
        if not here & there:
            continue
        wider = not here <= there
        names = {*scope.of_day, *(day for other in scope.of_nth for day, _ in other.nth)}
        rarer = {day for other in scope.of_nth for day, _ in other.nth} & days
        if rarer or (days and HOLIDAY in scope.of_day) or (wider and names & set(rule.days)):
            return True
    return False


@dataclass(slots=True)
class _Scope:
    of_day: dict[int, OpeningRule] = field(default_factory=dict)
    of_nth: list[OpeningRule] = field(default_factory=list)

    def take(self, rule: OpeningRule, *, adds: bool) -> None:
        if rule.nth:
            self.of_nth.append(rule)
        for day in rule.days:
            before = self.of_day.pop(day, None) if adds else None
            self.of_day.pop(day, None)
            self.of_day[day] = replace(_both(before, rule), days=(day,), nth=())

    def rules(self) -> Iterator[OpeningRule]:
        def same(rule: OpeningRule) -> tuple[object, ...]:
            return rule.spans, rule.state, rule.comment

        ordered = sorted(self.of_day.values(), key=lambda rule: rule.days)
        kinds = list(dict.fromkeys(map(same, ordered)))
        ordered.sort(key=lambda rule: kinds.index(same(rule)))
        for _, group in groupby(ordered, same):
            rules = list(group)
            yield replace(rules[0], days=tuple(rule.days[0] for rule in rules))
        yield from (replace(rule, days=()) for rule in self.of_nth)


def _both(before: OpeningRule | None, rule: OpeningRule) -> OpeningRule:
    if before is None or before.state != "open" or rule.state != "open":
        return rule
    return replace(rule, spans=tuple(sorted({*before.spans, *rule.spans})))


def _texts(opening_hours: str) -> Iterator[tuple[str, bool]]:
    """Return the rules as texts, each with whether it adds to what stands before it."""
    quoted = re.split(r'("[^"]*")', opening_hours)
    marks = [f'"{n}"' if text.startswith('"') else text for n, text in enumerate(quoted)]
    whole = "".join(marks)
    start, adds = 0, False
    for found in _SEPARATOR.finditer(whole):
        comma = found[0].strip() == ","
        if comma and not _AFTER_HOURS.search(whole[: found.start()]):
            continue
        yield _unmarked(whole[start : found.start()], quoted), adds
        start, adds = found.end(), comma
    yield _unmarked(whole[start:], quoted), adds


def _unmarked(text: str, quoted: list[str]) -> str:
    return re.sub(r'"(\d+)"', lambda found: quoted[int(found[1])], text).strip()


def _read(text: str) -> OpeningRule | None:
    found = _RULE.fullmatch(text)
    if found is None or not text:
        return None
    period = _period(found["period"] or "")
    days, nth = _days(found["days"]) if found["days"] else (EVERY_DAY, ())
    spans = _spans(found["spans"] or "")
    state = _state(found, spans, named=bool(found["days"] or period))
    open_spans = spans if state == "open" else ()
    return OpeningRule(period, days, nth, open_spans, state, found["comment"] or "")


def _state(found: re.Match[str], spans: tuple[Span, ...], *, named: bool) -> str:
    text = (found["state"] or "").lower()
    if text in ("off", "closed"):
        return "closed"
    if text == "unknown" or (not spans and (named or found["comment"])):
        return "unknown"
    return "open"


def _period(text: str) -> Period:
    return tuple(_part(part.strip()) for part in text.split(",") if part.strip())


def _part(text: str) -> tuple[Date, Date]:
    first, _, last = text.partition("-")
    start = _date(first.strip())
    if not last:
        return start, start
    end = last.strip()
    return start, (start[0], int(end)) if end.isdigit() else _date(end)


def _date(text: str) -> Date:
    month, _, day = text.partition(" ")
    return 1 + MONTHS.index(month.title()), int(day or 0)


def _days(text: str) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    week: set[int] = set()
    nth: list[tuple[int, int]] = []
    for part in re.split(r",\s*(?![-\d])", text):
        first, _, last = re.sub(r"\[.*", "", part).partition("-")
        start = _day(first)
        numbers = re.search(r"\[(.*)\]", part)
        if numbers:
            nth += [(start, int(number)) for number in numbers[1].split(",")]
        elif last:
            week |= {(start + n) % 7 for n in range((_day(last) - start) % 7 + 1)}
        else:
            week.add(start)
    return tuple(sorted(week)), tuple(nth)


def _day(text: str) -> int:
    name = text.strip().title()
    return HOLIDAY if name == "Ph" else WEEK.index(name)


def _spans(text: str) -> tuple[Span, ...]:
    if text == "24/7":
        return ((0, MIDNIGHT),)
    spans = []
    for span in filter(None, text.split(",")):
        opens, closes = (_minutes(end) for end in span.split("-"))
        spans.append((opens, closes if closes > opens else closes + MIDNIGHT))
    return tuple(sorted(spans))


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)

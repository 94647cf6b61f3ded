"""Rules of opening hours joined into one text of OSM's syntax, where they can mean only one thing.

Two rules for one day are joined only where that is certain: they have the same days; the second
says "also" or names the part of the day; or one is for fewer days and lies within the other, as
"lun-ven 9-18, ven 9-13" does. "Lun-ven 9-12, mar 15-17" may mean that Tuesday has a second time or
another one: not certain, not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from data.exchange.hour_parts import EVERY_DAY, Days, Unclear
from data.exchange.hour_rules import HourRule
from data.exchange.hour_spans import Span
from geo.hours.months import MONTHS
from geo.hours.opening_rules import WEEK, Period, days_of_year

_MIDNIGHT = 24 * 60
_HOLIDAY = 7
_NAMES = (*WEEK, "PH")
Spans = tuple[Span, ...]


@dataclass(slots=True)
class _Scope:
    """What holds in one period: hours and closings by day of the week, PH as the eighth."""

    opens: dict[int, Spans] = field(default_factory=dict)
    of: dict[int, frozenset[int]] = field(default_factory=dict)
    nth: dict[tuple[int, int], Spans] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    closed_nth: list[tuple[int, int]] = field(default_factory=list)
    closed_whole: bool = False
    bare: Spans = ()
    untold: dict[int, str] = field(default_factory=dict)
    """Days whose hours nobody says, with what is written of them: "mattina"."""


def opening_hours_of(rules: Sequence[HourRule]) -> str:
    """Return rules as one text of OSM's syntax.

    Days whose hours nobody says are ``unknown``, with the part of the day as a comment where it is
    written, as is the rest of the week where only closings are given.

    Raises
    ------
    Unclear
        Where they contradict each other, or can be joined in more than one way.
    """
    _check_festive(rules)
    scopes: dict[Period, _Scope] = {(): _Scope()}
    for rule in rules:
        if not rule.closed:
            _add_open(scopes.setdefault(rule.period, _Scope()), rule)
    found = any(rule.spans for rule in rules)
    for rule in rules:
        if rule.closed:
            _add_closed(scopes.setdefault(rule.period, _Scope()), rule, scopes)
    _check_scopes(scopes)
    texts = [text for period, scope in scopes.items() for text in _texts(period, scope)]
    late = [text for period, scope in scopes.items() for text in _late_texts(period, scope)]
    only_closed = not found and not any(scope.untold for scope in scopes.values())
    if only_closed and [*texts, *late] != ["off"]:
        texts.insert(0, "unknown")
    nights = any(span.closes > _MIDNIGHT for scope in scopes.values() for span in _spans(scope))
    if nights and len(scopes) > 1:
        raise Unclear  # a night that ends in another period
    joint = ", " if nights else "; "
    return "; ".join([part for part in (joint.join(texts), "; ".join(late)) if part])


def _check_festive(rules: Iterable[HourRule]) -> None:
    """Let "festivi", which may mean Sundays too, be open only where Sunday is given itself."""
    rules = list(rules)
    sunday = any(rule.days is not None and 6 in rule.days.week for rule in rules)
    if not sunday and any(rule.days and rule.days.festive and not rule.closed for rule in rules):
        raise Unclear


def _days_of(rule: HourRule) -> frozenset[int]:
    days = rule.days or Days(EVERY_DAY)
    return days.week | {_HOLIDAY} if days.holidays else days.week


def _add_open(scope: _Scope, rule: HourRule) -> None:
    if not rule.spans:
        days = _days_of(rule) if rule.days or rule.period else frozenset()
        if rule.vague and days & scope.untold.keys():
            raise Unclear
        scope.untold |= dict.fromkeys(days, rule.vague)
        return
    if rule.days is None:
        if scope.bare or scope.opens:
            raise Unclear
        scope.bare = rule.spans
        return
    if scope.bare:
        raise Unclear
    for key in rule.days.nth:
        if key in scope.nth:
            raise Unclear
        scope.nth[key] = rule.spans
    days = _days_of(rule)
    for day in days:
        scope.opens[day] = _joined(scope, day, rule, days)
        scope.of[day] = days


def _joined(scope: _Scope, day: int, rule: HourRule, days: frozenset[int]) -> Spans:
    before = scope.opens.get(day)
    if before is None or before == rule.spans:
        return rule.spans
    earlier = scope.of[day]
    if _within(rule.spans, before) or _within(before, rule.spans):
        if days < earlier:
            return rule.spans
        if earlier < days:
            return before
        raise Unclear
    if earlier == days or rule.adds:
        return _united(before, rule.spans)
    raise Unclear


def _within(inner: Spans, outer: Spans) -> bool:
    return all(any(o.opens <= i.opens and i.closes <= o.closes for o in outer) for i in inner)


def _united(a: Spans, b: Spans) -> Spans:
    united = tuple(sorted({*a, *b}, key=lambda span: span.opens))
    for before, after in pairwise(united):
        if after.opens < before.closes:
            raise Unclear
    return united


def _add_closed(scope: _Scope, rule: HourRule, scopes: dict[Period, _Scope]) -> None:
    if rule.days is None:
        if rule.period == () and any(_spans(s) or s.untold for s in scopes.values()):
            raise Unclear
        if scope.opens or scope.bare or scope.untold:
            raise Unclear
        scope.closed_whole = True
        return
    scope.closed_nth += rule.days.nth
    days = _days_of(rule)
    for day in days:
        _close(scope, day, days)
    if rule.period == () and len(scopes) > 1:
        opened = {day for period, s in scopes.items() if period for day in s.opens}
        if opened & days:
            raise Unclear


def _close(scope: _Scope, day: int, days: frozenset[int]) -> None:
    if day in scope.opens:
        if not days < scope.of[day]:
            raise Unclear
        del scope.opens[day]
    scope.untold.pop(day, None)
    scope.closed.add(day)


def _check_scopes(scopes: dict[Period, _Scope]) -> None:
    whole_year = scopes[()]
    for scope in scopes.values():
        vague = {day for day, text in scope.untold.items() if text}
        if vague & scope.opens.keys() or (vague and (scope.bare or scope.nth)):
            raise Unclear  # a second time of that day, or another one
    if whole_year.nth and (whole_year.opens or whole_year.bare):
        days = set(whole_year.opens) if whole_year.opens else set(EVERY_DAY)
        if {day for day, _ in whole_year.nth} & days:
            raise Unclear
    periods = [period for period in scopes if period]
    covered: set[int] = set()
    for period in periods:
        days = days_of_year(period)
        if covered & days:
            raise Unclear
        covered |= days
        _check_period(whole_year, scopes[period])


def _check_period(whole_year: _Scope, scope: _Scope) -> None:
    """Hours of a period must say every day on which the rest of the year is open."""
    if scope.closed_whole or not (whole_year.opens or whole_year.bare):
        return
    if scope.untold or whole_year.nth or scope.nth:
        raise Unclear
    usual = set(whole_year.opens) - {_HOLIDAY}
    if scope.bare and usual:
        if len({whole_year.of[day] for day in usual}) > 1:
            raise Unclear
        scope.opens = dict.fromkeys(sorted(usual), scope.bare)
        scope.bare = ()
    if whole_year.bare and not scope.bare:
        usual = set(EVERY_DAY)
    if usual - set(scope.opens) - scope.closed and not scope.bare:
        raise Unclear


def _spans(scope: _Scope) -> list[Span]:
    of_days = [*scope.opens.values(), *scope.nth.values(), scope.bare]
    return [span for spans in of_days for span in spans]


def _texts(period: Period, scope: _Scope) -> list[str]:
    head = _period_text(period)
    texts = [_text(head, days, _hours(spans)) for days, spans in _grouped(scope.opens)]
    texts += [_text(head, f"{WEEK[d]}[{n}]", _hours(s)) for (d, n), s in _grouped_nth(scope.nth)]
    if scope.bare:
        texts.append(_text(head, "", _hours(scope.bare)))
    for written in dict.fromkeys(scope.untold.values()):
        same = {day for day, text in scope.untold.items() if text == written}
        days = "" if head and same == EVERY_DAY else _days_text(same)
        texts.append(_text(head, days, "unknown", f'"{written}"' if written else ""))
    whole = [t for t in texts if t.startswith("Mo-Su 00:00-24:00") or t == "00:00-24:00"]
    return ["24/7"] if whole and len(texts) == 1 and not period else texts


def _late_texts(period: Period, scope: _Scope) -> list[str]:
    """Closings, which overrule what stands before them; public holidays overrule all."""
    head = _period_text(period)
    nights = any(span.closes > _MIDNIGHT for span in _spans(scope))
    texts = []
    closed = scope.closed - {_HOLIDAY}
    # A day that is shut anyway must not cut off the night that runs into it.
    if closed and not nights:
        texts.append(_text(head, _days_text(closed | (scope.closed & {_HOLIDAY})), "off"))
    elif _HOLIDAY in scope.closed:
        texts.append(_text(head, "PH", "off"))
    texts += [_text(head, f"{WEEK[day]}[{n}]", "off") for day, n in scope.closed_nth]
    if scope.closed_whole:
        texts.append(_text(head, "", "off"))
    return texts


def _text(*words: str) -> str:
    return " ".join(word for word in words if word)


def _grouped(opens: dict[int, Spans]) -> list[tuple[str, Spans]]:
    days_of: dict[Spans, set[int]] = {}
    for day in sorted(opens):
        days_of.setdefault(opens[day], set()).add(day)
    # What names public holidays comes last: it overrules.
    groups = sorted(days_of.items(), key=lambda item: (_HOLIDAY in item[1], min(item[1])))
    return [(_days_text(days), spans) for spans, days in groups]


def _grouped_nth(nth: dict[tuple[int, int], Spans]) -> list[tuple[tuple[int, str], Spans]]:
    numbers_of: dict[tuple[int, Spans], list[int]] = {}
    for (day, number), spans in nth.items():
        numbers_of.setdefault((day, spans), []).append(number)
    return [
        ((day, ",".join(map(str, numbers))), spans) for (day, spans), numbers in numbers_of.items()
    ]


def _days_text(days: Iterable[int]) -> str:
    texts = []
    run: list[int] = []
    for day in [*sorted(days), 99]:
        if run and (day != run[-1] + 1 or day >= _HOLIDAY):
            texts += (
                [f"{WEEK[run[0]]}-{WEEK[run[-1]]}"] if len(run) > 2 else [_NAMES[d] for d in run]
            )
            run = []
        run.append(day)
    return ",".join(texts)


def _hours(spans: Spans) -> str:
    return ",".join(f"{_clock(span.opens)}-{_clock(span.closes, end=True)}" for span in spans)


def _clock(minutes: int, *, end: bool = False) -> str:
    if not end or minutes > _MIDNIGHT:
        minutes %= _MIDNIGHT
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _period_text(period: Period) -> str:
    texts = []
    for (first_month, first_day), (last_month, last_day) in period:
        first, last = _day_text(first_month, first_day), _day_text(last_month, last_day)
        texts.append(first if first == last else f"{first}-{last}")
    return ",".join(texts)


def _day_text(month: int, day: int) -> str:
    name = MONTHS[month - 1]
    return f"{name} {day:02d}" if day else name

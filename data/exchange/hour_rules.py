"""Rules of opening hours from the tokens of one sentence: which days with which hours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.exchange.hour_parts import (
    EVERY_DAY,
    Cursor,
    Days,
    Unclear,
    read_days,
    read_period,
    starts_days,
    starts_period,
)
from data.exchange.hour_spans import Hours, HourStyle, Span, read_hours_of_day, starts_hours
from data.exchange.hour_words import Token
from geo.hours.opening_rules import Period

ALL_DAY = Hours((Span(0, 24 * 60),))
MOST_PARTS = 60
LONGEST_SHAPE = 8
_SILENT = ("filler", "hour")
_BETWEEN = {"comma": ",", "dash": ",", "colon": "", "and": "&"}
_PARTS_OF_DAY = ("morning", "afternoon")

# How days (D), hours (S), parts of a day without hours (V), periods (P), closings (C) and
# exceptions (X) make one rule.
_SHAPES = tuple(
    (re.compile(shape), alone)
    for shape, alone in (
        (r"D,?S(?:,?X)?", False),
        (r"D,?X,?S", False),
        (r"DPS", False),
        (r"P,?D,?S(?:,?X)?", False),
        (r"P,?D,?X,?S", False),
        (r"P,?S", False),
        (r"S,?D(?:,?X)?", False),
        (r"D,?C|C,?D|P,?C|C,?P|PD,?C|PCD", False),
        (r"D,?V(?:[,&]V)*|V(?:&V)*,?D", False),
        (r"D,?S,?P|S,?D,?P|S,?P", True),
        (r"S(?:,?X)?", True),
        (r"P?,?D(?:,?X)?|D,?P|P|C|X", True),
    )
)


@dataclass(frozen=True, slots=True)
class HourRule:
    """Days with their hours.

    Attributes
    ----------
    days
        None where the text says none.
    period
        Empty: all the year.
    spans
        Empty with ``closed``, or where the text says no hours.
    adds
        The hours come on top of others of the same day ("anche", "pomeriggio").
    excepted
        Only an exception: what was said before does not hold on these days.
    vague
        The part of the day, as written, where it stands without hours: "mattina".
    """

    days: Days | None
    period: Period
    spans: tuple[Span, ...]
    closed: bool = False
    adds: bool = False
    headed: bool = False
    excepted: bool = False
    vague: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The rules of a sentence, and the places of conditions ("su appuntamento") in the text."""

    rules: tuple[HourRule, ...]
    notes: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Part:
    letter: str
    start: int = 0
    days: Days | None = None
    period: Period = ()
    hours: Hours | None = None
    adds: bool = False
    vague: str = ""


def read_sentence(tokens: Sequence[Token], *, mirrored: bool) -> Sentence:
    """Return the rules of a sentence.

    Days and periods for which it says only a condition have no rule: they are among the notes.

    Parameters
    ----------
    tokens
        Without breaks.
    mirrored
        The text is written from right to left.

    Raises
    ------
    Unclear
        Where the sentence holds an unknown word, has no reading or more than one.
    """
    parts, notes = _parts([t for t in tokens if t.kind not in _SILENT], mirrored=mirrored)
    letters = "".join(part.letter for part in parts)
    readings = _readings(letters)
    if not letters or len(readings) != 1:
        raise Unclear
    rules: list[HourRule] = []
    for start, end in readings.pop():
        rules += _rules(parts[start:end])
    return Sentence(tuple(rules), tuple(notes))


def shape(tokens: Sequence[Token], *, mirrored: bool) -> str:
    """Return the letters of a sentence's parts, empty where it cannot be read."""
    try:
        parts, _ = _parts([t for t in tokens if t.kind not in _SILENT], mirrored=mirrored)
    except Unclear:
        return ""
    return "".join(part.letter for part in parts).strip(",&")


def _readings(letters: str) -> set[tuple[tuple[int, int], ...]]:
    """Return the ways to cut letters into shapes; two are as bad as many, and enough to know."""
    after: dict[int, set[tuple[tuple[int, int], ...]]] = {len(letters): {()}}
    for at in range(len(letters) - 1, -1, -1):
        found: set[tuple[tuple[int, int], ...]] = set()
        for end in range(at + 1, min(len(letters), at + LONGEST_SHAPE) + 1):
            if _is_shape(letters, at, end):
                found |= {((at, end), *rest) for rest in after.get(_next(letters, end), ())}
        after[at] = set(sorted(found)[:2])
    return after[0]


def _is_shape(letters: str, at: int, end: int) -> bool:
    whole = at == 0 and end == len(letters)
    return any(shape.fullmatch(letters, at, end) for shape, alone in _SHAPES if whole or not alone)


def _next(letters: str, end: int) -> int:
    """Return where the next rule starts, -1 where none may end here.

    A period belongs to what stands before it or after it: a comma must say which.
    """
    if end == len(letters):
        return end
    if letters[end] == "P":
        return -1
    return end + 1 if letters[end] in ",&" and end + 1 < len(letters) else end


def _parts(tokens: list[Token], *, mirrored: bool) -> tuple[list[_Part], list[tuple[int, int]]]:
    style = _style(tokens, mirrored=mirrored)
    cursor = Cursor(tokens[1:] if style.half else tokens)
    parts: list[_Part] = []
    notes: list[tuple[int, int]] = []
    adds = False
    while cursor.kind() and len(parts) <= MOST_PARTS:
        if cursor.skip("also"):
            adds = True
        elif cursor.kind() == "note":
            notes.append(_note(cursor, parts))
        elif (between := cursor.skip(*_BETWEEN)) != "":
            _separate(parts, _BETWEEN[between])
        else:
            part = _part(cursor, style)
            parts.append(replace(part, adds=adds))
            adds = adds and part.letter != "S"
    while parts and parts[-1].letter == ",":
        parts.pop()
    if len(parts) > MOST_PARTS:
        raise Unclear
    return parts, notes


def _note(cursor: Cursor, parts: list[_Part]) -> tuple[int, int]:
    """Return where a condition stands; days that have nothing but it are taken out with it."""
    note = cursor.take("note")
    rest = Cursor(cursor.tokens[cursor.at :])
    rest.skip("comma", "colon")
    if not (parts and parts[-1].letter in "DP") or starts_hours(rest):
        return note.start, note.end
    return parts.pop().start, note.end


def _separate(parts: list[_Part], letter: str) -> None:
    if letter == "&" and not parts:
        raise Unclear
    if letter and parts and parts[-1].letter in ",&":
        before = parts.pop().letter
        letter = "&" if "&" in (before, letter) else ","
    if letter and parts:
        parts.append(_Part(letter))


def _part(cursor: Cursor, style: HourStyle) -> _Part:
    start = cursor.tokens[cursor.at].start
    if starts_period(cursor):
        return _Part("P", start, period=read_period(cursor))
    if starts_days(cursor):
        return _Part("D", start, days=read_days(cursor))
    if starts_hours(cursor):
        return _Part("S", start, hours=read_hours_of_day(cursor, style))
    if cursor.kind() in _PARTS_OF_DAY:
        return _Part("V", start, vague=cursor.take(*_PARTS_OF_DAY).text)
    kind = cursor.take("closed", "except", "always").kind
    if kind == "always":
        return _Part("S", start, hours=ALL_DAY)
    if kind == "except" and starts_period(cursor):
        return _Part("X", start, period=read_period(cursor))
    if kind == "except" and starts_days(cursor):
        return _Part("X", start, days=read_days(cursor))
    return _Part("C", start)  # "festivi esclusi" is as good as "chiuso"


def _style(tokens: Sequence[Token], *, mirrored: bool) -> HourStyle:
    kinds = [t.kind for t in tokens]
    part = next((i for i, kind in enumerate(kinds) if kind in _PARTS_OF_DAY), None)
    hour = next((i for i, kind in enumerate(kinds) if kind in ("number", "time", "noon")), None)
    prefix = part is not None and hour is not None and part < hour
    half = ""
    if prefix and part == 0 and not starts_hours(Cursor(tokens)):
        half = "am" if kinds[0] == "morning" else "pm"
    return HourStyle(prefix, mirrored, half)


def _rules(parts: Sequence[_Part]) -> list[HourRule]:
    letters = "".join(part.letter for part in parts if part.letter not in ",&")
    days = next((p.days for p in parts if p.letter == "D"), None)
    period = next((p.period for p in parts if p.letter == "P"), ())
    hours = next((p.hours for p in parts if p.letter == "S"), None)
    without = next((p for p in parts if p.letter == "X"), None)
    rules: list[HourRule] = []
    if letters != "X":
        if without is not None and without.days is not None:
            days = _subtracted(days, without.days)
        rule = HourRule(
            days=days,
            period=period,
            spans=hours.spans if hours else (),
            closed="C" in letters,
            adds=any(p.adds for p in parts) or (hours is not None and hours.labelled),
            headed=letters.startswith("P"),
            vague=", ".join(part.vague for part in parts if part.vague),
        )
        rules.append(rule)
    return rules + _exceptions(without, whole=letters == "X")


def _subtracted(days: Days | None, without: Days) -> Days:
    days = days or Days(EVERY_DAY)
    left = days.week - without.week
    if without.nth or not without.week <= days.week or (without.week and not left):
        raise Unclear
    return replace(days, week=left)


def _exceptions(without: _Part | None, *, whole: bool) -> list[HourRule]:
    """Return what an exception closes beyond the days that were taken out of its rule."""
    if without is None:
        return []
    if without.period:
        return [HourRule(None, without.period, (), closed=True, excepted=True)]
    days = without.days
    if days is None or not (whole or days.holidays):
        return []
    return [HourRule(days if whole else Days(holidays=True), (), (), closed=True, excepted=True)]

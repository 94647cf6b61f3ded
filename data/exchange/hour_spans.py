"""Hours of a day, read from tokens; an hour that is not certain is not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from data.exchange.hour_parts import Cursor, Unclear, starts_period

_HOUR = ("number", "time", "noon", "midnight")
_PARTS = ("morning", "afternoon")
_LETTERS = ("am", "pm")
_NOON, _DAY = 12 * 60, 24 * 60
LONGEST_NIGHT = 16 * 60
EARLIEST_CERTAIN = 7 * 60
"""Plain hours before this, such as "3-6", may be meant for the afternoon."""


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes after midnight; a night closes after 1440."""

    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Hours:
    """Spans in order. `labelled`: "mattina" or "pomeriggio" stood beside them."""

    spans: tuple[Span, ...]
    labelled: bool = False


@dataclass(frozen=True, slots=True)
class _Time:
    minutes: int
    half: str
    sure: bool
    """Written so that it can only be read by the clock of 24 hours: 13, 09, 0."""

    plain: bool
    """Without minutes."""


@dataclass(frozen=True, slots=True)
class HourStyle:
    """How a text writes hours.

    `prefix`: "mattina" stands before its hours. `mirrored`: in a right-to-left text a range with
    a dash may have been typed in either order. `half` holds for all hours without one.
    """

    prefix: bool = False
    mirrored: bool = False
    half: str = ""


def starts_hours(cursor: Cursor) -> bool:
    """Return whether hours stand here."""
    ahead = 1 if cursor.kind() in _PARTS else 0
    ahead += 1 if cursor.kind(ahead) in ("from", "from_time", "between") else 0
    return cursor.kind(ahead) in _HOUR


def read_hours_of_day(cursor: Cursor, style: HourStyle) -> Hours:
    """Return spans that follow each other.

    Raises
    ------
    Unclear
        Where an hour has no partner, is not certain ("9-1", "3-6"), or spans overlap.
    """
    spans: list[Span] = []
    labelled = bool(style.half)
    inner = ""
    while True:
        half = _half(cursor.skip(*_PARTS)) if style.prefix else ""
        labelled |= bool(half)
        span, inner, marked = _span(cursor, half or style.half, style)
        labelled |= marked
        spans.append(span)
        if not _another(cursor, inner):
            break
    return Hours(_in_order(spans), labelled)


def _another(cursor: Cursor, inner: str) -> bool:
    """Go over what joins two spans; say whether there was a second."""
    here = cursor.at
    wide_dash = cursor.kind() == "dash" and cursor.tokens[cursor.at].spaced and inner != "wide"
    if wide_dash or (cursor.kind() == "dash" and inner == "slash"):
        cursor.take("dash")
    elif cursor.kind() == "slash" and inner != "slash":
        cursor.take("slash")
    else:
        cursor.skip("comma", "and")
    if starts_hours(cursor) and not starts_period(cursor):
        return True
    cursor.at = here
    return False


def _span(cursor: Cursor, half: str, style: HourStyle) -> tuple[Span, str, bool]:
    between = cursor.skip("from", "from_time", "between") == "between"
    first = _time(cursor, style)
    ends = ("and",) if between else ("dash", "to", "to_time", "slash")
    joint = cursor.take(*ends)
    last = _time(cursor, style)
    if cursor.kind() == "month":
        raise Unclear
    if joint.kind == "slash" and first.plain and last.plain:
        raise Unclear  # "9/12" may be a date
    marked = bool(first.half or last.half)
    if not marked and half:
        first, last = _halved(first, last, half)
    inner = "wide" if joint.kind == "dash" and joint.spaced else joint.kind
    mirrored = style.mirrored and joint.kind == "dash"
    return _resolved(first, last, mirrored=mirrored), inner, marked


def _time(cursor: Cursor, style: HourStyle) -> _Time:
    token = cursor.take(*_HOUR)
    if token.kind == "noon":
        return _Time(_NOON, "", sure=True, plain=False)
    if token.kind == "midnight":
        return _Time(_DAY, "", sure=True, plain=False)
    minutes = token.value if token.kind == "time" else token.value * 60
    if minutes > _DAY:
        raise Unclear
    half = cursor.skip(*_LETTERS)
    if not half and not style.prefix:
        half = _part_of_day(cursor, minutes)
    sure = minutes > _NOON + 59 or token.text.startswith("0")
    if half in _LETTERS and minutes // 60 in range(1, 13):
        minutes = minutes % _NOON
    return _Time(minutes, half, sure, token.kind == "number")


def _part_of_day(cursor: Cursor, minutes: int) -> str:
    part = cursor.skip(*_PARTS)
    if part == "afternoon" and _NOON <= minutes < _NOON + 60:
        raise Unclear  # noon or midnight
    return part


def _half(part: str) -> str:
    return {"morning": "am", "afternoon": "pm"}.get(part, part)


def _halved(first: _Time, last: _Time, half: str) -> tuple[_Time, _Time]:
    """Put both ends into the half of the day that a label names."""
    if half == "pm" and not last.sure:
        ends = [t.minutes + (_NOON if t.minutes < _NOON else 0) for t in (first, last)]
    else:
        ends = [first.minutes, last.minutes]
    low, high = (0, _NOON + 120) if half == "am" else (_NOON, _DAY)
    if not low <= ends[0] < ends[1] <= high:
        raise Unclear
    first, last = (_Time(end, "", sure=True, plain=False) for end in ends)
    return first, last


def _resolved(first: _Time, last: _Time, *, mirrored: bool) -> Span:
    if first.half or last.half:
        return _with_halves(first, last)
    opens, closes = first.minutes, last.minutes
    closes = _DAY if closes == 0 and (first.sure or last.sure) else closes
    if opens < closes and opens < _DAY:
        afternoon = closes + _NOON <= _DAY and 60 <= opens < EARLIEST_CERTAIN
        if afternoon and not (first.sure or last.sure):
            raise Unclear
        return Span(opens, closes)
    return _night(first, last, mirrored=mirrored)


def _night(first: _Time, last: _Time, *, mirrored: bool) -> Span:
    length = last.minutes + _DAY - first.minutes
    certain = (first.sure or last.sure) and not mirrored and first.minutes < _DAY
    if not certain or not 0 < length <= LONGEST_NIGHT:
        raise Unclear
    return Span(first.minutes, last.minutes + _DAY)


def _with_halves(first: _Time, last: _Time) -> Span:
    """Read "9am-5pm"; "3-6 pm" has one mark for both, unless that would turn the order round."""
    closes = _in_half(last, last.half)
    if first.half:
        opens = _in_half(first, first.half)
    else:
        same = _in_half(_Time(first.minutes % _NOON, "", first.sure, first.plain), last.half)
        opens = first.minutes if first.sure else same if same < closes else first.minutes % _NOON
    if not last.half and not last.sure:
        raise Unclear
    closes = _DAY if closes == 0 else closes
    if not opens < closes:
        raise Unclear
    return Span(opens, closes)


def _in_half(time: _Time, half: str) -> int:
    if _half(half) == "pm" and time.minutes < _NOON:
        return time.minutes + _NOON
    if (_half(half) == "am" and time.minutes >= _NOON + 60) or (
        half == "pm" and time.sure and time.minutes >= _NOON
    ):
        raise Unclear
    return time.minutes


def _in_order(spans: Sequence[Span]) -> tuple[Span, ...]:
    ordered = sorted(spans, key=lambda span: span.opens)
    for before, after in pairwise(ordered):
        if after.opens < before.closes:
            raise Unclear
    return tuple(ordered)

"""Days and periods of the year, read from tokens; what is not certain is not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.exchange.hour_words import Token
from geo.hours.months import MOST_DAYS
from geo.hours.opening_rules import Date, Period

EVERY_DAY = frozenset(range(7))
_RANGE = ("dash", "to", "to_date")
_JOINS = ("comma", "and", "slash")
_GROUPS = {"every_day": EVERY_DAY, "weekdays": frozenset(range(5)), "weekend": frozenset((5, 6))}
_HOLIDAYS = ("holidays", "festive")


class Unclear(Exception):
    """The tokens have no reading, or more than one."""


@dataclass(frozen=True, slots=True)
class Days:
    """Days of a rule.

    `week` counts from Monday = 0; `nth` holds (day, which of the month). `holidays`: public ones;
    `festive`: the word may mean Sundays too.
    """

    week: frozenset[int] = frozenset()
    nth: tuple[tuple[int, int], ...] = ()
    holidays: bool = False
    festive: bool = False


class Cursor:
    """A place in a list of tokens."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def kind(self, ahead: int = 0) -> str:
        """Return the kind of a token ahead, empty after the end."""
        place = self.at + ahead
        return self.tokens[place].kind if place < len(self.tokens) else ""

    def take(self, *kinds: str) -> Token:
        """Return the token and go on.

        Raises
        ------
        Unclear
            Where it is of another kind.
        """
        if self.kind() not in kinds:
            raise Unclear
        self.at += 1
        return self.tokens[self.at - 1]

    def skip(self, *kinds: str) -> str:
        """Go over a token of these kinds; return its kind, empty where there is none."""
        if self.kind() not in kinds:
            return ""
        return self.take(*kinds).kind


def starts_days(cursor: Cursor, ahead: int = 0) -> bool:
    """Return whether days stand here."""
    kind = cursor.kind(ahead)
    if kind in ("from", "from_date"):
        return cursor.kind(ahead + 1) == "day"
    if kind == "number" and cursor.kind(ahead + 1) == "ordinal":
        return cursor.kind(ahead + 2) in ("day", "and", "comma")
    return kind in ("day", "nth", *_GROUPS, *_HOLIDAYS)


def read_days(cursor: Cursor) -> Days:
    """Return a list of days and ranges of days.

    Raises
    ------
    Unclear
        "lun/ven", which may be two days or five; "primo lunedì" without its month.
    """
    group = _DayGroup()
    while True:
        group.element(cursor)
        if starts_days(cursor):
            continue
        if cursor.kind() in _JOINS and starts_days(cursor, 1):
            group.slashed |= cursor.take(*_JOINS).kind == "slash"
            continue
        return group.days()


class _DayGroup:
    def __init__(self) -> None:
        self.week: list[int] = []
        self.nth: list[tuple[int, int]] = []
        self.holidays = self.festive = self.slashed = self.of_month = self.ranges = False

    def element(self, cursor: Cursor) -> None:
        if cursor.kind() in ("nth", "number"):
            numbers = _ordinals(cursor)
            self._add_nth(cursor.take("day").value, numbers, cursor)
        elif cursor.kind() in _GROUPS:
            self.week += sorted(_GROUPS[cursor.take(*_GROUPS).kind])
        elif cursor.kind() in _HOLIDAYS:
            self.festive |= cursor.take(*_HOLIDAYS).kind == "festive"
            self.holidays = True
        else:
            self._day_or_range(cursor)

    def days(self) -> Days:
        if bool(self.nth) != self.of_month or (self.slashed and self._two_days_or_more()):
            raise Unclear
        return Days(frozenset(self.week), tuple(self.nth), self.holidays, self.festive)

    def _two_days_or_more(self) -> bool:
        together = len(self.week) == 2 and (self.week[1] - self.week[0]) % 7 == 1
        return self.ranges or (len(self.week) == 2 and not together)

    def _day_or_range(self, cursor: Cursor) -> None:
        must_range = bool(cursor.skip("from", "from_date"))
        first = cursor.take("day").value
        if not must_range and (numbers := _ordinals_after(cursor)):
            self._add_nth(first, numbers, cursor)
            return
        chain = [first]
        while cursor.kind() in _RANGE and cursor.kind(1) == "day":
            cursor.take(*_RANGE)
            chain.append(cursor.take("day").value)
        if (must_range and len(chain) != 2) or len(set(chain)) != len(chain):
            raise Unclear
        if len(chain) == 2:
            self.ranges = True
            chain = [(first + n) % 7 for n in range((chain[1] - first) % 7 + 1)]
        self.week += chain  # "lun-mer-ven" can only be a list

    def _add_nth(self, day: int, numbers: list[int], cursor: Cursor) -> None:
        self.nth += [(day, number) for number in numbers]
        self.of_month |= bool(cursor.skip("of_month"))


def _ordinals(cursor: Cursor) -> list[int]:
    numbers = [_ordinal(cursor)]
    while cursor.kind() in ("and", "comma") and cursor.kind(1) in ("nth", "number"):
        cursor.take("and", "comma")
        numbers.append(_ordinal(cursor))
    return numbers


def _ordinal(cursor: Cursor) -> int:
    token = cursor.take("nth", "number")
    if token.kind == "number":
        cursor.take("ordinal")
        if not 1 <= token.value <= 5:
            raise Unclear
    return token.value


def _ordinals_after(cursor: Cursor) -> list[int]:
    """Which of the month, where it follows the day, as in Arabic and Albanian."""
    ahead = 0
    while cursor.kind(ahead) in ("nth", "and", "comma"):
        ahead += 1
    if cursor.kind() != "nth" or cursor.kind(ahead) != "of_month":
        return []
    return _ordinals(cursor)


def starts_period(cursor: Cursor) -> bool:
    """Return whether a part of the year stands here."""
    dates_only = cursor.kind() == "from_date"
    ahead = 1 if cursor.kind() in ("from", "from_date") else 0
    if cursor.kind(ahead) == "month":
        return True
    ahead, number = _number_ahead(cursor, ahead)
    if number and dates_only and cursor.kind(ahead) in _RANGE:
        ahead, number = _number_ahead(cursor, ahead + 1)
    return number and cursor.kind(ahead) == "month"


def _number_ahead(cursor: Cursor, ahead: int) -> tuple[int, bool]:
    if cursor.kind(ahead) != "number":
        return ahead, False
    return ahead + (2 if cursor.kind(ahead + 1) == "ordinal" else 1), True


def read_period(cursor: Cursor) -> Period:
    """Return months and days of the year, and ranges of them.

    Raises
    ------
    Unclear
        "da settembre" without an end; "9-12 settembre", which may be hours.
    """
    parts = [_part(cursor)]
    while cursor.kind() in ("comma", "and"):
        here = cursor.at
        cursor.at += 1
        if not starts_period(cursor):
            cursor.at = here
            break
        parts.append(_part(cursor))
    return tuple(parts)


def _part(cursor: Cursor) -> tuple[Date, Date]:
    opening = cursor.skip("from", "from_date")
    first = _date(cursor, month_follows=opening == "from_date")
    if cursor.kind() not in _RANGE or cursor.kind(1) not in ("month", "number"):
        if opening or first[0] == 0:
            raise Unclear
        return first, first
    cursor.take(*_RANGE)
    last = _date(cursor)
    if first[0] == 0:
        first = (last[0], first[1])
    if bool(first[1]) != bool(last[1]) or first == last:
        raise Unclear
    return first, last


def _date(cursor: Cursor, *, month_follows: bool = False) -> Date:
    """Return a month or a day; month 0 where it stands only after the second ("dal 10 al 20")."""
    day = 0
    if cursor.kind() == "number":
        day = cursor.take("number").value
        cursor.skip("ordinal")
        if month_follows and cursor.kind() in _RANGE:
            return 0, day
    month = cursor.take("month").value
    if day > MOST_DAYS[month - 1]:
        raise Unclear
    return month, day

"""Hours as people write them: 280 phrases read off by hand, and the open minutes of weeks."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.exchange.hour_words import lexicons
from data.exchange.written_hours import LONGEST_PART, WrittenHours, read_hours
from geo.errors import UnknownName
from geo.hours.opening import is_readable
from geo.hours.opening_week import opening_week
from geo.model import Calendar
from tests.steps import counted_steps

TABLE = tomllib.loads((Path(__file__).parent / "written_hours.toml").read_text(encoding="utf-8"))
SUNDAY = date(2026, 2, 1)  # a week without holidays follows, and no clock changes


def open_minutes(opening_hours: str) -> set[int]:
    """Minutes of the week from Monday, as the week's table says them."""
    week = opening_week(opening_hours, SUNDAY, Calendar("UTC", "", 0.0, 0.0))
    assert week is not None
    minutes = set()
    days = [
        *week,
        *(opening_week(opening_hours, date(2026, 2, 8), Calendar("UTC", "", 0, 0)) or ()),
    ]
    for number, day in enumerate(days[:8], -1):
        for span in day.spans:
            begin = number * 1440 + span.opens.hour * 60 + span.opens.minute
            end = number * 1440 + span.closes.hour * 60 + span.closes.minute
            minutes |= set(range(begin, end if end > begin else end + 1440))
    return {minute for minute in minutes if 0 <= minute < 7 * 1440}


def told_minutes(week: list[str]) -> set[int]:
    minutes = set()
    for day, spans in enumerate(week):
        for span in spans.split():
            (h1, m1), (h2, m2) = (map(int, clock.split(":")) for clock in span.split("-"))
            minutes |= set(range(day * 1440 + h1 * 60 + m1, day * 1440 + h2 * 60 + m2))
    return minutes


@pytest.mark.parametrize("row", TABLE["phrase"], ids=lambda row: str(row["text"])[:40])
def test_the_hand_made_phrases(row: dict[str, Any]) -> None:
    hours = read_hours(row["text"], row.get("language"))
    assert hours.opening_hours == row["hours"]
    assert list(hours.unread) == row.get("unread", [])
    assert hours.days_given == row.get("days_told", True)
    assert not hours.opening_hours or is_readable(hours.opening_hours)


@pytest.mark.parametrize("row", TABLE["week"], ids=lambda row: str(row["text"])[:40])
def test_the_open_minutes_of_a_week(row: dict[str, Any]) -> None:
    assert open_minutes(read_hours(row["text"]).opening_hours) == told_minutes(row["open"])


def test_every_language_stands_in_the_table() -> None:
    assert set(lexicons()) == {"it", "en", "fr", "es", "de", "ro", "sq", "uk", "ar"}
    for lexicon in lexicons().values():
        names = {kind for kind, _ in lexicon.meanings.values()}
        assert {"day", "month", "closed", "except", "note", "nth", "of_month"} <= names
        for kind, number in (("day", 7), ("month", 12)):
            assert len({v for k, v in lexicon.meanings.values() if k == kind}) == number


def test_a_language_that_nobody_knows_is_reported() -> None:
    with pytest.raises(UnknownName):
        read_hours("lun 9-12", "klingon")
    # A language without words of its own does not stand in the way.
    assert read_hours("lun 9-12", "zh").opening_hours == "Mo 09:00-12:00"
    assert read_hours("lun 9-12", "ita").opening_hours == "Mo 09:00-12:00"


def test_an_unread_part_that_may_change_the_rest_takes_it_along() -> None:
    assert read_hours("lun-ven 9-13; 2° piano").opening_hours == "Mo-Fr 09:00-13:00"
    for rest in ("chiuso se piove", "esclusi i ponti", "venerdì 9-12 al 2° piano", "estate 8-12"):
        assert read_hours(f"lun-ven 9-13; {rest}").opening_hours == "", rest


HOSTILE = [
    "9" * 1_000_000,
    "lun " * 250_000,
    "lun 9-12, " * 100_000,
    "9-12 " * 399,
    "lun 9-12 " * 222,
    "lun-" * 499,
    "primo " * 330,
    "chiuso " * 280,
    "da luglio " * 199,
    "(" * 2000,
    "tranne " * 280,
    ";" * 2000,
    "\n" * 1999 + "9",
    "lun\n" * 499,
    "9,30," * 399,
    "\u202e31-9 nul",
    "lun \u202d9-12",
    "lun 9-12\x00",
    "\ud800",
    "🕘-🕐",
    "lun 9-12 <script>",
    "Mo-Fr 09:00-12:00" + ",13:00-14:00" * 160,
]


MOST_STEPS = 4_000_000
"""The longest text that is read takes 3.2 million; what is refused takes a handful."""


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_read_in_few_steps_or_not_at_all(text: str) -> None:
    found: list[WrittenHours] = []
    steps = counted_steps(lambda: found.append(read_hours(text)))
    assert steps < MOST_STEPS
    (hours,) = found
    assert all(len(part) <= LONGEST_PART for part in hours.unread)
    assert not any(mark in part for part in hours.unread for mark in "\u202d\u202e")
    assert not hours.opening_hours or is_readable(hours.opening_hours)


def test_an_override_hides_what_is_written() -> None:
    assert read_hours("lun \u202e31-9").opening_hours == ""
    # Marks that only place text change nothing.
    assert read_hours("\u200flun\u200f 9-13").opening_hours == "Mo 09:00-13:00"

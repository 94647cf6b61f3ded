"""Hours said in our own words are read back to the same minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours, State

from data.exchange.written_hours import read_hours
from geo.hours.opening_rules import opening_rules
from layers.find.hours_sentence import hours_sentences
from layers.words import Words

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
YEAR = datetime(2026, 1, 5)
quarters = st.integers(0, 95).map(lambda n: n * 15)


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@st.composite
def spans(draw: st.DrawFn) -> str:
    ends = sorted(draw(st.sets(st.integers(0, 96), min_size=2, max_size=6)))
    ends = ends[: len(ends) // 2 * 2]
    pairs = zip(ends[::2], ends[1::2], strict=True)
    return ",".join(f"{clock(15 * a)}-{clock(15 * b)}" for a, b in pairs)


@st.composite
def weeks(draw: st.DrawFn) -> str:
    owner = draw(st.lists(st.integers(0, 3), min_size=7, max_size=7))
    hours = [draw(spans()), draw(spans()), "off"]
    rules = []
    for kind, found in enumerate(hours, 1):
        days = ",".join(day for day, mine in zip(DAYS, owner, strict=True) if mine == kind)
        if days:
            rules.append(f"{days} {found}")
    assume(any("off" not in rule for rule in rules))
    if draw(st.booleans()):
        rules.append("PH off")
    return "; ".join(rules)


def intervals(opening_hours: str, first: datetime, days: int) -> list[tuple[object, ...]]:
    hours = OpeningHours(opening_hours, country="IT", auto_country=False)
    found = hours.intervals(first, first + timedelta(days=days))
    joined: list[tuple[object, ...]] = []
    for begin, end, state, _ in found:
        if state == State.CLOSED:
            continue
        if joined and joined[-1][1:] == (begin, state):
            begin = joined.pop()[0]
        joined.append((begin, end, state))
    return [(begin, end) for begin, end, _ in joined]


@pytest.mark.parametrize("language", ["it", "en", "ar"])
@settings(max_examples=150, deadline=None)
@given(week=weeks())
def test_a_week_in_words_is_the_same_week(language: str, week: str) -> None:
    lines = hours_sentences(week, Words(language))
    for joint in ("\n", "; "):
        back = read_hours(joint.join(lines), language)
        assert back.unread == (), (week, lines)
        assert intervals(back.opening_hours, YEAR, 150) == intervals(week, YEAR, 150)


@pytest.mark.parametrize("language", ["it", "en", "ar"])
@settings(max_examples=60, deadline=None)
@given(
    opens=st.integers(52, 95).map(lambda n: n * 15),
    lasts=st.integers(1, 64).map(lambda n: n * 15),
    day=st.sampled_from(DAYS),
)
def test_a_night_in_words_is_the_same_night(
    language: str, opens: int, lasts: int, day: str
) -> None:
    assume(opens + lasts > 24 * 60)
    night = f"{day} {clock(opens)}-{clock((opens + lasts) % (24 * 60))}"
    back = read_hours("\n".join(hours_sentences(night, Words(language))), language)
    assert intervals(back.opening_hours, YEAR, 14) == intervals(night, YEAR, 14)


@pytest.mark.parametrize("language", ["it", "en", "ar"])
@settings(max_examples=60, deadline=None)
@given(
    hours=spans(),
    first=st.integers(0, 11),
    length=st.integers(1, 10),
    day=st.sampled_from(DAYS),
    nth=st.sampled_from([1, 2, 3, 4, 5, -1]),
)
def test_months_and_days_of_the_month_are_read_back(
    language: str, hours: str, first: int, length: int, day: str, nth: int
) -> None:
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    for text in (
        f"{months[first]}-{months[(first + length) % 12]} {day} {hours}",
        f"{months[first]} {1 + length:02d}-{months[(first + length) % 12]} 20 {day} {hours}",
        f"{day}[{nth}] {hours}",
        f"{day} {hours}; {months[first]} off",
    ):
        back = read_hours("\n".join(hours_sentences(text, Words(language))), language)
        assert intervals(back.opening_hours, YEAR, 400) == intervals(text, YEAR, 400), text


@settings(max_examples=100, deadline=None)
@given(weeks=st.lists(weeks(), min_size=1, max_size=3), joint=st.sampled_from(["; ", ", "]))
def test_rules_are_those_of_the_library(weeks: list[str], joint: str) -> None:
    """Days resolved by our rules are open when the library says so, whatever overrules what."""
    text = joint.join(weeks).replace("; PH off", "") if joint == "; " else weeks[0]
    rules = opening_rules(text)
    assert rules is not None
    monday = datetime(2026, 2, 2)
    minutes = {
        (day, minute)
        for rule in rules
        for day in rule.days
        for opens, closes in rule.spans
        for minute in range(opens, closes)
        if day < 7
    }
    names = set()
    for begin, end in intervals(text, monday, 7):
        at = begin
        while at < end:  # type: ignore[operator]
            names.add(((at - monday).days, at.hour * 60 + at.minute))  # type: ignore[operator]
            at += timedelta(minutes=1)  # type: ignore[operator]
    assert minutes == names

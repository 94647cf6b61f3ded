"""The hours of a place as one table, in the reader's language."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest

from answers.opening_words import weeks_of
from geo.model import Calendar, Schedule
from layers.find.hours_table import hours_table
from layers.words import Words

THURSDAY = date(2026, 11, 26)
MONACO = Calendar("Europe/Monaco", "MC", 7.42, 43.74)


def table_of(*schedules: Schedule, language: str = "en") -> str:
    weeks = weeks_of(schedules, THURSDAY, MONACO)
    return html.unescape(hours_table(weeks, Words(language)))


def test_the_hours_say_what_holds_otherwise() -> None:
    weeks = weeks_of([Schedule('Mo-Fr 09:00-12:00 || unknown "su <b>richiesta"')], THURSDAY, MONACO)
    found = hours_table(weeks, Words("en"))
    shown = html.unescape(found)
    assert "su <b>richiesta" in shown
    assert "<b>" not in found
    assert shown.count("09:00–12:00") == 5


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ('Mo-Fr 09:00-12:00 || unknown "su appuntamento"', "At other times: by appointment"),
        ('Mo 09:00-12:00 "nur nach Vereinbarung"', "by appointment"),
        ('Mo-Fr 18:00-20:00; Sa unknown "mattina"', "in the morning (hours not given)"),
        ("Mo-Fr 09:00-12:00; Sa unknown", "hours not given"),
        ('24/7 "suonare"', "suonare"),
    ],
)
def test_conditions_of_hours_are_in_the_readers_language(hours: str, sentence: str) -> None:
    shown = re.sub(r"<[^>]+>", "", table_of(Schedule(hours)))
    assert sentence in shown
    assert "00:00–00:00" not in shown or "24/7" in hours


def test_a_place_with_several_languages_has_one_table() -> None:
    mondays = Schedule("Mo 09:00-12:00", frozenset({"ita"}))
    arabic = Schedule("Mo 15:00-17:00; We 09:00-12:00", frozenset({"ara", "fra"}))
    found = table_of(arabic, mondays)
    assert found.count("<table") == 1
    monday = found.split("<tr>")[5]
    assert monday.index("09:00") < monday.index("Italian") < monday.index("15:00")
    assert "Arabic" in monday
    assert "Italian" not in found.split("<tr>")[7]


def test_hours_of_one_language_have_it_in_their_heading() -> None:
    found = table_of(Schedule("Mo 09:00-12:00", frozenset({"ita"})))
    assert "<h4>Speaks Italian.</h4>" in found
    assert found.count("Italian") == 1


@pytest.mark.parametrize(
    ("hours", "has_table", "is_as_written"),
    [
        ("Mo-Fr 09:00-12:00", True, False),
        ("Mo-Fr 09:00-12:00; SH off", True, True),
        ("17:00-sunset", False, True),
    ],
)
def test_hours_are_shown_as_written_where_a_table_would_not_be_true(
    hours: str, has_table: bool, is_as_written: bool
) -> None:
    found = table_of(Schedule(hours))
    assert ("<table" in found, hours in found) == (has_table, is_as_written)

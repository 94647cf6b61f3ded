"""Rows of pupils and the drawing of ties: nothing small, nothing unnamed, nothing that runs."""

from __future__ import annotations

import pytest

from geo.measures.pupils import PupilRow, school_years
from geo.partnerships.ties import Tie
from layers.associations.ties_chart import MOST_DRAWN, drawn_ties, ties_chart
from layers.charts.drawing import PAPER
from layers.schools.pupil_rows import country_heads, country_rows, year_heads, year_row
from layers.words import LANGUAGES, Words

ROWS = [
    PupilRow("A", 2025, "IT", 60, 6, 0), PupilRow("A", 2025, "MA", 40, 12, 0),
    PupilRow("A", 2025, "SN", 3, 3, 0), PupilRow("A", 2025, "", 7, 2, 0),
]  # fmt: skip
HOSTILE = "<script>alert(1)</script>"


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_of_pupils_have_their_headings_and_show_no_small_count(language: str) -> None:
    words = Words(language)
    (found,) = school_years(ROWS)
    row = year_row(found, {"A": "School"}, words)
    assert len(row) == len(year_heads(words))
    assert (row[0], row[-1]) == ("School", words.say("pupils.flagged"))
    countries = country_rows(found, words)
    assert {len(one) for one in countries} == {len(country_heads(words))}
    by_name = {one[0]: one[1] for one in countries}
    assert by_name[words.fact("SN", "country")] == words.ltr("–")
    assert words.say("pupils.country_unknown") in by_name


def test_ties_are_drawn_with_a_number_for_each_name_and_names_are_text() -> None:
    ties = (Tie("a", "b", ("1",), ()), Tie("b", "c", ("2",), ()))
    svg = ties_chart(ties, {"a": HOSTILE, "b": "Il Ponte"}, Words("en"), PAPER)
    assert "<script" not in svg
    assert [f"{number}. " in svg for number in (1, 2, 3)] == [True] * 3
    assert "Il Ponte" in svg


def test_only_those_with_most_ties_are_drawn() -> None:
    ties = tuple(Tie("hub", f"x{n:02}", (str(n),), ()) for n in range(40))
    drawn = drawn_ties(ties)
    assert len(drawn) == MOST_DRAWN - 1
    assert {tie.first for tie in drawn} == {"hub"}

"""Two hundred everyday words, written down apart from the table: each leads to the right need."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from answers.needs import find_needs
from data.catalog.tables import load_need_words, load_taxonomy
from geo.names.phrases import clear_choice, phrase_words
from layers.words import LANGUAGES

WORDS = list(csv.DictReader(Path(__file__).with_name("everyday_words.csv").open(encoding="utf-8")))
LEAST_WORDS = 12
LEAST_RIGHT = 0.95


def test_everyday_words_lead_to_the_right_need() -> None:
    assert len(WORDS) >= 200
    wrong = {row["text"] for row in WORDS if _first(row["text"]) not in _needs(row)}
    assert len(wrong) <= (1 - LEAST_RIGHT) * len(WORDS), wrong


@pytest.mark.parametrize("row", WORDS, ids=[row["text"] for row in WORDS])
def test_no_other_need_is_chosen_without_asking(row: dict[str, str]) -> None:
    assert clear_choice(find_needs(row["text"])) in {None, *_needs(row)}


@pytest.mark.parametrize("need", [need.id for need in load_taxonomy().needs])
def test_a_need_has_a_dozen_words_in_each_language(need: str) -> None:
    words = load_need_words().phrases[need]
    for language in LANGUAGES:
        assert len(set(map(phrase_words, words[language]))) >= LEAST_WORDS


def test_every_need_of_the_table_is_a_need() -> None:
    assert set(load_need_words().phrases) == {need.id for need in load_taxonomy().needs}
    assert set(load_taxonomy().common) <= set(load_need_words().phrases)


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("Médico", "family_doctor"),  # an accent of another language
        ("  FARMACIA!!", "pharmacy"),
        ("l'avvocato", "permit_help"),
        ("المحامي", "permit_help"),  # the article
        ("مُسْتَشْفَى", "emergency"),  # vowels and the other ya
        ("صيدليه", "pharmacy"),  # ha for ta marbuta
        ("ospedlae", "emergency"),  # two letters swapped
    ],
)
def test_ways_of_writing_are_forgiven(text: str, need: str) -> None:
    assert _first(text) == need


@pytest.mark.parametrize("text", ["", "   ", "!!!", "x", "ال", "a" * 5000, "\u202e\x00", "🏥"])
def test_nothing_is_found_in_nothing(text: str) -> None:
    assert find_needs(text) == ()


def _first(text: str) -> str | None:
    found = find_needs(text)
    return found[0].id if found else None


def _needs(row: dict[str, str]) -> set[str]:
    """Return what is right; a sector stands for any of its needs."""
    return {need for name in row["needs"].split("|") for need in load_taxonomy().covered_by(name)}

"""Screening: one question a screen, each skippable, nothing kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.catalog.tables import load_help_numbers
from geo.model import Sex
from layers.text.escaping import esc
from layers.words import PERSON_LANGUAGES, Words
from pages.screening.screens import SCREENS


def script() -> None:
    from pages.screening.page import screen_person

    screen_person()


@pytest.fixture
def page(built_var: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("APPRODO_VAR", str(built_var))
    page = AppTest.from_function(script, default_timeout=60)
    page.query_params["area"] = "monaco"
    return page


def at(page: AppTest, screen: str, language: str = "en") -> AppTest:
    """Open the page at a screen."""
    page.query_params["lang"] = language
    page.session_state["screening"] = screen
    return page.run()


def html(page: AppTest) -> str:
    return "\n".join(part.proto.body for part in page.get("html"))


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception
    return page


@pytest.mark.parametrize("language", PERSON_LANGUAGES)
def test_every_question_can_be_skipped(page: AppTest, language: str) -> None:
    words = Words(language)
    at(page, "language", language)
    for number, screen in enumerate(SCREENS):
        assert esc(words.say(f"screening.{screen}")) in html(page)
        press(page, f"screening_next_{number}")
    assert esc(words.say("screening.result")) in html(page)
    assert [note.value for note in page.info] == [words.say("plan.empty.no_need")]


def test_answers_become_the_situation_of_the_search(page: AppTest) -> None:
    at(page, "language")
    press(page, "screening_language_ar")
    assert page.session_state["search"].situation.languages == {"ara"}
    at(page, "children")
    press(page, "screening_children_yes")
    page.number_input(key="screening_age").set_value(17).run()
    press(page, "screening_next_5")
    press(page, "screening_sex_female")
    situation = page.session_state["search"].situation
    assert (situation.with_children, situation.age) == (True, 17)
    assert situation.sex is Sex.FEMALE
    at(page, "hours")
    press(page, "screening_hours_mornings")
    assert page.session_state["plan_draft"].hours == "mornings"


def test_no_document_is_an_answer_and_none_said_is_not(page: AppTest) -> None:
    at(page, "documents")
    assert page.session_state["search"].situation.documents is None
    page.get("button_group")[0].set_value(["-"]).run()
    assert page.session_state["search"].situation.documents == frozenset()


def test_who_is_not_safe_reads_numbers_and_the_answer_is_not_kept(page: AppTest) -> None:
    at(page, "safety")
    before = page.session_state["search"].situation
    press(page, "screening_safety_no")
    numbers = [one.number for one in load_help_numbers() if "MC" in one.countries]
    assert numbers
    assert [number for number in numbers if number not in html(page)] == []
    assert page.session_state["search"].situation == before
    press(page, "screening_next_8")
    assert "screening_unsafe" not in page.session_state
    press(page, "screening_back_9")
    assert numbers[0] not in html(page)


def test_a_plan_stands_at_the_end_in_the_language_of_the_person(page: AppTest) -> None:
    at(page, "needs", "ar")
    press(page, "common_family_doctor")
    search = page.session_state["search"]
    search.lon, search.lat = 7.4219, 43.7344
    at(page, "result", "ar")
    assert "ap-trip" in html(page)
    assert 'dir="rtl"' in html(page)
    assert Words("ar").say("plan.card.make") in {button.label for button in page.button}


def test_the_next_person_finds_nothing_of_the_last(page: AppTest) -> None:
    at(page, "needs")
    press(page, "common_family_doctor")
    search = page.session_state["search"]
    search.lon, search.lat = 7.4219, 43.7344
    at(page, "sex")
    press(page, "screening_sex_male")
    at(page, "result")
    press(page, "plan_card_make")
    assert all(key in page.session_state for key in ("plan_card", "plan_answer"))
    press(page, "screening_again")
    assert not any(key in page.session_state for key in ("plan_card", "plan_answer"))
    assert page.session_state["screening"] == "language"
    assert not page.session_state["search"].has_place
    assert page.session_state["search"].situation.sex is None
    assert not page.session_state["plan_draft"].needs
    assert set(page.query_params) <= {"area", "lang"}


def test_a_protected_place_is_a_telephone_number_and_never_an_address(page: AppTest) -> None:
    at(page, "result")
    page.session_state["plan_draft"].needs = ("safety_from_violence",)
    search = page.session_state["search"]
    search.lon, search.lat = 7.4219, 43.7344
    page.run()
    shown = html(page)
    assert esc(Words("en").say("need.safety_from_violence")) in shown
    assert 'href="tel' in shown
    assert "Rue" not in shown
    assert "Avenue" not in shown

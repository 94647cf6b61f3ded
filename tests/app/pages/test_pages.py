"""The pages through their frame, in every language of the interface."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.catalog.tables import load_help_numbers, load_taxonomy
from layers.text.escaping import esc
from layers.text.need_names import need_name
from layers.words import LANGUAGES, Words

FRAME = Path(__file__).parents[3] / "pages" / "frame.py"
HERE = "7.4246,43.7384"


@pytest.fixture
def frame(built_var: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("APPRODO_VAR", str(built_var))
    return AppTest.from_file(str(FRAME), default_timeout=60)


def asked(frame: AppTest, **text: str) -> AppTest:
    for key, value in text.items():
        frame.query_params[key] = value
    frame.run()
    assert not frame.exception
    return frame


def html(frame: AppTest) -> str:
    return "\n".join(part.proto.body for part in frame.get("html"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_find_asks_in_the_readers_language(frame: AppTest, language: str) -> None:
    page, words = asked(frame, lang=language), Words(language)
    assert words.say("find.title") in {box.label for box in page.text_input}
    assert words.say("find.place") in {box.label for box in page.text_input}
    assert words.say("find.empty.no_place") in {note.value for note in page.info}
    assert words.say("app.sample_badge") in html(page)
    offered = [button.label for button in page.button if (button.key or "").startswith("need_")]
    assert len(offered) == len(load_taxonomy().sectors) + len(load_taxonomy().needs)
    assert len(set(offered)) == len(offered)
    common = [button.label for button in page.button if (button.key or "").startswith("common_")]
    assert common == [words.say(f"need_short.{need}") for need in load_taxonomy().common]


@pytest.mark.parametrize(
    ("language", "text", "need"),
    [
        ("it", "avvocato", "permit_help"),
        ("en", "Hospitl", "emergency"),
        ("ar", "سرير", "night_shelter"),
    ],
)
def test_a_word_chooses_the_need_that_it_means(
    frame: AppTest, language: str, text: str, need: str
) -> None:
    words = Words(language)
    page = asked(frame, lang=language)
    page.text_input(key="need_text").set_value(text).run()
    assert not page.exception
    assert esc(need_name(need, words)) in html(page)
    page.button(key="need_change").click().run()
    assert page.text_input(key="need_text").value == ""


def test_a_word_of_several_needs_asks_which(frame: AppTest) -> None:
    page = asked(frame, lang="it", at=HERE, when="any")
    page.text_input(key="need_text").set_value("asilo").run()
    offered = {button.key for button in page.button if (button.key or "").startswith("found_")}
    assert {"found_nursery", "found_permit_help"} <= offered
    assert "<article" not in html(page)
    page.button(key="found_nursery").click().run()
    assert esc(need_name("nursery", Words("it"))) in html(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_word_opens_the_list_of_all_needs(frame: AppTest, language: str) -> None:
    page = asked(frame, lang=language)
    page.text_input(key="need_text").set_value("<b>qwertz").run()
    assert esc(Words(language).say("find.need.none", text="<b>qwertz")) in html(page)
    opened = {e.label: e.proto.expanded for e in page.expander}
    assert opened[Words(language).say("find.need.all")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_answers_and_shows_the_way(frame: AppTest, language: str) -> None:
    words = Words(language)
    page = asked(frame, lang=language, need="pharmacy", when="2026-11-24T10:00", at=HERE)
    cards = html(page)
    assert cards.count("<article") == 5
    assert f'dir="{words.direction}"' in cards
    way = next(b for b in page.button if b.label == words.say("find.show_way"))
    way.click().run()
    assert not page.exception
    assert 'class="ap-steps"' in html(page)
    assert esc(words.say("step.arrive")) in html(page)
    assert "ap-card--chosen" in html(page)


def test_an_address_is_found_and_answers(frame: AppTest) -> None:
    page = asked(frame, lang="it", need="pharmacy", when="any")
    page.text_input(key="place_text").set_value("boulevard des moulin").run()
    assert not page.exception
    assert "Boulevard des Moulins" in html(page)
    assert "<article" in html(page)


def test_an_unknown_address_says_so_and_takes_the_old_start_away(frame: AppTest) -> None:
    page = asked(frame, lang="en", need="pharmacy", when="any", at=HERE)
    assert "<article" in html(page)
    page.text_input(key="place_text").set_value("qqqqzzzz").run()
    assert not page.exception
    assert len(page.warning) == 1
    assert "<article" not in html(page)


@pytest.mark.parametrize("text", ["stazione", "محطة", "train station"])
def test_a_word_for_a_place_is_a_start(frame: AppTest, text: str) -> None:
    page = asked(frame, lang="it", need="pharmacy", when="any")
    page.text_input(key="place_text").set_value(text).run()
    assert "Gare de Monaco" in html(page)
    assert "<article" in html(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_for_several_places_asks_which(frame: AppTest, language: str) -> None:
    words = Words(language)
    page = asked(frame, lang=language, need="pharmacy", when="any", at=HERE)
    page.text_input(key="place_text").set_value("ospedale").run()
    assert "<article" not in html(page)
    assert esc(words.say("find.place.which", text="ospedale")) in html(page)
    offered = [b for b in page.button if (b.key or "").startswith("place-")]
    assert len(offered) > 2
    assert all(words.say("place_category.hospital") in button.label for button in offered)
    offered[0].click().run()
    assert not page.exception
    assert "<article" in html(page)


def test_a_point_in_the_sea_is_reported(frame: AppTest) -> None:
    page = asked(frame, lang="en", need="pharmacy", at="7.46,43.70")
    assert len(page.warning) == 1
    assert "<article" not in html(page)


def test_what_a_person_says_leaves_out_and_can_be_taken_back(frame: AppTest) -> None:
    page = asked(frame, lang="en", need="italian_course", when="2026-11-24T09:30", at=HERE)
    out = esc(Words("en").count("left_out.sex", 2))
    assert out not in html(page)
    page.selectbox(key="sex").set_value("male").run()
    assert out in html(page)
    page.selectbox(key="sex").set_value("").run()
    assert not page.exception
    assert out not in html(page)


def test_where_nobody_suits_the_ways_out_lead_to_answers(frame: AppTest) -> None:
    words = Words("en")
    page = asked(
        frame, lang="en", need="unregistered_clinic", when="2026-11-24T09:30", speaks="tir", at=HERE
    )
    assert esc(words.say("find.nothing_for_you")) in html(page)
    assert "<article" not in html(page)
    forget = next(b for b in page.button if b.label == words.say("find.forget_situation"))
    forget.click().run()
    assert not page.exception
    assert "<article" in html(page)


def test_a_sector_with_a_sensitive_need_leaves_the_address_empty(frame: AppTest) -> None:
    page = asked(frame, lang="en", at=HERE, when="any")
    page.button(key="need_health").click().run()
    assert not page.exception
    assert "need" not in page.query_params


def test_a_sensitive_need_leaves_the_address_empty(frame: AppTest) -> None:
    page = asked(frame, lang="en", at=HERE, when="any")
    page.button(key="need_safety_from_violence").click().run()
    assert not page.exception
    assert "need" not in page.query_params
    assert "by telephone" in html(page)


def test_an_unknown_area_is_reported_with_those_there_are(frame: AppTest) -> None:
    page = asked(frame, lang="en", area="atlantis")
    assert len(page.error) == 1
    assert "monaco" in page.error[0].value


def test_strange_addresses_break_nothing(frame: AppTest) -> None:
    page = asked(
        frame, lang="xx", need="<script>", limit="9e9", when="yesterday", at="a,b", speaks="%%",
        area="monaco",
    )  # fmt: skip
    assert len(page.error) == 0
    assert "need_change" not in {button.key for button in page.button}


def test_a_visitor_never_starts_a_build(own_var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPRODO_PUBLIC", "1")
    page = asked(AppTest.from_file(str(FRAME), default_timeout=60), lang="en", area="monaco")
    assert len(page.error) == 1
    assert "not ready" in page.error[0].value
    assert not list(own_var.glob("areas/*"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_interpolated_house_number_says_so(frame: AppTest, language: str) -> None:
    words = Words(language)
    page = asked(frame, lang=language, area="neubrandenburg", need="pharmacy", when="any")
    text = esc(words.say("find.place.interpolated"))
    page.text_input(key="place_text").set_value("Verdiring 1").run()
    assert "Verdiring 1" in html(page)
    assert text not in html(page)
    page.text_input(key="place_text").set_value("Verdiring 14").run()
    assert not page.exception
    assert text in html(page)


def test_the_exit_clears_the_session(frame: AppTest) -> None:
    page = asked(frame, area="monaco", need="permit_help", at=HERE)
    assert page.session_state["search"].has_place
    page.query_params.clear()
    page.button(key="ap_forget").click().run()
    assert not page.session_state["search"].has_place
    assert not page.session_state["search"].need


def test_every_number_for_help_can_be_tapped(frame: AppTest) -> None:
    page = asked(frame, area="monaco")
    for number in load_help_numbers():
        if "MC" in number.countries:
            assert f'href="{esc("tel:" + number.number.replace(" ", ""))}"' in html(page)

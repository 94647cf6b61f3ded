"""The page of gaps: it opens on an answer in every language, and every section behind it stands."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from layers.coverage.group_label import group_label
from layers.text.escaping import esc
from layers.words import LANGUAGES, Words
from pages.coverage.sections import SECTIONS


@pytest.fixture(autouse=True)
def _areas(built_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    var = tmp_path / "var"
    (var / "areas").mkdir(parents=True)
    (var / "areas" / "monaco").symlink_to(built_var / "areas" / "monaco")
    monkeypatch.setenv("APPRODO_VAR", str(var))


def coverage_page(fields: dict[str, str]) -> None:
    import streamlit as st

    from pages.coverage.page import show_coverage

    for key, value in fields.items():
        if key not in st.query_params:
            st.query_params[key] = value
    show_coverage()


def shown(**text: str) -> AppTest:
    page = AppTest.from_function(coverage_page, default_timeout=120, kwargs={"fields": text})
    page.run()
    assert not page.exception
    return page


def html(page: AppTest) -> str:
    return "\n".join(part.proto.body for part in page.get("html"))


ASKED = {"area": "monaco", "need": "italian_course", "limit": "15", "speaks": "ara"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_on_an_answer_without_being_asked(language: str) -> None:
    page = shown(lang=language, area="monaco")
    text = html(page)
    assert "<h1>" in text
    assert esc(Words(language).say("coverage.loss.title")) in text
    assert esc(Words(language).say("coverage.first_places")) in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_stands(language: str, section: str) -> None:
    page = AppTest.from_function(
        coverage_page, default_timeout=120, kwargs={"fields": {**ASKED, "lang": language}}
    )
    page.session_state["coverage_section"] = section
    page.run()
    assert not page.exception
    assert "<h2>" in html(page).split("ap-gap")[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_without_an_answer_are_folded_and_still_say_why(language: str) -> None:
    words = Words(language)
    page = shown(**ASKED, lang=language)
    folded = [b for b in page.button if (b.key or "").startswith("section-")]
    assert "section-unmet" in {button.key for button in folded}
    assert words.count("coverage.sections.folded", len(folded)) in {e.label for e in page.expander}
    page.button(key="section-unmet").click().run()
    assert not page.exception
    assert words.say("unmet.title") in unescape(html(page))
    assert "APPRODO_" not in html(page) + "".join(note.value for note in page.info)


@pytest.mark.parametrize("language", LANGUAGES)
def test_speakers_of_a_language_are_marked_as_inferred(language: str) -> None:
    words = Words(language)
    text = html(shown(**ASKED, lang=language, who="speaks:ara"))
    assert esc(group_label("speaks:ara", words)) in text
    assert "CLDR" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_headline_counts_nobody_whom_nobody_has_counted(language: str) -> None:
    """Residents are not speakers of Arabic: the answer is where such a person has nothing."""
    words = Words(language)
    spoken = words.fact(frozenset({"ara"}), "languages")
    person = words.say("coverage.person.languages", languages=spoken)
    assert person in headline_of(shown(**ASKED, lang=language))
    assert "39" not in headline_of(shown(**ASKED, lang=language))
    inferred = headline_of(shown(**ASKED, lang=language, who="speaks:ara"))
    assert person not in inferred
    assert re.search(r"\d", inferred)


def headline_of(page: AppTest) -> str:
    (top,) = re.findall("<h1>(.*?)</h1>", html(page))
    return unescape(top)


def test_where_everybody_lives_near_the_border_it_is_said_once() -> None:
    text = unescape(html(shown(lang="en", area="monaco")))
    assert text.count(Words("en").say("coverage.edge.all")) == 1
    assert "39,050 people live near" not in text


def test_a_change_is_tried_kept_compared_and_handed_in() -> None:
    words = Words("it")
    page = shown(lang="it", **ASKED)
    next(b for b in page.button if b.label == words.say("scenario.try")).click().run()
    assert not page.exception
    assert esc(words.say("scenario.row.possible")) in html(page)
    gained = next(line for line in html(page).splitlines() if "in più trova" in line)
    assert "<strong>0 " not in gained
    page.text_input(key="scenario_name").set_value("Una prova").run()
    next(b for b in page.button if b.label == words.say("scenario.keep")).click().run()
    assert not page.exception
    assert any(b.label == "Una prova" for b in page.button)
    next(b for b in page.button if b.label == words.say("scenario.hand_in")).click().run()
    assert not page.exception
    assert [note.value for note in page.success] == [words.count("scenario.handed_in", 1)]


def test_a_visitor_of_a_public_server_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPRODO_PUBLIC", "1")
    page = shown(lang="en", area="monaco")
    assert Words("en").say("coverage.closed") in [note.value for note in page.info]
    assert "<h1>" not in html(page)


@pytest.mark.parametrize("need", ["safety_from_violence", "health"])
def test_a_sensitive_need_or_its_sector_leaves_the_address(need: str) -> None:
    page = shown(area="monaco", need="pharmacy")
    assert "pharmacy" in page.query_params["need"]
    page.selectbox(key="coverage_need").set_value(need).run()
    assert not page.exception
    assert "need" not in page.query_params


def test_strange_addresses_break_nothing() -> None:
    page = shown(
        lang="en", area="monaco", need="<b>", limit="9e9", when="never", who="martians", speaks="%%"
    )
    assert "<h1>" in html(page) or page.warning

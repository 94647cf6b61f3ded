"""The page of those who coordinate, in every language: sections, scope, what is invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.register.demonstrations import load_demonstrations
from data.register.register import open_register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from layers.text.escaping import esc
from layers.words import LANGUAGES, Words
from tests.store.full_records import NOW

SECTIONS = ("matrices", "gaps", "funds", "principles", "comparison", "edit")


def page() -> None:
    import streamlit as st

    from pages.partnerships.page import show_partnerships
    from pages.shared.session import PAGES

    def register() -> None:
        """The page that records open on."""

    there = st.Page(register, title="register", url_path="register")
    PAGES.set({"register": there})
    st.navigation([st.Page(show_partnerships, default=True), there], position="hidden").run()


@pytest.fixture(autouse=True)
def _records(empty_var: Path) -> None:
    register = open_register()
    load_demonstrations(register, "monaco", at=NOW)
    RegisterSession(register, LOCAL, NOW).partnerships.put("Rete di prova", ["013075"], [])
    register.close()


def opened(language: str, **state: object) -> AppTest:
    found = AppTest.from_function(page, default_timeout=60)
    found.query_params["lang"] = language
    for key, value in state.items():
        found.session_state[key] = value
    found.run()
    assert not found.exception
    return found


def html(page: AppTest) -> str:
    return "\n".join(part.proto.body for part in page.get("html"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_stands_in_every_language(language: str, section: str) -> None:
    found, words = opened(language, partnership_section=section), Words(language)
    assert esc(words.say("partnerships.title")) in html(found)
    if section == "matrices":
        assert len(found.dataframe[0].value) >= 1
    elif section == "edit":
        assert esc(words.say("partnerships.edit.intro")) in html(found)
    else:
        assert "ap-table" in html(found)


def test_demonstrations_are_counted_as_such() -> None:
    found = opened("en")
    assert "demonstration records, invented" in html(found)


def test_a_partnership_without_services_shows_its_gaps() -> None:
    found = opened("en", partnership_section="gaps", partnership_scope="Rete di prova")
    assert esc("0 services; organisations: 0") in html(found)
    assert esc("Como (CO)") in html(found)
    assert "Rete di prova" in found.query_params["partnership"]


def test_the_table_opens_where_there_is_no_partnership_yet() -> None:
    register = open_register()
    RegisterSession(register, LOCAL, NOW).partnerships.remove("Rete di prova")
    register.close()
    found = opened("en", partnership_section="edit")
    assert "No partnership is recorded yet" in " ".join(note.value for note in found.info)

"""A search that ends with nothing is counted once, where that is allowed, and leaves no trace."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from data.register import schema
from data.register.register import Register, open_register
from data.register.unmet import count_unmet
from geo.coarse_cell import cell_of
from geo.unmet import UnmetReason
from layers.text.escaping import esc
from layers.words import LANGUAGES, Words
from pages.find import unmet_count

FRAME = Path(__file__).parents[4] / "pages" / "frame.py"
PAGE = """
import streamlit as st
from pages.shared.opened_area import current_area
from pages.shared.page_frame import choose_language
from pages.coverage.unmet import show_unmet
words = choose_language()
show_unmet(current_area(words), words)
"""
STREET, LON, LAT = "boulevard des moulin", 7.42795, 43.74245
NOBODY_HAS_IT = "dentist"
SENSITIVE = "unregistered_clinic"


@pytest.fixture
def register(empty_var: Path) -> Iterator[Register]:
    opened = open_register()
    yield opened
    opened.close()


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPRODO_COUNT_UNMET", "1")


def opened(**text: str) -> AppTest:
    page = AppTest.from_file(str(FRAME), default_timeout=60)
    for key, value in {"lang": "en", "when": "any", **text}.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def rows(register: Register) -> list[tuple[object, ...]]:
    unmet_count._TURN.submit(int).result()  # whatever was to be counted is counted
    with register.reading() as connection:
        return [tuple(row) for row in connection.execute(sa.select(schema.unmet))]


def choose_need(page: AppTest, need: str) -> None:
    if "need_change" in {button.key for button in page.button}:
        page.button(key="need_change").click().run()
    page.button(key=f"need_{need}").click().run()


def ask(page: AppTest, need: str, street: str = STREET) -> AppTest:
    choose_need(page, need)
    page.text_input(key="place_text").set_value(street).run()
    assert not page.exception
    return page


@pytest.mark.usefixtures("counting")
def test_a_search_without_answer_counts_once(register: Register) -> None:
    page = ask(opened(), NOBODY_HAS_IT)
    assert not [part for part in page.get("html") if "<article" in part.proto.body]
    (row,) = rows(register)
    assert row[:4] == ("monaco", NOBODY_HAS_IT, cell_of(LON, LAT), "no_service")
    assert row[-1] == 1
    page.run()
    page.selectbox(key="when").set_value("now").run()
    page.selectbox(key="when").set_value("any").run()
    choose_need(page, "pharmacy")
    choose_need(page, NOBODY_HAS_IT)
    assert rows(register) == [row]
    ask(opened(), NOBODY_HAS_IT)
    assert rows(register) == [(*row[:-1], 2)]


@pytest.mark.usefixtures("counting")
def test_a_search_with_an_answer_and_one_without_place_count_nothing(register: Register) -> None:
    ask(opened(), "pharmacy")
    choose_need(opened(), NOBODY_HAS_IT)
    assert rows(register) == []


@pytest.mark.usefixtures("counting")
def test_a_link_counts_only_when_the_person_changes_something(register: Register) -> None:
    for _ in range(2):
        page = opened(need=NOBODY_HAS_IT, at=f"{LON},{LAT}")
    page.run()
    assert rows(register) == []
    page.selectbox(key="limit").set_value(60).run()
    assert [row[-1] for row in rows(register)] == [1]


def test_nothing_is_counted_or_shown_where_nobody_allowed_it(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = Words("en").say("unmet.told")
    for setting in ("", "0"):
        monkeypatch.setenv("APPRODO_COUNT_UNMET", setting)
        page = ask(opened(), NOBODY_HAS_IT)
        assert text not in {caption.value for caption in page.caption}
    assert rows(register) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.usefixtures("counting", "empty_var")
def test_people_are_informed_that_searches_are_counted(language: str) -> None:
    text = Words(language).say("unmet.told")
    assert text in {caption.value for caption in opened(lang=language).caption}


def written(empty_var: Path) -> dict[str, int]:
    """How often each file at run time, the register's pages and journal included, names it."""
    return {
        str(path.relative_to(empty_var)): path.read_bytes().count(SENSITIVE.encode())
        for path in sorted(empty_var.rglob("*"))
        if path.is_file()
    }


@pytest.mark.usefixtures("counting")
def test_a_sensitive_need_leaves_no_trace(
    register: Register,
    empty_var: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    page = opened(speaks="tir", when="2026-11-24T09:30")
    rows(register)
    before, content = written(empty_var), _all_rows(register)
    with caplog.at_level(logging.INFO):
        ask(page, SENSITIVE)
        nothing = esc(Words("en").say("find.nothing_for_you"))
        assert nothing in "".join(part.proto.body for part in page.get("html"))
        page.selectbox(key="limit").set_value(15).run()
        page.selectbox(key="limit").set_value(60).run()
        assert rows(register) == []
    assert written(empty_var) == before
    assert _all_rows(register) == content
    assert SENSITIVE not in caplog.text
    assert SENSITIVE not in "".join(capfd.readouterr())


def _all_rows(register: Register) -> list[list[str]]:
    with register.reading() as connection:
        return [
            [repr(row) for row in connection.execute(sa.select(table))]
            for table in schema.metadata.sorted_tables
        ]


@pytest.mark.usefixtures("counting")
def test_a_locked_register_holds_up_no_page(register: Register, empty_var: Path) -> None:
    """Another program holds the file meanwhile; the count comes when it lets go."""
    page = opened()
    holder = sqlite3.connect(empty_var / "register.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    page = ask(page, NOBODY_HAS_IT)
    assert esc(Words("en").say("find.empty.title")) in "".join(
        part.proto.body for part in page.get("html")
    )
    holder.execute("ROLLBACK")
    holder.close()
    assert [row[-1] for row in rows(register)] == [1]


@pytest.mark.usefixtures("counting")
def test_a_register_that_cannot_count_breaks_no_page(register: Register) -> None:
    page = opened()
    with register.writing() as connection:
        connection.execute(sa.text("DROP TABLE unmet"))
    page = ask(page, NOBODY_HAS_IT)
    page.run()
    assert not page.exception
    assert not page.error
    unmet_count._TURN.submit(int).result()


def shown(language: str) -> AppTest:
    page = AppTest.from_string(PAGE, default_timeout=60)
    page.query_params["lang"] = language
    page.run()
    assert not page.exception
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_planners_read_why_there_is_nothing(
    register: Register, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, year = Words(language), date.today().year
    assert words.say("unmet.off") in {note.value for note in shown(language).info}
    monkeypatch.setenv("APPRODO_COUNT_UNMET", "1")
    text = words.say("unmet.too_few", year=str(year - 1), next=str(year + 1))
    assert text in {note.value for note in shown(language).info}


@pytest.mark.parametrize("language", LANGUAGES)
def test_planners_see_levels(register: Register, language: str) -> None:
    last = date(date.today().year - 1, 5, 1)
    for _ in range(7):
        count_unmet(
            register, "monaco", "dentist", lon=LON, lat=LAT, reason=UnmetReason.FULL, on=last
        )
    page, words = shown(language), Words(language)
    text = "".join(part.proto.body for part in page.get("html"))
    assert esc(words.say("need.dentist")) in text
    assert esc(words.say("unmet.reason.full")) in text
    assert esc("5–9") in text


@pytest.mark.usefixtures("empty_var")
def test_the_public_is_shown_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPRODO_PUBLIC", "1")
    assert Words("en").say("unmet.closed") in {note.value for note in shown("en").info}

"""The form keeps and shows words that could not be read, of an import and of whoever types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.exchange.kept_hours import words_in
from data.exchange.service_table import read_services
from data.records.documents import Document, left_out_of
from data.records.ids import stable_id
from data.register.register import open_register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from data.register.worklist import Flaw
from layers.words import LANGUAGES
from tests.app.pages.register.register_app import page_of
from tests.store.full_records import NOW
from tests.unit.data.exchange.tables import GOOD, SOURCE, write_csv


@pytest.fixture(autouse=True)
def _record(empty_var: Path, tmp_path: Path) -> None:
    table = write_csv(tmp_path / "a.csv", {**GOOD, "email": "<b>nobody", "hours": "quando capita"})
    reading = read_services(table, source=SOURCE, licence="CC0-1.0", keep_good=True)
    register = open_register()
    session = RegisterSession(register, LOCAL, now=NOW)
    session.records.bring_in(reading.directory, source=SOURCE, licence="CC0-1.0")
    register.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_shows_fields_that_were_not_read(language: str) -> None:
    page = form_of_first(language)
    notice = " ".join(warning.value for warning in page.warning)
    assert "quando capita" in notice
    assert "nobody" in notice
    assert "<b>" not in notice


def form_of_first(language: str = "it") -> AppTest:
    return page_of(language, register_editing=stable_id(SOURCE, "service", "a1"))


def saved() -> Document:
    register = open_register()
    try:
        session = RegisterSession(register, LOCAL, now=NOW)
        return session.records.get(stable_id(SOURCE, "service", "a1")).service.content
    finally:
        register.close()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("lun-ven 18-20, sab mattina", 'Mo-Fr 18:00-20:00; Sa unknown "mattina"'),
        ("lun 9-12; da definire", 'Mo 09:00-12:00 || unknown "lun 9-12; da definire"'),
        ("a turno, dopo le lezioni", "a turno, dopo le lezioni"),
    ],
)
def test_hours_that_are_not_clear_are_published_as_written(typed: str, kept: str) -> None:
    page = form_of_first()
    page.text_input("form_hours_0").set_value(typed).run()
    notice = " ".join(warning.value for warning in page.warning)
    assert typed.split(", ")[-1].split("; ")[-1] in notice
    page.button("form-publish").click().run()
    assert not page.exception
    assert not page.error
    document = saved()
    assert document["schedules"][0]["approdo"]["opening_hours"] == kept
    session = RegisterSession(open_register(), LOCAL, now=NOW)
    assert Flaw.LEFT_OUT in session.worklist.tasks()[0].flaws
    assert form_of_first().text_input("form_hours_0").value == words_in(kept)


def test_fields_that_were_not_read_stay_until_they_are_checked() -> None:
    page = form_of_first()
    page.text_input("form_phone").set_value("+377 93 15 00 00")
    page.button("form-publish").click().run()
    assert {one["field"] for one in left_out_of(saved())} == {"email", "hours"}
    page = form_of_first()
    page.checkbox("form_left_out_checked").check()
    page.button("form-publish").click().run()
    assert left_out_of(saved()) == []


def test_a_record_stays_on_the_worklist_when_it_is_only_confirmed() -> None:
    session = RegisterSession(open_register(), LOCAL, now=NOW)
    session.bulk.confirm([stable_id(SOURCE, "service", "a1")])
    assert {one["field"] for one in left_out_of(saved())} == {"email", "hours"}


def test_hours_with_a_fallback_of_their_source_are_shown_whole() -> None:
    page = form_of_first()
    given = 'Mo 09:00-12:00 || unknown "su appuntamento"'
    page.text_input("form_hours_0").set_value(given).run()
    page.button("form-publish").click().run()
    assert form_of_first().text_input("form_hours_0").value == given

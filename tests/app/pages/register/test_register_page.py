"""The register's page: the list of an area, its file, names and fields in the reader's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.register.register import open_register
from data.register.roles import LOCAL
from data.register.search import Filters
from data.register.session import RegisterSession
from geo.model import Exposure, Location, Phone, Provenance, Schedule, Service, ServiceStatus
from layers.words import LANGUAGES, Words
from tests.app.pages.register.register_app import page_of
from tests.store.full_records import NOW
from tests.store.writing import upsert

HERE = Location("here", 7.4246, 43.7384)
ELSEWHERE = Location("elsewhere", 11.12, 46.07)
MADE_BY = Provenance("a desk", "CC0-1.0", assured_on=date(2026, 11, 1))
TWINS = ("Sportello Torre", "Sportelo Torre")
SERVICES = (
    Service("a", "Guichet du port", ("orientation",), HERE, MADE_BY,
            names={"ar": "مكتب الميناء", "it": "Sportello del porto"}),
    Service("b", "Sportello di Trento", ("orientation",), ELSEWHERE, MADE_BY),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _records(empty_var: Path) -> None:
    register = open_register()
    upsert(register, list(SERVICES), area=None, by="me", at=NOW)
    register.close()


def shown(page: AppTest) -> str:
    table = page.dataframe[0].value.to_string() if page.dataframe else ""
    return table + " ".join(str(element.proto) for element in page.get("html"))


def test_the_list_is_of_the_chosen_area() -> None:
    found = page_of(register_text="sportello")
    assert "Sportello del porto" in shown(found)
    assert "Sportello di Trento" not in shown(found)
    found.toggle("register_area").set_value(False).run()
    assert "Sportello di Trento" in shown(found)


def test_names_are_in_the_readers_language() -> None:
    assert "مكتب الميناء" in shown(page_of("ar", register_text="port"))
    assert "Guichet du port" in shown(page_of("en", register_text="port"))


def test_what_is_filtered_can_be_taken_away() -> None:
    session = RegisterSession(open_register(), LOCAL, now=NOW)
    found = session.records.export(Filters(text="sportello di"))
    assert [d["name"] for d in found["service"].values()] == ["Sportello di Trento"]
    assert len(found["location"]) == 1
    page = page_of(register_text="sportello")
    assert len(page.get("download_button")) == 1


def test_a_protected_record_is_in_the_list_of_every_area() -> None:
    register = open_register()
    hidden = Location("hidden", 11.1, 46.0, exposure=Exposure.ON_REQUEST)
    upsert(register, [Service("c", "Sportello rifugio", ("orientation",), hidden, MADE_BY)],
           area=None, by="me", at=NOW)  # fmt: skip
    register.close()
    assert "Sportello rifugio" in shown(page_of(register_text="sportello"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_likely_twins_differ_in_words_and_not_in_fields(language: str) -> None:
    words = Words(language)
    twin = replace(SERVICES[0], phones=(Phone("0461 123456"),))
    hours = [Schedule("Mo 09:00-12:00", frozenset({"ara"})), Schedule("Tu 09:00-12:00")]
    register = open_register()
    upsert(register, [
        replace(twin, id=name, name=name, names={}, needs=("permit_help",), schedules=(one,),
                location=replace(HERE, id=f"at-{name}"), status=status)
        for name, one, status in zip(TWINS, hours, (ServiceStatus.ACTIVE, ServiceStatus.INACTIVE),
                                     strict=True)
    ], area=None, by="me", at=NOW)  # fmt: skip
    register.close()
    page = page_of(language, register_view="twins")
    asked = {radio.label: radio.options for radio in page.radio}
    said = str(asked[words.say("register.field.schedules")])
    assert words.fact(0, "weekday") in said
    assert words.fact("ara", "language") in said
    assert words.say("register.status.inactive") in str(asked[words.say("register.field.status")])
    assert not any(raw in str(asked) for raw in ("opening_hours", "byday", "'id'", "approdo"))

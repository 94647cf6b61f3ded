"""The register's page: the list of an area, its file, names and fields in the reader's words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.register.register import open_register
from data.register.roles import LOCAL
from data.register.search import Filters
from data.register.session import RegisterSession
from geo.model import Location, Provenance, Service
from tests.store.full_records import NOW
from tests.store.writing import upsert

HERE = Location("here", 7.4246, 43.7384)
ELSEWHERE = Location("elsewhere", 11.12, 46.07)
MADE_BY = Provenance("a desk", "CC0-1.0", assured_on=date(2026, 11, 1))
SERVICES = (
    Service("a", "Guichet du port", ("orientation",), HERE, MADE_BY,
            names={"ar": "مكتب الميناء", "it": "Sportello del porto"}),
    Service("b", "Sportello di Trento", ("orientation",), ELSEWHERE, MADE_BY),
)  # fmt: skip


@pytest.fixture
def var(built_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "areas").symlink_to(built_var / "areas")
    monkeypatch.setenv("APPRODO_VAR", str(folder))
    register = open_register()
    upsert(register, list(SERVICES), area=None, by="me", at=NOW)
    register.close()
    return folder


def register_page() -> None:
    from pages.register.page import keep_register
    from pages.shared.page_frame import choose_language

    choose_language()
    keep_register()


def page_of(language: str = "it", **state: object) -> AppTest:
    page = AppTest.from_function(register_page, default_timeout=60)
    page.query_params["lang"], page.query_params["area"] = language, "monaco"
    for key, value in state.items():
        page.session_state[key] = value
    page.run()
    assert not page.exception
    return page


def shown(page: AppTest) -> str:
    return " ".join(str(element.proto) for element in page.get("html"))


def test_the_list_is_of_the_chosen_area(var: Path) -> None:
    found = page_of(register_text="sportello")
    assert "Sportello del porto" in shown(found)
    assert "Sportello di Trento" not in shown(found)
    found.toggle("register_area").set_value(False).run()
    assert "Sportello di Trento" in shown(found)


def test_names_are_in_the_readers_language(var: Path) -> None:
    assert "مكتب الميناء" in shown(page_of("ar", register_text="port"))
    assert "Guichet du port" in shown(page_of("en", register_text="port"))


def test_what_is_filtered_can_be_taken_away(var: Path) -> None:
    session = RegisterSession(open_register(), LOCAL, now=NOW)
    found = session.records.export(Filters(text="sportello di"))
    assert [d["name"] for d in found["service"].values()] == ["Sportello di Trento"]
    assert len(found["location"]) == 1
    page = page_of(register_text="sportello")
    assert len(page.get("download_button")) == 1

"""The form shows what an import could not read, in every language, until it is saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.exchange.service_table import read_services
from data.records.ids import stable_id
from data.register.register import open_register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from layers.words import LANGUAGES
from tests.store.full_records import NOW
from tests.unit.data.exchange.tables import GOOD, SOURCE, write_csv


@pytest.fixture
def var(built_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "areas").symlink_to(built_var / "areas")
    monkeypatch.setenv("APPRODO_VAR", str(folder))
    table = write_csv(tmp_path / "a.csv", {**GOOD, "email": "<b>nobody", "hours": "quando capita"})
    reading = read_services(table, source=SOURCE, licence="CC0-1.0", keep_good=True)
    register = open_register()
    session = RegisterSession(register, LOCAL, now=NOW)
    session.records.bring_in(reading.directory, source=SOURCE, licence="CC0-1.0")
    register.close()
    return folder


def register_page() -> None:
    from pages.register.page import keep_register
    from pages.shared.page_frame import choose_language

    choose_language()
    keep_register()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_shows_fields_that_were_not_read(var: Path, language: str) -> None:
    page = AppTest.from_function(register_page, default_timeout=60)
    page.session_state["register_editing"] = stable_id(SOURCE, "service", "a1")
    page.query_params["lang"], page.query_params["area"] = language, "monaco"
    page.run()
    assert not page.exception
    notice = " ".join(warning.value for warning in page.warning)
    assert "quando capita" in notice
    assert "nobody" in notice
    assert "<b>" not in notice

"""The page where people at work begin, in every language."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.register.demonstrations import load_demonstrations
from data.register.register import open_register
from layers.text.escaping import esc
from layers.words import LANGUAGES, Words
from tests.store.full_records import NOW


def page() -> None:
    import streamlit as st

    from pages.shared.session import PAGES
    from pages.today.page import show_today

    def other() -> None:
        """A page that something opens on."""

    there = {
        name: st.Page(other, title=name, url_path=name)
        for name in ("register", "coverage", "partnerships")
    }
    PAGES.set(there)
    pages = [st.Page(show_today, default=True), *there.values()]
    st.navigation(pages, position="hidden").run()


@pytest.fixture(autouse=True)
def _records(empty_var: Path) -> None:
    register = open_register()
    load_demonstrations(register, "monaco", at=NOW)
    register.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_stands_in_every_language(language: str) -> None:
    found = AppTest.from_function(page, default_timeout=90)
    found.query_params["lang"], found.query_params["area"] = language, "monaco"
    found.run()
    assert not found.exception
    words = Words(language)
    html = "\n".join(part.proto.body for part in found.get("html"))
    for card in ("waiting", "gap", "expiring", "changes", "tasks"):
        assert esc(words.say(f"today.{card}")) in html
    assert esc(words.say("today.nothing_waits")) in html
    confirm = [one for one in found.button if (one.key or "").startswith("task-confirm-")]
    assert len(confirm) == 10
    record_id = str(confirm[0].key).removeprefix("task-confirm-")
    confirm[0].click().run()
    assert not found.exception
    register = open_register()
    kept = register.read("service", record_id)
    register.close()
    assert kept is not None
    assert kept.content["assured_date"] == datetime.now(UTC).date().isoformat()

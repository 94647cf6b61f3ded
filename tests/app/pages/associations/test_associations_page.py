"""The page of associations, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.register.demonstrations import load_demonstrations
from data.register.register import open_register
from layers.text.escaping import esc
from layers.words import LANGUAGES, Words
from tests.store.full_records import NOW


def page() -> None:
    from pages.associations.page import show_associations

    show_associations()


@pytest.fixture(autouse=True)
def _records(empty_var: Path) -> None:
    register = open_register()
    load_demonstrations(register, "monaco", at=NOW)
    register.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_associations_stand_with_ties_and_extensions(language: str) -> None:
    found = AppTest.from_function(page, default_timeout=90)
    found.query_params["lang"], found.query_params["area"] = language, "monaco"
    found.run()
    assert not found.exception
    words = Words(language)
    html = "".join(part.proto.body for part in found.get("html"))
    for key in ("title", "extensions", "ties"):
        assert esc(words.say(f"associations.{key}")) in html
    assert len(found.dataframe[0].value) >= 3
    assert words.say("associations.language") in {box.label for box in found.selectbox}

"""The regional view, in every language: a municipality that was touched, and what it offers."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from layers.text.escaping import esc
from layers.words import LANGUAGES, Words

COMO = "013075"


def page() -> None:
    import streamlit as st

    from pages.region.page import show_region
    from pages.shared.session import PAGES

    def other() -> None:
        """A page that something opens on."""

    there = {name: st.Page(other, title=name, url_path=name) for name in ("areas", "coverage")}
    PAGES.set(there)
    st.navigation([st.Page(show_region, default=True), *there.values()], position="hidden").run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_municipality_that_was_touched_offers_to_prepare_its_area(
    empty_var: Path, built_var: Path, language: str
) -> None:
    (empty_var / "italy").symlink_to(built_var / "italy")
    found = AppTest.from_function(page, default_timeout=90)
    found.query_params["lang"] = language
    found.session_state["region_town"] = COMO
    found.run()
    assert not found.exception
    words = Words(language)
    html = "".join(part.proto.body for part in found.get("html"))
    assert esc("Como (CO)") in html
    assert esc(words.say("region.source")) in html
    assert len(found.dataframe[0].value) > 1_400
    (button,) = (one for one in found.button if one.key == "region_build")
    assert button.label == words.say("region.build", name="Como")
    button.click().run()
    assert found.session_state["areas_chosen"] == [COMO]

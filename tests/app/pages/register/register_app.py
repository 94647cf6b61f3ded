"""The register's page for its tests."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def register_page() -> None:
    from pages.register.page import keep_register
    from pages.shared.page_frame import choose_language

    choose_language()
    keep_register()


def page_of(language: str = "it", **state: object) -> AppTest:
    """Return the page after its first run, over Monaco."""
    page = AppTest.from_function(register_page, default_timeout=60)
    page.query_params["lang"], page.query_params["area"] = language, "monaco"
    for key, value in state.items():
        page.session_state[key] = value
    page.run()
    assert not page.exception
    return page

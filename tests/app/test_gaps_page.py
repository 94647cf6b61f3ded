"""The page of gaps through the frame: opens on an answer, in every language, section by section."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from layers.escaping import esc
from layers.words import LANGUAGES, Words
from pages.ui.gap_sections import SECTIONS

FRAME = Path(__file__).parents[2] / "pages" / "frame.py"


@pytest.fixture
def frame(own_var: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("APPRODO_VAR", str(own_var))
    return AppTest.from_file(str(FRAME), default_timeout=90)


def opened(frame: AppTest, **told: str) -> AppTest:
    frame.run()
    frame.switch_page("coverage") if False else None
    for key, value in told.items():
        frame.query_params[key] = value
    return frame


def html(page: AppTest) -> str:
    return "\n".join(part.proto.body for part in page.get("html"))

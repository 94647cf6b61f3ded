"""The page of schools, in every language; the sheet of one as PDF."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest
from streamlit.testing.v1 import AppTest

from answers.opened_area import open_area
from answers.school_sheet import sheet_of
from answers.schools import SUPPORT, schools_of
from data.register.register import open_register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from layers.report.paper import pdf_of
from layers.schools.sheet import school_paper
from layers.text.escaping import esc
from layers.words import LANGUAGES, Words

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)


def page() -> None:
    from pages.schools.page import show_schools

    show_schools()


@pytest.mark.parametrize("language", LANGUAGES)
def test_schools_stand_with_their_support_in_every_language(empty_var: Path, language: str) -> None:
    found = AppTest.from_function(page, default_timeout=90)
    found.query_params["lang"], found.query_params["area"] = language, "monaco"
    found.run()
    assert not found.exception
    words = Words(language)
    assert esc(words.say("schools.title")) in "".join(p.proto.body for p in found.get("html"))
    shown = found.dataframe[0].value
    assert list(shown.columns) == [
        words.say("schools.head.school"), *(words.say(f"schools.kind.{kind}") for kind in SUPPORT),
    ]  # fmt: skip
    assert len(shown) >= 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_names_every_service_near_the_school(empty_var: Path, language: str) -> None:
    opened, words = open_area("monaco"), Words(language)
    session = RegisterSession(open_register(), LOCAL, NOW)
    found = schools_of(session, opened, now=NOW)
    school = max(found.schools, key=lambda one: sum(s.possible for s in one.support.values()))
    pdf = pdf_of(school_paper(sheet_of(opened, found, school, words), words))
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert len(document) <= 2
    assert date.today().strftime("%Y") in text or language == "ar"
    if language == "en":
        assert words.say("app.demonstration") in text
        names = {
            found.services[kind][one.service].names.get("en", "")
            for kind, support in school.support.items()
            for one in support.nearby
        }
        assert names
        plain = " ".join(text.split())
        assert [name for name in names if name not in plain] == []

"""The card of a plan: what stands on paper, in which order."""

from __future__ import annotations

import contextlib
import io
import re
import unicodedata
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import typst
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from answers.opened_area import OpenArea
from answers.plan import PlanAnswer, PlanQuery, plan
from answers.plan_card import plan_card
from data.catalog.tables import load_languages
from data.exchange.questions import read_free_hours, read_situation
from layers.plan.card import card_fields, card_pdf
from layers.report.typesetter import FONTS
from layers.text.bidi import has_rtl
from layers.words import MACHINE_MADE, PERSON_LANGUAGES, Words
from layers.words.catalogues import read_catalogue

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def answer(monaco: OpenArea) -> PlanAnswer:
    return plan(
        monaco,
        PlanQuery(
            ("italian_course", "permit_help", "health_enrolment", "family_doctor"),
            7.4219,
            43.7344,
            datetime(2026, 11, 24, 8, 30, tzinfo=ZoneInfo("Europe/Monaco")),
            read_situation(languages=["ara"]),
            read_free_hours("13:00-19:00"),
        ),
    )


def letters(text: str) -> str:
    """Return a text without blanks and marks of direction, letters in their plain form."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u2066-\u2069\u200e\u200f\u061c\u00ad\u200c\u200d\x02\ufffe-]", "", plain)


def read_out(pdf: bytes) -> str:
    """Return the text of a PDF in the order in which it is read, of right-to-left letters too."""
    with contextlib.closing(PdfDocument(pdf)) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize("language", PERSON_LANGUAGES)
@pytest.mark.parametrize("large", [False, True], ids=["plain", "large"])
def test_every_word_of_the_card_is_read_from_the_pdf(
    monaco: OpenArea, answer: PlanAnswer, language: str, large: bool
) -> None:
    words = Words(language)
    card = plan_card(monaco, answer, words, today=TODAY, large=large)
    found = read_out(card_pdf(card, words))
    fields = card_fields(card, words)
    texts = [*fields["title"], *fields["notes"]]  # type: ignore[misc]
    for trip in fields["trips"]:  # type: ignore[attr-defined]
        for stop in trip["stops"]:
            texts.append(stop["phones"][0])
            texts += [text for side in stop["sides"] for _, text in side]
    if words.direction == "ltr":
        assert [text for text in texts if letters(text) not in letters(found)] == []
        return
    # Where both directions meet in a line, readers of PDF order its words each in their own way.
    alone = [text for text in texts if not re.search("[A-Za-z0-9]", text)]
    assert [text for text in alone if letters(text) not in letters(found)] == []
    times = {time for text in texts for time in re.findall(r"\d\d:\d\d", text)}
    assert {time for time in times if time not in found} == set()
    known = {letters(word) for word in found.split()}
    of_the_script = {word for text in texts for word in text.split() if has_rtl(word[0])}
    assert {word for word in of_the_script if letters(word) not in known} == set()


def test_the_card_takes_two_pages_at_most(monaco: OpenArea, answer: PlanAnswer) -> None:
    for language in PERSON_LANGUAGES:
        words = Words(language)
        pdf = card_pdf(plan_card(monaco, answer, words, today=TODAY), words)
        assert len(PdfReader(io.BytesIO(pdf)).pages) <= 2


@pytest.mark.parametrize("language", PERSON_LANGUAGES)
def test_the_card_can_be_read_aloud(monaco: OpenArea, answer: PlanAnswer, language: str) -> None:
    words = Words(language)
    reader = PdfReader(io.BytesIO(card_pdf(plan_card(monaco, answer, words, today=TODAY), words)))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert str(catalogue["/Lang"]).startswith(language)
    assert reader.xmp_metadata is not None


def test_italian_stands_beside_every_other_language(monaco: OpenArea, answer: PlanAnswer) -> None:
    for language in PERSON_LANGUAGES:
        words = Words(language)
        fields = card_fields(plan_card(monaco, answer, words, today=TODAY), words)
        assert fields["languages"] == list(dict.fromkeys((language, "it")))


def test_the_same_card_gives_the_same_bytes(monaco: OpenArea, answer: PlanAnswer) -> None:
    words = Words("ar")
    made = {card_pdf(plan_card(monaco, answer, words, today=TODAY), words) for _ in range(2)}
    assert len(made) == 1


def test_an_invented_record_says_so_on_paper(monaco: OpenArea, answer: PlanAnswer) -> None:
    words = Words("en")
    fields = card_fields(plan_card(monaco, answer, words, today=TODAY), words)
    for trip, row in zip(answer.plan.trips, fields["trips"], strict=True):  # type: ignore[call-overload]
        for stop, shown in zip(trip.stops, row["stops"], strict=True):
            said = [text for side in shown["sides"] for _, text in side]
            assert (words.say("app.demonstration") in said) == stop.service.provenance.demonstration


@pytest.mark.parametrize("language", PERSON_LANGUAGES)
def test_words_of_a_machine_say_so_on_paper(
    monaco: OpenArea, answer: PlanAnswer, language: str
) -> None:
    words = Words(language)
    fields = card_fields(plan_card(monaco, answer, words, today=TODAY), words)
    assert len(fields["notes"]) == (language in MACHINE_MADE)  # type: ignore[arg-type]


def test_every_character_of_a_person_language_is_in_a_typeface_of_the_card() -> None:
    known: set[int] = set()
    for path in FONTS.glob("*_400Regular.ttf"):
        known |= set(TTFont(path).getBestCmap())
    for language in PERSON_LANGUAGES:
        words = Words(language)
        texts = [text for forms in read_catalogue(language).texts.values() for text in forms]
        texts += [words.fact(one.code, "language") for one in load_languages()]
        texts += [words.fact(day, "weekday") for day in range(7)]
        texts += [words.fact(date(2026, month, 9), "date") for month in range(1, 13)]
        missing = {letter for text in texts for letter in text if ord(letter) not in known}
        # Marks of direction are read, not drawn; the sign of a key is on the pages only.
        assert missing - set("\u2066\u2067\u2068\u2069\u202f\n⌘→") == set(), language


def test_a_card_without_a_typeface_for_its_script_is_still_made(
    monaco: OpenArea, answer: PlanAnswer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for path in FONTS.glob("NotoSans_*.ttf"):
        (tmp_path / path.name).symlink_to(path)
    alone = typst.Fonts(include_system_fonts=False, font_paths=[tmp_path])
    monkeypatch.setattr("layers.report.typesetter._fonts", lambda: alone)
    words = Words("bn")
    pdf = card_pdf(plan_card(monaco, answer, words, today=TODAY), words)
    assert letters(Words("it").say("plan.card.title")) in letters(read_out(pdf))


def test_nothing_is_said_twice_of_a_stop(monaco: OpenArea) -> None:
    by_appointment = plan(
        monaco,
        PlanQuery(
            ("permit_help", "italian_course", "family_doctor"),
            7.4219,
            43.7344,
            datetime(2026, 11, 28, 12, 0, tzinfo=ZoneInfo("Europe/Monaco")),
            hours=read_free_hours("8:00-13:00"),
        ),
    )
    words = Words("it")
    fields = card_fields(plan_card(monaco, by_appointment, words, today=TODAY), words)
    said = [
        [text.casefold() for _, text in stop["sides"][0]]
        for trip in fields["trips"]  # type: ignore[attr-defined]
        for stop in trip["stops"]
    ]
    assert any("solo su appuntamento" in text for texts in said for text in texts)
    for texts in said:
        assert [a for a in texts for b in texts if a is not b and a in b] == []

"""The card of a plan: what stands on paper, in which order."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from answers.opened_area import OpenArea
from answers.plan import PlanAnswer, PlanQuery, plan
from answers.plan_card import plan_card
from data.exchange.questions import read_free_hours, read_situation
from layers.plan.card import card_fields, card_pdf
from layers.words import LANGUAGES, Words

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
    return re.sub(r"[\s\u2066-\u2069\u200e\u200f\u061c\u00ad\u200c\u200d]", "", plain)


@pytest.mark.parametrize("language", ["it", "en"])  # pypdf gives right-to-left letters as drawn
@pytest.mark.parametrize("large", [False, True], ids=["plain", "large"])
def test_every_word_of_the_card_is_read_from_the_pdf(
    monaco: OpenArea, answer: PlanAnswer, language: str, large: bool
) -> None:
    words = Words(language)
    card = plan_card(monaco, answer, words, today=TODAY, large=large)
    reader = PdfReader(io.BytesIO(card_pdf(card, words)))
    found = letters("".join(page.extract_text() for page in reader.pages))
    fields = card_fields(card, words)
    for trip in fields["trips"]:  # type: ignore[attr-defined]
        for stop in trip["stops"]:
            assert letters(stop["phones"][0]) in found
            for side in stop["sides"]:
                for _, text in side:
                    assert letters(text) in found, text


def test_the_card_takes_two_pages_at_most(monaco: OpenArea, answer: PlanAnswer) -> None:
    for language in LANGUAGES:
        words = Words(language)
        pdf = card_pdf(plan_card(monaco, answer, words, today=TODAY), words)
        assert len(PdfReader(io.BytesIO(pdf)).pages) <= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_can_be_read_aloud(monaco: OpenArea, answer: PlanAnswer, language: str) -> None:
    words = Words(language)
    reader = PdfReader(io.BytesIO(card_pdf(plan_card(monaco, answer, words, today=TODAY), words)))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert str(catalogue["/Lang"]).startswith(language)
    assert reader.xmp_metadata is not None


def test_italian_stands_beside_every_other_language(monaco: OpenArea, answer: PlanAnswer) -> None:
    for language in LANGUAGES:
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

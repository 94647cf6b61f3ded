"""A result reads as a sentence; hostile records stay text in the card."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from geo.errors import BadInput, Several, UnknownName
from geo.finder import Result, find_services
from geo.hours.opening import OpeningKind, OpeningState
from geo.matching import match
from geo.model import (
    Address,
    Answer,
    Calendar,
    Eligibility,
    Exposure,
    FindCriteria,
    Location,
    Phone,
    Provenance,
    Schedule,
    Service,
    Sex,
    Situation,
)
from geo.network.directions import WalkStep
from geo.taxonomy import Need, Taxonomy
from layers.find.result_card import result_card
from layers.sentences import (
    error_sentences,
    how_to_ask,
    left_out_sentences,
    state_line,
    step_sentence,
    tell,
)  # fmt: skip
from layers.words import LANGUAGES, Words, facts

MONACO = Calendar("Europe/Monaco", "MC", 7.42, 43.74)
TAXONOMY = Taxonomy(("health",), (Need("family_doctor", "health"),))
THURSDAY = datetime(2026, 11, 26, 11, 0, tzinfo=ZoneInfo("Europe/Monaco"))
HOSTILE = "<img src=x onerror=alert(1)>`${alert(2)}`</bdi></article>"


def clinic(**changes: object) -> Service:
    service = Service(
        "1",
        "Ambulatorio Sole",
        ("family_doctor",),
        Location("1", 7.42, 43.73, Address("Via Roma 3", "Monaco", "98000")),
        Provenance("me", "CC0-1.0"),
        schedules=(Schedule("Th 09:00-12:30", languages=frozenset({"ara"})),),
        phones=(Phone("+377 93 15 28 15"),),
        website="https://example.org",
        eligibility=Eligibility(documents={"identity": Answer.YES}),
    )
    return replace(service, **changes)  # type: ignore[arg-type]


def result_of(service: Service, situation: Situation, minutes: float | None = 12.3) -> Result:
    return Result(service, 0, minutes, match(service, situation, THURSDAY, calendar=MONACO))


ARABIC_PERMIT = Situation(languages=frozenset({"ara"}), status="permit")


def test_a_result_reads_as_a_sentence() -> None:
    found = tell(result_of(clinic(), ARABIC_PERMIT), Words("en"), arrival=THURSDAY)
    assert found.state is not None
    parts = (*found.why, f"{found.state.text}.", found.bring, found.unknown)
    whole = " ".join([f"{found.title} — {found.way}.", *filter(None, parts)])
    assert whole.replace("\u00a0", " ") == (
        "Ambulatorio Sole — 12 min on foot. Speaks Arabic on Thursday. Open until 12:30. "
        "Bring an identity document. Not known: whether your papers are accepted. Ask first."
    )


def test_unknowns_make_one_sentence() -> None:
    situation = Situation(status="permit", residence="none", with_children=True)
    found = tell(result_of(clinic(), situation), Words("it"), arrival=THURSDAY)
    assert found.unknown is not None
    assert found.unknown.count("Non si sa") == 1
    assert found.unknown.count(",") == 2


@pytest.mark.parametrize(
    ("state", "text", "tone"),
    [
        (OpeningState(OpeningKind.OPEN, closes_at=THURSDAY + timedelta(minutes=40)),
         "Closes 40 min after you arrive, at 11:40", "soon"),
        (OpeningState(OpeningKind.OPEN, closes_at=THURSDAY + timedelta(hours=3)),
         "Open until 14:00", "open"),
        (OpeningState(OpeningKind.OPEN), "Open", "open"),
        (OpeningState(OpeningKind.CLOSED, opens_at=THURSDAY + timedelta(hours=3)),
         "Closed, opens at 14:00", "closed"),
        (OpeningState(OpeningKind.CLOSED, opens_at=THURSDAY + timedelta(days=1)),
         "Closed, opens tomorrow at 11:00", "closed"),
        (OpeningState(OpeningKind.CLOSED, opens_at=THURSDAY + timedelta(days=4)),
         "Closed, opens Monday at 11:00", "closed"),
        (OpeningState(OpeningKind.CLOSED, opens_at=THURSDAY + timedelta(days=9)),
         "Closed, opens Saturday 5 December at 11:00", "closed"),
        (OpeningState(OpeningKind.UNKNOWN), "Hours not known: ask first", "ask"),
        (OpeningState(OpeningKind.ASK, comment="su appuntamento"),
         '"su appuntamento": ask first', "ask"),
        (OpeningState(OpeningKind.UNKNOWN, known_until=date(2026, 8, 31)),
         "Hours known until 31 August 2026: ask first", "ask"),
    ],
)  # fmt: skip
def test_the_state_at_arrival(state: OpeningState, text: str, tone: str) -> None:
    line = state_line(state, Words("en"), arrival=THURSDAY)
    assert (line.text.replace("\u00a0", " "), line.tone) == (text, tone)


def test_left_out_services_are_counted_with_a_cure() -> None:
    women = clinic(id="2", eligibility=Eligibility(sex=Sex.FEMALE, sex_known=True))
    found = find_services(
        [clinic(), women, clinic(id="3"), clinic(id="4")],
        np.array([5.0, 6.0, 90.0, np.nan]),
        FindCriteria("health", Situation(sex=Sex.MALE), THURSDAY, limit_min=30),
        taxonomy=TAXONOMY,
        calendar=MONACO,
    )
    result = left_out_sentences(found, Words("en"), limit_min=30, timed=True)
    assert [sentence.replace("\u00a0", " ") for sentence in result] == [
        "1 place is reserved: only women or only men.",
        "1 place is farther than 30 min; the nearest is 1 h 30 min away.",
        "1 place has no way on foot on this map.",
    ]


def test_no_hour_is_named_where_none_was_asked_about() -> None:
    spoken = clinic(schedules=(Schedule("Mo-Fr 09:00-12:00", languages=frozenset({"ita"})),))
    found = find_services(
        [spoken],
        np.array([5.0]),
        FindCriteria("health", Situation(languages=frozenset({"ben"})), None, limit_min=30),
        taxonomy=TAXONOMY,
        calendar=MONACO,
    )
    said = {
        timed: left_out_sentences(found, Words("en"), limit_min=30, timed=timed)
        for timed in (False, True)
    }
    assert said[False] == ("1 place does not speak your language.",)
    assert "at that hour" in said[True][0]


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(1, "دقيقة"), (2, "دقيقتان"), (5, "5\u00a0دقائق"), (60, "ساعة"), (122, "ساعتان ودقيقتان")],
)
def test_arabic_names_one_and_two_by_the_word_alone(minutes: int, text: str) -> None:
    assert facts.minutes(minutes, "ar") == text


def test_each_complaint_has_its_sentence() -> None:
    complaints = (
        BadInput("points.doubled", path="a.csv", line=3, id="x"),
        UnknownName("need.unknown", need="beer", known=("work", "health")),
    )
    found = error_sentences(Several(complaints), Words("it"))
    assert found[0].startswith("a.csv, riga 3")
    assert "beer" in found[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_is_reported(language: str) -> None:
    turns = [f"{bend}{side}" for bend in ("", "slight_", "sharp_") for side in ("left", "right")]
    for code in (*turns, "depart", "straight", "back", "stairs", "lift", "crossing", "arrive"):
        assert step_sentence(WalkStep(code, 120.0, "", "steps"), Words(language))
    assert "Via Roma" in step_sentence(
        WalkStep("left", 120.0, "Via Roma", "street"), Words(language)
    )


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_records_stay_text(language: str) -> None:
    service = clinic(
        name=HOSTILE,
        location=Location("1", 7.4, 43.7, Address(HOSTILE, HOSTILE, HOSTILE)),
        phones=(Phone(HOSTILE), Phone("123" + HOSTILE)),
        website="javascript:alert(1)",
        schedules=(Schedule(f'Mo-Su "{HOSTILE}"'),),
        provenance=Provenance(HOSTILE, HOSTILE, demonstration=True),
    )
    card = result_card(
        result_of(service, ARABIC_PERMIT), Words(language), taxonomy=TAXONOMY, rank=1,
        arrival=THURSDAY, chosen=True,
    )  # fmt: skip
    reader = Reader()
    reader.feed(card)
    assert reader.open == []
    assert reader.tags <= {"ol", "li", "article", "header", "span", "h3", "p", "ul", "bdi", "a"}
    assert not [sign for sign in ("onerror=", "${", "`", "javascript") if sign in card]
    assert "javascript" not in card
    assert "<img" not in card


def test_a_protected_place_shows_no_address() -> None:
    service = clinic(location=Location("1", None, None, exposure=Exposure.ON_REQUEST))
    card = result_card(result_of(service, Situation(), None), Words("en"), taxonomy=TAXONOMY)
    assert "by telephone" in card
    assert "not public" in card


def test_a_number_keeps_its_order_in_arabic() -> None:
    card = result_card(result_of(clinic(), ARABIC_PERMIT), Words("ar"), taxonomy=TAXONOMY)
    assert '<bdi dir="ltr">&#43;377 93 15 28 15</bdi>' in card
    assert 'dir="rtl"' in card


def test_a_place_without_a_name_is_called_by_what_it_is_for() -> None:
    assert tell(result_of(clinic(name=""), Situation()), Words("it")).title == "Medico"


def test_to_ask_first_is_said_once() -> None:
    unknown_hours = clinic(schedules=())
    words = Words("en")
    card = result_card(
        result_of(unknown_hours, ARABIC_PERMIT), words, taxonomy=TAXONOMY, arrival=THURSDAY
    )
    assert card.count('class="ap-chip ap-chip--ask"') == 1


def card_of(country: str = "", **changes: object) -> str:
    result = result_of(clinic(**changes), ARABIC_PERMIT)
    return html.unescape(result_card(result, Words("en"), taxonomy=TAXONOMY, country=country))


def test_a_landline_without_its_nought_is_not_dialled_in_italy() -> None:
    assert 'href="tel:7094854"' in card_of(phones=(Phone("7094854"),))
    found = card_of("IT", phones=(Phone("7094854"), Phone("02 8645 5555")))
    assert 'href="tel:+390286455555"' in found
    assert "7094854" in found
    assert found.count('href="tel:') == 1


def test_the_country_of_the_address_comes_before_the_area() -> None:
    place = Location("1", 7.42, 43.73, Address("Via Roma 3", "Ventimiglia", "18039", "IT"))
    assert "tel:" not in card_of("MC", phones=(Phone("7094854"),), location=place)


def test_a_fax_is_shown_and_not_dialled() -> None:
    found = card_of(phones=(Phone("+377 93 15 28 15", description="fax"),))
    assert "+377 93 15 28 15" in found
    assert "tel:" not in found


def test_an_email_address_is_a_link() -> None:
    assert 'href="mailto:info@example.org"' in card_of(email="info@example.org")
    assert "mailto:" not in card_of(email="nobody")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "call first"),
        ({"phones": (), "email": "info@example.org"}, "write an e-mail first"),
        ({"phones": ()}, "look at the website"),
        ({"phones": (), "website": None}, "go and ask"),
        ({"phones": (), "website": None,
          "location": Location("1", None, None, exposure=Exposure.ON_REQUEST)}, "ask another"),
    ],
)  # fmt: skip
def test_how_to_ask_is_what_the_record_allows(changes: dict[str, object], sentence: str) -> None:
    assert how_to_ask(clinic(**changes), Words("en")).startswith(sentence)

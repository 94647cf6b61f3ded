"""The card: a plan on one or two pages of paper, the person's language beside Italian."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typst

from geo.model import Calendar
from geo.plans.model import Plan, Stop, Trip
from layers.plan.trip_texts import StopTexts, trip_texts
from layers.report.typesetter import typeset
from layers.sentences import address_line, name_of, provenance_sentences
from layers.words import MACHINE_MADE, Words

RULES = Path(__file__).parent / "card.typ"
_VOWEL_MARKS = dict.fromkeys(range(0x064B, 0x0653))
BESIDE = "it"
"""The language of the offices here, which stands beside the person's."""


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card beside the plan.

    Attributes
    ----------
    near
        The nearest known address, by service, of stops without one.
    unmet
        Needs without a stop: per language, a sentence each.
    help_numbers
        Key of the name and number of each telephone for help now.
    map_picture
        SVG; empty for none.
    qr_picture
        SVG of what opens the plan again; empty for none.
    sources
        What the map's data are and how old.
    large
        Large print: one language below the other.
    """

    plan: Plan
    calendar: Calendar
    near: Mapping[str, str]
    unmet: Sequence[Sequence[str]]
    help_numbers: Sequence[tuple[str, str]]
    map_picture: str
    qr_picture: str
    sources: Sequence[str]
    day: date
    large: bool = False


def card_languages(language: str) -> tuple[str, ...]:
    """Return the languages that stand on a card: the person's, and Italian beside it."""
    return tuple(dict.fromkeys((language, BESIDE)))


def card_pdf(card: Card, words: Words) -> bytes:
    """Return the card as tagged PDF; the same card gives the same bytes.

    It keeps to PDF/UA-1, unless a name has letters that our typefaces lack.
    """
    fields = card_fields(card, words)
    try:
        return typeset(RULES, fields, "pdf", day=card.day, standards=["ua-1"])[0]
    except typst.TypstError:
        return typeset(RULES, fields, "pdf", day=card.day)[0]


def _without_vowel_marks(value: object) -> object:
    """Return what stands on a card without the vowel marks of Arabic script.

    They are drawn apart from their letters, which would be read out twice; print does without.
    """
    if isinstance(value, str):
        return value.translate(_VOWEL_MARKS)
    if isinstance(value, Mapping):
        return {key: _without_vowel_marks(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_vowel_marks(one) for one in value]
    return value


def card_fields(card: Card, words: Words) -> dict[str, object]:
    """Return everything that stands on a card, as data for the typesetter."""
    both = [Words(language) for language in card_languages(words.language)]
    numbers = [1]
    for trip in card.plan.trips:
        numbers.append(numbers[-1] + len(trip.stops))
    fields = {
        "languages": [one.language for one in both],
        "large": card.large,
        "day": [card.day.year, card.day.month, card.day.day],
        "title": [one.say("plan.card.title") for one in both],
        "footer": [one.say("plan.card.footer", day=card.day) for one in both],
        "map": card.map_picture,
        "map-alt": words.say("plan.card.map"),
        "qr": card.qr_picture,
        "qr-alt": words.say("plan.card.qr"),
        "trips": [
            _trip(trip, both, card, first)
            for trip, first in zip(card.plan.trips, numbers, strict=False)
        ],
        "more": _unmet(card, both),
        "help": [
            {"number": number, "names": [one.say(key) for one in both]}
            for key, number in card.help_numbers
        ],
        "notes": [one.say("app.machine_made") for one in both if one.language in MACHINE_MADE],
        "sources": [*_records(card.plan, words), *card.sources],
    }
    return {key: _without_vowel_marks(value) for key, value in fields.items()}


def _trip(trip: Trip, both: Sequence[Words], card: Card, first: int) -> dict[str, object]:
    told = [trip_texts(trip, words, calendar=card.calendar, first_number=first) for words in both]
    return {
        "title": [texts.title for texts in told],
        "stops": [
            _stop(stop, [texts.stops[n] for texts in told], both, card)
            for n, stop in enumerate(trip.stops)
        ],
        "back": [texts.back for texts in told],
    }


def _stop(
    stop: Stop, sides: Sequence[StopTexts], both: Sequence[Words], card: Card
) -> dict[str, object]:
    service = stop.service
    # The name on the door comes first: a translated one leads nobody there.
    translated = name_of(service, both[0])
    name = service.name if translated == service.name else f"{service.name} — {translated}"
    return {
        "number": sides[0].number,
        "name": name,
        "address": address_line(service, both[-1], near=card.near.get(service.id)),
        "phones": [phone.number for phone in service.phones],
        "sides": [_said(texts, words, stop) for texts, words in zip(sides, both, strict=True)],
    }


def _said(texts: StopTexts, words: Words, stop: Stop) -> list[tuple[str, str]]:
    card, service = texts.card, stop.service
    run_by = service.organization.name if service.organization else ""
    lines = (
        ("strong", f"{texts.times} · {texts.way}"),
        ("plain", texts.wait),
        ("plain", texts.needs),
        ("plain", card.state.text if card.state else None),
        ("plain", " ".join(card.why)),
        ("strong", card.bring),
        ("plain", words.say("plan.card.ask_for", organization=run_by) if run_by else None),
        ("doubt", card.unknown),
        ("doubt", words.say("app.demonstration") if service.provenance.demonstration else None),
    )
    return [(style, text) for style, text in lines if text]


def _unmet(card: Card, both: Sequence[Words]) -> list[dict[str, object]]:
    if not any(card.unmet):
        return []
    sides = [[("plain", text) for text in texts] for texts in card.unmet]
    return [{"title": [one.say("plan.unmet.title") for one in both], "sides": sides}]


def _records(plan: Plan, words: Words) -> list[str]:
    """Return where the records come from, each source once."""
    said = (" · ".join(provenance_sentences(stop.service, words)) for stop in plan.stops)
    return list(dict.fromkeys(said))

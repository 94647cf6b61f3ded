"""The card of a plan: everything that paper needs, from an open area."""

from __future__ import annotations

from datetime import date

from answers.opened_area import OpenArea
from answers.plan import PlanAnswer, near_addresses, trip_paths
from data.catalog.tables import load_help_numbers
from layers.plan.card import Card, card_languages
from layers.plan.card_map import card_map
from layers.plan.plan_texts import unmet_text
from layers.plan.qr_picture import qr_picture
from layers.words import Words


def plan_card(
    opened: OpenArea,
    answer: PlanAnswer,
    words: Words,
    *,
    today: date,
    large: bool = False,
    link: str = "",
) -> Card:
    """Return the card of a plan in a reader's language.

    Parameters
    ----------
    today
        The day that stands on it.
    large
        Large print.
    link
        What the QR code on it opens; empty for none.
    """
    country = opened.area.calendar.country
    return Card(
        plan=answer.plan,
        calendar=opened.area.calendar,
        near=near_addresses(opened, answer.plan),
        unmet=[_unmet(answer, Words(language)) for language in card_languages(words.language)],
        help_numbers=[
            (f"help.{one.id}", one.number)
            for one in load_help_numbers()
            if country in one.countries
        ],
        map_picture=_map(opened, answer, words) if answer.plan.trips else "",
        qr_picture=qr_picture(link) if link else "",
        sources=_sources(opened, words),
        day=today,
        large=large,
    )


def _unmet(answer: PlanAnswer, words: Words) -> list[str]:
    limit_min = answer.query.limit_min
    return [unmet_text(one.need, one.obstacle, words, limit_min=limit_min) for one in answer.unmet]


def _map(opened: OpenArea, answer: PlanAnswer, words: Words) -> str:
    return card_map(
        opened.area.walking.streets,
        opened.area.boundary,
        home=(answer.query.lon, answer.query.lat),
        stops=[
            (float(stop.service.location.lon or 0), float(stop.service.location.lat or 0))
            for stop in answer.plan.stops
        ],
        way=[
            point
            for trip in answer.plan.trips
            for path in trip_paths(answer, trip)
            for point in zip(path.lon.tolist(), path.lat.tolist(), strict=True)
        ],
        words=words,
    )


def _sources(opened: OpenArea, words: Words) -> list[str]:
    day = opened.area.manifest.day
    dated = f" ({words.fact(day, 'date')})" if day else ""
    return [f"{words.say('map.attribution')}{dated}"]

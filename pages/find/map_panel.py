"""The map on a page: its base stays, a search sends only what it adds."""

from __future__ import annotations

import json

import shapely
from streamlit_folium import st_folium

from answers.find import FindAnswer
from answers.opened_area import OpenArea
from answers.visit import Visit
from geo.hours.opening import OpeningKind
from geo.network.isochrone import isochrone
from layers.map.panel import MapAnswer, Mark, answer_group, base_map
from layers.sentences import name_of
from layers.text.escaping import esc
from layers.words import Words
from pages.find.results import chosen_path, visit_of
from pages.shared.base_map import base_options
from pages.shared.map_card import heard, map_card
from pages.shared.place_question import use_click
from pages.shared.session import Search, clicked_point

HEIGHT_PX = 640
BANDS_MIN = (5, 10, 15, 30)
STATES = {OpeningKind.OPEN: "open", OpeningKind.CLOSED: "closed"}


def show_map(opened: OpenArea, search: Search, answer: FindAnswer | None, words: Words) -> None:
    """Show the map; a click on it becomes the place of the search."""
    key = f"map-{opened.area.manifest.id}-{words.language}"

    def take_click() -> None:
        said = heard(key)
        clicked = clicked_point(key)
        if said:
            _take_message(search, answer, *said)
        elif clicked:
            use_click(opened, search, *clicked)

    st_folium(
        base_map(base_options(opened, words)),
        key=key,
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=["last_clicked", "last_object_clicked_tooltip"],
        feature_group_to_add=answer_group(_answer(opened, search, answer, words)),
        on_change=take_click,
    )
    search.fit = False


def _take_message(search: Search, answer: FindAnswer | None, act: str, service_id: str) -> None:
    """Open the card of a service, or show the way to it: in the list where it stands there."""
    if act == "card":
        search.opened = service_id
        return
    findings = answer.findings if answer else None
    listed = [r.service.id for r in (*findings.results, *findings.later)] if findings else []
    search.opened, search.fit = "", True
    if service_id in listed:
        search.chosen, search.goal = service_id, ""
        search.shown = max(search.shown, listed.index(service_id) + 1)
    else:
        search.chosen, search.goal = "", service_id


def _answer(opened: OpenArea, search: Search, answer: FindAnswer | None, words: Words) -> MapAnswer:
    card = visit_of(opened, search.opened, search)
    goal = visit_of(opened, search.goal, search)
    way = goal.path if goal else chosen_path(opened, answer, search) if answer else None
    return MapAnswer(
        origin=search.position,
        marks=_marks(answer, goal, search, words),
        way=list(zip(way.lon.tolist(), way.lat.tolist(), strict=True)) if way else (),
        bands=_bands(opened, answer, words) if answer and search.bands else (),
        fit=search.fit,
        card=map_card(opened, card, words, way=True) if card else None,
    )


def _marks(
    answer: FindAnswer | None, goal: Visit | None, search: Search, words: Words
) -> list[Mark]:
    findings = answer.findings if answer else None
    shown = (*findings.results, *findings.later)[: search.shown] if findings else ()
    numbered = [(number, result) for number, result in enumerate(shown, 1)]
    if goal:
        numbered.append((0, goal.result))
    return [
        Mark(
            esc(result.service.id),
            number,
            float(result.service.location.lon or 0),
            float(result.service.location.lat or 0),
            esc(name_of(result.service, words)),
            STATES.get(result.match.opening.kind, "ask"),
            chosen=result.service.id in (search.chosen, search.goal),
            demonstration=result.service.provenance.demonstration,
        )
        for number, result in numbered
    ]


def _bands(
    opened: OpenArea, answer: FindAnswer, words: Words
) -> list[tuple[int, str, dict[str, object]]]:
    network = opened.area.walking
    minutes = network.node_minutes_from(answer.origin, cutoff_min=max(BANDS_MIN))
    return [
        (
            band.minutes,
            esc(words.fact(band.minutes, "minutes")),
            json.loads(shapely.to_geojson(band.shape)),
        )
        for band in isochrone(network.streets, minutes, BANDS_MIN)
        if not band.shape.is_empty
    ]

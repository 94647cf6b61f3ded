"""The map of a plan: its stops numbered, the way from home to home."""

from __future__ import annotations

from streamlit_folium import st_folium

from answers.opened_area import OpenArea
from answers.plan import PlanAnswer, trip_paths
from answers.visit import visit
from geo.hours.opening import OpeningKind
from layers.map.panel import MapAnswer, Mark, answer_group, base_map
from layers.sentences import name_of
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.base_map import base_options
from pages.shared.map_card import heard, map_card
from pages.shared.place_question import use_click
from pages.shared.session import PlanDraft, Search, clicked_point

HEIGHT_PX = 640
STATES = {OpeningKind.OPEN: "open", OpeningKind.CLOSED: "closed"}


def show_plan_map(
    opened: OpenArea, search: Search, draft: PlanDraft, answer: PlanAnswer | None, words: Words
) -> None:
    """Show the map; a click on it becomes home."""
    key = f"plan-map-{opened.area.manifest.id}-{words.language}"

    def take_click() -> None:
        said = heard(key)
        clicked = clicked_point(key)
        if said:
            draft.opened = said[1]
        elif clicked:
            use_click(opened, search, *clicked)
            draft.fit = False

    st_folium(
        base_map(base_options(opened, words, services_shown=False)),
        key=key,
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=["last_clicked", "last_object_clicked_tooltip"],
        feature_group_to_add=answer_group(_drawn(opened, search, draft, answer, words)),
        on_change=take_click,
    )
    draft.fit = False


def _drawn(
    opened: OpenArea, search: Search, draft: PlanDraft, answer: PlanAnswer | None, words: Words
) -> MapAnswer:
    found = (
        visit(opened, draft.opened, origin=None, situation=search.situation, at=None)
        if draft.opened
        else None
    )
    card = map_card(opened, found, words) if found else None
    if answer is None:
        return MapAnswer(origin=search.position, fit=draft.fit, card=card)
    return MapAnswer(
        origin=search.position,
        marks=[
            Mark(
                esc(stop.service.id),
                number,
                float(stop.service.location.lon or 0),
                float(stop.service.location.lat or 0),
                esc(name_of(stop.service, words)),
                STATES.get(stop.match.opening.kind, "ask"),
                demonstration=stop.service.provenance.demonstration,
            )
            for number, stop in enumerate(answer.plan.stops, 1)
        ],
        way=[
            point
            for trip in answer.plan.trips
            for path in trip_paths(answer, trip)
            for point in zip(path.lon.tolist(), path.lat.tolist(), strict=True)
        ],
        fit=draft.fit,
        card=card,
    )

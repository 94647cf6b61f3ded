"""The map of who is not reached: its base stays, an answer sends only what it adds."""

from __future__ import annotations

import streamlit as st
from streamlit_folium import st_folium

from answers.coverage import CoverageAnswer
from answers.visit import visit
from data.catalog.tables import load_taxonomy
from geo.measures.gaps import RemedyKind
from geo.model import Situation
from layers.map.coverage_layer import bounds_of, coverage_group, picture_of
from layers.map.panel import MapCard, base_map
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.base_map import base_options
from pages.shared.map_card import heard, map_card
from pages.shared.session import COVERAGE_FOCUS, COVERAGE_OPENED

HEIGHT_PX = 560
SMALL_PX = 380


@st.fragment
def show_coverage_map(answer: CoverageAnswer, words: Words, *, key: str = "main") -> None:
    """Show who has nothing, who perhaps something, and the services that were asked.

    Parameters
    ----------
    key
        Says several maps of a page apart; only the main one follows what is looked at.
    """
    opened = answer.study.opened
    focus = _take_focus(answer) if key == "main" else ()
    map_key = f"coverage-map-{key}-{opened.area.manifest.id}-{words.language}"

    def take_message() -> None:
        said = heard(map_key)
        if said:
            COVERAGE_OPENED.set(said[1])

    picture = picture_of(
        answer.study.homes,
        answer.outcome,
        words,
        taxonomy=load_taxonomy(),
        new_site=_new_site(answer, words),
        focus=focus,
        card=_card(answer, words),
    )
    st_folium(
        base_map(base_options(opened, words, services_shown=False)),
        key=map_key,
        height=HEIGHT_PX if key == "main" else SMALL_PX,
        use_container_width=True,
        returned_objects=["last_object_clicked_tooltip"],
        feature_group_to_add=coverage_group(picture),
        on_change=take_message,
    )


def _card(answer: CoverageAnswer, words: Words) -> MapCard | None:
    opened = answer.study.opened
    found = visit(opened, COVERAGE_OPENED.get(""), origin=None, situation=Situation(), at=None)
    return map_card(opened, found, words) if found else None


def look_at(place: int) -> None:
    """Let the map go to a place when it is drawn next."""
    COVERAGE_FOCUS.set((place, True))


def _take_focus(answer: CoverageAnswer) -> tuple[float, ...]:
    """Return the box of the place that somebody asked to see, once."""
    place, fresh = COVERAGE_FOCUS.get((None, False))
    if not fresh or place is None:
        return ()
    COVERAGE_FOCUS.set((place, False))
    homes = answer.study.homes
    inside = (answer.zones.zone == place) & (answer.outcome.people > 0)
    return bounds_of(homes, inside)


def _new_site(answer: CoverageAnswer, words: Words) -> tuple[float, float, str] | None:
    """Return the new desk that would help the place looked at, else the first place."""
    chosen, _ = COVERAGE_FOCUS.get((None, False))
    for gap in answer.outcome.gaps:
        if chosen is None or gap.place == chosen:
            remedy = gap.remedy
            if remedy is None or remedy.kind is not RemedyKind.NEW_SITE or remedy.lon is None:
                return None
            text = words.count("coverage.remedy.desk", round(remedy.people))
            return remedy.lon, remedy.lat or 0.0, esc(text)
    return None

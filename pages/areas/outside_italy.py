"""A place outside Italy: its outline by name, once, then the same way as a municipality."""

from __future__ import annotations

from pathlib import Path

import shapely
import streamlit as st
from babel.core import get_global

from data.areas.add import AddRequest, free_id
from data.areas.jobs import start
from data.settings import var_folder
from data.sources.nominatim import Outline, find_outlines
from geo.errors import ApprodoError
from layers.sentences import error_sentences
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.session import OUTLINES_FOUND


def ask_abroad(words: Words) -> None:
    """Show the question; an answer starts the work in the background."""
    with st.expander(words.say("abroad.title"), key="areas_abroad"):
        st.html(f'<p class="ap-note">{esc(words.say("abroad.note"))}</p>')
        text = st.text_input(words.say("abroad.name"), key="abroad_text")
        if st.button(words.say("abroad.ask"), key="abroad_ask") and text.strip():
            _find(text.strip(), words)
        found: tuple[Outline, ...] | None = OUTLINES_FOUND.get()
        if found == ():
            st.html(f'<p class="ap-note">{esc(words.say("abroad.none"))}</p>')
        if found:
            _choose(found, words)


def _find(text: str, words: Words) -> None:
    try:
        with st.spinner(words.say("app.loading")):
            OUTLINES_FOUND.set(find_outlines(text, language=words.language))
    except ApprodoError as error:
        OUTLINES_FOUND.set(None)
        st.error(" ".join(error_sentences(error, words)))


def _choose(found: tuple[Outline, ...], words: Words) -> None:
    number = st.radio(
        words.say("abroad.which"),
        range(len(found)),
        format_func=lambda n: found[n].label,
        key="abroad_which",
    )
    chosen = found[number]
    zone = st.selectbox(
        words.say("abroad.zone"), time_zones(chosen.country), key=f"abroad_zone_{chosen.country}"
    )
    if st.button(words.say("areas.make"), type="primary", key="abroad_make"):
        area_id = free_id(chosen.name)
        path = var_folder() / "uploads" / f"{area_id}.geojson"
        _keep(path, chosen)
        try:
            start(
                AddRequest(
                    area_id,
                    chosen.name,
                    (),
                    "overpass",
                    outline=path,
                    country=chosen.country,
                    time_zone=zone,
                )
            )
        except ApprodoError as error:
            st.error(" ".join(error_sentences(error, words)))
            return
        OUTLINES_FOUND.set(None)
        st.rerun()


def time_zones(country: str) -> list[str]:
    """Return the time zones of a country, those of all where it has none.

    Examples
    --------
    >>> time_zones("CH")
    ['Europe/Zurich']
    """
    zones = get_global("territory_zones")
    return sorted(zones.get(country) or {zone for item in zones.values() for zone in item})


def _keep(path: Path, chosen: Outline) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(shapely.to_geojson(chosen.ground), encoding="utf-8")

"""Pick municipalities, by name or on the map."""

from __future__ import annotations

import json
import math

import numpy as np
import shapely
import streamlit as st
from streamlit_folium import st_folium

from data.areas.italy_map import italy_tiles
from data.catalog.municipalities import AGE_GROUPS, YEAR, Municipality, municipalities
from layers.about.residents_table import residents_table
from layers.map.italy import chosen_group, italy_map
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.italy_base import italy_options
from pages.shared.session import MUNICIPALITIES_CHOSEN, MUNICIPALITY_TEXT, PICKER_FIT, clicked_point

HEIGHT_PX = 640


def chosen_municipalities() -> tuple[Municipality, ...]:
    """Return what this session has chosen, in the order of choice."""
    return tuple(municipalities().get(code) for code in MUNICIPALITIES_CHOSEN.get(()))


def choose(code: str) -> None:
    """Add a municipality, or take it away again."""
    codes = list(MUNICIPALITIES_CHOSEN.get(()))
    MUNICIPALITIES_CHOSEN.set([c for c in codes if c != code] if code in codes else [*codes, code])


def choose_by_name(words: Words) -> None:
    """Show the search and what it finds."""
    text = st.text_input(
        words.say("areas.search"),
        placeholder=words.say("areas.search_placeholder"),
        key=MUNICIPALITY_TEXT.name,
    )
    taken = set(MUNICIPALITIES_CHOSEN.get(()))
    found = [one for one in municipalities().search(text, limit=6) if one.code not in taken]
    if text and not found:
        st.html(f'<p class="ap-note">{esc(words.say("areas.none_found", text=text))}</p>')
    with st.container(horizontal=True, key="ap_other_places"):
        for one in found:
            st.button(one.label, key=f"pick_{one.code}", on_click=_pick, args=(one.code,))
    st.html(f'<p class="ap-note">{esc(words.say("areas.or_map"))}</p>')


def show_chosen(chosen: tuple[Municipality, ...], words: Words) -> None:
    """Show what is chosen, to be taken away again, and who lives there."""
    if not chosen:
        return
    st.html(f"<h2>{esc(words.say('areas.chosen'))}</h2>")
    with st.container(horizontal=True, key="areas_chips"):
        for one in chosen:
            st.button(
                f"{one.label} ✕",
                key=f"drop_{one.code}",
                help=words.say("areas.take_away", name=one.name),
                on_click=choose,
                args=(one.code,),
            )
    known = [one for one in chosen if not math.isnan(one.residents)]
    for one in chosen:
        if one not in known:
            text = words.say("areas.residents_unknown", name=one.name)
            st.html(f'<p class="ap-note">{esc(text)}</p>')
    if not known:
        return
    counts = np.array([one.counts for one in known]).sum(axis=0)
    people = words.count("areas.residents", int(counts[0]))
    size = words.say("areas.km2", km2=sum(one.area_km2 for one in chosen))
    st.html(f'<p class="ap-figure"><strong>{esc(people)}</strong> {esc(size)}</p>')
    ages = dict(zip(AGE_GROUPS, counts[1:-1].tolist(), strict=True))
    source = words.say("areas.source_note")
    table = residents_table(ages, women=float(counts[-1]), year=YEAR, source=source, words=words)
    st.html(table)


def show_italy(chosen: tuple[Municipality, ...], words: Words) -> None:
    """Show Italy; a click on a municipality adds it or takes it away."""
    key = f"italy-{words.language}"

    def take_click() -> None:
        clicked = clicked_point(key)
        one = municipalities().at(*clicked) if clicked else None
        if one is not None:
            choose(one.code)

    with st.spinner(words.say("app.loading")):
        tiles = italy_tiles()
    shapes = [
        (json.loads(shapely.to_geojson(municipalities().outline([one.code]))), esc(one.label))
        for one in chosen
    ]
    st_folium(
        italy_map(italy_options(tiles.name, words)),
        key=key,
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=["last_clicked"],
        feature_group_to_add=chosen_group(shapes, fit=bool(PICKER_FIT.take(False))),
        on_change=take_click,
    )


def _pick(code: str) -> None:
    choose(code)
    PICKER_FIT.set(True)
    MUNICIPALITY_TEXT.set("")

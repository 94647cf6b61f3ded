"""Areas that are ready: who lives there, how old their data are; newer data, away with them."""

from __future__ import annotations

from datetime import date

import streamlit as st

from data.areas.add import has_newer, refresh_request
from data.areas.jobs import start
from data.areas.load import list_areas, remove_area
from data.areas.manifest import Manifest
from geo.errors import ApprodoError
from layers.about.data_age import data_age
from layers.sentences import error_sentences
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.session import AREA_NOTES


def show_areas(words: Words, *, today: date, may_change: bool) -> None:
    """Show a card for each area that is built."""
    st.html(f"<h2>{esc(words.say('areas.built'))}</h2>")
    for manifest in list_areas():
        with st.container(key=f"ap_area_{manifest.id}"):
            st.html(_card(manifest, today, words))
            if may_change and not manifest.bundled:
                _actions(manifest, words)


def _card(manifest: Manifest, today: date, words: Words) -> str:
    name = manifest.name(words.language)
    day = manifest.day
    facts = (
        [] if day is None else [words.say("map.data_of", day=day, age=data_age(day, today, words))]
    )
    if manifest.demand is not None:
        facts.append(words.count("areas.residents", round(manifest.demand.wanted)))
    if manifest.bundled:
        facts.append(words.say("app.sample_badge"))
    link = esc(f"/?lang={words.language}&area={manifest.id}")
    return (
        f'<p class="ap-area"><a href="{link}" target="_self"><strong>{esc(name)}</strong></a><br>'
        f"{esc(' · '.join(facts))}</p>"
    )


def _actions(manifest: Manifest, words: Words) -> None:
    found = AREA_NOTES.get({}).get(manifest.id)
    if found:
        st.html(f'<p class="ap-note" role="status">{esc(found)}</p>')
    with st.container(horizontal=True):
        if manifest.origin.kind in ("geofabrik", "overpass"):
            st.button(
                words.say("areas.newer"),
                key=f"newer_{manifest.id}",
                on_click=_look,
                args=(manifest.id, words),
            )
        with st.popover(words.say("areas.remove")):
            name = manifest.name(words.language)
            st.html(f"<p>{esc(words.say('areas.remove_sure', name=name))}</p>")
            st.button(
                words.say("areas.remove"),
                key=f"remove_{manifest.id}",
                on_click=remove_area,
                args=(manifest.id,),
            )


def _look(area_id: str, words: Words) -> None:
    """Start making an area again where its sources are newer; say so where they are not."""
    try:
        if has_newer(area_id):
            start(refresh_request(area_id))
            return
        text = words.say("areas.newest")
    except ApprodoError as error:
        text = " ".join(error_sentences(error, words))
    AREA_NOTES.set({**AREA_NOTES.get({}), area_id: text})

"""Areas: put a municipality, or several, on the map; see which areas are ready and how old."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from data.areas.add import WAYS, AddRequest, suggest_id, suggest_way
from data.areas.jobs import start
from data.catalog.municipalities import Municipality
from data.settings import is_public, var_folder
from geo.errors import ApprodoError
from layers.sentences import error_sentences
from layers.text.escaping import esc
from layers.words import Words
from pages.areas.area_list import show_areas
from pages.areas.jobs import show_jobs
from pages.areas.outside_italy import ask_abroad
from pages.areas.picker import (
    choose_by_name,
    chosen_municipalities,
    show_chosen,
    show_italy,
)
from pages.shared.page_frame import choose_language
from pages.shared.session import MUNICIPALITIES_CHOSEN

OSM_FILE_MB = 500


def add_area() -> None:
    """Pick, prepare, watch; whoever only visits sees what is ready."""
    words = choose_language()
    chosen = chosen_municipalities()
    with st.container(key="find_layout"):
        with st.container(key="find_question"):
            st.html(f"<h1>{esc(words.say('areas.title'))}</h1>")
            if is_public():
                st.html(f"<p>{esc(words.say('areas.read_only'))}</p>")
            else:
                st.html(f"<p>{esc(words.say('areas.intro'))}</p>")
                show_jobs(words)
                choose_by_name(words)
                show_chosen(chosen, words)
                _prepare(chosen, words)
                ask_abroad(words)
            show_areas(words, today=datetime.now(UTC).date(), may_change=not is_public())
        with st.container(key="find_map"):
            show_italy(chosen, words)


def _prepare(chosen: tuple[Municipality, ...], words: Words) -> None:
    """Ask how, and start."""
    if not chosen:
        return
    codes = tuple(one.code for one in chosen)
    name = st.text_input(
        words.say("areas.name"),
        ", ".join(one.name for one in chosen[:3]),
        key=f"areas_name_{'-'.join(codes)}",
    )
    way = st.radio(
        words.say("areas.way"),
        WAYS,
        index=WAYS.index(suggest_way(codes)),
        format_func=lambda one: words.say(f"areas.way.{one}"),
        help=words.say("areas.way_help"),
        key=f"areas_way_{'-'.join(codes)}",
    )
    osm = people = None
    if way == "file":
        osm = st.file_uploader(
            words.say("areas.file"), max_upload_size=OSM_FILE_MB, key="areas_osm"
        )
    with st.expander(words.say("areas.people")):
        st.html(f'<p class="ap-note">{esc(words.say("areas.people_help"))}</p>')
        people = st.file_uploader(
            "GeoJSON, CSV", type=["geojson", "json", "csv"], key="areas_people"
        )
    if st.button(words.say("areas.make"), type="primary", key="areas_make"):
        area_id = suggest_id(chosen)
        try:
            start(
                AddRequest(
                    id=area_id,
                    name=name.strip() or chosen[0].name,
                    codes=codes,
                    way=way,
                    osm=_kept(area_id, osm),
                    demand=_kept(area_id, people),
                )
            )
        except ApprodoError as error:
            st.error(" ".join(error_sentences(error, words)))
            return
        MUNICIPALITIES_CHOSEN.set([])
        st.rerun()


def _kept(area_id: str, uploaded: object) -> Path | None:
    """Keep an uploaded file where the work in the background finds it."""
    if uploaded is None:
        return None
    ending = "".join(Path(uploaded.name).suffixes[-2:]).lower()  # type: ignore[attr-defined]
    path = var_folder() / "uploads" / f"{area_id}{ending}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(uploaded.getbuffer())  # type: ignore[attr-defined]
    return path

"""The region: its municipalities on a map and in a table, with services against residents."""

from __future__ import annotations

import shapely
import streamlit as st
from streamlit_folium import st_folium

from answers.partnerships import Coordination, coordination_of, place_name
from answers.region import RegionAnswer, RegionMeasure, region_answer
from data.areas.italy_map import italy_tiles
from data.areas.load import list_areas
from data.catalog.municipalities import Municipality, municipalities
from data.register.roles import Action
from geo.errors import ApprodoError
from layers.map.italy import italy_map
from layers.map.region import RegionShades, shades_group
from layers.region.texts import class_texts, value_text
from layers.sentences import error_sentences
from layers.text.escaping import esc
from layers.words import Words
from pages.region.question import ask_question, title_of
from pages.shared.italy_base import italy_options
from pages.shared.log_in import may_enter
from pages.shared.page_frame import choose_language
from pages.shared.register_session import activity_index, current_session
from pages.shared.session import (
    AREA,
    MUNICIPALITIES_CHOSEN,
    PAGES,
    PICKER_FIT,
    REGION_TOWN,
    clicked_point,
)

HEIGHT_PX = 640


def show_region() -> None:
    """Ask what to show, and show it to those who plan."""
    words = choose_language()
    session = current_session()
    if not may_enter(session, Action.PLAN, "coverage.closed", words):
        return
    found = coordination_of(session, activity_index())
    with st.container(key="find_layout"):
        question, ground = st.container(key="find_question"), st.container(key="find_map")
    with question:
        st.html(f"<h1>{esc(words.say('region.title'))}</h1><p>{esc(words.say('region.intro'))}</p>")
        try:
            answer = region_answer(found, ask_question(words))
        except ApprodoError as error:
            st.warning(" ".join(error_sentences(error, words)))
            return
    with ground:  # on its way before the table, which takes longer
        _map(answer, words)
    with question:
        _town(found, words)
        _table(answer, words)


def _table(answer: RegionAnswer, words: Words) -> None:
    if not answer.rows:
        st.info(words.say("region.no_partnerships"))
        return
    measure = answer.question.measure.value
    columns = {
        "place": [row.name for row in answer.rows],
        "value": [value_text(measure, row.value, words) for row in answer.rows],
        "services": [row.services for row in answer.rows],
        "residents": [value_text("residents", row.residents, words) for row in answer.rows],
    }
    if answer.question.measure is RegionMeasure.RESIDENTS:
        del columns["value"]
    with st.container(key="ap_matrix"):
        st.dataframe(
            {words.say(f"region.head.{name}"): cells for name, cells in columns.items()},
            hide_index=True,
            height=420,
            column_config={words.say("region.head.place"): st.column_config.Column(width=130)},
            alt=title_of(answer.question, words),
        )
    st.html(f'<p class="ap-note">{esc(words.say("region.source"))}</p>')


def _map(answer: RegionAnswer, words: Words) -> None:
    key = f"region-{words.language}"

    def take_click() -> None:
        clicked = clicked_point(key)
        town = municipalities().at(*clicked) if clicked else None
        if town is not None:
            REGION_TOWN.set(town.code)

    with st.spinner(words.say("app.loading")):
        tiles = italy_tiles()
    st_folium(
        italy_map(italy_options(tiles.name, words, density=False)),
        key=key,
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=["last_clicked"],
        feature_group_to_add=shades_group(_shades(answer, tiles.name, words)),
        on_change=take_click,
    )


def _shades(answer: RegionAnswer, tiles: str, words: Words) -> RegionShades:
    labels = class_texts(answer.question.measure.value, answer.breaks, words)
    return RegionShades(
        tiles_url=f"/italy/{tiles}",
        direction=words.direction,
        title=esc(title_of(answer.question, words)),
        labels=[esc(label) for label in labels],
        unknown=esc(words.say("region.unknown")),
        classes={int(code): number for code, number in answer.classes.items()},
        bounds=_bounds(answer.question.region),
    )


@st.cache_data(max_entries=32, show_spinner=False)
def _bounds(region: int) -> tuple[float, ...]:
    table = municipalities()
    places = [place for place, row in enumerate(table.rows) if row.region_code == region]
    return tuple(round(float(one), 3) for one in shapely.total_bounds(table.outlines[places]))


def _town(found: Coordination, words: Words) -> None:
    """Show the municipality that somebody touched on the map, with what can be done there."""
    code = REGION_TOWN.get("")
    if not code:
        st.html(f'<p class="ap-note">{esc(words.say("region.click"))}</p>')
        return
    town = municipalities().get(code)
    count = sum(code in one.municipalities for one in found.activities)
    residents = value_text("residents", town.residents, words)
    line = words.count("region.counted", count, residents=residents)
    with st.container(border=True, key="ap_town"):
        st.html(f"<h2>{esc(place_name(code))}</h2><p>{esc(line)}</p>")
        with st.container(horizontal=True):
            _offer_areas(town, words)


def _offer_areas(town: Municipality, words: Words) -> None:
    areas = [area for area in list_areas() if town.code in area.origin.codes]
    for area in areas:
        name = area.name(words.language)
        if st.button(words.say("region.open", name=name), key=f"open-{area.id}"):
            AREA.set(area.id)
            st.switch_page(PAGES.value["coverage"], query_params={"area": area.id})
    if not areas and st.button(words.say("region.build", name=town.name), key="region_build"):
        MUNICIPALITIES_CHOSEN.set([town.code])
        PICKER_FIT.set(True)
        st.switch_page(PAGES.value["areas"])

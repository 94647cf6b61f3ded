"""Find: the nearest services that will take a person."""

from __future__ import annotations

import streamlit as st

from answers.opened_area import OpenArea
from layers.words import Words
from pages.find.address_bar import read_search, write_search
from pages.find.map_panel import show_map
from pages.find.question import ask
from pages.find.results import answer_search, show_answers, show_goal, show_in_brief
from pages.find.unmet_count import count_search
from pages.shared.bottom_bar import show_bar
from pages.shared.counting_note import note_counting
from pages.shared.opened_area import current_area, show_sample_badge
from pages.shared.page_frame import choose_language
from pages.shared.screening_link import show_screening_link
from pages.shared.session import BANDS_CHOICE, SEARCH, Search, current_search
from pages.shared.skip_map import offer_to_skip_map


def find_services() -> None:
    """Open on the map; ask, answer, show the way."""
    words = choose_language()
    opened = current_area(words)
    if not SEARCH.is_set:
        read_search(current_search())
    _find(opened, words)


@st.fragment
def _find(opened: OpenArea, words: Words) -> None:
    search = current_search()
    with st.container(key="find_layout"):
        with st.container(key="find_question"):
            show_sample_badge(opened, words)
            if not search.need:
                show_screening_link(words)
            ask(opened, search, words)
            note_counting(words)
            answer = answer_search(opened, search, words)
            if answer is not None:
                show_in_brief(answer, words)
            st.html('<span id="find-map"></span>')
            if answer is not None:
                offer_to_skip_map("find-list", words)
        picture = st.container(key="find_map")
        with st.container(key="find_results"):
            st.html('<span id="find-list"></span>')
            show_goal(opened, search, words)
            if answer is not None:
                _ask_bands(search, words)
                show_answers(opened, answer, search, words)
        with picture:
            show_map(opened, search, answer, words)
        show_bar(words, map_id="find-map", list_id="find-list" if answer is not None else "")
    write_search(search)
    count_search(opened, search, answer.findings if answer else None)


def _ask_bands(search: Search, words: Words) -> None:
    def change() -> None:
        search.bands = search.fit = bool(BANDS_CHOICE.value)

    st.toggle(words.say("find.isochrone"), search.bands, key=BANDS_CHOICE.name, on_change=change)

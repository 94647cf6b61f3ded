"""Plan: several needs in few trips, when doors are open and home is left."""

from __future__ import annotations

import streamlit as st

from answers.opened_area import OpenArea
from layers.text.escaping import esc
from layers.words import Words
from pages.plan.answer import show_plan
from pages.plan.link import forget_past, open_link
from pages.plan.plan_map import show_plan_map
from pages.plan.question import ask
from pages.shared.bottom_bar import show_bar
from pages.shared.opened_area import current_area, show_sample_badge
from pages.shared.page_frame import choose_language
from pages.shared.plan_answer import answer_plan
from pages.shared.screening_link import show_screening_link
from pages.shared.session import current_plan, current_search
from pages.shared.skip_map import offer_to_skip_map


def plan_trips() -> None:
    """Ask for needs, place and time; show trips on the map and as sentences."""
    words = choose_language()
    search, draft = current_search(), current_plan()
    came = open_link(search, draft, words)
    opened = current_area(words)
    if came:
        forget_past(opened, draft, words)
    _plan(opened, words)


@st.fragment
def _plan(opened: OpenArea, words: Words) -> None:
    search, draft = current_search(), current_plan()
    with st.container(key="find_layout"):
        with st.container(key="find_question"):
            show_sample_badge(opened, words)
            st.html(f"<h1>{esc(words.say('plan.title'))}</h1>")
            st.html(f'<p class="ap-note">{esc(words.say("plan.private"))}</p>')
            if not draft.needs:
                show_screening_link(words)
            ask(opened, search, draft, words)
            answer = answer_plan(opened, search, draft, words)
            if answer is not None:
                offer_to_skip_map("plan-trips", words)
            st.html('<span id="plan-map"></span>')
        picture = st.container(key="find_map")
        with st.container(key="find_results"):
            st.html('<span id="plan-trips"></span>')
            if answer is not None:
                show_plan(opened, answer, draft, words)
        with picture:
            show_plan_map(opened, search, draft, answer, words)
        show_bar(words, map_id="plan-map", list_id="plan-trips" if answer is not None else "")

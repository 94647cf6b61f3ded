"""The way to the screening, for whoever does not know where to begin."""

from __future__ import annotations

import streamlit as st

from layers.text.escaping import esc
from layers.words import Words
from pages.shared.session import PAGES


def show_screening_link(words: Words) -> None:
    """Show the way to the screening."""
    if PAGES.is_set:
        with st.container(key="ap_screening_link"):
            st.page_link(PAGES.value["screening"], label=esc(words.say("screening.offer")))

"""A way past the map for whoever goes by the keyboard: it has a stop for every mark."""

from __future__ import annotations

import streamlit as st

from layers.text.escaping import esc
from layers.words import Words


def offer_to_skip_map(anchor: str, words: Words) -> None:
    """Show a link past the map, once it has the focus.

    Parameters
    ----------
    anchor
        Id of the element that stands behind the map.
    """
    st.html(f'<a class="ap-skip" href="#{anchor}">{esc(words.say("map.skip"))}</a>')

"""The bar at the bottom of a telephone, beside the help of the page's frame: map and list."""

from __future__ import annotations

import streamlit as st

from layers.text.escaping import esc
from layers.words import Words


def show_bar(words: Words, *, map_id: str, list_id: str) -> None:
    """Show the ways to map and list.

    Parameters
    ----------
    map_id, list_id
        Anchors on the page; no list has an empty one.
    """
    links = [(map_id, "pin", "find.bar.map"), (list_id, "menu", "find.bar.list")]
    items = "".join(
        f'<a href="#{esc(anchor)}"><span class="ap-icon ap-icon--{icon}" aria-hidden="true"></span>'
        f"{esc(words.say(text))}</a>"
        for anchor, icon, text in links
        if anchor
    )
    st.html(f'<nav class="ap-bar" aria-label="{esc(words.say("find.bar"))}">{items}</nav>')

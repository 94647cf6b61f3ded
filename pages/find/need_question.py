"""What the person needs: the need that is chosen, or the ways to choose one."""

from __future__ import annotations

import streamlit as st

from layers.text.escaping import esc
from layers.text.need_names import need_choice
from layers.words import Words
from pages.shared.need_picker import forget_typed, pick_need
from pages.shared.session import Search


def ask_need(search: Search, words: Words) -> None:
    """Show the need that is chosen, or the ways to choose one."""
    if search.need:
        _show_chosen(search, words)
    else:
        pick_need(lambda need: choose_need(search, need), words)


def choose_need(search: Search, need: str) -> None:
    """Start the search anew for a need; an empty one asks again."""
    search.need = need
    search.chosen = search.goal = search.opened = ""
    search.shown, search.fit = 5, True
    forget_typed()


def _show_chosen(search: Search, words: Words) -> None:
    title = esc(words.say("find.need"))
    name = esc(need_choice(search.need, words))
    with st.container(horizontal=True, vertical_alignment="center", key="ap_need_chosen"):
        st.html(f'<p class="ap-chosen"><span>{title}</span> <strong>{name}</strong></p>')
        st.button(
            words.say("find.need.change"),
            key="need_change",
            type="tertiary",
            on_click=choose_need,
            args=(search, ""),
        )

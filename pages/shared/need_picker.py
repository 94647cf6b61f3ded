"""The ways to a need: eight pictograms, any word, or the list of all needs."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from answers.needs import find_needs
from data.catalog.tables import load_taxonomy
from geo.names.phrases import clear_choice
from layers.text.escaping import esc
from layers.text.need_names import need_choice, need_name
from layers.words import Words
from pages.shared.session import NEED_TEXT, NEEDS_FOUND

Choose = Callable[[str], None]


def pick_need(choose: Choose, words: Words, *, alone: bool = False) -> None:
    """Show the ways to a need; `choose` is called with the need, or sector, that is chosen.

    Parameters
    ----------
    alone
        Whether it is the one question of its page, asked above.
    """

    def look_up() -> None:
        text = NEED_TEXT.value.strip()
        found = find_needs(text) if text else ()
        clear = clear_choice(found)
        if clear:
            choose(clear)
        else:
            NEEDS_FOUND.set((text, tuple(match.id for match in found)))

    st.text_input(
        words.say("find.title"),
        placeholder=words.say("find.need.placeholder"),
        key=NEED_TEXT.name,
        on_change=look_up,
        label_visibility="collapsed" if alone else "visible",
    )
    text, found = NEEDS_FOUND.get(("", ()))
    if found:
        _ask_which(choose, text, found, words)
    elif text:
        st.html(
            f'<p class="ap-note" role="status">{esc(words.say("find.need.none", text=text))}</p>'
        )
    else:
        with st.container(key="ap_needs_common"):
            for need in load_taxonomy().common:
                _button(choose, need, words.choice("need_short", need), key=f"common_{need}")
    with st.expander(words.say("find.need.all"), expanded=bool(text) and not found):
        _list_all(choose, words)


def _ask_which(choose: Choose, text: str, found: tuple[str, ...], words: Words) -> None:
    st.html(f'<p class="ap-note" role="status">{esc(words.say("find.need.which", text=text))}</p>')
    with st.container(key="ap_needs_found"):
        for need in found:
            _button(choose, need, need_name(need, words), key=f"found_{need}")


def _list_all(choose: Choose, words: Words) -> None:
    taxonomy = load_taxonomy()
    with st.container(key="ap_needs_all"):
        for sector in taxonomy.sectors:
            st.html(f'<h3 class="ap-subtitle">{esc(words.choice("sector", sector))}</h3>')
            for name in (sector, *(n.id for n in taxonomy.needs if n.sector == sector)):
                _button(choose, name, need_choice(name, words), key=f"need_{name}")


def _button(choose: Choose, need: str, label: str, *, key: str) -> None:
    st.button(label, key=key, on_click=choose, args=(need,), width="stretch")


def forget_typed() -> None:
    """Forget what was typed and what it may mean."""
    NEED_TEXT.forget()
    NEEDS_FOUND.forget()

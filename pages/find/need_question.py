"""What the person needs: eight pictograms, any word, or the list of all needs."""

from __future__ import annotations

import streamlit as st

from answers.needs import find_needs
from data.catalog.tables import load_taxonomy
from geo.names.phrases import clear_choice
from layers.text.escaping import esc
from layers.text.need_names import need_choice, need_name
from layers.words import Words
from pages.shared.session import NEED_TEXT, NEEDS_FOUND, Search


def ask_need(search: Search, words: Words) -> None:
    """Show the need that is chosen, or the ways to choose one."""
    if search.need:
        _show_chosen(search, words)
    else:
        _offer(search, words)


def choose_need(search: Search, need: str) -> None:
    """Start the search anew for a need; an empty one asks again."""
    search.need = need
    search.chosen = search.goal = search.opened = ""
    search.shown, search.fit = 5, True
    NEED_TEXT.forget()
    NEEDS_FOUND.forget()


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


def _offer(search: Search, words: Words) -> None:
    def look_up() -> None:
        text = NEED_TEXT.value.strip()
        found = find_needs(text) if text else ()
        clear = clear_choice(found)
        if clear:
            choose_need(search, clear)
        else:
            NEEDS_FOUND.set((text, tuple(match.id for match in found)))

    st.text_input(
        words.say("find.title"),
        placeholder=words.say("find.need.placeholder"),
        key=NEED_TEXT.name,
        on_change=look_up,
    )
    text, found = NEEDS_FOUND.get(("", ()))
    if found:
        _ask_which(search, text, found, words)
    elif text:
        st.html(
            f'<p class="ap-note" role="status">{esc(words.say("find.need.none", text=text))}</p>'
        )
    else:
        with st.container(key="ap_needs_common"):
            for need in load_taxonomy().common:
                _button(search, need, words.choice("need_short", need), key=f"common_{need}")
    with st.expander(words.say("find.need.all"), expanded=bool(text) and not found):
        _list_all(search, words)


def _ask_which(search: Search, text: str, found: tuple[str, ...], words: Words) -> None:
    st.html(f'<p class="ap-note" role="status">{esc(words.say("find.need.which", text=text))}</p>')
    with st.container(key="ap_needs_found"):
        for need in found:
            _button(search, need, need_name(need, words), key=f"found_{need}")


def _list_all(search: Search, words: Words) -> None:
    taxonomy = load_taxonomy()
    with st.container(key="ap_needs_all"):
        for sector in taxonomy.sectors:
            st.html(f'<h3 class="ap-subtitle">{esc(words.choice("sector", sector))}</h3>')
            for name in (sector, *(n.id for n in taxonomy.needs if n.sector == sector)):
                _button(search, name, need_choice(name, words), key=f"need_{name}")


def _button(search: Search, need: str, label: str, *, key: str) -> None:
    st.button(label, key=key, on_click=choose_need, args=(search, need), width="stretch")

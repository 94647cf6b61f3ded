"""What a person chooses to say of themselves; each widget writes into the search."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from answers.opened_area import OpenArea
from data.catalog.tables import load_documents, load_languages, load_statuses
from geo.model import Sex, Situation
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.session import Key, Search

UNSAID = ""


def ask_situation(opened: OpenArea, search: Search, words: Words) -> None:
    """Show what a person may say of themselves and keep the answers in `search`."""
    with st.container(key="find_situation"):
        st.html(f'<h3 class="ap-subtitle">{esc(words.say("find.situation"))}</h3>')
        st.caption(words.say("find.situation.hint"))
        found = search.situation
        languages = {language.code: language.name for language in load_languages()}
        spoken = st.multiselect(
            words.say("find.languages"),
            list(languages),
            default=sorted(found.languages & languages.keys()),
            format_func=lambda code: languages[code],
            placeholder="",
            key="languages",
        )
        status = _choice(words, "find.status", load_statuses(), found.status, "status")
        here = opened.area.manifest.id
        residence = st.selectbox(
            words.say("find.residence"),
            (UNSAID, here, "none"),
            index=(UNSAID, here, "none").index(found.residence or UNSAID),
            format_func=lambda value: words.say(
                {UNSAID: "find.residence.unsaid", "none": "find.residence.none"}.get(
                    value, "find.residence.here"
                )
            ),
            key="residence",
        )
        age = st.number_input(
            words.say("find.age"), 0, 120, value=found.age, step=1, placeholder="–", key="age"
        )
        sex = st.selectbox(
            words.say("find.sex"),
            (UNSAID, *Sex),
            index=(UNSAID, *Sex).index(found.sex or UNSAID),
            format_func=lambda value: words.say(f"find.sex.{value or 'unsaid'}"),
            key="sex",
        )
        children = st.toggle(
            words.say("find.children"), value=bool(found.with_children), key="children"
        )
        documents = _ask_documents(search, words)
    search.situation = replace(
        found,
        languages=frozenset(spoken),
        status=status or None,
        residence=residence or None,
        age=age,
        sex=Sex(sex) if sex else None,
        with_children=children or None,
        documents=documents,
    )


SITUATION_KEYS = (
    "languages", "choose_status", "residence", "age", "sex", "children", "documents",
)  # fmt: skip


def forget_situation(search: Search) -> None:
    """Forget everything the person said of themselves, also in the widgets."""
    search.situation, search.fit = Situation(), True
    for key in SITUATION_KEYS:
        Key(key).forget()


def _choice(words: Words, label: str, ids: tuple[str, ...], text: str | None, group: str) -> str:
    options = (UNSAID, *ids)
    return st.selectbox(
        words.say(label),
        options,
        index=options.index(text or UNSAID),
        format_func=lambda value: (
            words.choice(group, value) if value else words.say(f"{label}.unsaid")
        ),
        key=f"choose_{group}",
    )


def _ask_documents(search: Search, words: Words) -> frozenset[str] | None:
    none_held = "-"
    found = search.situation.documents
    default = sorted(found) or [none_held] if found is not None else []
    held = st.multiselect(
        words.say("find.documents"),
        (none_held, *load_documents()),
        default=default,
        format_func=lambda value: (
            words.say("find.documents.none_held")
            if value == none_held
            else words.choice("document", value)
        ),
        placeholder="",
        key="documents",
    )
    return frozenset(held) - {none_held} if held else None

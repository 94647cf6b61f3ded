"""Where an association could extend what it does, by the people that it would newly reach."""

from __future__ import annotations

import streamlit as st

from answers.associations import extensions_of
from answers.groups import group_names
from answers.opened_area import OpenArea
from data.catalog.tables import load_taxonomy
from geo.errors import ApprodoError
from geo.measures.question import CoverageQuestion
from geo.network.modes import Mode
from layers.coverage.group_label import group_label
from layers.sentences import error_sentences, marked_name
from layers.text.escaping import esc
from layers.text.table import table
from layers.words import Words
from pages.shared.area_study import area_study
from pages.shared.register_session import current_session

PEOPLE = "people"
MOST_SHOWN = 20
FIRST_NEED = "orientation"
"""What an association is most likely to take on: to say where to go."""


def show_extensions(opened: OpenArea, words: Words) -> None:
    """Ask for a need and a language, and show whom each association's place would newly reach."""
    title = words.say("associations.extensions")
    st.html(f"<h2>{esc(title)}</h2><p>{esc(words.say('associations.extensions_intro'))}</p>")
    languages = _spoken(opened)
    if not languages:
        st.info(words.say("associations.no_languages"))
        return
    try:
        needs = [need.id for need in load_taxonomy().needs]
        first, second = st.columns(2)
        need = first.selectbox(
            words.say("associations.need"),
            needs,
            index=needs.index(FIRST_NEED),
            format_func=lambda one: words.choice("need", one),
            key="extension_need",
        )
        language = second.selectbox(
            words.say("associations.language"),
            languages,
            format_func=lambda code: words.fact(code, "language"),
            key="extension_language",
        )
        group = _group(opened, language)
        found = extensions_of(
            area_study(opened, Mode.WALK),
            CoverageQuestion(need, group),
            language,
            now=current_session().now,
        )
    except ApprodoError as error:
        st.warning(" ".join(error_sentences(error, words)))
        return
    counted = words.say("associations.counted", group=group_label(group, words))
    st.html(f'<p class="ap-note">{esc(counted)}</p>')
    if not found:
        st.html(f"<p>{esc(words.say('associations.nothing_gained'))}</p>")
        return
    heads = tuple(words.say(f"associations.head.{name}") for name in ("place", "address", "people"))
    rows = []
    for row in found[:MOST_SHOWN]:
        address = row.service.location.address
        rows.append((
            marked_name(row.service, words),
            address.address_1 if address else "",
            words.fact(round(row.people), "whole"),
        ))  # fmt: skip
    st.html(table(heads, rows, title, texts=(1,)))


def _spoken(opened: OpenArea) -> list[str]:
    """Return the languages that services of the area speak, ISO 639-3."""
    return sorted({
        code
        for service in opened.services
        for slot in service.schedules
        for code in slot.languages or ()
    })  # fmt: skip


def _group(opened: OpenArea, language: str) -> str:
    """Return the group of those who speak a language where it can be inferred, else everybody."""
    group = f"speaks:{language}"
    return group if group in group_names(opened.area) else PEOPLE

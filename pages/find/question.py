"""The question: need, place, time, situation, limit; each widget writes into the search."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

import streamlit as st

from answers.opened_area import OpenArea
from data.catalog.tables import load_documents, load_languages, load_statuses
from geo.model import Sex, Situation
from layers.text.escaping import esc
from layers.words import Words
from pages.find.address_bar import LIMITS
from pages.find.need_question import ask_need
from pages.find.place_question import ask_place
from pages.shared.session import Key, Search

UNSAID = ""


def ask(opened: OpenArea, search: Search, words: Words) -> None:
    """Show the question and keep the answers in `search`."""
    ask_need(search, words)
    ask_place(opened, search, words)
    with st.expander(_in_short(search, words), key="find_more"):
        when, limit = st.columns(2)
        with when:
            _ask_when(opened, search, words)
        with limit:
            search.limit_min = st.selectbox(
                words.say("find.limit"),
                LIMITS,
                index=LIMITS.index(search.limit_min),
                format_func=lambda n: words.fact(n, "minutes"),
                key="limit",
            )
        _ask_situation(opened, search, words)


def _in_short(search: Search, words: Words) -> str:
    """Return time, limit and situation in one line: what stands behind the fold."""
    when = words.say(f"find.when.{search.when}")
    if search.when == "other" and search.at is not None:
        when = f"{words.fact(search.at, 'day')} {words.fact(search.at, 'clock')}"
    number = sum(
        bool(value) or value == frozenset()
        for field in fields(search.situation)
        if (value := getattr(search.situation, field.name)) != field.default
    )
    you = words.count("find.situation_count", number) if number else words.say("find.situation")
    return " · ".join((when, words.fact(search.limit_min, "minutes"), you))


def _ask_when(opened: OpenArea, search: Search, words: Words) -> None:
    choices = ("now", "other", "any")
    search.when = st.selectbox(
        words.say("find.when"),
        choices,
        index=choices.index(search.when),
        format_func=lambda choice: words.say(f"find.when.{choice}"),
        key="when",
    )
    if search.when != "other":
        return
    now = datetime.now(ZoneInfo(opened.area.calendar.time_zone))
    start = search.at or now.replace(hour=9, minute=0)
    day = st.date_input(words.say("find.when.day"), start.date(), format="DD/MM/YYYY", key="day")
    hour = st.time_input(words.say("find.when.hour"), start.time().replace(second=0), key="hour")
    if day and isinstance(hour, time):
        search.at = datetime.combine(day, hour)


def _ask_situation(opened: OpenArea, search: Search, words: Words) -> None:
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

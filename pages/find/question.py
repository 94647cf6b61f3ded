"""The question: need, place, time, situation, limit; each widget writes into the search."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, time
from zoneinfo import ZoneInfo

import streamlit as st

from answers.opened_area import OpenArea
from geo.network.modes import Mode
from layers.words import Words
from pages.find.need_question import ask_need
from pages.shared.limit_question import ask_limit
from pages.shared.place_question import ask_place
from pages.shared.session import Search
from pages.shared.situation_question import ask_situation


def ask(opened: OpenArea, search: Search, words: Words) -> None:
    """Show the question and keep the answers in `search`."""
    ask_need(search, words)
    ask_place(opened, search, words)
    _ask_mode(opened, search, words)
    with st.expander(_in_short(search, words), key="find_more"):
        when, limit = st.columns(2)
        with when:
            _ask_when(opened, search, words)
        with limit:
            ask_limit(search, words, key="limit")
        ask_situation(opened, search, words)


def _ask_mode(opened: OpenArea, search: Search, words: Words) -> None:
    """Ask how the person travels, where there are timetables and the time matters."""
    if opened.area.transit is None or search.when == "any":
        search.mode = Mode.WALK
        return
    chosen = st.segmented_control(
        words.say("find.mode"),
        list(opened.area.networks),
        default=search.mode,
        required=True,
        format_func=lambda mode: words.choice("find.mode", mode.value),
        key="mode",
    )
    search.mode = chosen or Mode.WALK


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

"""The question: need, place, time, situation, limit; each widget writes into the search."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

import streamlit as st

from answers.opened_area import OpenArea
from data.catalog.tables import load_documents, load_languages, load_statuses
from data.placing.address_index import FoundPlace
from geo.model import Sex, Situation
from layers.text.escaping import esc
from layers.words import Words
from pages.find.address_bar import LIMITS
from pages.find.device import device_place
from pages.find.need_question import ask_need
from pages.shared.place_text import place_text
from pages.shared.session import DEVICE, PLACE_TEXT, PLACES_FOUND, Key, Search

UNSAID = ""


def ask(opened: OpenArea, search: Search, words: Words) -> None:
    """Show the question and keep the answers in `search`."""
    ask_need(search, words)
    _ask_place(opened, search, words)
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


def _ask_place(opened: OpenArea, search: Search, words: Words) -> None:
    def change() -> None:
        text = PLACE_TEXT.value.strip()
        found = opened.area.addresses.search(text, limit=4) if text else ()
        PLACES_FOUND.set((text, found))
        if found:
            choose_place(search, found[0], words)

    st.text_input(
        words.say("find.place"),
        placeholder=words.say("find.place.placeholder"),
        help=words.say("find.place_private"),
        key=PLACE_TEXT.name,
        on_change=change,
    )
    _ask_device(opened, search, words)
    text, found = PLACES_FOUND.get(("", ()))
    if text and not found:
        st.warning(esc(words.say("find.place.none_found", text=text)))
    elif len(found) > 1:
        _offer(search, found[1:], words)
    if search.has_place:
        near = opened.area.addresses.nearest_label(search.lon or 0.0, search.lat or 0.0)
        sentence = (
            words.say("find.place_near", place=near) if near else words.say("find.place_point")
        )
        place = search.place or sentence
        if search.interpolated:
            place = f"{place} ({words.say('find.place.interpolated')})"
        # Not as Markdown: it makes links of whatever looks like one.
        st.html(f'<p class="ap-note">{esc(words.say("find.place_chosen", place=place))}</p>')
    else:
        st.html(f'<p class="ap-note">{esc(words.say("find.place.hint"))}</p>')


def choose_place(search: Search, place: FoundPlace, words: Words) -> None:
    """Start the search from a found place."""
    search.lon, search.lat, search.place = place.lon, place.lat, place_text(place, words)
    search.interpolated = place.interpolated
    search.chosen, search.fit = "", True


def _ask_device(opened: OpenArea, search: Search, words: Words) -> None:
    def change() -> None:
        found = DEVICE.value.get("position")
        if found is None:
            return
        search.lon, search.lat = float(found["lon"]), float(found["lat"])
        search.place = opened.area.addresses.nearest_label(search.lon, search.lat) or ""
        search.interpolated, search.chosen, search.fit = False, "", True

    device_place(words, on_change=change)


def _offer(search: Search, places: tuple[FoundPlace, ...], words: Words) -> None:
    with st.container(horizontal=True, key="ap_other_places"):
        for number, place in enumerate(places):
            st.button(
                esc(words.run(place_text(place, words))),
                key=f"place-{number}",
                type="tertiary",
                on_click=choose_place,
                args=(search, place, words),
            )


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

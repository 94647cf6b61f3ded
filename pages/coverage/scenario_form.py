"""One more change, by hand: what, of which service, how."""

from __future__ import annotations

import streamlit as st

from answers.coverage import CoverageAnswer
from answers.places import find_place
from data.areas.load import Area
from data.catalog.tables import load_languages, load_statuses
from geo.hours.opening import is_readable
from geo.model import Service
from geo.scenario import Change, ChangeKind
from layers.sentences import name_of
from layers.words import Words
from pages.coverage.scenario_state import add_change, next_number
from pages.shared.place_text import full_place_text


def ask_change(answer: CoverageAnswer, words: Words) -> None:
    """Show the form; a change that lacks something is given, and kept in the form."""
    with st.expander(words.say("scenario.by_hand"), key="scenario_form"):
        kind = st.selectbox(
            words.say("scenario.kind"),
            list(ChangeKind),
            format_func=lambda one: words.choice("scenario.kind", one.value),
            key="scenario_kind",
        )
        if kind is None:  # the list was emptied
            return
        service = None if kind is ChangeKind.ADD else _service(answer, words)
        change = _fields(answer, kind, service, words)
        st.button(
            words.say("scenario.add"),
            key="scenario_add",
            disabled=change is None,
            on_click=add_change,
            args=(change,),
        )


def _service(answer: CoverageAnswer, words: Words) -> Service | None:
    services = answer.outcome.asked.services
    number = st.selectbox(
        words.say("scenario.service"),
        range(len(services)),
        format_func=lambda n: name_of(services[n], words),
        key="scenario_service",
    )
    return services[number] if number is not None else None


def _fields(
    answer: CoverageAnswer, kind: ChangeKind, service: Service | None, words: Words
) -> Change | None:
    """Return the change that the form says; None while it lacks something."""
    service_id = service.id if service else f"new:{next_number()}"
    name = service.name if service else ""
    fields: dict[str, object] = {}
    if kind is ChangeKind.ADD:
        name = st.text_input(words.say("scenario.name_of_new"), key="scenario_new_name").strip()
        fields["need"] = answer.outcome.question.need
    if kind in (ChangeKind.ADD, ChangeKind.MOVE):
        place = _place(answer.study.opened.area, words)
        if place is None:
            return None
        fields["lon"], fields["lat"] = place
    if kind in (ChangeKind.ADD, ChangeKind.HOURS, ChangeKind.LANGUAGES):
        hours = _hours(words)
        if hours is None or (kind is ChangeKind.HOURS and not hours):
            return None
        fields["opening_hours"] = hours or None
        spoken = _languages(words)
        if kind is ChangeKind.LANGUAGES and not spoken:
            return None
        fields["languages"] = spoken
    if kind is ChangeKind.ACCEPT:
        fields["status"] = st.selectbox(
            words.say("coverage.ask.status"),
            load_statuses(),
            format_func=lambda one: words.choice("status", one),
            key="scenario_status",
        )
    if kind is ChangeKind.CAPACITY:
        fields["available"] = int(
            st.number_input(words.say("scenario.available"), 0, 1000, 10, key="scenario_available")
        )
    return Change(kind, service_id, name, **fields) if name else None  # type: ignore[arg-type]


def _place(area: Area, words: Words) -> tuple[float, float] | None:
    text = st.text_input(words.say("scenario.place"), key="scenario_place").strip()
    if not text:
        return None
    found = find_place(area, text)
    place = found.start
    if place is None and found.others:
        labels = [full_place_text(one, words) for one in found.others]
        number = st.radio(
            words.say("find.place.which", text=text),
            range(len(labels)),
            format_func=lambda n: labels[n],
            index=None,
            key=f"scenario_place_{text}",
        )
        return None if number is None else (found.others[number].lon, found.others[number].lat)
    if place is None:
        st.warning(words.say("find.place.none_found", text=text))
        return None
    st.caption(place.label)
    return place.lon, place.lat


def _hours(words: Words) -> str | None:
    """Return the hours that were written; None where they cannot be read."""
    text = st.text_input(
        words.say("scenario.hours"), placeholder="Tu,Th 18:00-20:00", key="scenario_hours"
    ).strip()
    if text and not is_readable(text):
        st.warning(words.say("scenario.hours_unread", text=text))
        return None
    return text


def _languages(words: Words) -> frozenset[str]:
    languages = {language.code: language.name for language in load_languages()}
    return frozenset(
        st.multiselect(
            words.say("scenario.languages"),
            list(languages),
            format_func=lambda code: languages[code],
            placeholder="",
            key="scenario_languages",
        )
    )

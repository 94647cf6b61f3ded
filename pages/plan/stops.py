"""A trip with its stops, and what can be changed at each: another service, another day."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from answers.opened_area import OpenArea
from answers.plan import PlanAnswer
from geo.finder import Result
from geo.plans.model import Stop, Trip
from layers.plan.trip_card import back_line, stop_head, trip_head
from layers.plan.trip_texts import StopTexts, trip_texts
from layers.sentences import name_of
from layers.text.need_names import need_name
from layers.words import Words
from pages.shared.plan_draft import change
from pages.shared.service_card import service_card
from pages.shared.session import Key, PlanDraft

ANY = ""


def show_trip(
    opened: OpenArea,
    answer: PlanAnswer,
    trip: Trip,
    draft: PlanDraft,
    words: Words,
    *,
    first_number: int,
) -> None:
    """Show a trip; its stops are numbered from `first_number` on."""
    texts = trip_texts(trip, words, calendar=opened.area.calendar, first_number=first_number)
    st.html(trip_head(texts))
    for stop, said in zip(trip.stops, texts.stops, strict=True):
        _show_stop(opened, answer, stop, said, draft, words)
    st.html(back_line(texts))


def _show_stop(
    opened: OpenArea,
    answer: PlanAnswer,
    stop: Stop,
    texts: StopTexts,
    draft: PlanDraft,
    words: Words,
) -> None:
    with st.container(key=f"ap_stop_{texts.number}"):
        st.html(stop_head(texts, words))
        result = Result(stop.service, 0, None, stop.match)  # the way stands above the card
        st.html(service_card(opened, result, words, arrival=stop.begins, rank=texts.number))
        with st.expander(words.say("plan.change_stop"), key=f"plan_change_{texts.number}"):
            for need in stop.needs:
                _ask_service(answer, need, stop, draft, words)
                _ask_day(answer, need, draft, words)


def _ask_service(answer: PlanAnswer, need: str, stop: Stop, draft: PlanDraft, words: Words) -> None:
    """Ask which service is wanted for a need, and offer to do without this one."""
    names = {r.service.id: name_of(r.service, words) for r in answer.choices[need]}
    names.setdefault(stop.service.id, name_of(stop.service, words))
    options = [ANY, *names]
    key: Key[str] = Key(f"plan_service_{need}")

    def pin() -> None:
        change(draft)
        if key.value == ANY:
            draft.pinned.pop(need, None)
        else:
            draft.pinned[need] = key.value

    st.selectbox(
        words.say("plan.service_for", need=need_name(need, words)),
        options,
        index=options.index(draft.pinned.get(need, ANY)),
        format_func=lambda name: names.get(name) or words.say("plan.service_any"),
        key=key.name,
        on_change=pin,
    )
    st.button(
        words.say("plan.without", service=name_of(stop.service, words)),
        key=f"plan_without_{need}",
        type="tertiary",
        on_click=_exclude,
        args=(draft, need, stop.service.id),
    )


def _exclude(draft: PlanDraft, need: str, service_id: str) -> None:
    change(draft)
    draft.excluded |= {(need, service_id)}
    draft.pinned.pop(need, None)


def _ask_day(answer: PlanAnswer, need: str, draft: PlanDraft, words: Words) -> None:
    first = answer.query.departure.date()
    days: list[date | str] = [ANY, *(first + timedelta(days=n) for n in range(answer.query.days))]
    wanted = draft.on_day.get(need, ANY)
    key: Key[date | str] = Key(f"plan_on_{need}")

    def move() -> None:
        change(draft)
        if isinstance(key.value, date):
            draft.on_day[need] = key.value
        else:
            draft.on_day.pop(need, None)

    st.selectbox(
        words.say("plan.day_for", need=need_name(need, words)),
        days,
        index=days.index(wanted) if wanted in days else 0,
        format_func=lambda day: words.fact(day, "day") if day else words.say("plan.day_any"),
        key=key.name,
        on_change=move,
    )

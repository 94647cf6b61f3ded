"""The end of the screening: the plan in the person's language, and its card."""

from __future__ import annotations

import streamlit as st

from answers.opened_area import OpenArea
from answers.plan import PlanAnswer, near_addresses
from layers.plan.plan_texts import unmet_text
from layers.plan.trip_card import back_line, call_link, plain_stop, trip_head
from layers.plan.trip_texts import trip_texts
from layers.sentences import name_of
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.plan_answer import answer_plan
from pages.shared.plan_card import show_card
from pages.shared.session import PAGES, PlanDraft, Search


def show_result(opened: OpenArea, search: Search, draft: PlanDraft, words: Words) -> None:
    """Show trips and card, and why a need has no stop; what is missing where there is no plan."""
    title = esc(words.say("screening.result"))
    st.html(f'<h1 class="ap-question" tabindex="-1" data-ap-focus="result">{title}</h1>')
    answer = answer_plan(opened, search, draft, words)
    if answer is None:
        return
    _show_trips(opened, answer, words)
    show_card(opened, answer, words)
    _show_unmet(answer, words)
    if PAGES.is_set:
        st.page_link(PAGES.value["plan"], label=words.say("screening.plan"))


def _show_trips(opened: OpenArea, answer: PlanAnswer, words: Words) -> None:
    near = near_addresses(opened, answer.plan)
    number = 1
    for trip in answer.plan.trips:
        texts = trip_texts(trip, words, calendar=opened.area.calendar, first_number=number)
        stops = "".join(
            plain_stop(stop, said, words, near.get(stop.service.id))
            for stop, said in zip(trip.stops, texts.stops, strict=True)
        )
        st.html(f"{trip_head(texts)}{stops}{back_line(texts)}")
        number += len(trip.stops)


def _show_unmet(answer: PlanAnswer, words: Words) -> None:
    """Show why a need has no stop, and which places are called for it."""
    for one in answer.unmet:
        text = unmet_text(one.need, one.obstacle, words, limit_min=answer.query.limit_min)
        called = "".join(
            f"<li>{esc(name_of(found.service, words))} "
            f"{' '.join(call_link(phone.number) for phone in found.service.phones)}</li>"
            for found in answer.on_call.get(one.need, ())
        )
        st.html(f'<div class="ap-unmet"><p>{esc(text)}</p><ul>{called}</ul></div>')

"""The plan: its trips and stops, what has no stop, other plans, what changed."""

from __future__ import annotations

import streamlit as st

from answers.opened_area import OpenArea
from answers.plan import Alternative, PlanAnswer
from geo.plans.comparison import compare
from geo.plans.model import Priority
from layers.plan.plan_texts import (
    advantages,
    comparison_texts,
    note_texts,
    unmet_details,
    unmet_text,
)
from layers.text.escaping import esc
from layers.words import Words
from pages.plan.link import show_link
from pages.plan.stops import show_trip
from pages.shared.plan_card import show_card
from pages.shared.plan_draft import add_need, change
from pages.shared.service_card import service_card
from pages.shared.session import PlanDraft


def show_plan(opened: OpenArea, answer: PlanAnswer, draft: PlanDraft, words: Words) -> None:
    """Show what changed, the trips, what has no stop, and other plans."""
    _show_changes(answer, draft, words)
    if not answer.plan.trips:
        title, text = words.say("plan.empty.title"), words.say("plan.none")
        st.html(f'<div class="ap-empty"><h2>{esc(title)}</h2><p>{esc(text)}</p></div>')
    number = 1
    for trip in answer.plan.trips:
        show_trip(opened, answer, trip, draft, words, first_number=number)
        number += len(trip.stops)
    show_card(opened, answer, words)
    if answer.plan.trips:
        show_link(opened, answer, words)
    _show_unmet(answer, draft, words)
    _show_on_call(opened, answer, words)
    for note in note_texts(answer.repeated, answer.lost_pins, answer.not_tried, words):
        st.html(f'<p class="ap-note">{esc(note)}</p>')
    if answer.alternatives:
        st.html(f'<h2 class="ap-count">{esc(words.say("plan.alternatives"))}</h2>')
    for other in answer.alternatives:
        _show_alternative(other, draft, words)


def _show_changes(answer: PlanAnswer, draft: PlanDraft, words: Words) -> None:
    if draft.before is None or not draft.before.trips:
        return
    texts = comparison_texts(compare(draft.before, answer.plan), words)
    items = "".join(f"<li>{esc(text)}</li>" for text in texts)
    title = esc(words.say("plan.changed"))
    st.html(f'<div class="ap-changed" role="status"><strong>{title}</strong><ul>{items}</ul></div>')


def _show_unmet(answer: PlanAnswer, draft: PlanDraft, words: Words) -> None:
    if not answer.unmet:
        return
    st.html(f'<h2 class="ap-count">{esc(words.say("plan.unmet.title"))}</h2>')
    for unmet in answer.unmet:
        limit_min = answer.query.limit_min
        first = unmet_text(unmet.need, unmet.obstacle, words, limit_min=limit_min)
        more = unmet_details(
            unmet.need, unmet.findings, unmet.refused, unmet.ask_also, words, limit_min=limit_min
        )
        items = "".join(f"<li>{esc(text)}</li>" for text in more)
        st.html(f'<div class="ap-unmet"><p>{esc(first)}</p><ul>{items}</ul></div>')
        for need in unmet.ask_also:
            st.button(
                words.say("plan.add_this", need=words.choice("need", need)),
                key=f"plan_also_{unmet.need}_{need}",
                on_click=add_need,
                args=(draft, need),
            )


def _show_on_call(opened: OpenArea, answer: PlanAnswer, words: Words) -> None:
    results = {r.service.id: r for found in answer.on_call.values() for r in found}
    if not results:
        return
    st.html(f'<h2 class="ap-count">{esc(words.say("find.results.protected"))}</h2>')
    for result in results.values():
        st.html(service_card(opened, result, words, arrival=None))


def _show_alternative(other: Alternative, draft: PlanDraft, words: Words) -> None:
    good, bad = advantages(other.comparison, words)
    rows = [("for", text) for text in good] + [("against", text) for text in bad]
    items = "".join(
        f'<li class="ap-{side}"><span>{esc(words.say(f"plan.{side}"))}</span> {esc(text)}</li>'
        for side, text in rows
    )
    name = esc(words.say(f"plan.priority.{other.priority}"))
    with st.container(key=f"ap_alternative_{other.priority.value}"):
        st.html(f'<div class="ap-alternative"><h3>{name}</h3><ul>{items}</ul></div>')
        st.button(
            words.say("plan.use_this"),
            key=f"plan_use_{other.priority.value}",
            on_click=_use,
            args=(draft, other.priority),
        )


def _use(draft: PlanDraft, priority: Priority) -> None:
    change(draft)
    draft.priority = priority.value

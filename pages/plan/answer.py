"""The plan: its trips and stops, what has no stop, other plans, what changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from answers.opened_area import OpenArea
from answers.plan import Alternative, PlanAnswer, PlanQuery, plan
from geo.errors import ApprodoError
from geo.plans.comparison import compare
from geo.plans.model import Priority
from layers.plan.plan_texts import advantages, comparison_texts, note_texts, unmet_texts
from layers.sentences import error_sentences
from layers.text.escaping import esc
from layers.words import Words
from pages.plan.card import show_card
from pages.plan.link import show_link
from pages.plan.question import free_hours
from pages.plan.stops import show_trip
from pages.shared.plan_draft import add_need, change
from pages.shared.service_card import service_card
from pages.shared.session import PLAN_ANSWER, PlanDraft, Search

STEP_MIN = 5
"""Who leaves now leaves at the next five minutes: a plan does not change while it is read."""


def answer_plan(
    opened: OpenArea, search: Search, draft: PlanDraft, words: Words
) -> PlanAnswer | None:
    """Return the plan; None, with a sentence on the page, where there is none to make."""
    if search.lon is None or search.lat is None or not draft.needs:
        missing = "plan.empty.no_place" if draft.needs else "plan.empty.no_need"
        st.info(words.say(missing))
        return None
    query = _query(opened, search, draft)
    asked = (opened.area.manifest.id, opened.area.version, id(opened), query)
    known = PLAN_ANSWER.get()
    try:
        answer: PlanAnswer = known[1] if known and known[0] == asked else plan(opened, query)
    except ApprodoError as error:
        st.warning(" ".join(error_sentences(error, words)))
        return None
    PLAN_ANSWER.set((asked, answer))
    draft.shown = answer.plan
    return answer


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


def _query(opened: OpenArea, search: Search, draft: PlanDraft) -> PlanQuery:
    zone = ZoneInfo(opened.area.calendar.time_zone)
    now = datetime.now(zone)
    late = timedelta(
        minutes=now.minute % STEP_MIN, seconds=now.second, microseconds=now.microsecond
    )
    soon = now - late + timedelta(minutes=STEP_MIN)
    departure = draft.departure.replace(tzinfo=zone) if draft.departure else soon
    return PlanQuery(
        draft.needs,
        float(search.lon or 0.0),
        float(search.lat or 0.0),
        departure,
        search.situation,
        free_hours(draft),
        days=draft.days,
        limit_min=float(search.limit_min),
        visit_min=dict(draft.visit_min),
        pinned=dict(draft.pinned),
        excluded=draft.excluded,
        on_day=dict(draft.on_day),
        priority=Priority(draft.priority),
        asked_on=min(now, departure).date(),
    )


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
        first, *more = unmet_texts(
            unmet.need, unmet.obstacle, unmet.findings, unmet.refused, unmet.ask_also, words,
            limit_min=answer.query.limit_min,
        )  # fmt: skip
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

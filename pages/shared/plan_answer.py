"""The plan that a session asks for, answered once."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from answers.opened_area import OpenArea
from answers.plan import PlanAnswer, PlanQuery, plan
from geo.errors import ApprodoError
from geo.plans.model import Priority
from layers.sentences import error_sentences
from layers.words import Words
from pages.shared.plan_draft import free_hours
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

"""The question of a plan: needs, place, hours and days, how long visits take, situation."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import streamlit as st

from answers.opened_area import OpenArea
from answers.plan import LONGEST_VISIT_MIN
from data.catalog.tables import load_taxonomy
from layers.text.escaping import esc
from layers.text.need_names import need_name
from layers.words import Words
from pages.shared.limit_question import ask_limit
from pages.shared.place_question import ask_place
from pages.shared.plan_draft import DAYS, HOURS, change
from pages.shared.plan_needs import ask_needs
from pages.shared.session import PlanDraft, Search
from pages.shared.situation_question import ask_situation


def ask(opened: OpenArea, search: Search, draft: PlanDraft, words: Words) -> None:
    """Show the question and keep the answers in `draft`, place and situation in `search`."""
    ask_needs(draft, words)
    ask_place(opened, search, words)
    with st.expander(_in_short(draft, words), key="plan_more"):
        _ask_start(opened, draft, words)
        hours, days, limit = st.columns(3)
        with hours:
            _ask_hours(draft, words)
        with days:
            draft.days = st.selectbox(
                words.say("plan.days"),
                DAYS,
                index=DAYS.index(draft.days),
                format_func=lambda n: words.count("unit.days", n),
                key="plan_days",
            )
        with limit:
            ask_limit(search, words, key="plan_limit")
        if draft.hours == "own":
            _ask_own_hours(draft, words)
        _ask_visits(draft, words)
        ask_situation(opened, search, words)


def _in_short(draft: PlanDraft, words: Words) -> str:
    """Return start, hours and days in one line: what stands behind the fold."""
    start = words.say("find.when.now")
    if draft.departure is not None:
        start = f"{words.fact(draft.departure, 'day')} {words.fact(draft.departure, 'clock')}"
    hours = words.say(f"plan.hours.{draft.hours}")
    return " · ".join((start, hours, words.count("unit.days", draft.days)))


def _ask_start(opened: OpenArea, draft: PlanDraft, words: Words) -> None:
    choices = ("now", "other")
    chosen = st.selectbox(
        words.say("plan.start"),
        choices,
        index=choices.index("now" if draft.departure is None else "other"),
        format_func=lambda choice: words.say(f"find.when.{choice}"),
        key="plan_start",
        on_change=change,
        args=(draft,),
    )
    if chosen == "now":
        draft.departure = None
        return
    now = datetime.now(ZoneInfo(opened.area.calendar.time_zone))
    start = draft.departure or now.replace(hour=9, minute=0, second=0, microsecond=0, tzinfo=None)
    day, hour = st.columns(2)
    with day:
        on = st.date_input(
            words.say("find.when.day"), start.date(), format="DD/MM/YYYY", key="plan_day"
        )
    with hour:
        at = st.time_input(words.say("find.when.hour"), start.time(), key="plan_hour")
    if on and isinstance(at, time):
        draft.departure = datetime.combine(on, at)


def _ask_hours(draft: PlanDraft, words: Words) -> None:
    draft.hours = st.selectbox(
        words.say("plan.hours"),
        HOURS,
        index=HOURS.index(draft.hours),
        format_func=lambda name: words.say(f"plan.hours.{name}"),
        key="plan_hours",
        on_change=change,
        args=(draft,),
    )


def _ask_own_hours(draft: PlanDraft, words: Words) -> None:
    first, last = st.columns(2)
    with first:
        starts = st.time_input(words.say("plan.own_from"), draft.own_from, key="plan_own_from")
    with last:
        ends = st.time_input(words.say("plan.own_to"), draft.own_to, key="plan_own_to")
    days = st.multiselect(
        words.say("plan.own_days"),
        range(7),
        default=list(draft.own_days),
        format_func=lambda day: words.fact(day, "weekday"),
        placeholder="",
        key="plan_own_days",
    )
    if isinstance(starts, time) and isinstance(ends, time):
        draft.own_from, draft.own_to = starts, ends
    draft.own_days = tuple(sorted(days))


def _ask_visits(draft: PlanDraft, words: Words) -> None:
    if not draft.needs:
        return
    st.html(f'<h3 class="ap-subtitle">{esc(words.say("plan.visits"))}</h3>')
    st.caption(words.say("plan.visits.hint"))
    for need in draft.needs:
        assumed = load_taxonomy().need(need).visit_min
        minutes = st.number_input(
            need_name(need, words),
            1,
            LONGEST_VISIT_MIN,
            value=draft.visit_min.get(need, assumed),
            step=5,
            key=f"plan_visit_{need}",
        )
        if minutes != assumed:
            draft.visit_min[need] = int(minutes)
        else:
            draft.visit_min.pop(need, None)

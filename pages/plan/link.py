"""A plan as a link: made when the person asks for it, read into the session once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from answers.opened_area import OpenArea
from answers.plan import PlanAnswer
from data.exchange.plan_link import read_plan_link
from data.exchange.questions import read_free_hours
from geo.errors import BadInput
from geo.hours.windows import PRESETS, Window
from geo.model import Situation
from layers.sentences import error_sentences
from layers.words import PERSON_LANGUAGES, Words
from pages.shared.limit_question import LIMITS
from pages.shared.plan_draft import DAYS, HOURS
from pages.shared.plan_link import PARAMETER, link_of
from pages.shared.session import AREA, PERSON_LANGUAGE, PlanDraft, Search


def open_link(search: Search, draft: PlanDraft, words: Words) -> bool:
    """Take a plan from the address into the session, and out of the address; return whether."""
    text = st.query_params.get(PARAMETER)
    if not text:
        return False
    del st.query_params[PARAMETER]
    try:
        link = read_plan_link(text)
        hours = read_free_hours(link.hours) if link.hours else ()
    except BadInput as error:
        st.warning(" ".join(error_sentences(error, words)))
        return False
    if (language := st.query_params.get("lang")) in PERSON_LANGUAGES:
        PERSON_LANGUAGE.set(language)
    AREA.set(link.area)
    st.query_params["area"] = link.area
    search.lon, search.lat, search.place = link.lon, link.lat, ""
    search.situation = replace(Situation(), languages=link.languages)
    search.limit_min = min((one for one in LIMITS if one >= link.limit_min), default=LIMITS[-1])
    draft.needs = link.needs
    _take_hours(draft, hours)
    draft.days = min((one for one in DAYS if one >= link.days), default=DAYS[-1])
    draft.pinned, draft.on_day = dict(link.pinned), dict(link.on_day)
    draft.visit_min = dict(link.visit_min)
    draft.departure, draft.before, draft.fit = link.departure, None, True
    return True


def forget_past(opened: OpenArea, draft: PlanDraft, words: Words) -> None:
    """Plan from now on where the departure of a link is over, and say so."""
    now = datetime.now(ZoneInfo(opened.area.calendar.time_zone)).replace(tzinfo=None)
    if draft.departure is not None and draft.departure < now:
        st.info(words.say("plan.link.past", departure=draft.departure))
        draft.departure, draft.on_day = None, {}


def _take_hours(draft: PlanDraft, hours: tuple[Window, ...]) -> None:
    """Take the hours of a link: those that the page offers by name, or hours of one's own."""
    named = (name for name in HOURS if PRESETS.get(name) == hours)
    draft.hours = next(named, "own")
    if draft.hours == "own":
        draft.own_days, draft.own_from, draft.own_to = hours[0].days, hours[0].starts, hours[0].ends


def show_link(opened: OpenArea, answer: PlanAnswer, words: Words) -> None:
    """Offer to make a link to the plan; once it is made, show it."""
    if st.button(words.say("plan.link.make"), key="plan_link_make", type="tertiary"):
        with st.container(key="ap_plan_link_made"):
            st.code(link_of(opened, answer, words), language=None, wrap_lines=True)
    st.caption(words.say("plan.link.hint"))

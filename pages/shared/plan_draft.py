"""What pages put into a plan in the making."""

from __future__ import annotations

import streamlit as st

from answers.plan import MOST_NEEDS
from geo.hours.windows import PRESETS, Window
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.need_picker import forget_typed
from pages.shared.session import PAGES, PlanDraft

HOURS = ("any", "mornings", "afternoons", "evenings", "after_work", "own")
DAYS = (1, 3, 7, 14)


def free_hours(draft: PlanDraft) -> tuple[Window, ...]:
    """Return the hours of the week that the person has; empty: waking hours."""
    if draft.hours == "own":
        return (Window(draft.own_days, draft.own_from, draft.own_to),)
    return PRESETS[draft.hours]


def add_need(draft: PlanDraft, need: str, service_id: str = "") -> None:
    """Add a need to a plan, once; with a service, that one is wanted for it."""
    change(draft)
    draft.needs = tuple(dict.fromkeys((*draft.needs, need)))[:MOST_NEEDS]
    if service_id and need in draft.needs:
        draft.pinned[need] = service_id
    draft.adding = False
    forget_typed()


def change(draft: PlanDraft) -> None:
    """Note that something is about to change: what is shown now is what it is compared with."""
    draft.before, draft.fit = draft.shown, True


def show_plan_link(draft: PlanDraft, words: Words) -> None:
    """Show the way to the plan, once something stands in it."""
    if draft.needs and PAGES.is_set:
        with st.container(key="ap_plan_link"):
            label = words.count("plan.link", len(draft.needs))
            st.page_link(PAGES.value["plan"], label=esc(label))

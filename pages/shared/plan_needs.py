"""Which needs a plan is for."""

from __future__ import annotations

import streamlit as st

from answers.plan import MOST_NEEDS
from layers.text.escaping import esc
from layers.text.need_names import need_choice
from layers.words import Words
from pages.shared.need_picker import pick_need
from pages.shared.plan_draft import add_need, change
from pages.shared.session import PlanDraft


def ask_needs(draft: PlanDraft, words: Words, *, alone: bool = False) -> None:
    """Show the needs of a plan in the making, and the ways to another.

    Parameters
    ----------
    alone
        Whether it is the one question of its page, asked above.
    """
    for need in draft.needs:
        name = esc(need_choice(need, words))
        with st.container(horizontal=True, vertical_alignment="center", key=f"ap_plan_need_{need}"):
            st.html(f'<p class="ap-chosen"><strong>{name}</strong></p>')
            st.button(
                words.say("plan.remove"),
                key=f"plan_remove_{need}",
                type="tertiary",
                help=words.say("plan.remove_need", need=need_choice(need, words)),
                on_click=_remove,
                args=(draft, need),
            )
    if len(draft.needs) >= MOST_NEEDS:
        st.html(f'<p class="ap-note">{esc(words.say("plan.most_needs", most=MOST_NEEDS))}</p>')
    elif draft.needs and not draft.adding:
        st.button(words.say("plan.add_need"), key="plan_add", on_click=_ask_another, args=(draft,))
    else:
        pick_need(lambda need: add_need(draft, need), words, alone=alone)


def _ask_another(draft: PlanDraft) -> None:
    draft.adding = True


def _remove(draft: PlanDraft, need: str) -> None:
    change(draft)
    draft.needs = tuple(one for one in draft.needs if one != need)
    draft.pinned.pop(need, None)
    draft.on_day.pop(need, None)
    draft.excluded = frozenset(pair for pair in draft.excluded if pair[0] != need)

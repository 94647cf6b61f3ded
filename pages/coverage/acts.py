"""What to do first in an area, each act with what it would reach."""

from __future__ import annotations

import streamlit as st

from answers.coverage import CoverageAnswer
from geo.measures.gaps import Remedy
from layers.coverage.sentences import act_sentences
from layers.text.escaping import esc
from layers.words import Words
from pages.coverage.scenario_state import add_change, change_for


def show_acts(answer: CoverageAnswer, words: Words) -> None:
    """Show what to do, by how many people it would reach, before any place."""
    outcome = answer.outcome
    shown = [act for act in outcome.acts if round(act.people)]
    if not shown:
        return
    st.html(f"<h2>{esc(words.say('coverage.acts.title'))}</h2>")
    services, question = outcome.asked.services, outcome.question
    for number, act in enumerate(shown, 1):
        first, *more = act_sentences(act, services, answer.zones.names, question, words)
        rest = "".join(f"<p>{esc(line)}</p>" for line in more)
        with st.container(key=f"coverage_act_{number}"):
            st.html(f'<div class="ap-gap"><p><strong>{esc(first)}</strong></p>{rest}</div>')
            place = answer.zones.names[act.places[0]] if act.places else ""
            try_button(answer, act.remedy, place, f"try-act-{number}", words)


def try_button(
    answer: CoverageAnswer, remedy: Remedy | None, place: str, key: str, words: Words
) -> None:
    """Offer to try a remedy as a change of the scenario, where it can be tried."""
    change = change_for(answer, remedy, words.say("scenario.new_desk", place=place))
    if change is not None:
        st.button(
            words.say("scenario.try"), key=key, on_click=add_change, args=(change,),
            type="tertiary",
        )  # fmt: skip

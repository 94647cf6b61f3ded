"""Try a change: what it does, beside today or beside another scenario; keep, share, hand in."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from answers.coverage import CoverageAnswer
from answers.report_additions import trial_of, world_of
from answers.scenarios import Comparison, compare
from data.register.roles import Action
from data.register.scenarios import KeptScenario
from data.register.session import RegisterSession
from geo.errors import ApprodoError
from geo.scenario import Scenario
from layers.coverage.scenario_rows import change_sentence, signed, world_rows
from layers.coverage.sentences import headline
from layers.sentences import error_sentences
from layers.text.escaping import esc
from layers.text.table import table
from layers.words import Words
from pages.coverage.coverage_map import show_coverage_map
from pages.coverage.scenario_drafts import hand_in
from pages.coverage.scenario_form import ask_change
from pages.coverage.scenario_state import current_scenario, open_scenario, take_away
from pages.shared.register_session import current_session
from pages.shared.session import SCENARIO_NAME, SCENARIO_SHARED

MOST_PLACES = 12


def show_scenario(answer: CoverageAnswer, words: Words) -> None:
    """Show the scenario in the making and what it would change."""
    st.html(f"<h2>{esc(words.say('scenario.title'))}</h2><p>{esc(words.say('scenario.intro'))}</p>")
    session = current_session()
    kept = session.scenarios.of_area(answer.study.opened.area.manifest.id)
    _choose(kept, words)
    scenario = current_scenario()
    _changes(scenario, words)
    ask_change(answer, words)
    if not scenario.changes:
        return
    try:
        comparison = _compared(answer, scenario, kept, words)
    except ApprodoError as error:
        for sentence in error_sentences(error, words):
            st.warning(sentence)
        return
    _show(scenario, comparison, words)
    _keep(session, answer, scenario, kept, words)
    if session.may(Action.DRAFT):
        hand_in(session, answer, comparison, words)


def _choose(kept: list[KeptScenario], words: Words) -> None:
    if not kept:
        return
    with st.container(horizontal=True, key="scenario_kept"):
        for one in kept:
            whose = f" · {one.kept_by}" if one.shared else ""
            st.button(
                f"{esc(one.scenario.name)}{esc(whose)}",
                key=f"open-{one.id}",
                on_click=open_scenario,
                args=(one.scenario,),
                help=words.say("scenario.open"),
            )


def _changes(scenario: Scenario, words: Words) -> None:
    if not scenario.changes:
        st.info(words.say("scenario.empty"))
        return
    for number, change in enumerate(scenario.changes):
        with st.container(horizontal=True, key=f"scenario_change_{number}"):
            st.html(f"<p>{number + 1}. {esc(change_sentence(change, words))}</p>")
            st.button(
                words.say("scenario.take_away"),
                key=f"away-{number}",
                on_click=take_away,
                args=(number,),
                type="tertiary",
            )


def _compared(
    answer: CoverageAnswer, scenario: Scenario, kept: list[KeptScenario], words: Words
) -> Comparison:
    """Return the comparison of the scenario with today, or with the chosen one."""
    others = {one.id: one.scenario for one in kept if one.scenario != scenario}
    chosen = st.selectbox(
        words.say("scenario.beside"),
        ["", *others],
        format_func=lambda choice: others[choice].name if choice else words.say("scenario.today"),
        key="scenario_beside",
    )
    return compare(answer, scenario, beside=others[chosen] if chosen else None)


def _show(scenario: Scenario, comparison: Comparison, words: Words) -> None:
    before, after = world_of(comparison.before), world_of(comparison.after)
    heads = [words.say(f"scenario.head.{name}") for name in ("what", "before", "after", "change")]
    gained, lost = round(float(comparison.gained.sum())), round(float(comparison.lost.sum()))
    st.html(
        f"<p><strong>{esc(words.count('scenario.gained', gained))}</strong> "
        f"{esc(words.count('scenario.lost', lost))}</p>"
        + table(heads, world_rows(before, after, words), words.say("scenario.title"))
    )
    first, second = st.columns(2)
    for column, world, key in (
        (first, comparison.before, "before"),
        (second, comparison.after, "after"),
    ):
        with column:
            title = words.say(f"scenario.head.{key}")
            line = headline(world.outcome.found, world.outcome.question, words)
            st.html(f"<h3>{esc(title)}</h3><p>{esc(line)}</p>")
            show_coverage_map(world, words, key=key)
    _zones(scenario, comparison, words)


def _zones(scenario: Scenario, comparison: Comparison, words: Words) -> None:
    rows = [
        (name, words.fact(one, "whole"), words.fact(other, "whole"), signed(other - one, words))
        for name, one, other in trial_of(scenario, comparison).places[:MOST_PLACES]
    ]
    if rows:
        heads = [words.say("coverage.head.place")]
        heads += [words.say(f"scenario.head.{name}") for name in ("before", "after", "change")]
        st.html(table(heads, rows, words.say("scenario.by_place")))


def _keep(
    session: RegisterSession,
    answer: CoverageAnswer,
    scenario: Scenario,
    kept: list[KeptScenario],
    words: Words,
) -> None:
    saved = next((one for one in kept if one.scenario.name == scenario.name), None)
    with st.container(key="scenario_keep"):
        name = st.text_input(
            words.say("scenario.name"), scenario.name, max_chars=120, key=SCENARIO_NAME.name
        )
        st.toggle(
            words.say("scenario.share"), bool(saved and saved.shared), key=SCENARIO_SHARED.name
        )
        area = answer.study.opened.area.manifest.id

        def keep() -> None:
            named = replace(scenario, name=str(SCENARIO_NAME.value).strip())
            session.scenarios.keep(area, named, shared=bool(SCENARIO_SHARED.value))
            open_scenario(named)

        def forget() -> None:
            if saved is not None:
                session.scenarios.remove(saved.id)
                open_scenario(Scenario(""))

        with st.container(horizontal=True):
            st.button(
                words.say("scenario.keep"),
                type="primary",
                disabled=not name.strip(),
                on_click=keep,
                key="scenario_do_keep",
            )
            if saved is not None and saved.kept_by == session.actor.name:
                st.button(
                    words.say("scenario.forget"),
                    type="tertiary",
                    on_click=forget,
                    key="scenario_forget",
                )

"""Where new desks would help most: which spots, for what, how many; and each as a change to try."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from answers.coverage import CoverageAnswer
from answers.siting import KINDS, Objective, SitingAnswer, Spots, curve, propose, spots_of
from geo.errors import ApprodoError
from geo.measures.gaps import Remedy, RemedyKind
from geo.measures.siting import Sites
from geo.measures.trying import change_of
from geo.scenario import Change
from layers.charts.curve import curve_chart
from layers.coverage.sentences import act_name
from layers.sentences import error_sentences
from layers.text.escaping import esc
from layers.text.table import table
from layers.words import Words
from pages.coverage.chart import show_chart
from pages.coverage.scenario_state import add_changes, next_number
from pages.shared.session import SITES_PROPOSED
from pages.shared.uploaded_file import ask_file, on_disk

MOST_NEW = 15
SHARE = 0.9


def show_siting(answer: CoverageAnswer, words: Words) -> None:
    """Ask where desks could stand and what for; show the best answer and others as good."""
    st.html(f"<h2>{esc(words.say('siting.title'))}</h2><p>{esc(words.say('siting.intro'))}</p>")
    kind, objective, new, capacity = _ask(words)
    with_changes = st.toggle(words.say("siting.with_changes"), value=True, key="siting_changes")
    uploaded = None
    if kind == "own":
        uploaded = ask_file(words.say("siting.own"), ("csv",), words, key="siting_own")
        if uploaded is None:
            return
    try:
        with st.spinner(words.say("siting.working"), show_time=False):
            found = _proposed(
                answer, (kind, uploaded), objective, new, capacity, with_changes=with_changes
            )
    except ApprodoError as error:
        for sentence in error_sentences(error, words):
            st.warning(sentence)
        return
    _best(answer, found, objective, words)
    _others(answer, found, words)
    if objective is Objective.PEOPLE:
        _curve(answer, found, words)


def _proposed(
    answer: CoverageAnswer,
    where: tuple[str, UploadedFile | None],
    objective: Objective,
    new: int,
    capacity: float,
    *,
    with_changes: bool,
) -> SitingAnswer:
    """Return the answer; the last one again where the same is asked of the same."""
    kind, uploaded = where
    key = (kind, uploaded.file_id if uploaded else "", objective, new, capacity, with_changes)
    known = SITES_PROPOSED.get()
    if known is not None and known[0] == key and known[1] is answer.outcome:
        proposal: SitingAnswer = known[2]
        return proposal
    if uploaded is None:
        spots = spots_of(answer.study, kind)
    else:
        with on_disk(uploaded) as path:
            spots = spots_of(answer.study, kind, points=path)
    found = propose(
        answer.study, answer.outcome, spots, objective,
        new=min(new, len(spots)), capacity=capacity, with_changes=with_changes,
    )  # fmt: skip
    SITES_PROPOSED.set((key, answer.outcome, found))
    return found


def _ask(words: Words) -> tuple[str, Objective, int, float]:
    first, second, third = st.columns(3)
    with first:
        kind = st.selectbox(
            words.say("siting.ask.spots"),
            ["anywhere", *KINDS, "own"],
            format_func=lambda name: words.choice("siting.spots", name),
            key="siting_kind",
        )
    with second:
        objective = st.selectbox(
            words.say("siting.ask.objective"),
            list(Objective),
            format_func=lambda one: words.choice("siting.objective", one.value),
            key="siting_objective",
        )
    with third:
        new = int(st.number_input(words.say("siting.ask.new"), 1, MOST_NEW, 2, key="siting_new"))
    capacity = 0.0
    if objective is Objective.SERVED:
        capacity = float(
            st.number_input(words.say("siting.ask.capacity"), 1, 100_000, 500, key="siting_room")
        )
    return kind or "anywhere", objective or Objective.PEOPLE, new, capacity


def _best(answer: CoverageAnswer, siting: SitingAnswer, objective: Objective, words: Words) -> None:
    best = siting.best
    line = words.count("siting.reached", round(best.people), sites=len(best.chosen))
    proof = (
        words.say("siting.proven")
        if best.gap == 0
        else words.say("siting.gap", gap=words.fact(best.gap, "percent"))
    )
    if objective is Objective.MINUTES:
        people = float(answer.outcome.people.sum())
        minutes = words.fact(best.value / people, "minutes")
        line = f"{line} {words.say('siting.mean', minutes=minutes)}"
    st.html(f"<p><strong>{esc(line)}</strong> {esc(proof)}</p>")
    if not best.chosen:
        return
    names = "".join(
        f"<li>{esc(candidate_name(answer, siting, site, words))}</li>" for site in best.chosen
    )
    st.html(f'<ol class="ap-list">{names}</ol>')
    st.button(
        words.say("siting.try"),
        on_click=add_changes,
        args=(_changes(answer, siting, best, words),),
        type="primary",
        key="siting_try",
    )


def _changes(
    answer: CoverageAnswer, siting: SitingAnswer, best: Sites, words: Words
) -> tuple[Change, ...]:
    """Return the chosen candidates as changes of a scenario."""
    outcome = answer.outcome
    first = next_number()
    found = []
    for n, site in enumerate(best.chosen):
        lever = siting.lever(site)
        remedy = lever.remedy if lever else _new_site(siting.spots, site)
        name = candidate_name(answer, siting, site, words)
        found.append(
            change_of(remedy, outcome.question, outcome.asked.services, name=name, number=first + n)
        )
    return tuple(change for change in found if change is not None)


def _new_site(spots: Spots, site: int) -> Remedy:
    return Remedy(RemedyKind.NEW_SITE, -1, 0.0, float(spots.lon[site]), float(spots.lat[site]))


def candidate_name(
    answer: CoverageAnswer, siting: SitingAnswer, candidate: int, words: Words
) -> str:
    """Return what a candidate is called: a spot's name, or what would change at a service."""
    lever = siting.lever(candidate)
    if lever is None:
        return siting.spots.names[candidate]
    asked = answer.outcome.asked
    return act_name(lever.remedy, asked.services, answer.outcome.question, words)


def _others(answer: CoverageAnswer, siting: SitingAnswer, words: Words) -> None:
    if not siting.others:
        return
    rows = [
        (
            words.list(tuple(candidate_name(answer, siting, site, words) for site in one.chosen)),
            words.fact(one.people, "whole"),
        )
        for one in siting.others
    ]
    heads = [words.say("siting.head.spots"), words.say("siting.head.people")]
    st.html(f"<h3>{esc(words.say('siting.others'))}</h3>")
    st.html(table(heads, rows, words.say("siting.others")))


def _curve(answer: CoverageAnswer, siting: SitingAnswer, words: Words) -> None:
    """Show on demand how many desks it takes: each point is a problem of its own."""
    share = words.fact(SHARE, "percent")
    if not st.toggle(words.say("siting.curve.ask", share=share), key="siting_curve"):
        return
    rows = curve(answer.study, answer.outcome, siting.spots, share=SHARE)
    outcome = answer.outcome
    people = float(outcome.people.sum())
    had = float(outcome.people[siting.ground.served].sum())
    shares = [had / people, *((had + one.people) / people for one in rows)]
    title = words.say("siting.curve.title")
    show_chart(lambda palette: curve_chart(shares, SHARE, words, palette), title, "curve", words)
    if shares[-1] >= SHARE:
        line = words.count("siting.curve.answer", len(rows), share=share)
    else:
        line = words.say("siting.curve.never", share=words.fact(shares[-1], "percent"))
    st.html(f"<p><strong>{esc(line)}</strong></p>")

"""Coverage: who is not reached by which service, why, and the least that would change it."""

from __future__ import annotations

import streamlit as st

from answers.coverage import CoverageAnswer
from answers.groups import people_of
from answers.opened_area import OpenArea
from data.register.roles import Action
from geo.errors import ApprodoError
from geo.measures.steps import STEPS
from layers.charts.loss import loss_chart
from layers.coverage.group_label import group_basis, group_label
from layers.coverage.rows import step_rows
from layers.coverage.sentences import (
    asked,
    border,
    doubt,
    headline,
    help_first,
    lever_note,
    reason,
    recorded_by,
)
from layers.sentences import error_sentences
from layers.text.escaping import esc
from layers.words import Words
from pages.coverage.acts import show_acts, try_button
from pages.coverage.answer import answer_question
from pages.coverage.chart import show_chart
from pages.coverage.coverage_map import look_at, show_coverage_map
from pages.coverage.question import (
    ask_question,
    current_question,
    current_window,
    read_question,
    write_question,
)
from pages.coverage.sections import SECTIONS, show_section, without_answer
from pages.shared.area_study import first_need
from pages.shared.log_in import show_log_in
from pages.shared.opened_area import current_area, show_sample_badge
from pages.shared.page_frame import choose_language
from pages.shared.register_session import current_session
from pages.shared.session import COVERAGE_SECTION
from pages.shared.skip_map import offer_to_skip_map

FIRST_PLACES = 4


def show_coverage() -> None:
    """Open on an answer; ask again; show the map, the loss, the places and what is behind."""
    words = choose_language()
    session = current_session()
    if not session.may(Action.PLAN):
        show_log_in(session, words)
        st.info(words.say("coverage.closed"))
        return
    _coverage(current_area(words), words)


@st.fragment
def _coverage(opened: OpenArea, words: Words) -> None:
    with st.container(key="coverage_layout"):
        try:
            with st.spinner(words.say("coverage.working"), show_time=False):
                question = current_question() or read_question(first_need(opened))
            top = st.container(key="coverage_top")
            question, kind = ask_question(opened, question, words)
            with st.spinner(words.say("coverage.working"), show_time=False):
                answer = answer_question(opened, question, kind, words.language)
        except ApprodoError as error:
            st.warning(" ".join(error_sentences(error, words)))
            return
        with top:
            _headline(opened, answer, words)
        picture = st.container(key="coverage_map")
        with st.container(key="coverage_side"):
            st.html('<span id="coverage-side"></span>')
            show_acts(answer, words)
            _loss(answer, words)
            _places(answer, words)
        with picture:
            offer_to_skip_map("coverage-side", words)
            show_coverage_map(answer, words)
        _behind(answer, words)
    write_question(question)


def _headline(opened: OpenArea, answer: CoverageAnswer, words: Words) -> None:
    show_sample_badge(opened, words)
    found, question = answer.outcome.found, answer.outcome.question
    when = words.choice("coverage.when", current_window())
    group = group_label(question.group, words)
    services = answer.outcome.asked.services
    lines = [
        asked(question, group, when, words),
        group_basis(people_of(opened.area, question.group).totals(), words),
        recorded_by(services, words),
        doubt(found, question, words),
    ]
    invented = sum(s.provenance.demonstration for s in services)
    if invented:
        lines.append(words.count("coverage.demonstrations", invented))
    edge = float(answer.outcome.people[answer.outcome.edge].sum())
    lines.append(border(edge, float(found.people.sum()), words))
    text = "".join(f"<p>{esc(line)}</p>" for line in lines if line)
    st.html(f"<h1>{esc(headline(found, question, words))}</h1>{text}")


def _loss(answer: CoverageAnswer, words: Words) -> None:
    found = answer.outcome.found
    bands = [(step, found.band(step)) for step in STEPS]
    people = float(found.people.sum())
    title = words.say("coverage.loss.title")
    st.html(f"<h2>{esc(title)}</h2>")
    text = "; ".join(" ".join(row[:2]) for row in step_rows(bands, people, words))
    show_chart(
        lambda palette: loss_chart(bands, people, words, palette), f"{title}: {text}", "loss", words
    )


def _places(answer: CoverageAnswer, words: Words) -> None:
    gaps = answer.outcome.gaps[:FIRST_PLACES]
    if not gaps:
        return
    st.html(f"<h2>{esc(words.say('coverage.first_places'))}</h2>")
    for gap in gaps:
        name = answer.zones.names[gap.place]
        services, question = answer.outcome.asked.services, answer.outcome.question
        count = round(gap.missing) or round(gap.doubtful)
        key = "coverage.place.missing" if round(gap.missing) else "coverage.place.doubtful"
        lines = (
            reason(gap, words),
            help_first(gap, services, question, words),
            lever_note(gap, services, words),
        )
        text = "".join(f"<p>{esc(line)}</p>" for line in lines if line)
        with st.container(key=f"coverage_place_{gap.place}"):
            st.html(
                f'<div class="ap-gap"><h3>{esc(name)}</h3>'
                f"<p><strong>{esc(words.count(key, count))}</strong></p>{text}</div>"
            )
            with st.container(horizontal=True):
                st.button(
                    words.say("coverage.look"),
                    key=f"look-{gap.place}",
                    on_click=look_at,
                    args=(gap.place,),
                    type="tertiary",
                )
                try_button(answer, gap.remedy, name, f"try-{gap.place}", words)


def _behind(answer: CoverageAnswer, words: Words) -> None:
    with st.container(key="coverage_behind"):
        current = COVERAGE_SECTION.setdefault(SECTIONS[0])
        folded = [name for name in without_answer(answer) if name != current]
        chosen = st.segmented_control(
            words.say("coverage.sections"),
            [name for name in SECTIONS if name not in folded],
            format_func=lambda name: words.choice("coverage.section", name),
            key=COVERAGE_SECTION.name,
            label_visibility="collapsed",
        )
        _show_folded(folded, words)
        show_section(answer, chosen or SECTIONS[0], words)


def _show_folded(folded: list[str], words: Words) -> None:
    """Offer the sections that have no answer here, which still say why."""
    if not folded:
        return
    with st.expander(words.count("coverage.sections.folded", len(folded))):
        for name in folded:
            st.button(
                words.choice("coverage.section", name),
                key=f"section-{name}",
                on_click=COVERAGE_SECTION.set,
                args=(name,),
                type="tertiary",
            )

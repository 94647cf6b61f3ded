"""Who does what where, for whom, with which money: matrices, gaps, funds, principles."""

from __future__ import annotations

import streamlit as st

from answers.partnerships import Coordination, coordination_of
from data.register.activities import ActivityIndex
from data.register.roles import Action
from data.register.session import RegisterSession
from geo.errors import ApprodoError
from layers.sentences import error_sentences
from layers.text.escaping import esc
from layers.words import Words
from pages.partnerships.annex import show_annex
from pages.partnerships.comparison import show_comparison
from pages.partnerships.editing import show_editing
from pages.partnerships.funds import show_funds
from pages.partnerships.gaps import show_gaps
from pages.partnerships.matrices import show_matrices
from pages.partnerships.principles import show_principles
from pages.shared.log_in import may_enter
from pages.shared.page_frame import choose_language
from pages.shared.register_session import activity_index, current_session
from pages.shared.session import PARTNERSHIP_SECTION

SECTIONS = {
    "matrices": show_matrices,
    "gaps": show_gaps,
    "funds": show_funds,
    "principles": show_principles,
    "comparison": show_comparison,
    "annex": show_annex,
    "edit": show_editing,
}


def show_partnerships() -> None:
    """Show the coordination of one partnership, or of all, to those who plan."""
    words = choose_language()
    session = current_session()
    with st.container(key="ap_partnerships"):
        st.html(f"<h1>{esc(words.say('partnerships.title'))}</h1>")
        if not may_enter(session, Action.PLAN, "coverage.closed", words):
            return
        st.html(f"<p>{esc(words.say('partnerships.intro'))}</p>")
        try:
            found = _ask_scope(session, activity_index(), words)
        except ApprodoError as error:
            st.warning(" ".join(error_sentences(error, words)))
            return
        _summary(found, words)
        _show_section(session, found, words)


def _ask_scope(session: RegisterSession, index: ActivityIndex, words: Words) -> Coordination:
    names = [one.name for one in session.partnerships.all()]
    if not names:
        st.info(words.say("partnerships.none"))
        return coordination_of(session, index)
    asked = st.query_params.get("partnership")
    chosen = st.selectbox(
        words.say("partnerships.scope"),
        [None, *names],
        index=names.index(asked) + 1 if asked in names else 0,
        format_func=lambda name: name or words.say("partnerships.everything"),
        key="partnership_scope",
    )
    if chosen:
        st.query_params["partnership"] = chosen
    elif asked:
        del st.query_params["partnership"]
    return coordination_of(session, index, chosen)


def _summary(found: Coordination, words: Words) -> None:
    bodies = {record_id for one in found.activities for record_id in one.organizations}
    lines = [
        words.count(
            "partnerships.counted",
            len(found.activities),
            organizations=len(bodies),
            municipalities=len(found.municipalities),
        )
    ]
    if found.demonstrations:
        lines.append(words.count("partnerships.demonstrations", found.demonstrations))
    st.html("".join(f"<p>{esc(line)}</p>" for line in lines))


def _show_section(session: RegisterSession, found: Coordination, words: Words) -> None:
    chosen = st.segmented_control(
        words.say("partnerships.section"),
        list(SECTIONS),
        default="matrices",
        format_func=lambda section: words.choice("partnerships.section", section),
        key=PARTNERSHIP_SECTION.name,
        label_visibility="collapsed",
    )
    SECTIONS[chosen or "matrices"](session, found, words)

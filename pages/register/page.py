"""The register: what waits for somebody, and the records with one click for *still correct*."""

from __future__ import annotations

import time

import streamlit as st

from data.register.roles import Action
from data.register.session import RegisterSession
from layers.text.escaping import esc
from layers.words import Words
from pages.register.duplicates import show_twins
from pages.register.import_table import show_import
from pages.register.queue import show_queue
from pages.register.records import show_records
from pages.register.service_form import open_form, show_form
from pages.register.worklist import show_worklist
from pages.shared.log_in import show_log_in
from pages.shared.opened_area import current_area
from pages.shared.page_frame import choose_language
from pages.shared.register_session import current_session
from pages.shared.session import FORM_DONE, FORM_EDITING, REGISTER_VIEW

VIEWS = {
    "records": Action.SEE_QUEUE,
    "worklist": Action.SEE_WORKLIST,
    "twins": Action.MERGE,
    "import": Action.IMPORT,
}
"""What can be done here, and what one must be allowed for it."""

DONE_S = 30.0
"""How long it is said that something was done."""


def keep_register() -> None:
    """Show the queue and the list to whoever may see them."""
    words = choose_language()
    session = current_session()
    _open_linked(session)
    with st.container(key="ap_register"):
        if FORM_EDITING.is_set and session.may(Action.DRAFT):
            show_form(session, current_area(words), words)
            return
        st.html(f"<h1>{esc(words.say('register.title'))}</h1>")
        show_log_in(session, words)
        if not session.may(Action.SEE_QUEUE):
            st.info(words.say("register.closed"))
            return
        st.html(f"<p>{esc(words.say('register.intro'))}</p>")
        _show_done(words)
        if session.may(Action.DRAFT):
            st.button(words.say("register.new"), on_click=open_form, type="primary")
        _show_view(session, words)


def _open_linked(session: RegisterSession) -> None:
    """Open the record that the address names, once: going on from it must not come back to it."""
    record_id = st.query_params.get("record")
    if record_id:
        del st.query_params["record"]
        if session.may(Action.DRAFT):
            open_form(record_id)


def _show_view(session: RegisterSession, words: Words) -> None:
    """Show what somebody chose to do: the others cost nothing meanwhile."""
    offered = [view for view, action in VIEWS.items() if session.may(action)]
    chosen = st.segmented_control(
        words.say("register.views"),
        offered,
        default=offered[0],
        format_func=lambda view: words.choice("register.view", view),
        key=REGISTER_VIEW.name,
        label_visibility="collapsed",
    )
    if chosen == "worklist":
        show_worklist(session, current_area(words), words)
    elif chosen == "twins":
        show_twins(session, words)
    elif chosen == "import":
        show_import(session, words)
    else:
        show_queue(session, words)
        show_records(session, current_area(words), words)


def _show_done(words: Words) -> None:
    """Say what was done for a while: the page may be drawn again before anybody has read it."""
    done, at = FORM_DONE.get(("", 0.0))
    if done and time.monotonic() - at < DONE_S:
        st.success(words.choice("register.done", done))

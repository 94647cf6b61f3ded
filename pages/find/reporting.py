"""Something is wrong: what anybody can say of a record, without an account."""

from __future__ import annotations

import streamlit as st

from data.register.proposals import MOST_SAID
from geo.errors import ApprodoError
from layers.sentences import error_sentences
from layers.words import Words
from pages.shared.register_session import current_session
from pages.shared.session import REPORTS_SENT

MOST_A_SESSION = 5
"""Reports that one visitor may send before they have to come again."""


def ask_what_is_wrong(service_id: str, words: Words) -> None:
    """Ask for a few words and put them into the queue; nothing of the visitor goes with them."""
    sent: list[str] = REPORTS_SENT.setdefault([])
    if service_id in sent:
        st.success(words.say("report.thanks"))
        return
    if len(sent) >= MOST_A_SESSION:
        return
    with (
        st.expander(words.say("report.title")),
        st.form(f"report-{service_id}", border=False, enter_to_submit=False),
    ):
        found = st.text_area(words.say("report.what"), max_chars=MOST_SAID)
        st.caption(words.say("report.privacy"))
        if st.form_submit_button(words.say("report.send")):
            _send(service_id, found, sent, words)


def _send(service_id: str, text: str, sent: list[str], words: Words) -> None:
    session = current_session()
    try:
        session.proposals.report(session.register.service_of(service_id), text)
    except ApprodoError as error:
        st.error(" ".join(error_sentences(error, words)))
        return
    sent.append(service_id)
    st.rerun()

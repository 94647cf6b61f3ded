"""Hand a scenario in: each changed service becomes a draft that waits in the register."""

from __future__ import annotations

import streamlit as st

from answers.coverage import CoverageAnswer
from answers.scenarios import Comparison
from data.records.documents import Document
from data.register.scenarios import drafts_of
from data.register.session import RegisterSession
from geo.errors import ApprodoError
from layers.sentences import error_sentences
from layers.words import Words


def hand_in(
    session: RegisterSession, answer: CoverageAnswer, comparison: Comparison, words: Words
) -> None:
    """Offer to make drafts of the scenario's changes; say how many were made."""
    if not st.button(words.say("scenario.hand_in"), help=words.say("scenario.hand_in_help")):
        return
    before = answer.study.opened.services
    after = comparison.after.study.opened.services
    known, base = _known(session, [one.id for one in after if one not in before])
    made = 0
    for directory in drafts_of(before, after, known):
        ids = [record_id for documents in directory.values() for record_id in documents]
        try:
            session.proposals.propose(
                directory,
                {record_id: base[record_id] for record_id in ids if record_id in base},
                submit=False,
            )
            made += 1
        except ApprodoError as error:
            st.warning(" ".join(error_sentences(error, words)))
    st.success(words.count("scenario.handed_in", made))


def _known(session: RegisterSession, ids: list[str]) -> tuple[dict[str, Document], dict[str, int]]:
    """Return the documents, and their versions, of those services that the register has."""
    known: dict[str, Document] = {}
    base: dict[str, int] = {}
    for record_id in ids:
        try:
            record = session.records.get(record_id)
        except LookupError:
            continue
        base |= record.base
        known[record_id] = record.service.content
        known |= {place.id: place.content for place in record.locations}
    return known, base

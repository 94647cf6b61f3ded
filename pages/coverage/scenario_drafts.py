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
    desk: RegisterSession, answer: CoverageAnswer, comparison: Comparison, words: Words
) -> None:
    """Offer to make drafts of the scenario's changes; say how many were made."""
    if not st.button(words.say("scenario.hand_in"), help=words.say("scenario.hand_in_help")):
        return
    before = answer.study.opened.services
    after = comparison.after.study.opened.services
    known, base = _known(desk, [one.id for one in after if one not in before])
    made = 0
    for directory in drafts_of(before, after, known):
        ids = [own for documents in directory.values() for own in documents]
        try:
            desk.proposals.propose(
                directory, {own: base[own] for own in ids if own in base}, submit=False
            )
            made += 1
        except ApprodoError as error:
            st.warning(" ".join(error_sentences(error, words)))
    st.success(words.count("scenario.handed_in", made))


def _known(desk: RegisterSession, ids: list[str]) -> tuple[dict[str, Document], dict[str, int]]:
    """Return the documents, and their versions, of those services that the register has."""
    known: dict[str, Document] = {}
    base: dict[str, int] = {}
    for own in ids:
        try:
            record = desk.records.get(own)
        except LookupError:
            continue
        base |= record.base
        known[own] = record.service.content
        known |= {place.id: place.content for place in record.locations}
    return known, base

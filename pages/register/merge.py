"""Two edits of one record brought together: what both changed is shown, and somebody chooses."""

from __future__ import annotations

import streamlit as st

from data.register.merging import Clash, Merged, choose
from data.register.proposal_store import Proposal
from data.register.session import RegisterSession
from layers.register.field_words import field_words, value_words
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.session import MERGING


def show_merge(session: RegisterSession, proposal: Proposal, words: Words) -> None:
    """Show where a proposal and what was published since differ; publish what was chosen."""
    merged = session.proposals.merge_of(proposal.id)
    st.html(f"<p><strong>{esc(words.say('merge.title'))}</strong></p>")
    chosen: dict[str, frozenset[tuple[str, ...]]] = {}
    for record_id, one in merged.items():
        chosen[record_id] = frozenset(
            clash.path for clash in one.clashes if _mine(clash, f"{proposal.id}-{record_id}", words)
        )
    if not any(one.clashes for one in merged.values()):
        st.html(f"<p>{esc(words.say('merge.no_clash'))}</p>")
    if st.button(words.say("merge.publish"), key=f"merge-{proposal.id}", type="primary"):
        _publish(session, proposal, merged, chosen)
        st.rerun()


def _mine(clash: Clash, key: str, words: Words) -> bool:
    """Ask which of two values holds; the published one stands first."""
    values = {
        "theirs": words.say("merge.published", value=value_words(clash.path, clash.theirs, words)),
        "mine": words.say("merge.proposed", value=value_words(clash.path, clash.mine, words)),
    }
    found = st.radio(
        field_words(clash.path, words),
        list(values),
        format_func=values.__getitem__,
        key=f"clash-{key}-{'/'.join(clash.path)}",
    )
    return found == "mine"


def _publish(
    session: RegisterSession,
    proposal: Proposal,
    merged: dict[str, Merged],
    chosen: dict[str, frozenset[tuple[str, ...]]],
) -> None:
    documents = {record_id: choose(one, chosen[record_id]) for record_id, one in merged.items()}
    session.proposals.rebase(proposal.id, proposal.version, documents)
    session.proposals.publish(proposal.id)
    MERGING.forget()

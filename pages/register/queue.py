"""What waits for a person: reports of the public, changes of sources and editors."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from data.register.merging import changed_paths
from data.register.proposal_store import Proposal, State
from data.register.roles import Action
from data.register.session import RegisterSession
from data.register.store import EditConflict
from geo.errors import ApprodoError
from layers.register.record_rows import Change, attribution, changes_list
from layers.sentences import error_sentences
from layers.text.bidi import bdi
from layers.text.escaping import esc
from layers.words import Words
from pages.register.merge import show_merge
from pages.register.service_form import DRAFT, open_form
from pages.shared.session import MERGING


def show_queue(session: RegisterSession, words: Words) -> None:
    """Show what waits, the oldest first, each with what can be done about it."""
    waiting = session.proposals.waiting()
    st.html(f"<h2>{esc(words.count('register.waiting', len(waiting)))}</h2>")
    for proposal in waiting:
        with st.container(border=True, key=f"waits-{proposal.id}"):
            _show(session, proposal, words)


def _show(session: RegisterSession, proposal: Proposal, words: Words) -> None:
    kind = esc(words.choice("register.kind", proposal.kind.value))
    if proposal.state is State.DRAFT:
        kind = f"{kind} · {esc(words.say('register.is_draft'))}"
    said = f"<blockquote>{bdi(proposal.message)}</blockquote>" if proposal.message else ""
    st.html(
        f'<p class="ap-record"><strong>{bdi(_name(session, proposal))}</strong> '
        f'<span class="ap-chip ap-chip--ask">{kind}</span></p>{said}'
        f'<p class="ap-record__source">'
        f"{esc(attribution(_who(proposal, words), proposal.made_at, words))}</p>"
        f"{changes_list(_changes(session, proposal), words)}"
    )
    with st.container(horizontal=True):
        if proposal.documents.get("service") and session.may(Action.DRAFT):
            st.button(
                words.say("register.go_on"),
                key=f"go_on-{proposal.id}",
                on_click=open_form,
                args=(f"{DRAFT}{proposal.id}",),
            )
        if session.may(Action.PUBLISH):
            if proposal.documents:
                _button("publish", lambda: session.proposals.publish(proposal.id), proposal, words)
            _button("put_away", lambda: session.proposals.refuse(proposal.id), proposal, words)
    if MERGING.get() == proposal.id:
        show_merge(session, proposal, words)


def _button(name: str, act: Callable[[], object], proposal: Proposal, words: Words) -> None:
    if not st.button(words.say(f"register.{name}"), key=f"{name}-{proposal.id}"):
        return
    try:
        act()
    except EditConflict as error:
        MERGING.set(proposal.id)
        st.warning(" ".join(error_sentences(error, words)))
    except ApprodoError as error:
        st.error(" ".join(error_sentences(error, words)))
    else:
        st.rerun()


def _who(proposal: Proposal, words: Words) -> str:
    return words.say("register.public") if proposal.made_by == "public" else proposal.made_by


def _name(session: RegisterSession, proposal: Proposal) -> str:
    for document in proposal.documents.get("service", {}).values():
        return str(document.get("name") or "")
    kept = session.register.read("service", proposal.record_id or "")
    return str(kept.content.get("name") or "") if kept else ""


def _changes(session: RegisterSession, proposal: Proposal) -> list[Change]:
    rows: list[Change] = []
    for kind, documents in proposal.documents.items():
        for record_id, document in documents.items():
            kept = session.register.read(kind, record_id)
            found = changed_paths(kept.content if kept else {}, document)
            rows.extend((change.path, change.mine, change.theirs) for change in found)
    return rows

"""Records that look alike: somebody says whether they are one, and can take it back."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from data.records.documents import PROFILE
from data.register.duplicates.candidates import Pair
from data.register.duplicates.decide import MERGED, Decision
from data.register.duplicates.merge import Path
from data.register.records import Record
from data.register.session import RegisterSession
from geo.errors import ApprodoError
from layers.register.duplicate_rows import evidence_list, score_line
from layers.register.field_words import field_words, value_words
from layers.register.record_rows import attribution
from layers.sentences import error_sentences, name_in
from layers.text.bidi import bdi
from layers.text.escaping import esc
from layers.words import Words

MOST_PAIRS = 20


def show_twins(session: RegisterSession, words: Words) -> None:
    """Show pairs of records that may be one, and what was decided before."""
    st.html(f"<h2>{esc(words.say('duplicates.title'))}</h2>")
    with st.spinner(words.say("duplicates.looking")):
        pairs = session.duplicates.likely_pairs(limit=MOST_PAIRS)
    st.html(f"<p>{esc(words.count('duplicates.found', len(pairs)))}</p>")
    for pair in pairs:
        with st.container(border=True, key=f"pair-{pair.first}-{pair.second}"):
            _show(session, pair, words)
    decided = session.duplicates.decisions()
    if decided:
        st.html(f"<h3>{esc(words.say('duplicates.decided'))}</h3>")
    for decision in decided:
        _show_decision(session, decision, words)


def _show(session: RegisterSession, pair: Pair, words: Words) -> None:
    records = [session.records.get(record_id) for record_id in (pair.first, pair.second)]
    first, second = (_name(record, words) for record in records)
    named = {
        record.organization.id: str(record.organization.content.get("name"))
        for record in records
        if record.organization
    }
    rows = [(str(one.piece), one.alike, one.points) for one in pair.likeness.evidence]
    st.html(
        f'<p class="ap-record"><strong>{bdi(first)}</strong> <strong>{bdi(second)}</strong> '
        f'<span class="ap-chip">{esc(score_line(pair.likeness.score, words))}</span></p>'
        f"{evidence_list(rows, words)}"
    )
    take: list[Path] = []
    for clash in session.duplicates.differing(pair.first, pair.second):
        values = {
            name: f"{words.say(f'duplicates.{name}')}: "
            f"{value_words(clash.path, value, words, named)}"
            for name, value in (("first", clash.mine), ("second", clash.theirs))
        }
        said = st.radio(
            field_words(clash.path, words),
            list(values),
            format_func=values.__getitem__,
            key=f"twin-{pair.first}-{pair.second}-{'/'.join(clash.path)}",
            horizontal=True,
        )
        if said == "second":
            take.append(clash.path)
    with st.container(horizontal=True):
        _button(
            "merge", pair, lambda: session.duplicates.merge(pair.first, pair.second, take), words
        )
        _button("apart", pair, lambda: session.duplicates.apart(pair.first, pair.second), words)


def _name(record: Record, words: Words) -> str:
    document = record.service.content
    names = (document.get(PROFILE) or {}).get("names")
    return name_in(str(document.get("name") or ""), names, words)


def _button(name: str, pair: Pair, act: Callable[[], object], words: Words) -> None:
    kind = "primary" if name == "merge" else "secondary"
    key = f"twin-{name}-{pair.first}-{pair.second}"
    if st.button(words.say(f"duplicates.{name}"), key=key, type=kind):  # type: ignore[arg-type]
        _do(act, words)


def _show_decision(session: RegisterSession, decision: Decision, words: Words) -> None:
    key = "duplicates.merged" if decision.decision == MERGED else "duplicates.said_apart"
    first, second = decision.names
    who = esc(attribution(decision.by, decision.at, words))
    st.html(
        f"<p>{esc(words.say(key, first=first, second=second))} "
        f'<span class="ap-record__source">{who}</span></p>'
    )
    if st.button(words.say("register.undo"), key=f"part-{decision.first}-{decision.second}"):
        _do(lambda: session.duplicates.unmerge(decision.first, decision.second), words)


def _do(act: Callable[[], object], words: Words) -> None:
    try:
        act()
    except ApprodoError as error:
        st.error(" ".join(error_sentences(error, words)))
        return
    st.rerun()

"""What is missing, what overlaps, what is to be mended."""

from __future__ import annotations

from functools import partial

import streamlit as st

from answers.partnerships import Coordination, faults_of, gaps, overlaps_of, place_name
from data.register.session import RegisterSession
from geo.partnerships.overlaps import SAME_DOOR_M
from layers.partnerships.gap_rows import (
    fault_sentences,
    gap_heads,
    gap_row,
    overlap_heads,
    overlap_row,
)
from layers.sentences import marked
from layers.text.escaping import esc
from layers.text.table import table
from layers.words import Words

DISTANCES_M = (SAME_DOOR_M, 200.0, 500.0, 1000.0)
A_PAGE = 40


def show_gaps(session: RegisterSession, found: Coordination, words: Words) -> None:
    """Show gaps beside overlaps, and what hinders both from being counted."""
    _gaps(found, words)
    _overlaps(session, found, words)
    _faults(session, found, words)


def _gaps(found: Coordination, words: Words) -> None:
    title = words.say("partnerships.gaps")
    st.html(f"<h2>{esc(title)}</h2><p>{esc(words.say('partnerships.gaps.intro'))}</p>")
    rows = [
        gap_row(gap.need, gap.municipalities, gap.residents, _namer(words), words)
        for gap in gaps(found)
    ]
    if rows:
        st.html(table(gap_heads(words), rows, title, texts=(3,)))
    else:
        st.html(f"<p>{esc(words.say('partnerships.gaps.none'))}</p>")


def _overlaps(session: RegisterSession, found: Coordination, words: Words) -> None:
    title = words.say("partnerships.overlaps")
    st.html(f"<h2>{esc(title)}</h2>")
    within_m = st.select_slider(
        words.say("partnerships.overlaps.within"),
        DISTANCES_M,
        format_func=lambda metres: words.fact(metres, "metres"),
        key="overlaps_within",
    )
    st.html(f"<p>{esc(words.say('partnerships.overlaps.intro', door=within_m))}</p>")
    pairs = overlaps_of(session, found, within_m=within_m)
    if not pairs:
        st.html(f"<p>{esc(words.say('partnerships.overlaps.none'))}</p>")
        return
    names = _names(found, words)
    rows = [overlap_row(pair, names, words) for pair in pairs[:A_PAGE]]
    st.html(table(overlap_heads(words), rows, title, texts=(1,)))
    if len(pairs) > A_PAGE:
        rest = words.say("partnerships.gaps.and_more", n=len(pairs) - A_PAGE)
        st.html(f'<p class="ap-note">{esc(rest)}</p>')


def _faults(session: RegisterSession, found: Coordination, words: Words) -> None:
    sentences = fault_sentences(
        faults_of(found, session.now.date()),
        _names(found, words),
        found.organizations,
        _namer(words),
        words,
    )
    if not sentences:
        return
    st.html(f"<h2>{esc(words.say('partnerships.faults'))}</h2>")
    items = "".join(f"<li>{esc(sentence)}</li>" for sentence in sentences[:A_PAGE])
    st.html(f"<ul>{items}</ul>")
    if len(sentences) > A_PAGE:
        rest = words.say("partnerships.gaps.and_more", n=len(sentences) - A_PAGE)
        st.html(f'<p class="ap-note">{esc(rest)}</p>')


def _names(found: Coordination, words: Words) -> dict[str, str]:
    """Return the name of each service by id; an invented one says so."""
    return {
        one.id: marked(one.name, words, demonstration=one.demonstration) for one in found.activities
    }


def _namer(words: Words) -> partial[str]:
    return partial(place_name, language=words.language)

"""Funds: what lives on which money, and who is left without when it ends."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import streamlit as st

from answers.partnerships import Coordination, place_name, residents_of
from data.register.session import RegisterSession
from geo.partnerships.funding import LeftWithout, ending_by, funds_of, left_without
from layers.partnerships.gap_rows import gap_heads, gap_row
from layers.partnerships.indicator_rows import fund_heads, fund_rows
from layers.text.escaping import esc
from layers.text.table import table
from layers.words import Words
from pages.partnerships.records import show_activities

HALF_A_YEAR = timedelta(days=182)


def show_funds(session: RegisterSession, found: Coordination, words: Words) -> None:
    """Show every fund, then what is left on a day if none is renewed."""
    title = words.say("partnerships.funds.title")
    unstated = sum(not one.funds for one in found.activities)
    intro = words.say("partnerships.funds.intro", n=unstated)
    st.html(f"<h2>{esc(title)}</h2><p>{esc(intro)}</p>")
    rows = fund_rows(funds_of(found.activities), words)
    if not rows:
        st.html(f"<p>{esc(words.say('partnerships.funds.none'))}</p>")
        return
    st.html(table(fund_heads(words), rows, title))
    _ending(session, found, words)


def _ending(session: RegisterSession, found: Coordination, words: Words) -> None:
    today = session.now.date()
    st.html(f"<h2>{esc(words.say('partnerships.ending'))}</h2>")
    day = st.date_input(
        words.say("partnerships.ending.day"),
        today + HALF_A_YEAR,
        min_value=today,
        format="DD/MM/YYYY",
        key="funds_day",
    )
    ending = ending_by(found.activities, day, today=today)
    st.html(f"<p>{esc(words.count('partnerships.ending.services', len(ending), day=day))}</p>")
    left = left_without(found.activities, day, today=today)
    if not left:
        st.html(f"<p>{esc(words.say('partnerships.ending.nobody'))}</p>")
    else:
        _left_without(left, words)
    if ending:
        title = words.say("partnerships.ends", day=day)
        show_activities(found, ending, title, words)


def _left_without(left: tuple[LeftWithout, ...], words: Words) -> None:
    """Show each need that loses its last answer, with the municipalities and their residents."""
    towns: dict[str, list[str]] = {}
    for row in left:
        towns.setdefault(row.need, []).append(row.municipality)
    rows, namer = [], partial(place_name, language=words.language)
    for need, codes in sorted(towns.items(), key=lambda item: -len(item[1])):
        rows.append(gap_row(need, codes, residents_of(codes), namer, words))
    title = words.say("partnerships.ending.left")
    st.html(f"<p>{esc(title)}</p>" + table(gap_heads(words), rows, title, texts=(3,)))

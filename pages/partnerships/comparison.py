"""Comparison: one partnership with another, or with itself on an earlier day."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from answers.partnerships import (
    Coordination,
    coordination_at,
    coordination_of,
    place_name,
    principles_of,
)
from data.register.session import RegisterSession
from geo.partnerships.activity import Dimension
from geo.partnerships.comparison import added, compare
from layers.partnerships.comparison_rows import compared_rows, principle_comparison
from layers.partnerships.rows import labeller
from layers.text.escaping import esc
from layers.text.table import table
from layers.words import Words
from pages.partnerships.records import show_activities
from pages.shared.register_session import activity_index

ROME = ZoneInfo("Europe/Rome")
A_YEAR = timedelta(days=365)
OFFERED = (
    Dimension.NEED, Dimension.SECTOR, Dimension.ACTION, Dimension.LEVEL, Dimension.FUND,
    Dimension.KIND, Dimension.ORGANIZATION, Dimension.MUNICIPALITY,
)  # fmt: skip


def show_comparison(session: RegisterSession, found: Coordination, words: Words) -> None:
    """Ask what to compare with, and show both sides."""
    title = words.say("partnerships.section.comparison")
    st.html(f"<h2>{esc(title)}</h2>")
    other, name, is_past = _ask_other(session, found, words)
    here = found.scope or words.say("partnerships.everything")
    heads = (name, words.say("partnerships.today")) if is_past else (here, name)
    first, second = (other, found) if is_past else (found, other)
    dimension = st.selectbox(
        words.say("partnerships.compared_by"),
        OFFERED,
        format_func=lambda one: words.choice("partnerships.dimension", one.value),
        key="compared_by",
    )
    label = labeller(dimension, words, {**other.organizations, **found.organizations}, place_name)
    rows = compare(first.activities, second.activities, dimension, found.memberships)
    top = (words.choice("partnerships.dimension", dimension.value), *heads)
    st.html(
        table(
            (words.say("partnerships.principle.head"), *heads),
            principle_comparison(principles_of(first), principles_of(second), words),
            words.say("partnerships.section.principles"),
        )
        + table(
            (*top, words.say("partnerships.difference")), compared_rows(rows, label, words), title
        )
    )
    if is_past:
        _show_changes(first, second, words)


def _ask_other(
    session: RegisterSession, found: Coordination, words: Words
) -> tuple[Coordination, str, bool]:
    """Return the other side, its name, and whether it is the same scope on an earlier day."""
    names = [one.name for one in found.partnerships if one.name != found.scope]
    chosen = st.selectbox(
        words.say("partnerships.compared_with"),
        [None, *names],
        format_func=lambda name: name or words.say("partnerships.earlier"),
        key="compared_with",
    )
    if chosen:
        return coordination_of(session, activity_index(), chosen), chosen, False
    today = session.now.astimezone(ROME).date()
    day = st.date_input(
        words.say("partnerships.earlier_day"),
        today - A_YEAR,
        max_value=today,
        format="DD/MM/YYYY",
        key="compared_day",
    )
    moment = datetime.combine(day, time(), ROME).astimezone(session.now.tzinfo)
    past = coordination_at(session, activity_index(), moment, found.scope)
    return past, words.fact(day, "date"), True


def _show_changes(first: Coordination, second: Coordination, words: Words) -> None:
    """Show the records that one of the two days has and the other has not."""
    for key, one, other in (("new", first, second), ("gone", second, first)):
        rows = added(one.activities, other.activities)
        if rows:
            show_activities(other, rows, words.say(f"partnerships.{key}"), words)

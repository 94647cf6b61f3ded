"""The four principles as indicators, and how needs are split over organisations."""

from __future__ import annotations

import streamlit as st

from answers.partnerships import Coordination, principles_of
from data.register.session import RegisterSession
from geo.partnerships.principles import concentration
from layers.partnerships.indicator_rows import (
    concentration_heads,
    concentration_rows,
    principle_heads,
    principle_rows,
)
from layers.text.escaping import esc
from layers.text.table import table
from layers.words import Words


def show_principles(_session: RegisterSession, found: Coordination, words: Words) -> None:
    """Show both tables, each with what it counts."""
    title = words.say("partnerships.section.principles")
    st.html(
        f"<h2>{esc(title)}</h2><p>{esc(words.say('partnerships.principles.intro'))}</p>"
        + table(
            principle_heads(words),
            principle_rows(principles_of(found), words),
            title,
            texts=(1,),
        )
    )
    title = words.say("partnerships.concentration")
    st.html(
        f"<h2>{esc(title)}</h2><p>{esc(words.say('partnerships.concentration.intro'))}</p>"
        + table(
            concentration_heads(words),
            concentration_rows(concentration(found.activities), words),
            title,
        )
    )

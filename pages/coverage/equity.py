"""How evenly services are spread over the people of an answer."""

from __future__ import annotations

import math

import streamlit as st

from answers.coverage import CoverageAnswer
from geo.measures.evenness import PER, evenness, shared
from layers.charts.lorenz import lorenz_chart
from layers.text.escaping import esc
from layers.text.table import table
from layers.words import Words
from pages.coverage.chart import show_chart


def show_equity(answer: CoverageAnswer, words: Words) -> None:
    """Show the curve of choice, its indices, and what falls to people where all share."""
    title = words.say("equity.title")
    st.html(f"<h2>{esc(title)}</h2><p>{esc(words.say('equity.intro'))}</p>")
    even = evenness(answer.outcome, answer.zones.zone)
    if math.isnan(even.gini):
        st.info(words.say("equity.none"))
        return
    show_chart(lambda palette: lorenz_chart(even, words, palette), title, "lorenz", words)
    rows = [
        ("gini", even.gini),
        ("theil", even.theil.total),
        ("within", even.theil.within),
        ("between", even.theil.between),
        ("without", even.none),
    ]
    items = [
        (words.say(f"equity.row.{name}"), words.fact(value * 100, "whole")) for name, value in rows
    ]
    heads = [words.say("equity.head.index"), words.say("equity.head.value")]
    st.html(table(heads, items, title))
    for figures in shared(answer.outcome):
        kind = "places" if figures.by_places else "services"
        line = words.say(
            f"equity.shared.{kind}",
            counted=figures.counted,
            of=len(answer.outcome.asked.services),
            middle=figures.middle,
            worst=figures.worst_tenth,
            per=PER,
        )
        st.html(f"<p>{esc(line)}</p>")

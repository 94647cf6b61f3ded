"""Yardsticks: what a law or a plan asks for, against what this answer finds."""

from __future__ import annotations

import numpy as np
import streamlit as st

from answers.coverage import CoverageAnswer
from data.catalog.tables import Yardstick, load_yardsticks
from geo.measures.access import nearest_minutes
from geo.measures.coverage import cover
from geo.measures.yardsticks import in_bands, ratio
from geo.network.routing import SparseTimes
from layers.text.escaping import esc
from layers.text.table import table
from layers.words import Words

OWN = Yardstick("own", "ratio", "", 10_000.0, 0.0, 0.0, (), "")


def show_yardsticks(answer: CoverageAnswer, words: Words) -> None:
    """Let the reader choose a yardstick, and hold it against the answer."""
    st.html(
        f"<h2>{esc(words.say('yardstick.title'))}</h2><p>{esc(words.say('yardstick.intro'))}</p>"
    )
    need = answer.outcome.question.need
    offered = [one for one in load_yardsticks() if one.need in ("", need)]
    chosen = st.selectbox(
        words.say("yardstick.which"),
        [*offered, OWN],
        format_func=lambda one: words.choice("yardstick", one.id),
        key="yardstick",
    )
    if chosen is None:
        return
    shown = {"ratio": _ratio, "share": _share, "bands": _bands}
    shown[chosen.kind](answer, chosen, words)
    if chosen.source:
        st.html(
            f'<p class="ap-note">{esc(words.say("yardstick.source", source=chosen.source))}</p>'
        )


def _ratio(answer: CoverageAnswer, chosen: Yardstick, words: Words) -> None:
    """Count services, or what the reader counts: desks, workers."""
    people = float(answer.outcome.people.sum())
    per = chosen.per
    first, second = st.columns(2)
    with first:
        there = float(
            st.number_input(
                words.say("yardstick.there"),
                0.0,
                100_000.0,
                float(len(answer.outcome.asked.services)),
                step=0.5,
                help=words.say("yardstick.there_help"),
                key=f"yardstick-there-{answer.outcome.question.need}",
            )
        )
    if chosen is OWN:
        with second:
            per = float(
                st.number_input(words.say("yardstick.per"), 1.0, 1e7, per, key="yardstick-per")
            )
    found = ratio(people, there, per)
    key = "yardstick.lacking" if found.lacking else "yardstick.met"
    line = words.say(
        key, asked=found.asked, lacking=found.lacking, there=there, people=round(people), per=per
    )
    st.html(f"<p><strong>{esc(line)}</strong></p>")


def _share(answer: CoverageAnswer, chosen: Yardstick, words: Words) -> None:
    outcome = answer.outcome
    asked = outcome.asked
    found = cover(asked.reach, outcome.people, asked.screening, limit_min=chosen.limit_min)
    people, band = float(outcome.people.sum()), found.band()
    line = words.say(
        "yardstick.share",
        low=band.certain / people,
        high=band.possible / people,
        minutes=words.fact(chosen.limit_min, "minutes"),
        wanted=chosen.share,
    )
    st.html(f"<p><strong>{esc(line)}</strong></p>")


def _bands(answer: CoverageAnswer, chosen: Yardstick, words: Words) -> None:
    """People by minutes to the nearest service that may serve them."""
    outcome = answer.outcome
    times, passes = outcome.asked.reach.times, outcome.asked.screening.possible[-1]
    kept = passes[times.destination]
    near = SparseTimes(times.origin[kept], times.destination[kept], times.minutes[kept])
    minutes = nearest_minutes(near, len(outcome.people))
    bounds = [bound for bound in chosen.bounds_min if bound <= np.nanmax([*minutes, 60.0])]
    found = in_bands(minutes, outcome.people, bounds)
    labels = [f"≤ {words.fact(bound, 'minutes')}" for bound in bounds]
    labels.append(f"> {words.fact(bounds[-1], 'minutes')}")
    everybody = float(outcome.people.sum())
    rows = [
        (label, words.fact(float(count), "whole"), words.fact(float(count) / everybody, "percent"))
        for label, count in zip(labels, found, strict=True)
    ]
    heads = [words.say(f"coverage.head.{head}") for head in ("limit", "people", "share")]
    st.html(f"<p>{esc(words.say('yardstick.bands'))}</p>")
    st.html(table(heads, rows, words.say("yardstick.title")))

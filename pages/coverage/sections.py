"""What stands behind an answer about coverage: hours, limits, closures, money, records."""

from __future__ import annotations

import streamlit as st

from answers.coverage import CoverageAnswer, week_asked
from answers.coverage_tables import places_csv
from data.settings import counts_unmet
from geo.completeness import completeness
from geo.model import Service
from layers.charts.cliff import cliff_chart
from layers.charts.sweep import sweep_chart
from layers.charts.week import week_chart
from layers.coverage.rows import place_heads, place_rows
from layers.sentences import name_of
from layers.text.escaping import esc
from layers.text.table import table
from layers.words import Words
from pages.coverage.chart import show_chart
from pages.coverage.equity import show_equity
from pages.coverage.report import show_report
from pages.coverage.scenario import show_scenario
from pages.coverage.siting import show_siting
from pages.coverage.unmet import show_unmet
from pages.coverage.yardsticks import show_yardsticks

SECTIONS = (
    "places",
    "try",
    "site",
    "week",
    "sweep",
    "closure",
    "equity",
    "yardstick",
    "money",
    "records",
    "unmet",
    "report",
)
MOST_SERVICES = 12


def show_section(answer: CoverageAnswer, chosen: str, words: Words) -> None:
    """Show one of `SECTIONS`."""
    shown = {
        "places": _places,
        "try": show_scenario,
        "site": show_siting,
        "week": _week,
        "sweep": _sweep,
        "closure": _closure,
        "equity": show_equity,
        "yardstick": show_yardsticks,
        "money": _money,
        "records": _records,
        "unmet": lambda answer, words: show_unmet(answer.study.opened, words),
        "report": show_report,
    }
    with st.container(key="ap_coverage_section"):
        shown[chosen](answer, words)


def without_answer(answer: CoverageAnswer) -> tuple[str, ...]:
    """Return the sections that have nothing to show for this question, in their order."""
    outcome = answer.outcome
    empty = {
        "places": not outcome.gaps,
        "closure": not any(round(float(people)) for people in outcome.alone),
        "money": not outcome.cliff,
        "unmet": not counts_unmet(),
    }
    return tuple(name for name in SECTIONS if empty.get(name))


def _head(words: Words, name: str) -> None:
    st.html(
        f"<h2>{esc(words.say(f'coverage.{name}.title'))}</h2>"
        f"<p>{esc(words.say(f'coverage.{name}.intro'))}</p>"
    )


def _places(answer: CoverageAnswer, words: Words) -> None:
    _head(words, "places")
    gaps, names = answer.outcome.gaps, answer.zones.names
    if not gaps:
        st.info(words.say("coverage.places.none"))
        return
    st.html(
        table(
            place_heads(words), place_rows(gaps, names, words), words.say("coverage.places.title")
        )
    )
    st.download_button(
        words.say("coverage.download"),
        places_csv(gaps, names, answer.outcome.asked.services),
        file_name="approdo-gaps.csv",
        mime="text/csv",
    )


def _week(answer: CoverageAnswer, words: Words) -> None:
    _head(words, "week")
    outcome = answer.outcome
    week = week_asked(answer.study, outcome, now=answer.now)
    people = float(outcome.people.sum())
    title = words.say("coverage.week.title")
    show_chart(lambda palette: week_chart(week, people, words, palette), title, "week", words)
    first = words.fact(week.first, "date")
    st.html(f'<p class="ap-note">{esc(words.say("coverage.week.of", day=first))}</p>')


def _sweep(answer: CoverageAnswer, words: Words) -> None:
    _head(words, "sweep")
    outcome = answer.outcome
    people = float(outcome.people.sum())
    limit = outcome.question.limit_min
    title = words.say("coverage.sweep.title")
    show_chart(
        lambda palette: sweep_chart(outcome.sweep, people, limit, words, palette),
        title,
        "sweep",
        words,
    )
    rows = [
        (
            words.fact(limit, "minutes"),
            words.fact(band.certain / people, "percent"),
            words.fact(band.possible / people, "percent"),
        )
        for limit, band in outcome.sweep
    ]
    heads = ("limit", "certain", "possible")
    st.html(
        table(
            [words.say(f"coverage.head.{head}") for head in heads],
            rows,
            words.say("coverage.sweep.title"),
        )
    )


def _closure(answer: CoverageAnswer, words: Words) -> None:
    _head(words, "closure")
    outcome = answer.outcome
    order = sorted(range(len(outcome.alone)), key=lambda n: -outcome.alone[n])
    rows = [
        (
            name_of(outcome.asked.services[n], words),
            words.fact(float(outcome.alone[n]), "whole"),
            _checked(outcome.asked.services[n], words),
        )
        for n in order[:MOST_SERVICES]
        if round(float(outcome.alone[n]))
    ]
    if not rows:
        st.info(words.say("coverage.closure.none"))
        return
    heads = [words.say(f"coverage.head.{head}") for head in ("service", "alone", "checked")]
    st.html(table(heads, rows, words.say("coverage.closure.title")))
    link = f"/register?lang={words.language}"
    text = esc(words.say("coverage.closure.worklist"))
    st.html(f'<p><a href="{esc(link)}" target="_self">{text}</a></p>')


def _checked(service: Service, words: Words) -> str:
    day = service.provenance.assured_on
    return words.fact(day, "date") if day else words.say("coverage.never_checked")


def _money(answer: CoverageAnswer, words: Words) -> None:
    _head(words, "cliff")
    outcome = answer.outcome
    number = sum(bool(service.funds) for service in outcome.asked.services)
    st.html(
        f'<p class="ap-note">'
        f"{esc(words.count('coverage.cliff.told', number, of=len(outcome.asked.services)))}</p>"
    )
    if not outcome.cliff:
        st.info(words.say("coverage.cliff.none"))
        return
    people = float(outcome.people.sum())
    now, today = outcome.found.band(), answer.now.date()
    title = words.say("coverage.cliff.title")
    show_chart(
        lambda palette: cliff_chart(now, outcome.cliff, today, people, words, palette),
        title,
        "cliff",
        words,
    )


def _records(answer: CoverageAnswer, words: Words) -> None:
    _head(words, "records")
    (row,) = completeness(answer.outcome.asked.services, group_of=lambda _: "")
    rows = [
        (
            words.say(f"about.fact.{fact}"),
            words.fact(known, "number"),
            words.fact(known / row.services, "percent"),
        )
        for fact, known in row.known.items()
    ]
    heads = [words.say(f"coverage.head.{head}") for head in ("fact", "known", "share")]
    st.html(table(heads, rows, words.say("coverage.records.title")))

"""The planner's question: need, people, minutes, when; the rest folds away."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from answers.groups import SPEAKS, group_names
from answers.opened_area import OpenArea
from answers.zones import kinds_of
from data.catalog.tables import load_languages, load_statuses, load_taxonomy
from data.exchange.outlines_file import SUFFIXES
from geo.hours.windows import PRESETS
from geo.measures.question import CoverageQuestion
from layers.coverage.group_label import group_label
from layers.text.need_names import need_choice
from layers.words import Words
from pages.shared.session import COVERAGE_QUESTION, COVERAGE_WINDOW, OUTLINES
from pages.shared.uploaded_file import ask_file

PLACES = "coverage_zones"
LIMITS = (5, 10, 15, 20, 30, 45, 60)
SPEEDS = (2.5, 3.5, 4.5, 5.5)


def current_question() -> CoverageQuestion | None:
    """Return what this session asks; None before anything was asked."""
    asked = COVERAGE_QUESTION.get()
    return asked if asked is not None and hasattr(asked, "windows") else None


def current_window() -> str:
    """Return the name of the window that this session asks about."""
    return str(COVERAGE_WINDOW.get("any"))


def read_question(first_need: str) -> CoverageQuestion:
    """Return the question that the address says, else one about a need; keep it."""
    found = st.query_params
    need = found.get("need", "")
    limit = found.get("limit", "")
    when = found.get("when", "any")
    question = CoverageQuestion(
        need if load_taxonomy().covered_by(need) else first_need,
        group=found.get("who") or "people",
        windows=PRESETS.get(when, ()),
        limit_min=float(limit) if limit.isdigit() and int(limit) in LIMITS else 30.0,
    )
    spoken = frozenset(code for code in found.get("speaks", "").split(",") if len(code) == 3)
    if spoken:
        question = replace(question, situation=replace(question.situation, languages=spoken))
    COVERAGE_QUESTION.set(question)
    COVERAGE_WINDOW.set(when if when in PRESETS else "any")
    return question


def write_question(question: CoverageQuestion) -> None:
    """Put the question into the address; sensitive needs never stand there."""
    when = COVERAGE_WINDOW.get("any")
    fields = {
        "need": "" if load_taxonomy().is_sensitive(question.need) else question.need,
        "who": question.group if question.group != "people" else "",
        "limit": f"{question.limit_min:.0f}" if question.limit_min != 30 else "",
        "when": when if when != "any" else "",
        "speaks": ",".join(sorted(question.situation.languages)),
    }
    for key, value in fields.items():
        if value and st.query_params.get(key) != value:
            st.query_params[key] = value
        elif not value and key in st.query_params:
            del st.query_params[key]


def ask_question(
    opened: OpenArea, question: CoverageQuestion, words: Words
) -> tuple[CoverageQuestion, str]:
    """Show the question's widgets; return it as it stands now, and the kind of places."""
    with st.container(key="coverage_ask"):
        need = _need(question, words)
        group = _group(opened, question, words)
        limit = st.selectbox(
            words.say("coverage.ask.limit"),
            LIMITS,
            index=LIMITS.index(int(question.limit_min)),
            format_func=lambda n: words.fact(n, "minutes"),
            key="coverage_limit",
        )
        when = st.selectbox(
            words.say("coverage.ask.when"),
            list(PRESETS),
            index=list(PRESETS).index(COVERAGE_WINDOW.get("any")),
            format_func=lambda name: words.choice("coverage.when", name),
            key=f"{COVERAGE_WINDOW.name}_choice",
        )
    COVERAGE_WINDOW.set(when)
    with st.expander(words.say("coverage.ask.more"), key="coverage_more"):
        text = replace(
            question, need=need, group=group, limit_min=float(limit), windows=PRESETS[when]
        )
        text, places = _more(opened, text, words)
    COVERAGE_QUESTION.set(text)
    return text, places


def _need(question: CoverageQuestion, words: Words) -> str:
    names = load_taxonomy().choices()
    return st.selectbox(
        words.say("coverage.ask.need"),
        names,
        index=names.index(question.need),
        format_func=lambda name: need_choice(name, words),
        key="coverage_need",
    )


def _group(opened: OpenArea, question: CoverageQuestion, words: Words) -> str:
    groups = list(group_names(opened.area)) or ["people"]
    return st.selectbox(
        words.say("coverage.ask.group"),
        groups,
        index=groups.index(question.group) if question.group in groups else 0,
        format_func=lambda name: group_label(name, words),
        key="coverage_group",
    )


def _more(
    opened: OpenArea, question: CoverageQuestion, words: Words
) -> tuple[CoverageQuestion, str]:
    languages = {language.code: language.name for language in load_languages()}
    first, second = st.columns(2)
    with first:
        spoken = st.multiselect(
            words.say("coverage.ask.languages"),
            list(languages),
            default=sorted(question.situation.languages & languages.keys()),
            format_func=lambda code: languages[code],
            placeholder="",
            key="coverage_languages",
        )
        status = st.selectbox(
            words.say("coverage.ask.status"),
            ("", *load_statuses()),
            index=("", *load_statuses()).index(question.situation.status or ""),
            format_func=lambda name: (
                words.choice("status", name) if name else words.say("find.status.unsaid")
            ),
            key="coverage_status",
        )
    with second:
        speed = st.selectbox(
            words.say("coverage.ask.speed"),
            SPEEDS,
            index=SPEEDS.index(question.speed_kmh),
            format_func=lambda kmh: words.say("coverage.speed", speed=kmh),
            key="coverage_speed",
        )
        usual = kinds_of(opened.area, opened.partnerships) or ("area",)
        places = st.selectbox(
            words.say("coverage.ask.places"),
            (*usual, "own"),
            format_func=lambda kind: words.choice("coverage.places", kind),
            key=PLACES,
        )
        if places == "own":
            forms = [suffix.lstrip(".") for suffix in SUFFIXES]
            if (
                ask_file(words.say("coverage.ask.outlines"), forms, words, key=OUTLINES.name)
                is None
            ):
                places = usual[0]
    if question.group.startswith(SPEAKS) and not spoken:
        spoken = [question.group.removeprefix(SPEAKS)]  # whoever speaks it needs it spoken
    situation = replace(question.situation, languages=frozenset(spoken), status=status or None)
    return replace(question, situation=situation, speed_kmh=float(speed)), places

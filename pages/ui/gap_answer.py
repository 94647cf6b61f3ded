"""The answer to a planner's question: computed once for a question, on the data as they stand."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import streamlit as st

from data.areas.asking import Answered
from data.areas.opened import OpenArea
from data.areas.parts import Places, places_of
from data.areas.study import Study, ask, biggest_gap, study_of
from data.catalog.tables import load_taxonomy
from geo.measures.question import Question
from pages.ui.desk import open_shared_register
from pages.ui.own_file import on_disk

ANSWER, OUTLINES = "gap_answer", "gap_outlines"


def current_study(opened: OpenArea) -> Study:
    """Return the area with its homes on the streets, made once for its data."""
    change = open_shared_register().newest_change()
    return _study(opened.area.manifest.id, opened.area.version, change, opened)


def first_need(opened: OpenArea) -> str:
    """Return the need that most people of the area lack."""
    change = open_shared_register().newest_change()
    return _first_need(opened.area.manifest.id, opened.area.version, change, opened)


def answer_question(opened: OpenArea, question: Question, kind: str, language: str) -> Answered:
    """Return the answer to a question; the last one again where nothing has changed."""
    study = current_study(opened)
    now = datetime.now(ZoneInfo(opened.area.place.time_zone))
    change = open_shared_register().newest_change()
    key = (
        opened.area.manifest.id, opened.area.version, change, question, kind, language, now.date(),
        getattr(st.session_state.get(OUTLINES), "file_id", ""),
    )  # fmt: skip
    known = st.session_state.get(ANSWER)
    if known is not None and known[0] == key:
        answered: Answered = known[1]
        return answered
    places = _places(study, kind, language)
    outcome = ask(
        study,
        question,
        people=study.people(question.group),
        place=places.place,
        now=now,
        taxonomy=load_taxonomy(),
    )
    answered = Answered(study, outcome, places, now)
    st.session_state[ANSWER] = (key, answered)
    return answered


def _places(study: Study, kind: str, language: str) -> Places:
    own = st.session_state.get(OUTLINES)
    if kind == "own" and own is not None:
        with on_disk(own) as path:
            return places_of(study.opened.area, study.homes, kind="own", outlines=path)
    if kind != "area":
        opened = study.opened
        return places_of(
            opened.area, study.homes, kind=kind, language=language, partnerships=opened.partnerships
        )
    whole = study.opened.area.manifest.name(language)
    return Places("area", (whole,), np.zeros(len(study.homes), np.int32))


@st.cache_resource(max_entries=8, show_spinner=False)
def _study(area_id: str, version: str, change: int, _opened: OpenArea) -> Study:  # noqa: ARG001
    return study_of(_opened)


@st.cache_resource(max_entries=8, show_spinner=False)
def _first_need(area_id: str, version: str, change: int, _opened: OpenArea) -> str:  # noqa: ARG001
    now = datetime.now(ZoneInfo(_opened.area.place.time_zone))
    return biggest_gap(study_of(_opened), now=now, taxonomy=load_taxonomy())

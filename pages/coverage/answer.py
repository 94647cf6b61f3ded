"""The answer to a planner's question: computed once for a question, on the data as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from answers.coverage import CoverageAnswer, biggest_gap, coverage
from answers.coverage_settings import CoverageSettings
from answers.opened_area import OpenArea
from answers.study import Study, study_of
from geo.measures.question import CoverageQuestion
from geo.network.modes import Mode
from pages.shared.register_session import open_shared_register
from pages.shared.session import COVERAGE_ANSWER, OUTLINES
from pages.shared.uploaded_file import on_disk


def first_need(opened: OpenArea) -> str:
    """Return the need that most people of the area lack."""
    change = open_shared_register().newest_change()
    return _first_need(opened.area.manifest.id, opened.area.version, change, opened)


def answer_question(
    opened: OpenArea, question: CoverageQuestion, kind: str, language: str
) -> CoverageAnswer:
    """Return the answer to a question; the last one again where nothing has changed."""
    area, now = opened.area, datetime.now(ZoneInfo(opened.area.calendar.time_zone))
    change = open_shared_register().newest_change()
    key = (
        area.manifest.id, area.version, change, question, kind, language, now.date(),
        getattr(OUTLINES.get(), "file_id", ""),
    )  # fmt: skip
    known = COVERAGE_ANSWER.get()
    if known is not None and known[0] == key:
        answer: CoverageAnswer = known[1]
        return answer
    study = _study(area.manifest.id, area.version, change, question.mode, opened)
    with outlines_on_disk() as outlines:
        settings = CoverageSettings(
            area.manifest.id,
            question,
            places=kind,
            outlines=outlines if kind == "own" else None,
            language=language,
        )
        answer = coverage(opened, settings, now=now, study=study)
    COVERAGE_ANSWER.set((key, answer))
    return answer


@contextmanager
def outlines_on_disk() -> Iterator[Path | None]:
    """Yield the file of the planner's own outlines; None where there is none."""
    uploaded = OUTLINES.get()
    if uploaded is None:
        yield None
        return
    with on_disk(uploaded) as path:
        yield path


@st.cache_resource(max_entries=8, show_spinner=False)
def _study(
    area_id: str,  # noqa: ARG001
    version: str,  # noqa: ARG001
    change: int,  # noqa: ARG001 - another state of the register is another study
    mode: Mode,
    _opened: OpenArea,
) -> Study:
    return study_of(_opened, mode=mode)


@st.cache_resource(max_entries=8, show_spinner=False)
def _first_need(area_id: str, version: str, change: int, _opened: OpenArea) -> str:
    now = datetime.now(ZoneInfo(_opened.area.calendar.time_zone))
    return biggest_gap(_study(area_id, version, change, Mode.WALK, _opened), now=now)

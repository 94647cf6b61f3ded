"""The answer to a planner's question: computed once for a question, on the data as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from answers.coverage import CoverageAnswer, coverage
from answers.coverage_settings import CoverageSettings
from answers.opened_area import OpenArea
from geo.measures.question import CoverageQuestion
from pages.shared.area_study import area_study
from pages.shared.register_session import open_shared_register
from pages.shared.session import COVERAGE_ANSWER, OUTLINES
from pages.shared.uploaded_file import on_disk


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
    study = area_study(opened, question.mode)
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

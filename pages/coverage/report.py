"""The report to take away: the paper, and a folder with everything behind it."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import streamlit as st

from answers.coverage import CoverageAnswer
from answers.report import settings_of, write_report
from geo.errors import ApprodoError
from layers.sentences import error_sentences
from layers.text.escaping import esc
from layers.words import Words
from pages.coverage.answer import outlines_on_disk
from pages.coverage.question import current_window
from pages.shared.session import REPORT_MADE

LANGUAGES = ("it", "en")
PDF = "report.pdf"


def show_report(answer: CoverageAnswer, words: Words) -> None:
    """Offer the report in Italian or English; make it when it is asked for."""
    st.html(f"<h2>{esc(words.say('paper.offer'))}</h2><p>{esc(words.say('paper.intro'))}</p>")
    language = st.segmented_control(
        words.say("paper.language"),
        LANGUAGES,
        default=words.language if words.language in LANGUAGES else "it",
        format_func=lambda code: words.choice("paper.language", code),
        key="paper_language",
    )
    if st.button(words.say("paper.make"), type="primary", key="paper_make"):
        try:
            with st.spinner(words.say("paper.making"), show_time=False):
                REPORT_MADE.set((answer.outcome, *_made(answer, language or "it")))
        except ApprodoError as error:
            st.warning(" ".join(error_sentences(error, words)))
    made = REPORT_MADE.get()
    if made is None or made[0] is not answer.outcome:
        return
    area = answer.study.opened.area.manifest.id
    st.download_button(
        words.say("paper.download_pdf"), made[1], f"approdo-{area}.pdf", "application/pdf",
        key="paper_pdf",
    )  # fmt: skip
    st.download_button(
        words.say("paper.download_all"), made[2], f"approdo-{area}.zip", "application/zip",
        key="paper_zip",
    )  # fmt: skip


def _made(answer: CoverageAnswer, language: str) -> tuple[bytes, bytes]:
    """Return the PDF, and the whole folder as a ZIP."""
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as there, outlines_on_disk() as outlines:
        settings = settings_of(answer, when=current_window(), language=language, outlines=outlines)
        folder = Path(there) / "report"
        names = write_report(folder, answer, settings)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.write(folder / name, name)
        return (folder / PDF).read_bytes(), packed.getvalue()

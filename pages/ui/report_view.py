"""The report to take away: the paper, and a folder with everything behind it."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import streamlit as st

from data.areas.asking import (
    Answered,
    background,
    outlines_name,
    settings_of,
    settings_text,
)
from data.areas.study import week_asked
from data.exchange.coverage_folder import SETTINGS_FILE, write_folder
from geo.errors import ApprodoError
from layers.escaping import esc
from layers.report.files import report_files
from layers.sentences import error_sentences
from layers.words import Words
from pages.ui.gap_answer import OUTLINES
from pages.ui.gap_question import current_window

MADE = "gap_report"
LANGUAGES = ("it", "en")
PDF = "report.pdf"


def show_report(answered: Answered, words: Words) -> None:
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
                st.session_state[MADE] = (answered.outcome, *_made(answered, language or "it"))
        except ApprodoError as error:
            st.warning(" ".join(error_sentences(error, words)))
    made = st.session_state.get(MADE)
    if made is None or made[0] is not answered.outcome:
        return
    area = answered.study.opened.area.manifest.id
    st.download_button(
        words.say("paper.download_pdf"), made[1], f"approdo-{area}.pdf", "application/pdf",
        key="paper_pdf",
    )  # fmt: skip
    st.download_button(
        words.say("paper.download_all"), made[2], f"approdo-{area}.zip", "application/zip",
        key="paper_zip",
    )  # fmt: skip


def _made(answered: Answered, language: str) -> tuple[bytes, bytes]:
    """Return the PDF, and the whole folder as a ZIP."""
    own = st.session_state.get(OUTLINES)
    outlines = Path(Path(own.name).name) if own is not None else None
    settings = settings_of(answered, when=current_window(), language=language, outlines=outlines)
    study, outcome = answered.study, answered.outcome
    week = week_asked(study, outcome, now=answered.now)
    files = report_files(
        outcome,
        week,
        answered.places.names,
        study.homes,
        study.opened.area.network.streets,
        background(answered, settings),
        Words(language),
    )
    files[SETTINGS_FILE] = settings_text(answered, settings)
    if own is not None and settings.outlines is not None:
        files[outlines_name(settings.outlines)] = own.getvalue()
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as there:
        folder = Path(there) / "report"
        names = write_folder(folder, study, outcome, answered.places, week, files)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.write(folder / name, name)
    pdf = files[PDF]
    assert isinstance(pdf, bytes)
    return pdf, packed.getvalue()

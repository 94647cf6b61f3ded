"""The annex: one button, a document to sign."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from answers.annex import annex_of
from answers.opened_area import OpenArea
from answers.partnerships import Coordination
from answers.study import Study
from data.register.session import RegisterSession
from geo.errors import ApprodoError
from geo.network.modes import Mode
from layers.annex.chapters import annex_paper
from layers.report.docx import docx_of
from layers.report.paper import pdf_of
from layers.sentences import error_sentences
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.area_study import area_study
from pages.shared.opened_area import current_area
from pages.shared.session import ANNEX

HALF_A_YEAR = timedelta(days=182)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show_annex(session: RegisterSession, found: Coordination, words: Words) -> None:
    """Offer the annex of the chosen partnership as PDF and DOCX."""
    st.html(
        f"<h2>{esc(words.say('partnerships.section.annex'))}</h2>"
        f"<p>{esc(words.say('annex.intro'))}</p>"
    )
    if found.scope is None:
        st.info(words.say("annex.choose"))
        return
    day = st.date_input(
        words.say("partnerships.ending.day"),
        session.now.date() + HALF_A_YEAR,
        min_value=session.now.date(),
        format="DD/MM/YYYY",
        key="annex_day",
    )
    opened = current_area(words)
    study = _study(opened, found)
    area = opened.area.manifest.name(words.language)
    key = "annex.with_area" if study else "annex.without_area"
    st.html(f'<p class="ap-note">{esc(words.say(key, area=area))}</p>')
    if st.button(words.say("annex.make"), type="primary", key="annex_make"):
        try:
            with st.spinner(words.say("annex.making"), show_time=False):
                annex = annex_of(session, found, words, ending_day=day, study=study)
                paper = annex_paper(annex, words)
                ANNEX.set((found.scope, words.language, pdf_of(paper), docx_of(paper)))
        except ApprodoError as error:
            st.error(" ".join(error_sentences(error, words)))
            return
    _offer(found.scope, words)


def _offer(scope: str, words: Words) -> None:
    made = ANNEX.get()
    if made is None or made[:2] != (scope, words.language):
        return
    with st.container(horizontal=True):
        for content, ending, mime in zip(
            made[2:], ("pdf", "docx"), ("application/pdf", DOCX), strict=True
        ):
            st.download_button(
                words.say(f"annex.download.{ending}"),
                content,
                file_name=f"approdo-annex.{ending}",
                mime=mime,
                on_click="ignore",
                key=f"annex_{ending}",
            )


def _study(opened: OpenArea, found: Coordination) -> Study | None:
    """Return the study of the open area where it has ground in the partnership; else None."""
    if not set(opened.area.manifest.origin.codes) & set(found.municipalities):
        return None
    try:
        return area_study(opened, Mode.WALK)
    except ApprodoError:
        return None

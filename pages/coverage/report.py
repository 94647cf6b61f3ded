"""The report to take away: the paper, and a folder with everything behind it."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import streamlit as st

from answers.coverage import CoverageAnswer
from answers.report import settings_of, write_report
from answers.report_additions import trial_of
from answers.scenarios import compare
from answers.siting import SitingAnswer
from geo.errors import ApprodoError
from geo.measures.evenness import evenness
from layers.report.answer import Additions, Proposal
from layers.sentences import error_sentences
from layers.text.escaping import esc
from layers.words import Words
from pages.coverage.answer import outlines_on_disk
from pages.coverage.question import current_window
from pages.coverage.scenario_state import current_scenario
from pages.coverage.siting import candidate_name
from pages.shared.session import REPORT_MADE, SITES_PROPOSED

LANGUAGES = ("it", "en")
PDF, BRIEF = "report.pdf", "brief.pdf"
SECTION_OF = {"trial": "try", "siting": "site", "equity": "equity"}
ADDITIONS = tuple(SECTION_OF)
"""What a report can say besides, each with the section of the page where it is asked."""


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
    wanted = _ask_additions(answer, words)
    if st.button(words.say("paper.make"), type="primary", key="paper_make"):
        try:
            with st.spinner(words.say("paper.making"), show_time=False):
                made = _made(answer, language or "it", wanted)
                REPORT_MADE.set((answer.outcome, *made))
        except ApprodoError as error:
            st.warning(" ".join(error_sentences(error, words)))
    made = REPORT_MADE.get()
    if made is None or made[0] is not answer.outcome:
        return
    area = answer.study.opened.area.manifest.id
    st.download_button(
        words.say("paper.download_brief"), made[3], f"approdo-{area}-brief.pdf", "application/pdf",
        key="paper_brief", type="primary",
    )  # fmt: skip
    st.download_button(
        words.say("paper.download_pdf"), made[1], f"approdo-{area}.pdf", "application/pdf",
        key="paper_pdf",
    )  # fmt: skip
    st.download_button(
        words.say("paper.download_all"), made[2], f"approdo-{area}.zip", "application/zip",
        key="paper_zip",
    )  # fmt: skip


def _ask_additions(answer: CoverageAnswer, words: Words) -> list[str]:
    """Ask what else goes into the report, of what was tried on this page."""
    siting = SITES_PROPOSED.get()
    there = {
        "trial": bool(current_scenario().changes),
        "siting": siting is not None and siting[1] is answer.outcome,
        "equity": True,
    }
    offered = [name for name in ADDITIONS if there[name]]
    return list(
        st.pills(
            words.say("paper.additions"),
            offered,
            selection_mode="multi",
            default=[name for name in offered if name != "equity"],
            format_func=lambda name: words.choice("coverage.section", SECTION_OF[name]),
            key="paper_additions",
        )
    )


def _additions(answer: CoverageAnswer, wanted: list[str], words: Words) -> Additions:
    scenario, siting = current_scenario(), SITES_PROPOSED.get()
    trial = proposal = None
    if "trial" in wanted and scenario.changes:
        trial = trial_of(scenario, compare(answer, scenario))
    if "siting" in wanted and siting is not None and siting[1] is answer.outcome:
        found: SitingAnswer = siting[2]
        proposal = Proposal(
            siting[0][2].value,
            [candidate_name(answer, found, site, words) for site in found.best.chosen],
            found.best.people,
            found.best.gap,
        )
    even = evenness(answer.outcome, answer.zones.zone) if "equity" in wanted else None
    return Additions(trial, proposal, even)


def _made(answer: CoverageAnswer, language: str, wanted: list[str]) -> tuple[bytes, bytes, bytes]:
    """Return the report, the whole folder as a ZIP, the brief."""
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as there, outlines_on_disk() as outlines:
        settings = settings_of(answer, when=current_window(), language=language, outlines=outlines)
        folder = Path(there) / "report"
        additions = _additions(answer, wanted, Words(language))
        names = write_report(folder, answer, settings, additions)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.write(folder / name, name)
        report, brief = ((folder / name).read_bytes() for name in (PDF, BRIEF))
        return report, packed.getvalue(), brief

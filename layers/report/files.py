"""The files of a report that are to be read: the PDF, the pictures, what each table holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from geo.demand import Homes
from geo.measures.outcome import Background, CoverageOutcome
from geo.measures.week import Week
from geo.network.streets import StreetNetwork
from layers.report.answer import Report
from layers.report.blocks import Block, Picture
from layers.report.chapters import (
    again_chapter,
    cliff_chapter,
    closure_chapter,
    loss_chapter,
    map_chapter,
    place_chapter,
    record_chapter,
    service_chapter,
    sweep_chapter,
    week_chapter,
)
from layers.report.front import front_page
from layers.report.guide import guide
from layers.report.method import method_chapter
from layers.report.paper import Paper, pdf_of, png_of
from layers.report.yardstick import yardstick_chapter
from layers.text.need_names import need_name
from layers.words import Words

CHAPTERS = (
    front_page,
    record_chapter,
    map_chapter,
    loss_chapter,
    place_chapter,
    week_chapter,
    sweep_chapter,
    closure_chapter,
    cliff_chapter,
    yardstick_chapter,
    service_chapter,
    method_chapter,
    again_chapter,
)
"""In the order in which they are read."""

PICTURES = {
    "map.png": map_chapter,
    "loss.png": loss_chapter,
    "week.png": week_chapter,
    "sweep.png": sweep_chapter,
}


def report_files(
    outcome: CoverageOutcome,
    week: Week,
    names: Sequence[str],
    homes: Homes,
    streets: StreetNetwork,
    background: Background,
    words: Words,
) -> dict[str, bytes | str]:
    """Return name and content of what people read in a report.

    Parameters
    ----------
    names
        Of the places that the outcome's gaps number.
    """
    report = Report(outcome, week, names, homes, streets, background)
    chapters = {chapter: chapter(report, words) for chapter in CHAPTERS}
    paper = paper_of(report, chapters.values(), words)
    files: dict[str, bytes | str] = {
        "report.pdf": pdf_of(paper),
        "README.txt": guide(report, words),
    }
    for name, chapter in PICTURES.items():
        picture = next(block for block in chapters[chapter] if isinstance(block, Picture))
        files[name] = png_of(replace(picture, width=1.0), paper)
    return files


def paper_of(report: Report, chapters: Iterable[Sequence[Block]], words: Words) -> Paper:
    """Return the blocks of all chapters, in order, ready to be set."""
    found = report.background
    need = need_name(report.outcome.question.need, words)
    return Paper(
        title=words.say("paper.title", need=need, area=found.area),
        footer=words.say("paper.footer", area=found.area, version=found.version),
        language=words.language,
        day=found.on,
        blocks=list(chain.from_iterable(chapters)),
    )

"""The files of a report that are to be read: the PDF, the pictures, what each table holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from layers.report.additions import equity_chapter, siting_chapter, trial_chapter
from layers.report.answer import Report
from layers.report.blocks import Block, Picture
from layers.report.brief import MAP_HEIGHTS, brief_page
from layers.report.chapters import (
    act_chapter,
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
from layers.report.paper import Paper, compiled, pdf_of, png_of
from layers.report.yardstick import yardstick_chapter
from layers.text.need_names import need_name
from layers.words import Words

CHAPTERS = (
    front_page,
    record_chapter,
    map_chapter,
    loss_chapter,
    act_chapter,
    place_chapter,
    trial_chapter,
    siting_chapter,
    week_chapter,
    sweep_chapter,
    closure_chapter,
    cliff_chapter,
    equity_chapter,
    yardstick_chapter,
    service_chapter,
    method_chapter,
    again_chapter,
)
"""In the order in which they are read."""

COUNTING_PPI = 8
"""Dots enough to count pages."""

PICTURES = {
    "map.png": map_chapter,
    "loss.png": loss_chapter,
    "week.png": week_chapter,
    "sweep.png": sweep_chapter,
}


def report_files(report: Report, words: Words) -> dict[str, bytes | str]:
    """Return name and content of what people read in a report."""
    chapters = {chapter: chapter(report, words) for chapter in CHAPTERS}
    paper = paper_of(report, chapters.values(), words)
    files: dict[str, bytes | str] = {
        "brief.pdf": pdf_of(brief_paper(report, words)),
        "report.pdf": pdf_of(paper),
    }
    for name, chapter in PICTURES.items():
        picture = next((block for block in chapters[chapter] if isinstance(block, Picture)), None)
        if picture is not None:
            files[name] = png_of(replace(picture, width=1.0), paper)
    missing = PICTURES.keys() - files.keys()
    if report.additions.trial is None:
        missing.add("scenario.toml")
    return {**files, "README.txt": guide(report, words, without=missing)}


def brief_paper(report: Report, words: Words) -> Paper:
    """Return the brief, its map as large as one page allows."""
    papers = (
        paper_of(report, [brief_page(report, words, map_height=height)], words)
        for height in MAP_HEIGHTS
    )
    for paper in papers:
        if len(compiled(paper, "png", ppi=COUNTING_PPI)) == 1:
            return paper
    return paper


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

"""The brief: one page for a meeting: the number with its unknown, the map, three acts, sources."""

from __future__ import annotations

from layers.coverage.group_label import group_label
from layers.coverage.sentences import asked, doubt, headline
from layers.report.answer import Report
from layers.report.blocks import Block, Figures, Heading, Items, Paragraph, Title
from layers.report.chapters import acts_of, attribution, map_with_legend
from layers.report.front import figures, warnings, when_text
from layers.report.map_picture import tallness
from layers.words import Words

MOST_ACTS = 3
MAP_HEIGHTS = (0.68, 0.56, 0.44, 0.32)
"""Heights of the map in parts of the page's width: the first with which all stands on one page."""


def brief_page(report: Report, words: Words, *, map_height: float = MAP_HEIGHTS[0]) -> list[Block]:
    """Return the one page that somebody brings to a meeting before they have read the report.

    Parameters
    ----------
    map_height
        At most, in parts of the page's width.
    """
    found, question = report.outcome.found, report.outcome.question
    group = group_label(question.group, words)
    above = words.say(
        "paper.above", area=report.background.area, day=words.fact(report.background.on, "date")
    )
    lines = (asked(question, group, when_text(report, words), words), doubt(found, question, words))
    return [
        Title(headline(found, question, words), above),
        Paragraph(" ".join(filter(None, lines))),
        Figures(figures(report, words)),
        map_with_legend(report, "", words, width=min(1.0, map_height / tallness(report))),
        *_acts(report, words),
        Paragraph(" ".join(warnings(report, words)), "note"),
        Paragraph(attribution(report, words), "note"),
    ]


def _acts(report: Report, words: Words) -> list[Block]:
    items = []
    for lines, before, after in acts_of(report, words)[:MOST_ACTS]:
        effect = words.say(
            "coverage.act.effect",
            before=words.fact(before, "whole"),
            after=words.fact(after, "whole"),
        )
        items.append(" ".join((*lines, effect)))
    if not items:
        return []
    return [Heading(words.say("coverage.acts.title"), 2), Items(items)]

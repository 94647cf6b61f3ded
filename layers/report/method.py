"""How the numbers of a report come about, how old the data are, and what they cannot say."""

from __future__ import annotations

from layers.coverage.demand_sentences import demand_sentences
from layers.coverage.group_label import SPEAKS
from layers.report.answer import Report
from layers.report.blocks import Block, Heading, Items, Paragraph, Table
from layers.report.chapters import day_text
from layers.words import Words

METHOD = ("homes", "times", "steps", "band", "places", "cure", "closure", "money", "week")
LIMITS = ("need", "model", "edge", "records", "walk", "language")


def method_chapter(report: Report, words: Words) -> list[Block]:
    """Return the method in words, the limits, and the data with their dates and licences."""
    question = report.outcome.question
    facts = {
        "cell_m": report.background.cell_m,
        "limit": words.fact(question.limit_min, "minutes"),
        "speed": words.fact(question.speed_kmh, "number"),
    }
    method = [words.say(f"report.method.{name}", **facts) for name in METHOD]
    limits = [words.say(f"report.limit.{name}") for name in LIMITS]
    if question.group.startswith(SPEAKS):
        limits.append(words.say("group.speaks.limit"))
    off = float(report.outcome.people[~report.outcome.asked.reach.connected].sum())
    if round(off):
        limits.append(words.count("paper.off_streets", round(off)))
    return [
        Heading(words.say("report.method.title"), fresh=True),
        Items(method),
        Heading(words.say("report.limit.title"), 2),
        Items(limits),
        Heading(words.say("report.data.title"), 2),
        Table(*_sources(report, words), (2, 3, 1.4, 1.6)),
        *[Paragraph(line) for line in demand_sentences(report.background.people, words)[:-1]],
        Paragraph(words.say("report.data.licence"), "note"),
    ]


def _sources(report: Report, words: Words) -> tuple[list[str], list[tuple[str, str, str, str]]]:
    names = ("source", "credit", "licence", "day")
    rows = [
        (
            words.say(key) if words.has(key := f"about.source.{name}") else name,
            whose,
            licence,
            day_text(day, words),
        )
        for name, licence, whose, day in report.background.sources
    ]
    return [words.say(f"paper.head.{name}") for name in names], rows

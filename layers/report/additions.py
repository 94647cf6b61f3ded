"""Chapters that a report has where somebody asked for more: a scenario, new sites, evenness."""

from __future__ import annotations

import math

from layers.charts.drawing import PAPER
from layers.charts.lorenz import lorenz_chart
from layers.coverage.scenario_rows import change_sentence, signed, world_rows
from layers.report.answer import Report
from layers.report.blocks import Block, Heading, Items, Paragraph, Picture, Table
from layers.words import Words

MOST_PLACES = 12


def trial_chapter(report: Report, words: Words) -> list[Block]:
    """Return a scenario: what it changes, who gains and who loses, before and after."""
    trial = report.additions.trial
    if trial is None:
        return []
    heads = [words.say(f"scenario.head.{name}") for name in ("what", "before", "after", "change")]
    gained, lost = round(trial.gained), round(trial.lost)
    blocks: list[Block] = [
        Heading(words.say("report.trial.title", name=trial.name or words.say("scenario.title"))),
        Items([change_sentence(change, words) for change in trial.changes]),
        Paragraph(f"{words.count('scenario.gained', gained)} {words.count('scenario.lost', lost)}"),
        Table(heads, world_rows(trial.before, trial.after, words), (2.6, 1, 1, 1),
              numbers=(1, 2, 3)),
    ]  # fmt: skip
    rows = [
        (name, words.fact(one, "whole"), words.fact(other, "whole"), signed(other - one, words))
        for name, one, other in trial.places[:MOST_PLACES]
    ]
    if rows:
        heads = [words.say("coverage.head.place"), *heads[1:]]
        blocks.append(Table(heads, rows, (2.6, 1, 1, 1), numbers=(1, 2, 3)))
    return blocks


def siting_chapter(report: Report, words: Words) -> list[Block]:
    """Return where new sites would reach most, with what the answer is worth."""
    proposal = report.additions.proposal
    if proposal is None or not proposal.names:
        return []
    reached = words.count("siting.reached", round(proposal.people), sites=len(proposal.names))
    proof = (
        words.say("siting.proven")
        if proposal.gap == 0
        else words.say("siting.gap", gap=words.fact(proposal.gap, "percent"))
    )
    return [
        Heading(words.say("siting.title")),
        Paragraph(f"{words.choice('siting.objective', proposal.objective)}. {reached} {proof}"),
        Items(proposal.names),
    ]


def equity_chapter(report: Report, words: Words) -> list[Block]:
    """Return how evenly choice is spread; nothing where nobody has any."""
    even = report.additions.evenness
    if even is None or math.isnan(even.gini):
        return []
    rows = [
        ("gini", even.gini), ("theil", even.theil.total), ("within", even.theil.within),
        ("between", even.theil.between), ("without", even.none),
    ]  # fmt: skip
    items = [
        (words.say(f"equity.row.{name}"), words.fact(value * 100, "whole")) for name, value in rows
    ]
    title = words.say("equity.title")
    return [
        Heading(title),
        Paragraph(words.say("equity.intro")),
        Picture(lorenz_chart(even, words, PAPER), title, width=0.5),
        Table([words.say("equity.head.index"), words.say("equity.head.value")], items, (3, 1),
              numbers=(1,)),
    ]  # fmt: skip

"""What a law or a plan asks for, held against an answer: a chapter of the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.measures.access import nearest_minutes
from geo.measures.coverage import cover
from geo.measures.yardsticks import in_bands, ratio
from geo.network.routing import SparseTimes
from layers.report.answer import Report
from layers.report.blocks import Block, Heading, Paragraph, Table
from layers.words import Words


def yardstick_chapter(report: Report, words: Words) -> list[Block]:
    """Return what the yardstick asks for, and what there is; nothing where none was set."""
    chosen = report.background.yardstick
    if chosen is None:
        return []
    shown = {"ratio": _ratio, "share": _share, "bands": _bands}
    blocks: list[Block] = [
        Heading(words.say("yardstick.title")),
        Paragraph(words.choice("yardstick", chosen["id"])),
        *shown[chosen["kind"]](report, chosen, words),
    ]
    if chosen["source"]:
        blocks.append(Paragraph(words.say("yardstick.source", source=chosen["source"]), "note"))
    return blocks


def _ratio(report: Report, chosen: Mapping[str, Any], words: Words) -> list[Block]:
    found = ratio(report.total, float(len(report.services)), chosen["per"])
    line = words.say(
        "yardstick.lacking" if found.lacking else "yardstick.met",
        asked=found.asked,
        lacking=found.lacking,
        there=found.there,
        people=round(found.people),
        per=found.per,
    )
    return [Paragraph(line)]


def _share(report: Report, chosen: Mapping[str, Any], words: Words) -> list[Block]:
    outcome, limit = report.outcome, chosen["limit_min"]
    asked = outcome.asked
    band = cover(asked.reach, outcome.people, asked.screening, limit_min=limit).band()
    line = words.say(
        "yardstick.share",
        low=band.certain / report.total,
        high=band.possible / report.total,
        minutes=words.fact(limit, "minutes"),
        wanted=chosen["share"],
    )
    return [Paragraph(line)]


def _bands(report: Report, chosen: Mapping[str, Any], words: Words) -> list[Block]:
    """Return people by minutes to the nearest service that may serve them."""
    asked = report.outcome.asked
    times, passes = asked.reach.times, asked.screening.possible[-1]
    kept = passes[times.destination]
    near = SparseTimes(times.origin[kept], times.destination[kept], times.minutes[kept])
    minutes = nearest_minutes(near, len(report.outcome.people))
    bounds = [bound for bound in chosen["bounds_min"] if bound <= LONGEST_MIN]
    found = in_bands(minutes, report.outcome.people, bounds)
    labels = [f"≤ {words.fact(bound, 'minutes')}" for bound in bounds]
    labels.append(f"> {words.fact(bounds[-1], 'minutes')}")
    rows = [
        (label, words.fact(float(n), "whole"), words.fact(float(n) / report.total, "percent"))
        for label, n in zip(labels, found, strict=True)
    ]
    heads = [words.say(f"coverage.head.{head}") for head in ("limit", "people", "share")]
    return [Paragraph(words.say("yardstick.bands")), Table(heads, rows, (2, 1, 1), (1, 2))]


LONGEST_MIN = 60.0
"""Beyond this the answer holds no times."""

"""A school's sheet on paper, for its head: what helps within reach, what is missing, what ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from geo.measures.school_support import LeavingSupport, Support
from geo.model import Service
from layers.report.blocks import Block, Callout, Heading, Items, Paragraph, Table, Title
from layers.report.paper import Paper
from layers.schools.rows import leaving_lines, missing_kinds, nearby_lines
from layers.words import Words

WIDTHS = (0.24, 0.40, 0.18, 0.18)


@dataclass(frozen=True, slots=True)
class SchoolSheet:
    """What the sheet says.

    Attributes
    ----------
    facts
        Label and text of what is known of the school: code, grade, address, municipality.
    invented
        Whether any of the services is a demonstration.
    """

    name: str
    area: str
    day: date
    limit_min: float
    facts: Sequence[tuple[str, str]]
    support: Mapping[str, Support]
    leaving: Sequence[LeavingSupport]
    services: Mapping[str, Sequence[Service]]
    attribution: str
    invented: bool


def school_paper(sheet: SchoolSheet, words: Words) -> Paper:
    """Return the sheet as paper."""
    title = words.say("schools.sheet.title", name=sheet.name)
    footer = words.say("schools.sheet.footer", area=sheet.area, day=sheet.day)
    return Paper(title, footer, words.language, sheet.day, _blocks(sheet, words))


def _blocks(sheet: SchoolSheet, words: Words) -> list[Block]:
    above = words.say("paper.above", area=sheet.area, day=words.fact(sheet.day, "date"))
    facts = " · ".join(f"{label}: {text}" for label, text in sheet.facts if text)
    found: list[Block] = [Title(sheet.name, above)]
    if facts:
        found.append(Paragraph(facts))
    if sheet.invented:
        found.append(Callout([words.say("app.demonstration")]))
    rows = nearby_lines(sheet.support, sheet.services, words)
    near = words.say("schools.sheet.near", limit_min=sheet.limit_min)
    found.append(Heading(near, 2))
    if rows:
        heads = [words.say(f"schools.head.{name}") for name in ("kind", "name", "way", "sure")]
        found.append(Table(heads, rows, WIDTHS))
    else:
        found.append(Callout([words.say("schools.sheet.nothing")]))
    missing = missing_kinds(sheet.support, words)
    if missing and rows:
        found += [Heading(words.say("schools.sheet.missing"), 2), Items(missing)]
    ends = leaving_lines(sheet.leaving, sheet.services, words)
    if ends:
        found += [Heading(words.say("schools.sheet.ends"), 2), Items(ends)]
    found += [
        Heading(words.say("schools.sheet.how"), 2),
        Paragraph(words.say("schools.method"), "note"),
        Paragraph(sheet.attribution, "note"),
    ]
    return found

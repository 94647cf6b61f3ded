"""The chapters of the annex as blocks, for the typesetter and for the word processor alike."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from layers.annex.annex import Annex, AnnexMatrix
from layers.annex.map import annex_map
from layers.partnerships.indicator_rows import (
    NONE,
    concentration_heads,
    concentration_rows,
    fund_heads,
    fund_rows,
    percent,
    principle_heads,
    principle_rows,
)
from layers.report.blocks import Block, Callout, Figures, Heading, Items, Paragraph, Table, Title
from layers.report.paper import Paper
from layers.text.naming import first_names
from layers.words import Words

MOST_ROWS = 30
"""Rows of a table; of more the annex says how many."""

MOST_NAMED = 8


def annex_paper(annex: Annex, words: Words) -> Paper:
    """Return the annex, ready to be set."""
    blocks = [
        block
        for chapter in (
            _front, _context, _services, _matrices, _coverage, _gaps, _overlaps, _funds,
            _principles, _method,
        )
        for block in chapter(annex, words)
    ]  # fmt: skip
    return Paper(
        words.say("annex.title", name=annex.name),
        words.say("annex.footer", day=annex.day),
        words.language,
        annex.day,
        blocks,
    )


def _front(annex: Annex, words: Words) -> list[Block]:
    people = sum(town.residents for town in annex.towns if not isnan(town.residents))
    cells = [
        (words.fact(len(annex.towns), "whole"), words.say("annex.figure.towns")),
        (words.fact(people, "whole"), words.say("annex.figure.residents")),
        (words.fact(annex.services, "whole"), words.say("annex.figure.services")),
        (words.fact(annex.organizations, "whole"), words.say("annex.figure.organizations")),
    ]
    found: list[Block] = [
        Title(words.say("annex.title", name=annex.name), words.say("annex.above", day=annex.day)),
        Paragraph(words.say("annex.lead"), "lead"),
        Figures(cells),
    ]
    if annex.demonstrations:
        count = words.count("partnerships.demonstrations", annex.demonstrations)
        found.append(Callout([count]))
    return found


def _context(annex: Annex, words: Words) -> list[Block]:
    lead = annex.lead or words.say("partnerships.not_stated")
    partners = words.separator.join(annex.partners) or words.say("partnerships.not_stated")
    total = sum(annex.ages.values())
    ages = [
        (
            words.say(f"age_group.{age}"),
            words.fact(people, "whole"),
            percent(people / total if total else float("nan"), words),
        )
        for age, people in annex.ages.items()
    ]
    towns = [
        (
            town.name,
            NONE if isnan(town.residents) else words.fact(town.residents, "whole"),
            words.fact(round(town.area_km2, 1), "number"),
            words.fact(town.services, "whole"),
        )
        for town in annex.towns
    ]
    heads = [words.say(f"annex.head.{name}") for name in ("town", "residents", "km2", "services")]
    age_heads = [words.say(f"annex.head.{name}") for name in ("age", "residents", "share")]
    return [
        Heading(words.say("annex.context")),
        Paragraph(f"{words.say('partnerships.edit.lead')}: {lead}."),
        Paragraph(f"{words.say('partnerships.edit.partners')}: {partners}."),
        Heading(words.say("annex.towns"), 2),
        *_table(heads, towns, (3, 1, 1, 1), (1, 2, 3), words, most=len(towns)),
        Heading(words.say("annex.ages"), 2),
        Table(age_heads, ages, (2, 1, 1), (1, 2)),
    ]


def _services(annex: Annex, words: Words) -> list[Block]:
    picture = annex_map(annex.towns, annex.dots, words)
    found: list[Block] = [Heading(words.say("annex.map"), fresh=True)]
    return found if picture is None else [*found, picture]


def _matrices(annex: Annex, words: Words) -> list[Block]:
    found: list[Block] = [
        Heading(words.say("annex.matrices"), fresh=True),
        Paragraph(words.say("partnerships.matrix_note")),
    ]
    for matrix in annex.matrices:
        found += [Heading(matrix.title, 2), *_matrix(matrix, words)]
    return found


def _matrix(matrix: AnnexMatrix, words: Words) -> list[Block]:
    rows = [
        (label, *(words.fact(count, "whole") for count in cells))
        for label, cells in zip(matrix.table.labels, matrix.table.cells, strict=True)
        if any(cells)
    ]
    heads = (matrix.head, *matrix.table.heads)
    numbers = tuple(range(1, len(heads)))
    empty = len(matrix.table.labels) - len(rows)
    found = _table(heads, rows, (2.4, *(1 for _ in numbers)), numbers, words)
    if empty:
        found.append(Paragraph(words.count("annex.empty_rows", empty), "note"))
    return found


def _coverage(annex: Annex, words: Words) -> list[Block]:
    found: list[Block] = [Heading(words.say("annex.coverage"), fresh=bool(annex.coverage_area))]
    if not annex.coverage_area:
        return [*found, Callout([words.say("annex.no_area")])]
    rows = [
        (
            words.choice("need", row.need),
            percent(row.certain, words),
            percent(row.possible, words),
            words.fact(round(row.missing), "whole"),
        )
        for row in annex.coverage
    ]
    heads = [words.say(f"annex.head.{name}") for name in ("need", "certain", "possible", "missing")]
    found += [
        Paragraph(words.say("annex.coverage_intro", area=annex.coverage_area)),
        *_table(heads, rows, (2.4, 1, 1, 1.2), (1, 2, 3), words, most=len(rows)),
    ]
    if annex.proposals:
        lines = [
            words.count(
                "annex.proposal", round(row.people), need=words.choice("need", row.need),
                place=row.place,
            )
            for row in annex.proposals
        ]  # fmt: skip
        found += [Heading(words.say("annex.proposals"), 2), Items(lines)]
    return found


def _gaps(annex: Annex, words: Words) -> list[Block]:
    found: list[Block] = [
        Heading(words.say("partnerships.gaps"), fresh=bool(annex.coverage_area)),
        Paragraph(words.say("annex.gaps_intro")),
    ]
    if not annex.gaps:
        return [*found, Paragraph(words.say("partnerships.gaps.none"))]
    rows = [
        (
            words.choice("need", gap.need),
            words.fact(len(gap.towns), "whole"),
            NONE if isnan(gap.residents) else words.fact(gap.residents, "whole"),
            first_names(gap.towns, words, most=MOST_NAMED),
        )
        for gap in annex.gaps
    ]
    heads = [
        words.say(f"partnerships.gaps.{name}") for name in ("need", "without", "residents", "which")
    ]
    return [*found, *_table(heads, rows, (1.6, 0.8, 0.9, 3), (1, 2), words, most=len(rows))]


def _overlaps(annex: Annex, words: Words) -> list[Block]:
    found: list[Block] = [Heading(words.say("partnerships.overlaps"), 2)]
    if not annex.overlaps:
        return [*found, Paragraph(words.say("partnerships.overlaps.none"))]
    names = ("services", "needs", "hours", "distance")
    heads = [words.say(f"partnerships.overlaps.{name}") for name in names]
    return [*found, *_table(heads, annex.overlaps, (3, 1.6, 1, 0.8), (2, 3), words)]


def _funds(annex: Annex, words: Words) -> list[Block]:
    found: list[Block] = [
        Heading(words.say("partnerships.funds.title"), fresh=True),
        Paragraph(words.say("partnerships.funds.intro", n=annex.unfunded)),
    ]
    if annex.funds:
        found += _table(
            fund_heads(words), fund_rows(annex.funds, words), (2, 0.8, 0.8, 1.6, 1.2, 0.8),
            (1, 2, 3, 4, 5), words,
        )  # fmt: skip
    day = {"day": annex.ending_day}
    found += [
        Heading(words.say("partnerships.ending"), 2),
        Paragraph(words.count("partnerships.ending.services", annex.ending, **day)),
    ]
    if not annex.left:
        return [*found, Paragraph(words.say("partnerships.ending.nobody"))]
    towns: dict[str, list[str]] = {}
    for row in annex.left:
        towns.setdefault(row.need, []).append(annex.place_names[row.municipality])
    rows = [
        (
            words.choice("need", need),
            words.fact(len(names), "whole"),
            first_names(names, words, most=MOST_NAMED),
        )
        for need, names in sorted(towns.items(), key=lambda item: -len(item[1]))
    ]
    heads = [words.say(f"partnerships.gaps.{name}") for name in ("need", "without", "which")]
    return [
        *found,
        Paragraph(words.say("partnerships.ending.left")),
        *_table(heads, rows, (1.6, 0.8, 3), (1,), words),
    ]


def _principles(annex: Annex, words: Words) -> list[Block]:
    return [
        Heading(words.say("partnerships.section.principles"), fresh=True),
        Paragraph(words.say("partnerships.principles.intro")),
        Table(
            principle_heads(words), principle_rows(annex.principles, words),
            (1.4, 2.4, 0.8, 0.9, 0.6, 0.9, 0.6), (2, 3, 4, 5, 6),
        ),
        Heading(words.say("partnerships.concentration"), 2),
        Paragraph(words.say("partnerships.concentration.intro")),
        *_table(
            concentration_heads(words), concentration_rows(annex.concentration, words),
            (2, 0.8, 1.1, 0.6, 1.2, 0.9), (1, 2, 3, 4, 5), words, most=len(annex.concentration),
        ),
    ]  # fmt: skip


def _method(annex: Annex, words: Words) -> list[Block]:
    lines = [words.say(f"annex.method.{name}") for name in ("records", "places", "bands", "funds")]
    if annex.coverage_area:
        lines.append(words.say("annex.method.coverage"))
    return [
        Heading(words.say("annex.method")),
        Items(lines),
        Heading(words.say("annex.sources"), 2),
        Items([words.say(f"annex.source.{name}") for name in ("istat", "osm", "register")]),
        Paragraph(words.say("annex.signature"), "note"),
    ]


def _table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    numbers: Sequence[int],
    words: Words,
    *,
    most: int = MOST_ROWS,
) -> list[Block]:
    """Return a table, with a note of how many rows it does not show."""
    found: list[Block] = [Table(heads, rows[:most], widths, numbers)]
    if len(rows) > most:
        rest = words.say("partnerships.gaps.and_more", n=len(rows) - most)
        found.append(Paragraph(rest, "note"))
    return found

"""The first page of a report: the answer, what it must be read with, and what was asked."""

from __future__ import annotations

from layers.coverage.group_label import group_basis, group_label
from layers.coverage.sentences import (
    asked,
    border,
    doubt,
    headline,
    not_counted,
    recorded_by,
)
from layers.report.answer import Report
from layers.report.blocks import Block, Callout, Figures, Heading, Paragraph, Table, Title
from layers.text.need_names import need_name
from layers.words import Words


def front_page(report: Report, words: Words) -> list[Block]:
    """Return the answer as a sentence and as numbers, warnings, and the question in words."""
    found, question = report.outcome.found, report.outcome.question
    group = group_label(question.group, words)
    above = words.say(
        "paper.above", area=report.background.area, day=words.fact(report.background.on, "date")
    )
    blocks: list[Block] = [
        Title(headline(found, question, words), above),
        Paragraph(asked(question, group, when_text(report, words), words), "lead"),
    ]
    rests_on = group_basis(report.background.group, words) if report.background.group else ""
    lines = (rests_on, recorded_by(report.services, words), doubt(found, question, words))
    blocks += [Paragraph(line, "lead") for line in lines if line]
    blocks.append(Figures(figures(report, words)))
    if warned := warnings(report, words):
        blocks.append(Callout(warned))
    heads = [words.say(f"report.head.{head}") for head in ("asked", "told")]
    rows = question_rows(report, words)
    return [
        *blocks,
        Heading(words.say("report.asked.title"), 2),
        Table(heads, rows, (1.4, 3)),
    ]


def figures(report: Report, words: Words) -> list[tuple[str, str]]:
    """Return the people: all, without a service, not known, surely with one."""
    found = report.outcome.found
    missing, doubtful = float(found.missing.sum()), float(found.doubtful.sum())
    numbers = {
        "people": report.total,
        "missing": missing,
        "doubtful": doubtful,
        "sure": report.total - missing - doubtful,
    }
    # Whom nobody has counted is no number of heads: shares of the residents, but for these.
    shares = bool(not_counted(report.outcome.question, words))
    return [
        (
            words.fact(number / report.total, "percent")
            if shares and name != "people"
            else words.fact(number, "whole"),
            words.say(f"report.figure.{name}"),
        )
        for name, number in numbers.items()
    ]


def warnings(report: Report, words: Words) -> list[str]:
    """Return what nobody must overlook: invented records, the edge, people who are not needs."""
    outcome = report.outcome
    invented = sum(s.provenance.demonstration for s in outcome.asked.services)
    lines = [words.count("coverage.demonstrations", invented)] if invented else []
    edge = float(outcome.people[outcome.edge].sum())
    lines += [line for line in [border(edge, report.total, words)] if line]
    lines.append(words.say("demand.residents_not_need"))
    return lines


def when_text(report: Report, words: Words) -> str:
    """Return when people can come, as a reader says it."""
    if report.background.when:
        return words.choice("coverage.when", report.background.when)
    spans = [
        words.say(
            "report.window",
            days=tuple(words.fact(day, "weekday") for day in window.days),
            starts=window.starts,
            ends=window.ends,
        )
        for window in report.outcome.question.windows
    ]
    return "; ".join(spans)


def question_rows(report: Report, words: Words) -> list[tuple[str, str]]:
    """Return the question as rows: what is set, and how; what was not said is left out."""
    question = report.outcome.question
    rows = [
        ("report.ask.area", report.background.area),
        ("coverage.ask.need", need_name(question.need, words)),
        ("coverage.ask.group", group_label(question.group, words)),
        ("coverage.ask.limit", words.fact(question.limit_min, "minutes")),
        ("coverage.ask.speed", words.say("coverage.speed", speed=question.speed_kmh)),
        ("coverage.ask.when", when_text(report, words)),
        *_situation_rows(report, words),
        ("coverage.ask.places", words.choice("coverage.places", report.background.places)),
        ("report.ask.on", words.fact(report.background.on, "date")),
        ("report.ask.cell", words.fact(report.background.cell_m, "metres")),
    ]
    if report.background.yardstick is not None:
        rows.append(
            ("yardstick.which", words.choice("yardstick", report.background.yardstick["id"]))
        )
    return [(words.say(key), found) for key, found in rows]


def _situation_rows(report: Report, words: Words) -> list[tuple[str, str]]:
    found = report.outcome.question.situation
    rows = []
    if found.languages:
        rows.append(("coverage.ask.languages", words.fact(found.languages, "languages")))
    if found.status:
        rows.append(("coverage.ask.status", words.choice("status", found.status)))
    if found.residence is not None:
        none = found.residence == "none"
        code = words.say("find.residence.none") if none else found.residence
        rows.append(("report.ask.residence", code))
    if found.age is not None:
        rows.append(("find.age", str(found.age)))
    if found.sex is not None:
        rows.append(("find.sex", words.choice("find.sex", found.sex.value)))
    if found.with_children is not None:
        key = "report.yes" if found.with_children else "report.no"
        rows.append(("report.ask.children", words.say(key)))
    if found.documents is not None:
        held = tuple(words.choice("document", name) for name in sorted(found.documents))
        rows.append(
            ("report.ask.documents", words.list(held) if held else words.say("report.none"))
        )
    return rows

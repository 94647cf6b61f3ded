"""What a report on coverage holds: the answer in words, maps, tables, method, limits, sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from geo.completeness import completeness
from geo.measures.outcome import Background, Outcome
from geo.measures.steps import STEPS
from geo.measures.week import Week
from geo.model import Service
from layers.charts.cliff import cliff_chart
from layers.charts.drawing import PAPER
from layers.charts.loss import loss_chart
from layers.charts.sweep import sweep_chart
from layers.charts.week import week_chart
from layers.demand_sentences import demand_sentences
from layers.gap_rows import place_heads, place_rows, step_rows
from layers.gap_sentences import asked, doubt, group_name, headline, help_first, need_name, reason
from layers.report.paper import Part, Picture, Report, Table
from layers.sentences import name_of
from layers.words import Words

MOST_PLACES, MOST_REASONS, MOST_FRAGILE = 25, 8, 12


def report_of(
    outcome: Outcome,
    week: Week,
    names: Sequence[str],
    map_svg: str,
    told: Background,
    words: Words,
) -> Report:
    """Return the report of an answer.

    Parameters
    ----------
    names
        Of the places that gaps number.
    map_svg
        What `layers.report.map_picture.map_picture` draws.
    """
    need = need_name(outcome.question.need, words)
    parts = [
        _loss(outcome, words),
        _records(outcome, words),
        _map(map_svg, words),
        _places(outcome, names, words),
        _week(outcome, week, words),
        _sweep(outcome, words),
        _fragility(outcome, told.on, words),
        _services(outcome.asked.services, words),
        _method(told, words),
        _limits(outcome, told, words),
        _sources(told, words),
    ]
    return Report(
        title=words.say("paper.title", need=need, area=told.area),
        language=words.language,
        above=words.say("paper.above", area=told.area, day=words.fact(told.on, "date")),
        headline=headline(outcome.found, outcome.question, words),
        lines=[line for line in (doubt(outcome.found, words), _invented(outcome, words)) if line],
        asked=_asked(outcome, told, words),
        parts=[part for part in parts if part is not None],
        footer=words.say("paper.footer", area=told.area, version=told.version),
    )


def _asked(outcome: Outcome, told: Background, words: Words) -> list[tuple[str, str]]:
    question = outcome.question
    rows = [
        ("need", need_name(question.need, words)),
        ("who", asked(question, group_name(question.group, words), _when(told, words), words)),
        ("limit", words.say("paper.limit", minutes=question.limit_min, pace=question.speed_kmh)),
        ("places", words.choice("coverage.places", told.places)),
        ("people", words.fact(float(outcome.people.sum()), "whole")),
        ("services", words.fact(len(outcome.asked.services), "number")),
    ]
    return [(words.say(f"paper.asked.{name}"), value) for name, value in rows]


def _when(told: Background, words: Words) -> str:
    return words.choice("coverage.when", told.when or "own")


def _invented(outcome: Outcome, words: Words) -> str:
    count = sum(one.provenance.demonstration for one in outcome.asked.services)
    return words.count("coverage.demonstrations", count) if count else ""


def _records(outcome: Outcome, words: Words) -> Part:
    (row,) = completeness(outcome.asked.services, group_of=lambda _: "")
    rows = [
        (
            words.say(f"about.fact.{fact}"),
            words.fact(known, "number"),
            words.fact(known / row.services, "percent"),
        )
        for fact, known in row.known.items()
    ]
    heads = [words.say(f"coverage.head.{head}") for head in ("fact", "known", "share")]
    lines = [words.say("coverage.records.intro")]
    return Part(words.say("coverage.records.title"), lines, tables=[Table(heads, rows, (1, 2))])


def _map(map_svg: str, words: Words) -> Part:
    title = words.say("coverage.map.legend")
    return Part(title, picture=Picture(map_svg, title), new_page=True)


def _loss(outcome: Outcome, words: Words) -> Part:
    found = outcome.found
    people = float(found.people.sum())
    bands = [(step, found.band(step)) for step in STEPS]
    title = words.say("coverage.loss.title")
    heads = [words.say(f"coverage.head.{head}") for head in ("step", "certain", "possible")]
    table = Table(
        [*heads, words.say("coverage.head.share")], step_rows(bands, people, words), (1, 2, 3)
    )
    chart = Picture(loss_chart(bands, people, words, PAPER), title, 62)
    return Part(title, picture=chart, tables=[table])


def _places(outcome: Outcome, names: Sequence[str], words: Words) -> Part | None:
    gaps = outcome.gaps
    if not gaps:
        return None
    rows = place_rows(gaps[:MOST_PLACES], names, words)
    told = [
        (
            names[gap.place],
            reason(gap, words),
            help_first(gap, outcome.asked.services, outcome.question, words),
        )
        for gap in gaps[:MOST_REASONS]
    ]
    heads = [words.say(f"coverage.head.{head}") for head in ("place", "reason", "cure")]
    notes = []
    if len(gaps) > MOST_PLACES:
        notes.append(words.count("paper.more_places", len(gaps) - MOST_PLACES))
    return Part(
        words.say("coverage.first_places"),
        [words.say("coverage.places.intro")],
        tables=[Table(heads, told), Table(place_heads(words), rows, (1, 2, 3, 4))],
        notes=notes,
        new_page=True,
    )


def _week(outcome: Outcome, week: Week, words: Words) -> Part:
    title = words.say("coverage.week.title")
    people = float(outcome.people.sum())
    chart = Picture(week_chart(week, people, words, PAPER), title, 72)
    first = words.fact(week.first, "date")
    lines = [words.say("coverage.week.intro"), words.say("coverage.week.of", day=first)]
    return Part(title, lines, picture=chart, new_page=True)


def _sweep(outcome: Outcome, words: Words) -> Part:
    title = words.say("coverage.sweep.title")
    people = float(outcome.people.sum())
    limit = outcome.question.limit_min
    chart = Picture(sweep_chart(outcome.sweep, people, limit, words, PAPER), title, 60)
    rows = [
        (
            words.fact(limit, "minutes"),
            words.fact(band.certain / people, "percent"),
            words.fact(band.possible / people, "percent"),
        )
        for limit, band in outcome.sweep
    ]
    heads = [words.say(f"coverage.head.{head}") for head in ("limit", "certain", "possible")]
    lines = [words.say("coverage.sweep.intro")]
    return Part(title, lines, picture=chart, tables=[Table(heads, rows, (1, 2))])


def _fragility(outcome: Outcome, today: date, words: Words) -> Part:
    alone = outcome.alone
    order = [n for n in sorted(range(len(alone)), key=lambda n: -alone[n]) if round(alone[n])]
    rows = [
        (name_of(outcome.asked.services[n], words), words.fact(float(alone[n]), "whole"))
        for n in order[:MOST_FRAGILE]
    ]
    heads = [words.say(f"coverage.head.{head}") for head in ("service", "alone")]
    lines = [words.say("coverage.closure.intro" if rows else "coverage.closure.none")]
    funded = sum(bool(one.funds) for one in outcome.asked.services)
    notes = [words.count("coverage.cliff.told", funded, of=len(outcome.asked.services))]
    picture = None
    if outcome.cliff:
        people, title = float(outcome.people.sum()), words.say("coverage.cliff.title")
        chart = cliff_chart(outcome.found.band(), outcome.cliff, today, people, words, PAPER)
        picture = Picture(chart, title, 60)
        notes.append(words.say("coverage.cliff.intro"))
    else:
        notes.append(words.say("coverage.cliff.none"))
    tables = [Table(heads, rows, (1,))] if rows else []
    title = words.say("coverage.closure.title")
    return Part(title, lines, picture, tables, notes, new_page=True)


def _services(services: Sequence[Service], words: Words) -> Part:
    rows = [
        (
            name_of(one, words),
            one.organization.name if one.organization else "",
            words.say("paper.invented") if one.provenance.demonstration else one.provenance.source,
            words.fact(one.provenance.assured_on, "date") if one.provenance.assured_on else "–",
        )
        for one in sorted(services, key=lambda one: name_of(one, words).casefold())
    ]
    heads = [words.say(f"paper.head.{head}") for head in ("service", "by", "source", "checked")]
    return Part(words.say("paper.services"), tables=[Table(heads, rows)])


def _method(told: Background, words: Words) -> Part:
    lines = [words.say(f"paper.method.{name}") for name in ("steps", "band", "way")]
    lines.append(words.say("paper.method.homes", side=words.fact(told.cell_m, "metres")))
    lines += [words.say(f"paper.method.{name}") for name in ("cure", "fragile")]
    return Part(words.say("paper.method"), lines, new_page=True)


def _limits(outcome: Outcome, told: Background, words: Words) -> Part:
    edge = float(outcome.people[outcome.edge].sum())
    off = float(outcome.people[~outcome.asked.reach.connected].sum())
    lines = list(demand_sentences(told.people, words))
    if outcome.question.group.startswith("speaks:"):
        lines.append(words.say("group.inferred.how"))
    if round(edge):
        lines.append(words.count("coverage.edge", round(edge)))
    if round(off):
        lines.append(words.count("paper.off_streets", round(off)))
    return Part(words.say("paper.limits"), lines)


def _sources(told: Background, words: Words) -> Part:
    heads = [words.say(f"paper.head.{head}") for head in ("source", "licence", "credit", "day")]
    return Part(words.say("paper.sources"), tables=[Table(heads, told.sources)])

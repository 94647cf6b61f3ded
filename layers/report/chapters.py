"""The chapters of a report that say its numbers, in the order in which they are read."""

from __future__ import annotations

from datetime import date

import numpy as np

from geo.completeness import FACTS
from geo.measures.gaps import RemedyKind
from geo.measures.steps import STEPS
from geo.measures.week import HOURS
from layers.charts.cliff import cliff_chart
from layers.charts.drawing import PAPER
from layers.charts.loss import loss_chart
from layers.charts.sweep import sweep_chart
from layers.charts.week import week_chart
from layers.coverage.class_labels import class_labels
from layers.coverage.rows import place_heads, place_rows, step_rows
from layers.coverage.sentences import act_sentences, help_first, lever_note, reason
from layers.report.answer import Report
from layers.report.blocks import Block, Heading, Paragraph, Picture, Table
from layers.report.map_picture import map_picture, numbered, squares_of
from layers.sentences import name_of
from layers.text.need_names import need_name
from layers.words import Words

MOST_PLACES = 24
MOST_CLOSURES = 12
MOST_SERVICES = 120
CHART = 0.66


def record_chapter(report: Report, words: Words) -> list[Block]:
    """Return how much the records of the services asked say: before any number made of them."""
    services = report.services
    rows = []
    for fact, found in FACTS.items():
        known = sum(map(found, services))
        rows.append(
            (
                words.say(f"about.fact.{fact}"),
                words.say("report.of", known=known, of=len(services)),
                words.fact(known / len(services), "percent"),
            )
        )
    heads = [words.say(f"coverage.head.{head}") for head in ("fact", "known", "share")]
    return [
        Heading(words.say("coverage.records.title"), 2),
        Paragraph(words.say("coverage.records.intro")),
        Table(heads, rows, (2, 1, 1), numbers=(1, 2), strong=False),
    ]


def map_chapter(report: Report, words: Words) -> list[Block]:
    """Return the map with its legend."""
    key = "report.map.numbered" if numbered(report) else "report.map.caption"
    return [
        Heading(words.say("coverage.map.legend"), fresh=True),
        Paragraph(words.say("report.map.intro", cell_m=report.background.cell_m)),
        map_with_legend(report, f"{words.say(key)} {attribution(report, words)}", words),
    ]


def map_with_legend(report: Report, caption: str, words: Words, *, width: float = 1.0) -> Picture:
    """Return the map, with what its marks mean below it."""
    need = need_name(report.outcome.question.need, words)
    name = words.say("report.map.alt", need=need, area=report.background.area)
    picture = map_picture(report, name, words, width=width)
    return Picture(picture, name, caption, width=width, legend=_legend(report, words))


def _legend(report: Report, words: Words) -> list[tuple[str, str]]:
    squares, found = squares_of(report), report.outcome.asked.screening
    legend: list[tuple[str, str]] = []
    if squares.missing:
        labels = class_labels(squares.breaks, words) or [words.say("coverage.map.missing")]
        legend += [(f"square-{n}", label) for n, label in enumerate(labels[:4])]
    if squares.doubtful:
        legend.append(("hollow", words.say("coverage.map.doubtful")))
    if found.possible[-1].any():
        legend.append(("door", words.say("coverage.map.passes")))
    if (~found.possible[-1]).any():
        legend.append(("door-fails", words.say("coverage.map.fails")))
    if any(
        gap.remedy is not None and gap.remedy.lon is not None for gap in report.outcome.gaps[:5]
    ):
        legend.append(("desk", words.say("report.map.desk")))
    return legend


def attribution(report: Report, words: Words) -> str:
    """Return whose data a map shows, with licences and days."""
    sources = report.background.sources
    lines = [
        words.say("report.credit", whose=whose or name, licence=licence, day=day_text(day, words))
        for name, licence, whose, day in sources
        if len(sources) == 1 or name != "boundary"
    ]
    return " · ".join(dict.fromkeys(lines))


def day_text(day: str, words: Words) -> str:
    """Return a day (ISO) as a reader says it; that it has none where it is no day."""
    try:
        return words.fact(date.fromisoformat(day), "date")
    except ValueError:
        return words.say("about.no_date")


def loss_chapter(report: Report, words: Words) -> list[Block]:
    """Return where people are lost, as a chart and as a table."""
    found = report.outcome.found
    bands = [(step, found.band(step)) for step in STEPS]
    rows = step_rows(bands, report.total, words)
    heads = [words.say(f"report.head.{head}") for head in ("step", "certain", "possible", "share")]
    title = words.say("coverage.loss.title")
    alt = f"{title}: {'; '.join(' '.join(row[:3]) for row in rows)}"
    return [
        Heading(title, fresh=True),
        Paragraph(words.say("report.loss.intro")),
        *_chart(
            loss_chart(bands, report.total, words, PAPER),
            alt,
            any(round(band.possible) for _, band in bands),
        ),
        Table(heads, rows, (2, 1.1, 1.2, 1.1), numbers=(1, 2, 3)),
    ]


def act_chapter(report: Report, words: Words) -> list[Block]:
    """Return what to do first, each act with the people before and after it."""
    rows = [
        (lines[0], " ".join(lines[1:]), words.fact(before, "whole"), words.fact(after, "whole"))
        for lines, before, after in acts_of(report, words)
    ]
    if not rows:
        return []
    heads = [words.say(f"report.head.{head}") for head in ("act", "where", "before", "after")]
    return [
        Heading(words.say("coverage.acts.title")),
        Paragraph(words.say("report.acts.intro")),
        Table(heads, rows, (2.6, 2.6, 1, 1), numbers=(2, 3)),
    ]


def acts_of(report: Report, words: Words) -> list[tuple[tuple[str, ...], float, float]]:
    """Return the sentences of each act that helps, and the people without before and after it."""
    outcome = report.outcome
    missing = float(outcome.found.missing.sum())
    return [
        (
            act_sentences(act, report.services, report.names, outcome.question, words),
            missing,
            missing - act.people,
        )
        for act in outcome.acts
        if act.kind is not RemedyKind.ASK and round(act.people)
    ]


def place_chapter(report: Report, words: Words) -> list[Block]:
    """Return the places, most missing first, with the reason and what would help most cheaply."""
    gaps = report.outcome.gaps
    blocks: list[Block] = [Heading(words.say("coverage.first_places"))]
    if not gaps:
        return [*blocks, Paragraph(words.say("coverage.places.none"))]
    shown = gaps[:MOST_PLACES]
    services, question = report.services, report.outcome.question
    why = (
        (
            reason(gap, words),
            help_first(gap, services, question, words),
            lever_note(gap, services, words),
        )
        for gap in shown
    )
    rows = [
        (*row, " ".join(filter(None, found)))
        for row, found in zip(place_rows(shown, report.names, words), why, strict=True)
    ]
    blocks += [
        Paragraph(words.say("report.places.intro")),
        Table(
            (*place_heads(words), words.say("report.head.why")),
            rows,
            (2.1, 1, 1, 0.9, 1, 4.4),
            numbers=(1, 2, 3, 4),
        ),
    ]
    return [*blocks, *_more("paper.more_places", len(gaps) - len(shown), words)]


def week_chapter(report: Report, words: Words) -> list[Block]:
    """Return the coverage of every hour of a week."""
    title = words.say("coverage.week.title")
    week = report.week
    alt = words.say("report.week.alt_none")
    if week.possible.any():
        hour, day = int(week.possible.sum(axis=0).argmax()), int(week.possible.sum(axis=1).argmax())
        alt = words.say("report.week.alt", hour=str(HOURS[hour]), day=words.fact(day, "weekday"))
    first = words.say("coverage.week.of", day=words.fact(week.first, "date"))
    return [
        Heading(title),
        Paragraph(words.say("coverage.week.intro")),
        *(
            _chart(week_chart(week, report.total, words, PAPER), alt, week.possible.any(), first)
            or [Paragraph(alt)]
        ),
    ]


def sweep_chapter(report: Report, words: Words) -> list[Block]:
    """Return the coverage for other limits of time."""
    outcome = report.outcome
    title = words.say("coverage.sweep.title")
    rows = [
        (
            words.fact(limit, "minutes"),
            words.fact(band.certain, "whole"),
            words.fact(band.possible, "whole"),
            words.fact(band.possible / report.total, "percent"),
        )
        for limit, band in outcome.sweep
    ]
    svg = sweep_chart(outcome.sweep, report.total, outcome.question.limit_min, words, PAPER)
    alt = f"{title}: {'; '.join(' '.join((row[0], row[3])) for row in rows)}"
    heads = [words.say("coverage.head.limit")]
    heads += [words.say(f"report.head.{head}") for head in ("certain", "possible", "share")]
    return [
        Heading(title),
        Paragraph(words.say("coverage.sweep.intro")),
        *_chart(svg, alt, any(round(band.possible) for _, band in outcome.sweep)),
        Table(heads, rows, (2, 1.1, 1.2, 1.1), numbers=(1, 2, 3)),
    ]


def closure_chapter(report: Report, words: Words) -> list[Block]:
    """Return the services whose closure would leave most people with nothing."""
    alone, services = report.outcome.alone, report.services
    order = np.argsort(-alone, kind="stable")
    rows = [
        (name_of(services[n], words), words.fact(float(alone[n]), "whole"))
        for n in order[:MOST_CLOSURES]
        if round(float(alone[n]))
    ]
    blocks: list[Block] = [Heading(words.say("coverage.closure.title"))]
    if not rows:
        return [*blocks, Paragraph(words.say("coverage.closure.none"))]
    heads = [words.say(f"coverage.head.{head}") for head in ("service", "alone")]
    return [
        *blocks,
        Paragraph(words.say("coverage.closure.intro")),
        Table(heads, rows, (3, 1), numbers=(1,)),
    ]


def cliff_chapter(report: Report, words: Words) -> list[Block]:
    """Return what is left after each day on which money ends."""
    outcome = report.outcome
    services = outcome.asked.services
    number = sum(bool(service.funds) for service in services)
    blocks: list[Block] = [
        Heading(words.say("coverage.cliff.title")),
        Paragraph(
            f"{words.say('coverage.cliff.intro')} "
            f"{words.count('coverage.cliff.told', number, of=len(services))}"
        ),
    ]
    if not outcome.cliff:
        return [*blocks, Paragraph(words.say("coverage.cliff.none"))]
    rows = [
        (
            words.fact(row.day, "date"),
            words.list(tuple(name_of(services[n], words) for n in row.services)),
            words.fact(row.left.possible, "whole"),
            words.fact(row.lost, "whole"),
        )
        for row in outcome.cliff
    ]
    now = outcome.found.band()
    svg = cliff_chart(now, outcome.cliff, report.background.on, report.total, words, PAPER)
    alt = "; ".join(f"{row[0]}: {row[3]}" for row in rows)
    heads = [words.say(f"report.head.{head}") for head in ("day", "ending", "left", "lost")]
    shows = any(round(band.possible) for band in (now, *(row.left for row in outcome.cliff)))
    return [
        *blocks,
        *_chart(svg, f"{words.say('coverage.cliff.title')}: {alt}", shows),
        Table(heads, rows, (1.6, 2.4, 1.6, 1.1), numbers=(2, 3)),
    ]


def service_chapter(report: Report, words: Words) -> list[Block]:
    """Return every service asked: what it is, how far it goes, whose record it is, how old."""
    services, found = report.services, report.outcome.asked.screening
    rows = []
    for number, service in enumerate(services[:MOST_SERVICES]):
        name = name_of(service, words)
        if service.provenance.demonstration:
            name = f"{name} — {words.say('map.service_demo')}"
        checked = service.provenance.assured_on
        rows.append(
            (
                str(number + 1),
                name,
                words.list(tuple(words.choice("need", need) for need in service.needs)),
                standing_text(found.certain[:, number], found.possible[:, number], words),
                f"{service.provenance.source}, {service.provenance.licence}",
                words.fact(checked, "date") if checked else "–",
            )
        )
    names = ("number", "service", "kind", "standing", "source", "checked")
    heads = [words.say(f"report.head.{head}") for head in names]
    return [
        Heading(words.say("report.services.title")),
        Paragraph(words.say("report.services.intro")),
        Table(heads, rows, (0, 2.4, 1.6, 2.1, 2.2, 1.4), strong=False),
        *_more("report.services.more", len(services) - len(rows), words),
    ]


def _chart(svg: str, alt: str, shows: object, caption: str = "") -> list[Block]:
    """Return a chart; nothing where all of it is nought, which its table says too."""
    return [Picture(svg, alt, caption, width=CHART)] if shows else []


def _more(key: str, rest: int, words: Words) -> list[Block]:
    """Return the sentence that says where the rest of a table stands; nothing for no rest."""
    return [Paragraph(words.count(key, rest), "note")] if rest > 0 else []


def standing_text(certain: np.ndarray, possible: np.ndarray, words: Words) -> str:
    """Return how far a service goes with the people of a question: shape (steps,) both."""
    if certain[-1]:
        return words.say("report.service.sure")
    if possible[-1]:
        return words.say("report.service.perhaps")
    stops = STEPS[int(np.argmin(possible))]
    return words.choice("report.stops", stops.value)


def again_chapter(report: Report, words: Words) -> list[Block]:
    """Return how to make the same report again."""
    return [
        Heading(words.say("report.again.title")),
        Paragraph(words.say("report.again.intro", version=report.background.version)),
    ]

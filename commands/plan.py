"""``plan``: several needs in as few trips as possible."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime

from answers.plan import LONGEST_VISIT_MIN, PlanAnswer, PlanQuery, Unmet, plan
from answers.plan_card import plan_card
from answers.travel import read_mode
from commands.opening import open_built_area
from commands.printing import print_json
from commands.situation import situation_of
from commands.transit import transit_of
from data.catalog.tables import need_ids
from data.exchange.questions import (
    read_free_hours,
    read_moment,
    read_number,
    read_position,
)
from data.files.atomic import replacing
from data.files.csv_text import check_place
from geo.errors import BadInput, UnknownName
from geo.model import Calendar
from geo.plans.model import Plan
from layers.plan.card import card_pdf
from layers.plan.plan_rows import plan_rows
from layers.plan.plan_texts import (
    advantages,
    comparison_texts,
    note_texts,
    unmet_details,
    unmet_text,
)
from layers.plan.trip_texts import StopTexts, trip_texts
from layers.sentences import name_of
from layers.words import PERSON_LANGUAGES, Words


def print_plan(options: argparse.Namespace, words: Words) -> None:
    """Print the best plan; what is left out and other plans follow it."""
    needs = tuple(name.strip() for name in options.needs.split(",") if name.strip())
    for need in needs:
        need_ids(need)
    lon, lat = read_position(options.origin)
    mode = read_mode(options.mode)
    situation = situation_of(options)
    if options.pdf:
        check_place(options.pdf)
    spoken = _card_words(options.card_lang, words)
    hours = read_free_hours(options.hours) if options.hours else ()
    visit_min = dict(_visit(text) for text in options.visit)
    opened = open_built_area(options.area, words)
    departure = read_moment(options.depart, opened.area.calendar.time_zone)
    answer = plan(
        opened,
        PlanQuery(
            needs, lon, lat, departure, situation, hours,
            days=int(options.days),
            limit_min=options.within_min,
            visit_min=visit_min,
            asked_on=_asked_on(departure),
            mode=mode,
            speed_kmh=options.walk_speed_kmh,
            transit=transit_of(options),
        ),
    )  # fmt: skip
    if options.pdf:
        card = plan_card(opened, answer, spoken, today=answer.query.asked_on or departure.date())
        with replacing(options.pdf) as unfinished:
            unfinished.write_bytes(card_pdf(card, spoken))
    if options.json:
        print_json(_row(answer, words))
        return
    _print(answer, words, opened.area.calendar)


def _card_words(language: str | None, words: Words) -> Words:
    """Return the words of the card's language; `words` where none is named."""
    if language is None:
        return words
    if language not in PERSON_LANGUAGES:
        raise UnknownName("card.language", language=language, known=PERSON_LANGUAGES)
    return Words(language)


def _visit(text: str) -> tuple[str, int]:
    """Return need and minutes of ``"dentist=45"``."""
    need, mark, minutes = text.partition("=")
    if not mark:
        raise BadInput("plan.visit_form", text=text)
    need_ids(need.strip())
    low, high = 1, LONGEST_VISIT_MIN
    return need.strip(), int(read_number(minutes, f"--visit {need.strip()}", low=low, high=high))


def _asked_on(departure: datetime) -> date:
    """Return the day on which the plan is made: today, or that of a departure in the past."""
    return min(datetime.now(UTC), departure).astimezone(departure.tzinfo).date()


def _row(answer: PlanAnswer, words: Words) -> dict[str, object]:
    return {
        "trips": plan_rows(answer.plan, words),
        "minutes": answer.plan.minutes,
        "unmet": [
            {
                "need": unmet.need,
                "obstacle": unmet.obstacle.value,
                "ask_also": list(unmet.ask_also),
                "text": list(texts),
            }
            for unmet, texts in _unmet(answer, words)
        ],
        "on_call": [
            {
                "need": need,
                "name": name_of(result.service, words),
                "phones": [phone.number for phone in result.service.phones],
            }
            for need, results in answer.on_call.items()
            for result in results
        ],
        "alternatives": [
            {
                "priority": other.priority.value,
                "trips": plan_rows(other.plan, words),
                "minutes": other.plan.minutes,
                "for": list(advantages(other.comparison, words)[0]),
                "against": list(advantages(other.comparison, words)[1]),
                "changes": list(comparison_texts(other.comparison, words)),
            }
            for other in answer.alternatives
        ],
        "notes": list(_notes(answer, words)),
    }


def _print(answer: PlanAnswer, words: Words, calendar: Calendar) -> None:
    _print_trips(answer.plan, words, calendar)
    for _, texts in _unmet(answer, words):
        print("\n  ".join(texts))
    for other in answer.alternatives:
        name = words.say(f"plan.priority.{other.priority}")
        print(f"{name}: {'; '.join(comparison_texts(other.comparison, words))}")
    for note in _notes(answer, words):
        print(note, file=sys.stderr)


def _print_trips(found: Plan, words: Words, calendar: Calendar) -> None:
    if not found.trips:
        print(words.say("plan.none"))
    number = 1
    for trip in found.trips:
        texts = trip_texts(trip, words, calendar=calendar, first_number=number)
        number += len(trip.stops)
        print("\n".join((texts.title, *map(_stop_text, texts.stops), f"   {texts.back}\n")))


def _stop_text(stop: StopTexts) -> str:
    lines = (
        f"{stop.number}. {stop.times} — {stop.card.title}",
        stop.needs,
        stop.way,
        stop.wait,
        stop.card.state.text if stop.card.state else None,
        *stop.card.why,
        stop.card.bring,
        stop.card.unknown,
    )
    return "\n   ".join(line for line in lines if line)


def _unmet(answer: PlanAnswer, words: Words) -> list[tuple[Unmet, tuple[str, ...]]]:
    limit_min = answer.query.limit_min
    return [
        (
            one,
            (
                unmet_text(one.need, one.obstacle, words, limit_min=limit_min),
                *unmet_details(
                    one.need, one.findings, one.refused, one.ask_also, words, limit_min=limit_min
                ),
            ),
        )
        for one in answer.unmet
    ]


def _notes(answer: PlanAnswer, words: Words) -> tuple[str, ...]:
    return note_texts(answer.repeated, answer.lost_pins, answer.not_tried, words)

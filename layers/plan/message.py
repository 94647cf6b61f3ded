"""A plan as plain text, to paste into a message."""

from __future__ import annotations

from collections.abc import Mapping

from geo.model import Calendar
from geo.plans.model import Plan, Stop
from layers.plan.trip_texts import StopTexts, trip_texts
from layers.sentences import address_line
from layers.words import MACHINE_MADE, Words


def plan_message(plan: Plan, words: Words, *, calendar: Calendar, near: Mapping[str, str]) -> str:
    """Return trips and stops as lines; empty where the plan has no trip.

    A stop has its times, name, address, telephone, way, what to bring and what is not known. `near`
    holds the nearest known address of stops without one, by service.
    """
    lines: list[str] = []
    number = 1
    for trip in plan.trips:
        texts = trip_texts(trip, words, calendar=calendar, first_number=number)
        lines += [texts.title, ""]
        for stop, said in zip(trip.stops, texts.stops, strict=True):
            lines += [*stop_lines(stop, said, words, near.get(stop.service.id)), ""]
        lines += [texts.back, ""]
        number += len(trip.stops)
    if lines and words.language in MACHINE_MADE:
        lines.append(words.say("app.machine_made"))
    return "\n".join(lines).strip()


def stop_lines(stop: Stop, texts: StopTexts, words: Words, near: str | None) -> list[str]:
    """Return a stop as lines of plain text."""
    lines = (
        f"{texts.number}. {texts.times} — {texts.card.title}",
        texts.needs,
        address_line(stop.service, words, near=near),
        *(words.ltr(phone.number) for phone in stop.service.phones),
        texts.way,
        texts.wait,
        texts.card.state.text if texts.card.state else None,
        *texts.card.why,
        texts.card.bring,
        texts.card.unknown,
        words.say("app.demonstration") if stop.service.provenance.demonstration else None,
    )
    return [line for line in lines if line]

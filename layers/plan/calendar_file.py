"""A plan as a calendar file (RFC 5545): an event for each stop."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Event
from icalendar import Calendar as CalendarFile

from geo.model import Calendar
from geo.plans.model import Plan, Stop
from layers.plan.message import stop_lines
from layers.plan.trip_texts import StopTexts, trip_texts
from layers.sentences import address_line
from layers.text.bidi import without_controls
from layers.words import Words

PRODUCT = "-//Approdo//Plan//EN"


def plan_calendar(
    plan: Plan,
    words: Words,
    *,
    calendar: Calendar,
    near: Mapping[str, str],
    made_at: datetime,
) -> bytes:
    """Return a calendar file with one event a stop; its times are given in UTC.

    A calendar reminds of each stop when it is time to leave for it.

    Parameters
    ----------
    near
        The nearest known address, by service, of those without one.
    made_at
        Aware: stands in each event as the moment at which it was made.
    """
    file = CalendarFile()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    number = 1
    for trip in plan.trips:
        texts = trip_texts(trip, words, calendar=calendar, first_number=number)
        number += len(trip.stops)
        for stop, said in zip(trip.stops, texts.stops, strict=True):
            file.add_component(_event(stop, said, words, near.get(stop.service.id), made_at))
    return bytes(file.to_ical())


def _event(
    stop: Stop, texts: StopTexts, words: Words, near: str | None, made_at: datetime
) -> Event:
    event = Event()
    key = f"{stop.service.id} {stop.begins.isoformat()}"
    event.add("uid", f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@approdo")
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("dtstart", stop.begins.astimezone(UTC))
    event.add("dtend", stop.leaves.astimezone(UTC))
    event.add("summary", without_controls(texts.card.title))
    event.add("location", without_controls(address_line(stop.service, words, near=near)))
    event.add("description", without_controls("\n".join(stop_lines(stop, texts, words, near))))
    if stop.service.location.lon is not None and stop.service.location.lat is not None:
        event.add("geo", (stop.service.location.lat, stop.service.location.lon))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", without_controls(texts.card.title))
    alarm.add("trigger", stop.arrives - stop.begins - timedelta(minutes=stop.travel_min))
    event.add_component(alarm)
    return event

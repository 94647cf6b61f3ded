"""Trips and stops as sentences: when to leave, where to go, how long, what is unknown there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from geo.finder import Result
from geo.hours.opening import OpeningKind, state_at
from geo.matching import is_by_appointment
from geo.model import Calendar
from geo.plans.model import Stop, Trip, minutes_between
from layers.sentences import CardTexts, tell
from layers.text.need_names import need_name
from layers.words import Said, Words


@dataclass(frozen=True, slots=True)
class StopTexts:
    """A stop in words.

    Attributes
    ----------
    number
        Its number on the map and in the list, from 1, over all trips.
    times, way
        "from 09:30 to 10:00", "12 min on foot from home".
    wait
        None where nobody waits.
    needs
        What it is for.
    card
        What the finder would say of it at that moment.
    """

    number: int
    times: str
    way: str
    wait: str | None
    needs: str
    card: CardTexts


@dataclass(frozen=True, slots=True)
class TripTexts:
    """A trip in words."""

    title: str
    stops: tuple[StopTexts, ...]
    back: str


def trip_texts(trip: Trip, words: Words, *, calendar: Calendar, first_number: int = 1) -> TripTexts:
    """Return a trip in words; its stops are numbered from `first_number` on."""
    return TripTexts(
        words.say("plan.trip", leaves=trip.leaves_home, back=trip.back_home, away_min=trip.minutes),
        tuple(
            _stop_texts(stop, words, number=first_number + n, after_home=n == 0, calendar=calendar)
            for n, stop in enumerate(trip.stops)
        ),
        words.say("plan.back", back_min=trip.back_min),
    )


def _stop_texts(
    stop: Stop, words: Words, *, number: int, after_home: bool, calendar: Calendar
) -> StopTexts:
    result = Result(stop.service, 0, float(stop.travel_min), stop.match)
    needs = words.list(tuple(need_name(need, words) for need in stop.needs))
    card = tell(result, words, arrival=stop.begins)
    if is_by_appointment(stop.match) and card.state and card.state.tone == "ask":
        card = replace(card, state=None)  # that one calls first is said among the reasons
    return StopTexts(
        number,
        words.say("plan.stop.times", begins=stop.begins, leaves=stop.leaves),
        _way(stop, words, after_home=after_home),
        _wait(stop, words, calendar),
        words.say("plan.stop.for", needs=Said(needs)),
        card,
    )


def _way(stop: Stop, words: Words, *, after_home: bool) -> str:
    if stop.travel_min == 0 and not after_home:
        return words.say("plan.stop.here")
    key = "plan.stop.from_home" if after_home else "plan.stop.from_stop"
    return words.say(key, travel_min=stop.travel_min)


def _wait(stop: Stop, words: Words, calendar: Calendar) -> str | None:
    waits = minutes_between(stop.arrives, stop.begins)
    if not waits:
        return None
    closed = all(
        state_at(schedule.opening_hours, stop.arrives, calendar).kind is OpeningKind.CLOSED
        for schedule in stop.service.schedules
    )
    key = "plan.stop.wait" if closed else "plan.stop.wait_hour"
    return words.say(key, begins=stop.begins, wait_min=waits)

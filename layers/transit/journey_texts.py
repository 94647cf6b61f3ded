"""A journey as sentences: when to leave, which line from where to where, when one arrives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from geo.transit.journeys import HERE, Journey, RideLeg, WalkLeg
from geo.transit.timetable import Timetable
from layers.words import Words

Clock = Callable[[int], datetime]
"""From a second of a journey's day to the moment."""


@dataclass(frozen=True, slots=True)
class JourneyTexts:
    """A journey in words; `legs` are one sentence each."""

    summary: str
    legs: tuple[str, ...]


def journey_texts(
    journey: Journey, timetable: Timetable, clock: Clock, words: Words
) -> JourneyTexts:
    """Return a journey as sentences."""
    summary = words.say(
        "journey.summary",
        departs=clock(journey.departs_s),
        arrives=clock(journey.arrives_s),
        minutes=words.fact(journey.minutes, "minutes"),
        changes=_changes(len(journey.rides), words),
    )
    return JourneyTexts(
        summary, tuple(_sentence(leg, timetable, clock, words) for leg in journey.legs)
    )


def _changes(rides: int, words: Words) -> str:
    if rides < 2:
        return words.say("journey.direct" if rides else "journey.on_foot")
    return words.count("journey.changes", rides - 1)


def line_name(timetable: Timetable, trip: int) -> str:
    """Return what stands on the vehicle of a trip, else the line's longer name."""
    line = int(timetable.trips.line[trip])
    return timetable.lines.short_names[line] or timetable.lines.long_names[line]


def _sentence(leg: WalkLeg | RideLeg, timetable: Timetable, clock: Clock, words: Words) -> str:
    if isinstance(leg, WalkLeg):
        minutes = words.fact((leg.arrives_s - leg.departs_s) / 60, "minutes")
        if leg.end == HERE:
            return words.say("journey.walk_there", minutes=minutes)
        return words.say("journey.walk", minutes=minutes, stop=timetable.stops.names[leg.end])
    first, last = leg.calls[0], leg.calls[-1]
    names = [line_name(timetable, trip) for trip in leg.trips]
    headsign = timetable.trips.headsigns[leg.trips[-1]]
    sentence = words.say(
        "journey.ride_towards" if headsign else "journey.ride",
        line=names[0],
        headsign=headsign,
        start=timetable.stops.names[first.stop],
        departs=clock(first.departs_s),
        end=timetable.stops.names[last.stop],
        arrives=clock(last.arrives_s),
        stops=words.count("journey.stops", len(leg.calls) - 1),
    )
    renamed = list(dict.fromkeys(name for name in names[1:] if name != names[0]))
    if renamed:
        sentence += " " + words.say("journey.stay_seated", lines=words.list(tuple(renamed)))
    return sentence

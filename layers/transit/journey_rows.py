"""A journey as rows of JSON."""

from __future__ import annotations

from typing import Any

from geo.transit.journeys import HERE, Journey, RideLeg, WalkLeg
from geo.transit.timetable import Timetable
from layers.transit.journey_texts import Clock, line_name


def journey_row(journey: Journey, timetable: Timetable, clock: Clock) -> dict[str, Any]:
    """Return a journey with its legs; times in ISO 8601 with their zone."""
    return {
        "departs": clock(journey.departs_s).isoformat(),
        "arrives": clock(journey.arrives_s).isoformat(),
        "minutes": round(journey.minutes, 2),
        "legs": [_leg(leg, timetable, clock) for leg in journey.legs],
    }


def _leg(leg: WalkLeg | RideLeg, timetable: Timetable, clock: Clock) -> dict[str, Any]:
    times = {
        "departs": clock(leg.departs_s).isoformat(),
        "arrives": clock(leg.arrives_s).isoformat(),
    }
    if isinstance(leg, WalkLeg):
        return {
            "mode": "walk", **times,
            "from": _stop(leg.start, timetable), "to": _stop(leg.end, timetable),
        }  # fmt: skip
    lines, trips = timetable.lines, timetable.trips
    line = int(trips.line[leg.trips[0]])
    return {
        "mode": "transit",
        **times,
        "line": line_name(timetable, leg.trips[0]),
        "route_type": int(lines.kind[line]),
        "agency": lines.agencies[line],
        "headsign": trips.headsigns[leg.trips[-1]],
        "trips": [trips.ids[trip] for trip in leg.trips],
        "wait_s": leg.wait_s,
        "stops": [
            {
                "name": timetable.stops.names[call.stop],
                "id": timetable.stops.ids[call.stop],
                "arrives": clock(call.arrives_s).isoformat(),
                "departs": clock(call.departs_s).isoformat(),
            }
            for call in leg.calls
        ],
    }


def _stop(number: int, timetable: Timetable) -> str | None:
    return None if number == HERE else timetable.stops.names[number]

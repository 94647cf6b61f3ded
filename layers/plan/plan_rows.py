"""A plan for machines: trips and stops as rows for JSON."""

from __future__ import annotations

from geo.finder import Result
from geo.plans.model import Plan, Stop, Trip
from layers.find.result_rows import result_row
from layers.words import Words


def plan_rows(plan: Plan, words: Words) -> list[dict[str, object]]:
    """Return the trips of a plan; moments are ISO 8601 with their offset."""
    return [_trip_row(trip, words) for trip in plan.trips]


def _trip_row(trip: Trip, words: Words) -> dict[str, object]:
    return {
        "leaves_home": trip.leaves_home.isoformat(),
        "back_home": trip.back_home.isoformat(),
        "minutes": trip.minutes,
        "back_min": trip.back_min,
        "stops": [_stop_row(stop, words) for stop in trip.stops],
    }


def _stop_row(stop: Stop, words: Words) -> dict[str, object]:
    row = result_row(
        Result(stop.service, 0, float(stop.travel_min), stop.match),
        words,
        needs=stop.needs,
        distance_m=None,
    )
    for name in ("need", "minutes", "distance_m"):
        del row[name]
    return {
        "needs": list(stop.needs),
        "travel_min": stop.travel_min,
        "arrives": stop.arrives.isoformat(),
        "begins": stop.begins.isoformat(),
        "leaves": stop.leaves.isoformat(),
        "home_min": stop.home_min,
        "certain": stop.is_certain,
        **row,
    }

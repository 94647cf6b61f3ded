"""Stop times of a feed, by trip and in order; blank times filled in, impossible trips left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.files.complaints import Severity
from data.sources.gtfs.places import unknown
from data.sources.gtfs.table import FeedNotes, Table, parsed, whole
from geo.arrays import Bools, Ints

BLANK = -1
MOST_HOURS = 24 * 8
NOT_AVAILABLE = 1
"""``pickup_type`` and ``drop_off_type``: no getting on, no getting off."""

FLEXIBLE = ("location_id", "location_group_id", "start_pickup_drop_off_window")


@dataclass(frozen=True, slots=True)
class StopTimes:
    """The stop times of the trips that can be used; those of trip t are ``first[t]:first[t+1]``.

    `trip` are the trips' numbers in the feed's table.
    """

    trip: Ints
    first: Ints
    stop: Ints
    arrival_s: Ints
    departure_s: Ints
    boards: Bools
    alights: Bools


def seconds_of(text: str) -> int:
    """Return the seconds of a time that may go beyond 24 hours.

    Examples
    --------
    >>> seconds_of("8:05:00"), seconds_of("25:00:30")
    (29100, 90030)
    """
    hours, minutes, seconds = text.split(":")
    found = int(hours), int(minutes), int(seconds)
    in_range = 0 <= found[0] <= MOST_HOURS and 0 <= found[1] < 60 and 0 <= found[2] < 60
    if not in_range or not text.replace(":", "").isdecimal():
        raise ValueError(text)
    return found[0] * 3600 + found[1] * 60 + found[2]


def read_stop_times(
    table: Table, trips: dict[str, int], stops: dict[str, int], notes: FeedNotes
) -> StopTimes:
    """Return the stop times of a feed's trips.

    A row of an unknown trip or stop, or with an area instead of a stop (GTFS-Flex), is left out;
    so is a trip with fewer than two stops, without a time at both ends, or whose times run
    backwards.

    Parameters
    ----------
    trips, stops
        Id → number.
    """
    arrivals = parsed(table, "arrival_time", seconds_of, BLANK, notes, code="time")
    departures = parsed(table, "departure_time", seconds_of, BLANK, notes, code="time")
    orders = parsed(table, "stop_sequence", whole, BLANK, notes)
    pickups = parsed(table, "pickup_type", whole, 0, notes)
    drop_offs = parsed(table, "drop_off_type", whole, 0, notes)
    kept = _usable_rows(table, trips, stops, orders, notes)
    number = np.array([trips[table["trip_id"][place]] for place in kept], np.int64)
    order = np.array([orders[place] for place in kept], np.int64)
    sorted_places = np.asarray(kept, np.int64)[np.lexsort((order, number))]
    trip = np.sort(number)
    starts = np.flatnonzero(np.diff(trip, prepend=-1))
    ends = np.append(starts[1:], len(trip))
    stop = np.array([stops[table["stop_id"][place]] for place in sorted_places], np.int32)
    arrival = np.array([arrivals[place] for place in sorted_places], np.int32)
    departure = np.array([departures[place] for place in sorted_places], np.int32)
    arrival, departure = (
        np.where(arrival == BLANK, departure, arrival),
        np.where(departure == BLANK, arrival, departure),
    )
    fits = np.ones(len(starts), np.bool_)
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        code = _fault(arrival[start:end], departure[start:end])
        if code is not None:
            place = int(sorted_places[start])
            name = table["trip_id"][place]
            row = table.rows[place]
            notes.add(table.file, row, "trip_id", code, costs=Severity.RECORD, value=name)
            fits[index] = False
    used = np.repeat(fits, ends - starts)
    lengths = (ends - starts)[fits]
    pickup = np.array([pickups[place] for place in sorted_places], np.int32)
    drop_off = np.array([drop_offs[place] for place in sorted_places], np.int32)
    return StopTimes(
        trip=trip[starts[fits]].astype(np.int32),
        first=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32),
        stop=stop[used],
        arrival_s=arrival[used],
        departure_s=departure[used],
        boards=(pickup != NOT_AVAILABLE)[used],
        alights=(drop_off != NOT_AVAILABLE)[used],
    )


def _usable_rows(
    table: Table,
    trips: dict[str, int],
    stops: dict[str, int],
    orders: Sequence[int],
    notes: FeedNotes,
) -> list[int]:
    names, places = table["trip_id"], table["stop_id"]
    flexible = [table[column] for column in FLEXIBLE if column in table.columns]
    kept, met = [], set()
    for place, (trip, stop) in enumerate(zip(names, places, strict=True)):
        key = trip, orders[place]
        if any(column[place] for column in flexible):
            row = table.rows[place]
            notes.add(table.file, row, "", "flexible", costs=Severity.RECORD, value=trip)
        elif trip not in trips:
            unknown(table, place, "trip_id", trip, notes, costs=Severity.RECORD)
        elif stop not in stops:
            unknown(table, place, "stop_id", stop, notes, costs=Severity.RECORD)
        elif orders[place] == BLANK or key in met:
            row = table.rows[place]
            value = table["stop_sequence"][place]
            notes.add(table.file, row, "stop_sequence", "order", costs=Severity.RECORD, value=value)
        else:
            met.add(key)
            kept.append(place)
    return kept


def _fault(arrival: Ints, departure: Ints) -> str | None:
    """Return what makes a trip unusable; fill in its blank times, evenly by stops."""
    if len(arrival) < 2:
        return "one_stop"
    if arrival[0] == BLANK or arrival[-1] == BLANK:
        return "no_ends"
    blank = arrival == BLANK
    if blank.any():
        there = np.flatnonzero(~blank)
        between = np.flatnonzero(blank)
        after = np.searchsorted(there, between)
        low, high = there[after - 1], there[after]
        share = (between - low) / (high - low)
        filled = departure[low] + share * (arrival[high] - departure[low])
        arrival[between] = departure[between] = np.round(filled)
    if (departure < arrival).any() or (arrival[1:] < departure[:-1]).any():
        return "backwards"
    return None

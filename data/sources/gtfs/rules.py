"""What a feed says beside its stop times: intervals, changes, and stops that cannot be right."""

from __future__ import annotations

import numpy as np

from data.files.complaints import Severity
from data.sources.gtfs.places import unknown
from data.sources.gtfs.stop_times import BLANK, seconds_of
from data.sources.gtfs.table import FeedNotes, Table, parsed, whole
from geo.arrays import Ints
from geo.network.sphere import distance_m
from geo.transit.timetable import GET_OFF, NONE, STAY_SEATED, Headways, Stops, Transfers

TOO_FAST_M_S = 60.0
"""216 km/h from stop to stop: no bus, tram or regional train of ours."""

SLACK_S = 60
"""Timetables in whole minutes give two stops one time."""


def read_headways(table: Table, trips: dict[str, int], notes: FeedNotes) -> Headways:
    """Return the trips that run at intervals."""
    starts = parsed(table, "start_time", seconds_of, BLANK, notes, code="time")
    ends = parsed(table, "end_time", seconds_of, BLANK, notes, code="time")
    every = parsed(table, "headway_secs", whole, 0, notes)
    exact = parsed(table, "exact_times", whole, 0, notes)
    kept = []
    for place, trip in enumerate(table["trip_id"]):
        if trip not in trips:
            unknown(table, place, "trip_id", trip, notes, costs=Severity.RECORD)
        elif every[place] <= 0 or starts[place] == BLANK or ends[place] <= starts[place]:
            row = table.rows[place]
            notes.add(table.file, row, "headway_secs", "interval", costs=Severity.RECORD)
        else:
            kept.append(place)
    names = table["trip_id"]
    return Headways(
        trip=_ints(trips[names[place]] for place in kept),
        start_s=_ints(starts[place] for place in kept),
        end_s=_ints(ends[place] for place in kept),
        headway_s=_ints(every[place] for place in kept),
        exact=np.array([exact[place] == 1 for place in kept], np.bool_),
    )


def read_transfers(
    table: Table, stops: dict[str, int], trips: dict[str, int], notes: FeedNotes
) -> Transfers:
    """Return the rules of changing; those between lines or single trips, but for staying seated,
    are left out and noted.
    """
    kinds = parsed(table, "transfer_type", whole, 0, notes)
    least = parsed(table, "min_transfer_time", whole, 0, notes)
    rows: list[tuple[int, ...]] = []
    for place, kind in enumerate(kinds):
        here, there = table["from_stop_id"][place], table["to_stop_id"][place]
        ride, next_ride = table["from_trip_id"][place], table["to_trip_id"][place]
        if kind in (STAY_SEATED, GET_OFF):
            if ride in trips and next_ride in trips:
                rows.append((NONE, NONE, kind, 0, trips[ride], trips[next_ride]))
            else:
                unknown(table, place, "from_trip_id", ride, notes, costs=Severity.RECORD)
            continue
        if ride or next_ride or table["from_route_id"][place] or table["to_route_id"][place]:
            row = table.rows[place]
            notes.add(table.file, row, "", "narrow_transfer", costs=Severity.RECORD)
            continue
        wrong = next((one for one in (here, there) if one not in stops), None)
        if wrong is not None:
            unknown(table, place, "from_stop_id", wrong, notes, costs=Severity.RECORD)
            continue
        rows.append((stops[here], stops[there], kind, max(0, least[place]), NONE, NONE))
    columns = np.array(rows, np.int32).reshape(-1, 6).T
    return Transfers(*(np.ascontiguousarray(column) for column in columns))


def stops_far_off(
    stops: Stops, first: Ints, stop: Ints, arrival_s: Ints, departure_s: Ints
) -> Ints:
    """Return the stops that every ride reaches and leaves faster than anything could.

    Such a stop lies elsewhere than its feed says. One whose neighbour is wrong is not meant: it
    has other neighbours, or fewer hops that are too fast than the neighbour.
    """
    hop = np.ones(len(stop), np.bool_)
    hop[first[1:] - 1] = False
    here = np.flatnonzero(hop)
    metres = distance_m(
        stops.lon[stop[here]], stops.lat[stop[here]],
        stops.lon[stop[here + 1]], stops.lat[stop[here + 1]],
    )  # fmt: skip
    seconds = arrival_s[here + 1] - departure_s[here] + SLACK_S
    fast = metres > TOO_FAST_M_S * seconds
    all_hops = np.zeros(len(stops), np.int64)
    fast_hops = np.zeros(len(stops), np.int64)
    for ends in (stop[here], stop[here + 1]):
        np.add.at(all_hops, ends, 1)
        np.add.at(fast_hops, ends, fast)
    off = (fast_hops > 0) & (fast_hops == all_hops)
    for one in np.flatnonzero(off):  # of two neighbours the one with more fast hops is wrong
        beside = np.concatenate(
            [
                stop[here + 1][(stop[here] == one) & fast],
                stop[here][(stop[here + 1] == one) & fast],
            ]
        )
        if (fast_hops[beside] > fast_hops[one]).all():
            off[one] = False
    return np.flatnonzero(off).astype(np.int32)


def _ints(values: object) -> Ints:
    return np.array(list(values), np.int32)  # type: ignore[call-overload]

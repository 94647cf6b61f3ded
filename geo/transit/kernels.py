"""Range RAPTOR (Delling, Pajor, Werneck 2012): earliest arrivals, round by round, a ride each.

Departures go from the last to the first and labels are kept: what a later departure reaches, an
earlier one reaches too, so that only what it improves is looked at.
"""

from __future__ import annotations

import numba
import numpy as np

NEVER = np.int32(2**31 - 1)
"""A stop that is not reached."""


@numba.njit(cache=True, nogil=True)
def _first_ride(board_by, start, rides, ready):  # type: ignore[no-untyped-def]
    """Return the first ride that somebody ready at a moment gets on; `rides` where none is left."""
    low, high = 0, rides
    while low < high:
        middle = (low + high) >> 1
        if board_by[start + middle] < ready:
            low = middle + 1
        else:
            high = middle
    return low


@numba.njit(cache=True, nogil=True)
def _lower(labels, round_, stop, seconds):  # type: ignore[no-untyped-def]
    """Lower a label of some rides, and of more: who may ride more often is no later."""
    for more in range(round_, len(labels)):
        if labels[more, stop] <= seconds:
            break
        labels[more, stop] = seconds


@numba.njit(cache=True, nogil=True)
def _ride_on(day, pattern, place, round_, latest, alight, ready, ridden, met, met_count, improved):  # type: ignore[no-untyped-def]
    """Follow a pattern from a place on; note the stops at which somebody gets off earlier."""
    first, stop_of, boards, alights, ride_first, time_first, arrive, board_by = day
    rides = ride_first[pattern + 1] - ride_first[pattern]
    start = first[pattern]
    on, on_place = rides, place  # nobody is on a ride yet
    for i in range(place, first[pattern + 1] - start):
        stop = stop_of[start + i]
        row = time_first[pattern] + i * rides
        if on < rides and alights[start + i]:
            seconds = arrive[row + on]
            if seconds < alight[round_, stop] and seconds <= latest:
                _lower(alight, round_, stop, seconds)
                ridden[round_, stop, 0] = pattern
                ridden[round_, stop, 1] = on
                ridden[round_, stop, 2] = on_place
                ridden[round_, stop, 3] = i
                if not improved[stop]:
                    improved[stop] = True
                    met[met_count] = stop
                    met_count += 1
        if boards[start + i]:
            there = ready[round_ - 1, stop]
            if there < NEVER and (on == rides or there <= board_by[row + on]):
                ride = _first_ride(board_by, row, rides, there)
                if ride < on:
                    on, on_place = ride, i
    return met_count


@numba.njit(cache=True, nogil=True)
def _change(changes, round_, stop, alight, ready, walked, marked, is_marked, count):  # type: ignore[no-untyped-def]
    """Let who gets off at a stop be ready there and where its footpaths lead."""
    change_s, foot_first, foot_stop, foot_s = changes
    off = alight[round_, stop]
    if change_s[stop] >= 0 and off + change_s[stop] < ready[round_, stop]:
        _lower(ready, round_, stop, off + change_s[stop])
        walked[round_, stop] = stop
        if not is_marked[stop]:
            is_marked[stop] = True
            marked[count] = stop
            count += 1
    for path in range(foot_first[stop], foot_first[stop + 1]):
        to = foot_stop[path]
        if off + foot_s[path] < ready[round_, to]:
            _lower(ready, round_, to, off + foot_s[path])
            walked[round_, to] = stop
            if not is_marked[to]:
                is_marked[to] = True
                marked[count] = to
                count += 1
    return count


@numba.njit(cache=True, nogil=True)
def sweep(day, met_at, changes, egress, seeds, departures, rounds, longest, labels, out):  # type: ignore[no-untyped-def]
    """Write the earliest arrivals for each departure; rows of `out` as `departures`.

    Parameters
    ----------
    day
        ``first, stop, boards, alights, ride_first, time_first, arrive_s, board_by_s`` of `Day`.
    met_at
        ``met_first, met_pattern, met_place`` of `Day`.
    changes
        ``change_s, first, stop, seconds`` of `Changes`.
    egress
        ``first, destination, seconds`` by stop: how far destinations are from where one gets off.
    seeds
        ``stop, seconds``: how far stops are from the origin.
    departures
        Seconds of the day's clock, descending.
    rounds
        The most rides.
    longest
        The most seconds from a departure to getting off.
    labels
        ``alight, ready, ridden, walked`` of shapes (rounds + 1, stops), (…), (…, 4), (…), with
        `NEVER` in the first two; they hold the labels of the last row afterwards.
    out
        Shape (departures, destinations); `NEVER` where nothing arrives.
    """
    alight, ready, ridden, walked = labels
    stops = alight.shape[1]
    marked, is_marked = np.empty(stops, np.int32), np.zeros(stops, np.bool_)
    met, improved = np.empty(stops, np.int32), np.zeros(stops, np.bool_)
    queue = np.empty(len(day[0]) - 1, np.int32)
    place_of = np.full(len(day[0]) - 1, -1, np.int32)
    arrival = np.full(out.shape[1], NEVER, np.int32)
    for row in range(len(departures)):
        count = _set_out(seeds, departures[row], ready, walked, marked, is_marked)
        latest = departures[row] + longest
        for round_ in range(1, rounds + 1):
            if count == 0:
                break
            queued = _queued(met_at, marked, is_marked, count, queue, place_of)
            off = 0
            for at in range(queued):
                off = _ride_on(
                    day, queue[at], place_of[queue[at]], round_, latest,
                    alight, ready, ridden, met, off, improved,
                )  # fmt: skip
                place_of[queue[at]] = -1
            _arrive(egress, round_, met, off, improved, alight, arrival)
            count = 0
            if round_ < rounds:
                for at in range(off):
                    count = _change(
                        changes, round_, met[at], alight, ready, walked, marked, is_marked, count
                    )
        out[row] = arrival


@numba.njit(cache=True, nogil=True)
def _set_out(seeds, departure, ready, walked, marked, is_marked):  # type: ignore[no-untyped-def]
    """Mark the stops that the origin reaches earlier than it did from a later departure."""
    seed_stop, seed_s = seeds
    count = 0
    for seed in range(len(seed_stop)):
        stop, seconds = seed_stop[seed], departure + seed_s[seed]
        if seconds < ready[0, stop]:
            _lower(ready, 0, stop, seconds)
            walked[0, stop] = -1
            if not is_marked[stop]:
                is_marked[stop] = True
                marked[count] = stop
                count += 1
    return count


@numba.njit(cache=True, nogil=True)
def _queued(met_at, marked, is_marked, count, queue, place_of):  # type: ignore[no-untyped-def]
    """Queue the patterns that meet marked stops, each from its first such place; unmark these."""
    met_first, met_pattern, met_place = met_at
    queued = 0
    for at in range(count):
        stop = marked[at]
        is_marked[stop] = False
        for meeting in range(met_first[stop], met_first[stop + 1]):
            pattern, place = met_pattern[meeting], met_place[meeting]
            if place_of[pattern] < 0:
                queue[queued] = pattern
                queued += 1
                place_of[pattern] = place
            elif place < place_of[pattern]:
                place_of[pattern] = place
    return queued


@numba.njit(cache=True, nogil=True)
def _arrive(egress, round_, met, count, improved, alight, arrival):  # type: ignore[no-untyped-def]
    """Let who gets off walk to the destinations."""
    egress_first, egress_to, egress_s = egress
    for at in range(count):
        stop = met[at]
        improved[stop] = False
        off = alight[round_, stop]
        for path in range(egress_first[stop], egress_first[stop + 1]):
            if off + egress_s[path] < arrival[egress_to[path]]:
                arrival[egress_to[path]] = off + egress_s[path]

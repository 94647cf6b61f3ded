"""How long changing takes: at a stop, and on foot from stop to stop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.arrays import Ints
from geo.network.sphere import distance_m
from geo.transit.timetable import FORBIDDEN, LEAST, Stops, Timetable, Transfers

NOT_POSSIBLE = -1
LEAST_S = 60
"""What changing takes at least, where no feed says more."""

WALK_M_S = 4.5 / 3.6
"""Speed of a straight line, where streets join two stops that a feed names nowhere."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Seconds of changing.

    Attributes
    ----------
    change_s
        At each stop from one ride to the next; `NOT_POSSIBLE`: nobody may.
    first, stop, seconds
        Footpaths of stop s: ``first[s]:first[s + 1]``, the shortest first.
    """

    change_s: Ints
    first: Ints
    stop: Ints
    seconds: Ints


@dataclass(frozen=True, slots=True)
class Walks:
    """Ways on foot between points: seconds from one to another, one entry a pair."""

    start: Ints
    end: Ints
    seconds: Ints


def changes_of(timetable: Timetable, walks: Walks, *, least_s: int = LEAST_S) -> Changes:
    """Return how long changing takes, by streets and by the feeds' rules.

    A rule never makes a walk shorter than it is: ``transfer_type=2`` with 0 seconds is as long as
    the way, or as the straight line where no street leads there. A rule for a station holds for all
    of its stops, and a rule for a stop before it.

    Parameters
    ----------
    walks
        Between stops, by the streets.
    """
    change_s = np.full(len(timetable.stops), least_s, np.int32)
    paths = {
        (int(a), int(b)): int(seconds)
        for a, b, seconds in zip(walks.start, walks.end, walks.seconds, strict=True)
        if a != b
    }
    walked = dict(paths)
    rules = timetable.transfers
    members = _members(timetable.stops)
    order = np.argsort([len(members[a]) + len(members[b]) for a, b in _ends(rules)])[::-1]
    for row in order.tolist():
        kind, least = int(rules.kind[row]), int(rules.least_s[row])
        if kind > FORBIDDEN:
            continue
        for here in members[int(rules.from_stop[row])]:
            for there in members[int(rules.to_stop[row])]:
                if here == there:
                    change_s[here] = NOT_POSSIBLE if kind == FORBIDDEN else max(least, least_s)
                elif kind == FORBIDDEN:
                    paths.pop((here, there), None)
                else:
                    way = walked.get((here, there), _straight_s(timetable.stops, here, there))
                    paths[here, there] = max(way, least if kind == LEAST else 0)
    return _by_stop(change_s, paths, least_s)


def _ends(rules: Transfers) -> list[tuple[int, int]]:
    return list(zip(rules.from_stop.tolist(), rules.to_stop.tolist(), strict=True))


def _members(stops: Stops) -> dict[int, list[int]]:
    """Return for each stop itself, for a station its stops as well."""
    members = {number: [number] for number in range(-1, len(stops))}
    for number, station in enumerate(stops.station.tolist()):
        if station >= 0:
            members[station].append(number)
    return members


def _straight_s(stops: Stops, here: int, there: int) -> int:
    metres = distance_m(stops.lon[here], stops.lat[here], stops.lon[there], stops.lat[there])
    return 0 if np.isnan(metres) else int(np.ceil(float(metres) / WALK_M_S))


def _by_stop(change_s: Ints, paths: dict[tuple[int, int], int], least_s: int) -> Changes:
    rows = np.array([(a, b, s) for (a, b), s in paths.items()], np.int32).reshape(-1, 3)
    start, stop, seconds = rows.T
    seconds = np.maximum(seconds, least_s)
    order = np.lexsort((stop, seconds, start))
    first = np.searchsorted(start[order], np.arange(len(change_s) + 1)).astype(np.int32)
    return Changes(change_s, first, stop[order].copy(), seconds[order].astype(np.int32))

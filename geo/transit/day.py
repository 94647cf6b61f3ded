"""The rides of a day as the arrays that the kernel reads.

A pattern is a row of stops with equal rules of getting on and off; on it no ride overtakes another.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.arrays import Bools, Ints
from geo.transit.rides import Ride
from geo.transit.timetable import Timetable


@dataclass(frozen=True, slots=True)
class Day:
    """Patterns of rides.

    The positions of pattern p are ``first[p]:first[p + 1]``; its rides are ``ride_first[p]:
    ride_first[p + 1]``. The time of its position i (from 0) and ride j (from 0) stands at
    ``time_first[p] + i * rides + j``. Where a stop is met, (pattern, position) stand in
    ``met_pattern``, ``met_place`` at ``met_first[stop]:met_first[stop + 1]``.

    Attributes
    ----------
    stop, boards, alights, piece
        One entry per position; `piece` is the place, from 0, of its trip among those of the ride.
    arrive_s, depart_s, board_by_s
        Seconds of the day's clock; somebody who is there by `board_by_s` gets on.
    rides
        The rides in the order of `ride_first`.
    """

    first: Ints
    stop: Ints
    boards: Bools
    alights: Bools
    piece: Ints
    ride_first: Ints
    time_first: Ints
    arrive_s: Ints
    depart_s: Ints
    board_by_s: Ints
    met_first: Ints
    met_pattern: Ints
    met_place: Ints
    rides: tuple[Ride, ...]


@dataclass(frozen=True, slots=True)
class _Pattern:
    stop: Ints
    boards: Bools
    alights: Bools
    piece: Ints
    rides: list[Ride]
    arrive_s: Ints
    depart_s: Ints
    board_by_s: Ints


def day_of(timetable: Timetable, rides: list[Ride]) -> Day:
    """Return the rides laid out for the kernel."""
    shapes = _shapes(timetable)
    groups: dict[tuple[int, ...], list[Ride]] = {}
    for ride in rides:
        groups.setdefault(tuple(shapes[trip] for trip in ride.trips), []).append(ride)
    patterns = [chain for group in groups.values() for chain in _chains(timetable, group)]
    return _laid_out(patterns, len(timetable.stops))


def _shapes(timetable: Timetable) -> list[int]:
    """Return for each trip the number of its row of stops, with the rules at each."""
    trips = timetable.trips
    numbers: dict[bytes, int] = {}
    rows = np.stack([trips.stop, trips.boards, trips.alights], axis=1).astype(np.int32)
    return [
        numbers.setdefault(rows[start:end].tobytes(), len(numbers))
        for start, end in zip(trips.first[:-1], trips.first[1:], strict=True)
    ]


def _chains(timetable: Timetable, rides: list[Ride]) -> list[_Pattern]:
    """Return rides over the same stops as patterns on which none overtakes another."""
    trips = timetable.trips
    positions = np.array([_positions(timetable, ride) for ride in rides])
    shift = np.array([ride.shift_s for ride in rides], np.int32)[:, None]
    lead = np.array([ride.lead_s for ride in rides], np.int32)[:, None]
    arrive, depart = trips.arrival_s[positions] + shift, trips.departure_s[positions] + shift
    order = np.lexsort((arrive[:, -1], depart[:, 0]))
    arrive, depart, lead = arrive[order], depart[order], lead[order]
    times = np.concatenate([arrive, depart, depart - lead], axis=1)
    first = positions[0]
    piece = np.repeat(
        np.arange(len(rides[0].trips)),
        [int(trips.first[trip + 1] - trips.first[trip]) for trip in rides[0].trips],
    ).astype(np.int32)
    return [
        _Pattern(
            trips.stop[first], trips.boards[first], trips.alights[first], piece,
            [rides[order[row]] for row in chain],
            arrive[chain].T, depart[chain].T, (depart - lead)[chain].T,
        )
        for chain in _in_order(times)
    ]  # fmt: skip


def _positions(timetable: Timetable, ride: Ride) -> Ints:
    first = timetable.trips.first
    return np.concatenate([np.arange(first[trip], first[trip + 1]) for trip in ride.trips])


def _in_order(times: Ints) -> list[list[int]]:
    """Return rows as lists in each of which every column ascends."""
    if len(times) == 1 or (times[1:] >= times[:-1]).all():
        return [list(range(len(times)))]
    chains: list[list[int]] = []
    for row in range(len(times)):
        for chain in chains:
            if (times[row] >= times[chain[-1]]).all():
                chain.append(row)
                break
        else:
            chains.append([row])
    return chains


def _laid_out(patterns: list[_Pattern], stops: int) -> Day:
    lengths = [len(pattern.stop) for pattern in patterns]
    rides = [len(pattern.rides) for pattern in patterns]
    sizes = [length * count for length, count in zip(lengths, rides, strict=True)]
    stop = _joined([pattern.stop for pattern in patterns])
    place = _joined([np.arange(length, dtype=np.int32) for length in lengths])
    pattern_of = np.repeat(np.arange(len(patterns), dtype=np.int32), lengths)
    order = np.argsort(stop, kind="stable")
    return Day(
        first=_starts(lengths),
        stop=stop,
        boards=_joined([pattern.boards.astype(np.int32) for pattern in patterns]).astype(np.bool_),
        alights=_joined([pattern.alights.astype(np.int32) for pattern in patterns]).astype(
            np.bool_
        ),
        piece=_joined([pattern.piece for pattern in patterns]),
        ride_first=_starts(rides),
        time_first=_starts(sizes),
        arrive_s=_joined([pattern.arrive_s.ravel() for pattern in patterns]),
        depart_s=_joined([pattern.depart_s.ravel() for pattern in patterns]),
        board_by_s=_joined([pattern.board_by_s.ravel() for pattern in patterns]),
        met_first=np.searchsorted(stop[order], np.arange(stops + 1)).astype(np.int32),
        met_pattern=pattern_of[order],
        met_place=place[order],
        rides=tuple(ride for pattern in patterns for ride in pattern.rides),
    )


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts).astype(np.int32) if parts else np.zeros(0, np.int32)


def _starts(lengths: list[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)

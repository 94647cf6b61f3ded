"""Invented timetables: loops, overtaking, nights, rules of changing, stops where nobody gets on."""

from __future__ import annotations

import random

import numpy as np

from geo.transit.timetable import NONE, Headways, Lines, Stops, Timetable, Transfers, Trips

EMPTY = np.zeros(0, np.int32)


def ints(values: list[int]) -> np.ndarray:
    return np.array(values, np.int32)


def random_timetable(
    dice: random.Random,
    *,
    stops: int,
    trips: int,
    days: list[int],
    zones: tuple[str, ...],
    longest_hop_min: int = 15,
) -> Timetable:
    """Return a timetable with trips of two to eight stops, at any hour up to two days later."""
    rows: list[list[tuple[int, int, int, bool, bool]]] = []
    routes = [[dice.randrange(stops) for _ in range(dice.randint(2, 8))] for _ in range(6)]
    for _ in range(trips):
        at, row = dice.randrange(0, 52 * 3600, 300), []
        for stop in dice.choice(routes):
            leaves = at + dice.choice((0, 0, 0, 60, 300))
            row.append((stop, at, leaves, dice.random() < 0.9, dice.random() < 0.9))
            at = leaves + dice.randint(1, longest_hop_min) * 60
        rows.append(row)
    flat = [place for row in rows for place in row]
    services = [sorted(dice.sample(days, dice.randint(1, len(days)))) for _ in range(3)]
    return Timetable(
        stops=Stops(
            ids=tuple(f"s{n}" for n in range(stops)),
            names=tuple(f"Stop {n}" for n in range(stops)),
            lon=np.full(stops, 11.0), lat=np.full(stops, 46.0),
            station=ints([NONE] * stops), wheelchair=ints([0] * stops),
        ),
        lines=Lines(("l",), ("1",), ("",), ("",), ("",), ints([3])),
        trips=Trips(
            ids=tuple(f"t{n}" for n in range(trips)),
            headsigns=("",) * trips,
            line=ints([0] * trips),
            service=ints([dice.randrange(3) for _ in range(trips)]),
            zone=ints([dice.randrange(len(zones)) for _ in range(trips)]),
            block=ints([NONE] * trips),
            wheelchair=ints([0] * trips),
            first=ints([0, *np.cumsum([len(row) for row in rows])]),
            stop=ints([place[0] for place in flat]),
            arrival_s=ints([place[1] for place in flat]),
            departure_s=ints([place[2] for place in flat]),
            boards=np.array([place[3] for place in flat]),
            alights=np.array([place[4] for place in flat]),
        ),
        headways=Headways(EMPTY, EMPTY, EMPTY, EMPTY, np.zeros(0, np.bool_)),
        transfers=_random_rules(dice, stops),
        service_days=tuple(ints(found) for found in services),
        zones=zones,
    )  # fmt: skip


def _random_rules(dice: random.Random, stops: int) -> Transfers:
    count = dice.randrange(6)
    none = np.full(count, NONE, np.int32)
    return Transfers(
        from_stop=ints([dice.randrange(stops) for _ in range(count)]),
        to_stop=ints([dice.randrange(stops) for _ in range(count)]),
        kind=ints([dice.choice((0, 2, 2, 3)) for _ in range(count)]),
        least_s=ints([dice.randrange(900) for _ in range(count)]),
        from_trip=none,
        to_trip=none,
    )

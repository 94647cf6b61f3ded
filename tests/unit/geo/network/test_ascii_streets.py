"""Streets drawn as maps, answers computed by hand.

Letters are crossings 100 m apart; ``-`` and ``|`` join neighbours, ``>`` and ``<`` only one way,
``=`` is stairs, ``x`` a private way.
"""

from __future__ import annotations

import numpy as np
import pytest

from geo.network.directions import steps
from geo.network.routing import RoutingNetwork
from geo.network.routing_networkx import NetworkxNetwork
from geo.network.routing_numba import NumbaNetwork
from geo.network.snapping import METRES_PER_DEGREE
from geo.network.streets import RawStreets, StreetNetwork, UsableWay, build_streets
from geo.network.walking import STAIRS_UNKNOWN, WALK_SPEED_KMH, walking_rule

STEP_M = 100.0
MINUTES = STEP_M / (WALK_SPEED_KMH / 3.6) / 60
TAGS = {
    "-": {"highway": "residential"},
    "|": {"highway": "residential"},
    ">": {"highway": "footway", "oneway:foot": "yes"},
    "<": {"highway": "footway", "oneway:foot": "-1"},
    "=": {"highway": "steps"},
    "x": {"highway": "service", "access": "private"},
}


class Drawn:
    """A map drawn in characters: where each letter lies and the network of its streets."""

    def __init__(self, picture: str, *, blocked: str = "", lifts: str = "") -> None:
        rows = picture.strip("\n").splitlines()
        self.at = {
            c: (x / 2 * STEP_M / METRES_PER_DEGREE, -y / 2 * STEP_M / METRES_PER_DEGREE)
            for y, row in enumerate(rows)
            for x, c in enumerate(row)
            if c.isalpha() and c != "x"
        }
        cells = {(x, y): c for y, row in enumerate(rows) for x, c in enumerate(row)}
        ways = []
        for (x, y), sign in sorted(cells.items()):
            if sign not in TAGS:
                continue
            ends = ((x, y - 1), (x, y + 1)) if sign == "|" else ((x - 1, y), (x + 1, y))
            letters = [cells.get(end, " ") for end in ends]
            rule = walking_rule(TAGS[sign])
            if rule is not None and all(c in self.at for c in letters):
                name = "".join(sorted(letters))
                ways.append(UsableWay(len(ways) + 1, tuple(map(ord, letters)), rule, name))
        raw = RawStreets(
            tuple(ways),
            {ord(c): position for c, position in self.at.items()},
            frozenset(map(ord, blocked)),
            frozenset(map(ord, lifts)),
        )
        self.streets: StreetNetwork = build_streets(raw)

    def minutes(self, network: RoutingNetwork, start: str, end: str) -> float:
        points = [network.snap(*(np.array([v]) for v in self.at[c])) for c in (start, end)]
        return float(network.minutes_from(points[0], points[1], cutoff_min=600)[0])


@pytest.fixture(params=[NetworkxNetwork, NumbaNetwork], ids=["networkx", "numba"])
def engine(request: pytest.FixtureRequest) -> type[RoutingNetwork]:
    found: type[RoutingNetwork] = request.param
    return found


def test_a_straight_street_takes_its_length(engine: type[NumbaNetwork]) -> None:
    drawn = Drawn("A-B-C")
    assert drawn.minutes(engine(drawn.streets), "A", "C") == pytest.approx(2 * MINUTES, abs=1e-3)


def test_one_way_is_walked_around_against_it(engine: type[NumbaNetwork]) -> None:
    drawn = Drawn("""
A>B
| |
C-D
""")
    network = engine(drawn.streets)
    assert drawn.minutes(network, "A", "B") == pytest.approx(MINUTES, abs=1e-3)
    assert drawn.minutes(network, "B", "A") == pytest.approx(3 * MINUTES, abs=1e-3)


def test_a_barrier_stops_and_a_detour_is_taken(engine: type[NumbaNetwork]) -> None:
    picture = """
A-B-C
|   |
D-E-F
"""
    free, closed = Drawn(picture), Drawn(picture, blocked="B")
    assert free.minutes(engine(free.streets), "A", "C") == pytest.approx(2 * MINUTES, abs=1e-3)
    detour = closed.minutes(engine(closed.streets), "A", "C")
    assert detour == pytest.approx(4 * MINUTES, abs=1e-3)


def test_a_dead_end_is_walked_in_and_out(engine: type[NumbaNetwork]) -> None:
    drawn = Drawn("""
A-B-C
  |
  D
  |
  E
""")
    network = engine(drawn.streets)
    assert drawn.minutes(network, "A", "E") == pytest.approx(3 * MINUTES, abs=1e-3)
    assert drawn.minutes(network, "E", "C") == pytest.approx(3 * MINUTES, abs=1e-3)


def test_stairs_are_slower_than_the_flat(engine: type[NumbaNetwork]) -> None:
    drawn = Drawn("A=B")
    minutes = drawn.minutes(engine(drawn.streets), "A", "B")
    assert minutes == pytest.approx(STAIRS_UNKNOWN * MINUTES, abs=1e-3)


def test_a_private_way_is_not_walked(engine: type[NumbaNetwork]) -> None:
    drawn = Drawn("""
AxB
| |
C-D
""")
    assert drawn.minutes(engine(drawn.streets), "A", "B") == pytest.approx(3 * MINUTES, abs=1e-3)


def test_a_piece_is_taken_where_it_is_much_nearer(engine: type[NumbaNetwork]) -> None:
    drawn = Drawn("""
A-B-C

D-E
""")
    network = engine(drawn.streets)
    lon, lat = drawn.at["D"]
    snapped = network.snap(np.array([lon]), np.array([lat]))
    assert snapped.distance_m[0] == pytest.approx(0.0, abs=0.01)
    assert not drawn.streets.main[drawn.streets.tail[snapped.arc[0]]]
    # Halfway between the two the main network is nearly as near.
    between = lat + (drawn.at["A"][1] - lat) * 0.4
    snapped = network.snap(np.array([lon]), np.array([between]))
    assert drawn.streets.main[drawn.streets.tail[snapped.arc[0]]]


def test_a_point_far_from_every_street_is_not_found(engine: type[NumbaNetwork]) -> None:
    drawn = Drawn("A-B")
    network = engine(drawn.streets)
    snapped = network.snap(np.array([0.0, np.nan]), np.array([1.0, 0.0]))
    assert snapped.arc.tolist() == [-1, -1]
    origin = network.snap(np.array([0.0]), np.array([0.0]))
    assert np.isnan(network.minutes_from(origin, snapped, cutoff_min=600)).all()


def test_a_service_across_the_river_is_reached_over_the_bridge(engine: type[NumbaNetwork]) -> None:
    drawn = Drawn("""
A-B-C
    |
D-E-F
""")
    assert drawn.minutes(engine(drawn.streets), "A", "D") == pytest.approx(5 * MINUTES, abs=1e-3)


def test_two_points_of_one_street_meet_along_it(engine: type[NumbaNetwork]) -> None:
    drawn = Drawn("A-B")
    network = engine(drawn.streets)
    (ax, _), (bx, _) = drawn.at["A"], drawn.at["B"]
    ends = [network.snap(np.array([ax + s * (bx - ax)]), np.array([0.0])) for s in (0.25, 0.75)]
    for start, end in (ends, ends[::-1]):
        minutes = network.minutes_from(start, end, cutoff_min=60)[0]
        assert minutes == pytest.approx(0.5 * MINUTES, abs=1e-3)
        path = network.path(start, end)
        assert path is not None
        assert path.minutes == pytest.approx(float(minutes))
        assert path.distance_m == pytest.approx(STEP_M / 2, rel=0.01)


def test_a_lift_takes_its_ride(engine: type[NumbaNetwork]) -> None:
    plain, lift = Drawn("A-B-C"), Drawn("A-B-C", lifts="B")
    gained = lift.minutes(engine(lift.streets), "A", "C") - plain.minutes(
        engine(plain.streets), "A", "C"
    )
    assert gained == pytest.approx(45 / 60, abs=1e-3)


def test_the_nearest_service_is_named_in_its_direction(engine: type[NumbaNetwork]) -> None:
    drawn = Drawn(
        """
A>B-C
|   |
D---E
""".replace("D---E", "D-F-E")
    )
    network = engine(drawn.streets)
    services = network.snap(
        np.array([drawn.at["A"][0], drawn.at["C"][0]]),
        np.array([drawn.at["A"][1], drawn.at["C"][1]]),
    )
    nearest = network.nearest(services, np.zeros(2, np.int32), categories=1)
    node = int(
        np.argmin(
            np.hypot(drawn.streets.lon - drawn.at["B"][0], drawn.streets.lat - drawn.at["B"][1])
        )
    )
    # From B the one-way street forbids A: C is nearer for a person who walks.
    assert nearest.point[0, node] == 1
    assert nearest.time_ms[0, node] / 60_000 == pytest.approx(MINUTES, abs=1e-3)


def test_the_path_turns_where_the_streets_do(engine: type[NumbaNetwork]) -> None:
    drawn = Drawn("""
A-B
  |
  C
""")
    network = engine(drawn.streets)
    start, end = (network.snap(*(np.array([v]) for v in drawn.at[c])) for c in "AC")
    path = network.path(start, end)
    assert path is not None
    found = steps(drawn.streets, path)
    assert [step.code for step in found] == ["depart", "right", "arrive"]
    assert sum(step.metres for step in found) == pytest.approx(2 * STEP_M, rel=0.01)

"""Streets on which the product was wrong: islands, squares, lifts, nodes far off."""

from __future__ import annotations

import numpy as np
import pytest

from geo.network.routing_numba import NumbaNetwork
from geo.network.snapping import build_grid
from geo.network.streets import RawStreets, UsableWay, build_streets
from geo.network.walking import WalkRule
from tests.reference.geo.network.street_cases import network_of, walk

ISLAND = (11.0090624, 46.0), (11.0090624, 46.0035973)


def test_somebody_on_an_island_walks_there_and_not_across_the_water() -> None:
    assert walk("04-second-island/near.osm", *ISLAND) == pytest.approx(5.33, abs=0.01)
    assert walk("04-second-island/near.osm", (11.0, 46.0), ISLAND[1]) == "no way"
    there = (11.0168301, 46.0), (11.0168301, 46.0035973)
    assert walk("04-second-island/a.osm", *there) == pytest.approx(5.33, abs=0.01)


@pytest.mark.parametrize("name", ["a.osm", "closed-way.osm"])
def test_a_square_is_walked_however_it_is_drawn(name: str) -> None:
    minutes = walk(f"05-plaza-multipolygon/{name}", (11.0, 46.0), (11.0139820, 46.0))
    assert isinstance(minutes, float)
    assert 15.2 <= minutes <= 15.9


@pytest.mark.parametrize("name", ["lift-way", "lift-nine", "lift-area", "lift-node"])
def test_a_lift_costs_one_ride(name: str) -> None:
    ends = (11.0, 46.0), (11.0064731, 46.0)
    assert walk("15-lifts/plain.osm", *ends) == pytest.approx(6.667, abs=0.01)
    assert walk(f"15-lifts/{name}.osm", *ends) == pytest.approx(7.417, abs=0.01)


@pytest.mark.parametrize("name", ["bad-node-9.5", "stray-10.9", "stray-8.0"])
def test_the_grid_is_as_large_as_its_streets(name: str) -> None:
    streets = network_of(f"18-stray-node/{name}.osm")
    assert float(streets.length_m.max()) < 10_000
    assert len(build_grid(streets).start) < 100


def test_a_pier_is_walked() -> None:
    found = walk("25-ferry-pier/a.osm", (11.0, 46.0), (11.0038839, 45.9946041))
    assert found == pytest.approx(12.0, abs=0.01)


def test_who_lives_on_a_private_road_walks_out_of_it_and_nobody_through() -> None:
    out = walk("17-private-ends/a.osm", (11.0129463, 46.0), (11.0, 46.0))
    into = walk("17-private-ends/a.osm", (11.0, 46.0), (11.0129463, 46.0))
    assert out == into == pytest.approx(13.33, abs=0.01)


def test_a_private_way_is_no_shortcut() -> None:
    rule = WalkRule("street", 1.0, 1.0)
    positions = {1: (11.0, 46.0), 2: (11.0, 46.003), 3: (11.004, 46.003), 4: (11.004, 46.0)}
    around = UsableWay(1, (1, 2, 3, 4), rule, "")
    through = UsableWay(2, (1, 4), rule, "")
    raw = RawStreets((around,), positions, private=(through,))
    network = NumbaNetwork(build_streets(raw))
    ends = [
        network.snap(np.array([lon]), np.array([lat])) for lon, lat in (positions[1], positions[4])
    ]
    minutes = float(network.minutes_from(ends[0], ends[1], cutoff_min=60.0)[0])
    assert minutes == pytest.approx((2 * 333.6 + 309.0) / 75.0, rel=0.01)
    middle = network.snap(np.array([11.002]), np.array([46.0]))
    assert middle.access_ms[0] / 60_000 == pytest.approx(154.5 / 75.0, rel=0.01)

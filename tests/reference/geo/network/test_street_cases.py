"""Streets on which the product was wrong: islands, squares, lifts, nodes far off."""

from __future__ import annotations

import pytest

from geo.network.snapping import build_grid
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

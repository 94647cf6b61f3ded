"""How far one gets: shapes that hold what is reached, and nothing far from it."""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
import pytest
import shapely

from data.areas.opened import OpenArea
from geo.isochrone import CELL_M, REACH_M, SMOOTH_M, isochrone
from geo.snapping import METRES_PER_DEGREE
from geo.travel import stand_at

MINUTES = (5, 10, 15, 30)


@pytest.fixture(params=["monaco", "neubrandenburg"])
def town(request: pytest.FixtureRequest) -> OpenArea:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def test_shapes_lie_in_each_other_and_hold_every_reached_node(town: OpenArea) -> None:
    network = town.area.network
    origin = stand_at(network, *town.area.manifest.centre)
    minutes = network.node_minutes_from(origin, cutoff_min=30)
    bands = isochrone(network.streets, minutes, MINUTES)
    assert [band.minutes for band in bands] == [30, 15, 10, 5]
    lon, lat = network.streets.lon, network.streets.lat
    for band in bands:
        reached = minutes <= band.minutes
        assert reached.sum() > 20
        assert shapely.is_valid(band.shape)
        assert shapely.contains_xy(band.shape, lon[reached], lat[reached]).all()
    for wide, narrow in pairwise(bands):
        assert shapely.difference(narrow.shape, wide.shape).area < 1e-12


def test_nothing_is_drawn_far_from_a_reached_street(town: OpenArea) -> None:
    network = town.area.network
    origin = stand_at(network, *town.area.manifest.centre)
    minutes = network.node_minutes_from(origin, cutoff_min=30)
    (band,) = isochrone(network.streets, minutes, (10,))
    streets = network.streets
    per_lon = METRES_PER_DEGREE * np.cos(np.radians(town.area.manifest.centre[1]))
    arcs = minutes[streets.tail] <= 10
    ends = [
        np.column_stack([streets.lon[n] * per_lon, streets.lat[n] * METRES_PER_DEGREE])
        for n in (streets.tail[arcs], streets.head[arcs])
    ]
    lines = shapely.linestrings(np.stack(ends, axis=1))
    near = shapely.STRtree(lines)
    edge = shapely.get_coordinates(band.shape) * [per_lon, METRES_PER_DEGREE]
    _, away = near.query_nearest(shapely.points(edge), return_distance=True, all_matches=False)
    assert away.max() <= REACH_M + SMOOTH_M + 2 * CELL_M


def test_where_nothing_is_reached_nothing_is_drawn(town: OpenArea) -> None:
    nowhere = np.full(town.area.network.node_count, np.nan)
    assert all(band.shape.is_empty for band in isochrone(town.area.network.streets, nowhere))


@pytest.mark.real
def test_four_shapes_of_a_city_come_at_once(trento: OpenArea) -> None:
    network = trento.area.network
    minutes = network.node_minutes_from(stand_at(network, 11.1217, 46.0679), cutoff_min=30)
    took = []
    for _ in range(3):
        start = time.perf_counter()
        isochrone(network.streets, minutes, MINUTES)
        took.append(time.perf_counter() - start)
    assert min(took) <= 0.3

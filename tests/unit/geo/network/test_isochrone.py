"""How far one gets: an outline that cuts every street where the time ends, and nothing far off."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from answers.opened_area import OpenArea
from geo.arrays import Floats
from geo.network.isochrone import GAP_M2, THIN_M, isochrone
from geo.network.outline_kernels import REACH_M
from geo.network.routing_numba import NumbaNetwork
from geo.network.sphere import METRES_PER_DEGREE
from geo.network.streets import RawStreets, StreetNetwork, UsableWay, build_streets
from geo.network.travel import snap_one
from geo.network.walking import WalkRule

MINUTES = (5, 10, 15, 30)
ALONG_M = 25.0
"""How far an outline may be off along a street."""

STEP_M = 2.0
WALKED = WalkRule("street", 1.0, 1.0)


@pytest.fixture(params=["monaco", "neubrandenburg"])
def town(request: pytest.FixtureRequest) -> OpenArea:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Walk:
    """Every street around a reach in steps of at most two metres, with the time at each middle."""

    lines: NDArray[np.object_]
    length_m: Floats
    lon: Floats
    lat: Floats
    minutes: Floats
    way: NDArray[np.int32]


def walk(streets: StreetNetwork, node_minutes: Floats, limit: float) -> Walk:
    """Cut every street within 200 m of what is reached into steps; see the oracle below."""
    at_node = np.where(np.isnan(node_minutes), np.inf, node_minutes)
    lat0 = float(streets.lat.mean())
    scale = METRES_PER_DEGREE * np.array([np.cos(np.radians(lat0)), 1.0])
    place = np.column_stack([streets.lon, streets.lat]) * scale
    ends = place[np.stack([streets.tail, streets.head], axis=1)]
    touched = (at_node[streets.tail] <= limit) | (at_node[streets.head] <= limit)
    west, south = ends[touched].min((0, 1)) - 200
    east, north = ends[touched].max((0, 1)) + 200
    near = shapely.intersects(shapely.linestrings(ends), shapely.box(west, south, east, north))
    once = (streets.twin < 0) | (np.arange(streets.arc_count) < streets.twin)
    arcs = np.flatnonzero(near & once)
    metres = np.hypot(*(ends[arcs, 1] - ends[arcs, 0]).T)
    count = np.maximum(1, np.ceil(metres / STEP_M)).astype(np.int64)
    own = np.repeat(np.arange(len(arcs)), count)
    step = np.arange(len(own)) - np.repeat(np.cumsum(count) - count, count)
    begin, end = (step / count[own])[:, None], ((step + 1) / count[own])[:, None]
    a, b = ends[arcs[own], 0], ends[arcs[own], 1]
    # Written so that equal nodes give equal numbers: the steps of a run are joined by them.
    lines = np.stack([(1 - begin) * a + begin * b, (1 - end) * a + end * b], axis=1)
    middle = lines.mean(1) / scale
    arc, share = arcs[own], (step + 0.5) / count[own]
    twin = streets.twin[arc]
    ahead = at_node[streets.tail[arc]] + share * streets.weight_ms[arc] / 60_000
    behind = at_node[streets.head[arc]] + (1 - share) * streets.weight_ms[twin] / 60_000
    return Walk(
        lines=shapely.linestrings(lines),
        length_m=metres[own] / count[own],
        lon=middle[:, 0],
        lat=middle[:, 1],
        minutes=np.minimum(ahead, np.where(twin >= 0, behind, np.inf)),
        way=streets.way[arc],
    )


def wrong_runs(walked: Walk, limit: float, shape: shapely.Geometry) -> Floats:
    """Return the metres of every run along a street that is on the wrong side of the outline.

    A run follows the way it is on, and once more any street until three wrong ones meet.
    """
    shapely.prepare(shape)
    inside = shapely.contains_xy(shape, walked.lon, walked.lat)
    reached = walked.minutes <= limit
    found = [np.zeros(1)]
    for wrong in (reached & ~inside, ~reached & inside):
        groups = [wrong & (walked.way == way) for way in np.unique(walked.way[wrong])]
        for group in (wrong, *groups):
            joined = shapely.line_merge(shapely.multilinestrings(walked.lines[group]))
            found.append(shapely.length(shapely.get_parts(joined)))
    return np.concatenate(found)


def origins(network: NumbaNetwork, centre: tuple[float, float], more: int) -> list[Floats]:
    """Return minutes to every node from the centre and some nodes of the town."""
    streets = network.streets
    chosen = np.random.default_rng(7).choice(np.flatnonzero(streets.main), more, replace=False)
    places = [centre, *zip(streets.lon[chosen] + 4e-5, streets.lat[chosen], strict=True)]
    return [network.node_minutes_from(snap_one(network, *place), cutoff_min=30) for place in places]


def check_town(network: NumbaNetwork, centre: tuple[float, float], more: int) -> None:
    for minutes in origins(network, centre, more):
        together = isochrone(network.streets, minutes, MINUTES)
        for band in together:
            (alone,) = isochrone(network.streets, minutes, (band.minutes,))
            walked = walk(network.streets, minutes, band.minutes)
            for shape in (band.shape, alone.shape):
                assert shapely.is_valid(shape)
                assert wrong_runs(walked, band.minutes, shape).max() <= ALONG_M
        for wide, narrow in pairwise(together):
            assert shapely.difference(narrow.shape, wide.shape).area < 1e-12


def test_outlines_cut_every_street_where_the_time_ends(town: OpenArea) -> None:
    check_town(town.area.walking, town.area.manifest.centre, 3)  # type: ignore[arg-type]


@pytest.mark.real
def test_outlines_cut_every_street_of_a_city(trento: OpenArea) -> None:
    check_town(trento.area.walking, (11.1217, 46.0679), 1)  # type: ignore[arg-type]


def test_bands_come_widest_first_and_are_worth_drawing(town: OpenArea) -> None:
    network = town.area.walking
    minutes = network.node_minutes_from(
        snap_one(network, *town.area.manifest.centre), cutoff_min=30
    )
    bands = isochrone(network.streets, minutes, (10, 30, 5, 15))
    assert [band.minutes for band in bands] == [30, 15, 10, 5]
    for band in bands:
        assert shapely.get_num_coordinates(band.shape) < 6_000
        holes = shapely.polygons(
            [hole for part in shapely.get_parts(band.shape) for hole in part.interiors]
        )
        # A small hole that is left shows a street that is not reached.
        late = walk(network.streets, minutes, band.minutes)
        late_at = shapely.STRtree(shapely.points(late.lon, late.lat)[late.minutes > band.minutes])
        square = np.cos(np.radians(late.lat.mean())) * METRES_PER_DEGREE**2
        small = holes[shapely.area(holes) * square < 0.9 * GAP_M2]
        assert len(np.unique(late_at.query(small, "dwithin", 20 / METRES_PER_DEGREE)[0])) == len(
            small
        )


def test_nothing_is_drawn_far_from_a_reached_street(town: OpenArea) -> None:
    network = town.area.walking
    origin = snap_one(network, *town.area.manifest.centre)
    minutes = network.node_minutes_from(origin, cutoff_min=30)
    (band,) = isochrone(network.streets, minutes, (10,))
    walked = walk(network.streets, minutes, 10)
    near = shapely.STRtree(walked.lines[walked.minutes <= 10])
    per_lon = METRES_PER_DEGREE * np.cos(np.radians(network.streets.lat.mean()))
    edge = shapely.get_coordinates(band.shape) * [per_lon, METRES_PER_DEGREE]
    _, away = near.query_nearest(shapely.points(edge), return_distance=True, all_matches=False)
    assert away.max() <= REACH_M + THIN_M + STEP_M


def test_where_nothing_is_reached_nothing_is_drawn(town: OpenArea) -> None:
    streets = town.area.walking.streets
    nowhere = np.full(streets.node_count, np.nan)
    bands = isochrone(streets, nowhere)
    assert [band.minutes for band in bands] == [30, 15, 10, 5]
    assert all(band.shape.is_empty for band in bands)
    assert isochrone(streets, nowhere, ()) == ()


def drawn(*ways: list[tuple[float, float]], rule: WalkRule = WALKED) -> StreetNetwork:
    """Build streets from metres east and north of (0, 45); equal places are one node."""
    places = sorted({place for way in ways for place in way})
    per_lon = METRES_PER_DEGREE * np.cos(np.radians(45))
    return build_streets(
        RawStreets(
            tuple(
                UsableWay(number, tuple(places.index(place) for place in way), rule, "")
                for number, way in enumerate(ways)
            ),
            {
                number: (x / per_lon, 45 + y / METRES_PER_DEGREE)
                for number, (x, y) in enumerate(places)
            },
        )
    )


def minutes_along(streets: StreetNetwork, west: dict[int, float]) -> Floats:
    """Return minutes by the metres east of a node; NaN for the others."""
    per_lon = METRES_PER_DEGREE * np.cos(np.radians(45))
    east = np.rint(streets.lon * per_lon).astype(np.int64)
    return np.array([west.get(int(metres), np.nan) for metres in east])


def crossings(shape: shapely.Geometry, north: float, east: float = 3_000.0) -> list[float]:
    """Return where the outline crosses a street that runs east, in metres."""
    per_lon = METRES_PER_DEGREE * np.cos(np.radians(45))
    lat = 45 + north / METRES_PER_DEGREE
    street = shapely.linestrings([[-0.01, lat], [east / per_lon, lat]])
    cut = shapely.intersection(street, shape.boundary)
    return sorted((shapely.get_coordinates(cut)[:, 0] * per_lon).tolist())


def test_a_street_is_cut_where_its_time_ends() -> None:
    streets = drawn([(0, 0), (1_000, 0), (2_000, 0)])
    minutes = minutes_along(streets, {0: 0.0})
    (band,) = isochrone(streets, minutes, (5,))
    # 75 metres a minute, and the growth behind the start.
    assert crossings(band.shape, 0) == pytest.approx([-REACH_M, 375], abs=2)


def test_a_street_is_reached_from_both_ends() -> None:
    streets = drawn([(0, 0), (1_000, 0)])
    minutes = minutes_along(streets, {0: 0.0, 1_000: 2.0})
    (five, three) = isochrone(streets, minutes, (5, 3))
    assert crossings(five.shape, 0)[1:3] == pytest.approx([375, 1_000 - 225], abs=2)
    assert crossings(three.shape, 0)[1:3] == pytest.approx([225, 1_000 - 75], abs=2)


def test_a_street_against_its_direction_counts_from_its_start_only() -> None:
    streets = drawn([(0, 0), (1_000, 0)], rule=WalkRule("street", 1.0, None))
    minutes = minutes_along(streets, {0: 0.0, 1_000: 2.0})
    (band,) = isochrone(streets, minutes, (5,))
    # The far end itself is reached, over streets that are not drawn here, and nothing before it.
    assert crossings(band.shape, 0)[1] == pytest.approx(375, abs=2)
    assert crossings(band.shape, 0, east=980) == pytest.approx([-REACH_M, 375], abs=2)


@pytest.mark.parametrize("apart", [1.5, 3, 6, 20])
def test_a_street_beside_an_unreached_one_is_distinguished(apart: float) -> None:
    streets = drawn([(0, 0), (301, 0)], [(2, apart), (302, apart)])
    minutes = minutes_along(streets, {0: 0.0, 301: 4.0})
    (band,) = isochrone(streets, minutes, (15,))
    walked = walk(streets, minutes, 15)
    assert wrong_runs(walked, 15, band.shape).max() <= ALONG_M


def test_a_reached_street_between_two_unreached_ones_stays() -> None:
    streets = drawn([(0, 0), (301, 0)], [(2, 2), (302, 2)], [(3, -2), (303, -2)])
    minutes = minutes_along(streets, {0: 0.0, 301: 4.0})
    (band,) = isochrone(streets, minutes, (15,))
    assert wrong_runs(walk(streets, minutes, 15), 15, band.shape).max() <= ALONG_M


def test_under_an_unreached_bridge_one_walks_through() -> None:
    streets = drawn([(0, 0), (301, 0)], [(150, -200), (150, 200)])
    minutes = minutes_along(streets, {0: 0.0, 301: 4.0})
    (band,) = isochrone(streets, minutes, (15,))
    assert wrong_runs(walk(streets, minutes, 15), 15, band.shape).max() <= ALONG_M


@pytest.mark.real
@pytest.mark.nightly
def test_the_shape_of_a_city_comes_at_once(trento: OpenArea) -> None:
    network = trento.area.walking
    minutes = network.node_minutes_from(snap_one(network, 11.1217, 46.0679), cutoff_min=30)
    for limits, at_most_s in (((15,), 0.02), ((30,), 0.03), (MINUTES, 0.1)):
        took = []
        for _ in range(9):
            start = time.process_time()  # what it costs, not what else runs
            isochrone(network.streets, minutes, limits)
            took.append(time.process_time() - start)
        assert min(took) <= at_most_s

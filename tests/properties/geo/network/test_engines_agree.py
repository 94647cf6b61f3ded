"""Both engines give the same answers on the same integers, on any network."""

from __future__ import annotations

import itertools
from dataclasses import fields
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.sources.osm_streets import read_streets
from geo.errors import BadInput
from geo.network.routing import UNREACHED_MS, Snapped, one_of, some_of
from geo.network.routing_networkx import NetworkxNetwork
from geo.network.routing_numba import NumbaNetwork
from geo.network.streets import RawStreets, UsableWay, build_streets
from geo.network.walking import WalkRule

ROOT = Path(__file__).parents[4]
MONACO = ROOT / "data" / "sample" / "monaco.osm.pbf"

factors = st.sampled_from([None, 1.0, 2.0, 0.37])


@st.composite
def networks(draw: st.DrawFn) -> RawStreets:
    """A few nodes on a fine grid (ties and equal places included), a few ways among them."""
    count = draw(st.integers(2, 14))
    cells = st.tuples(st.integers(0, 6), st.integers(0, 6))
    places = [draw(cells) for _ in range(count)]
    positions = {n: (7.4 + x * 1e-3, 43.7 + y * 1e-3) for n, (x, y) in enumerate(places)}
    ways = [
        UsableWay(
            number,
            tuple(draw(st.lists(st.integers(0, count - 1), min_size=2, max_size=5))),
            WalkRule("street", draw(factors), draw(factors)),
            draw(st.sampled_from(["", "a", "b"])),
        )
        for number in range(draw(st.integers(1, 8)))
    ]
    blocked = frozenset(draw(st.sets(st.integers(0, count - 1), max_size=2)))
    return RawStreets(tuple(ways), positions, blocked)


def both(raw: RawStreets, seed: int) -> tuple[NumbaNetwork, NetworkxNetwork, Snapped] | None:
    """Both engines and six points anywhere about; None where no way can be used."""
    try:
        streets = build_streets(raw)
    except BadInput:
        return None
    fast, plain = NumbaNetwork(streets), NetworkxNetwork(streets)
    random = np.random.default_rng(seed)
    lon, lat = 7.4 + random.random(6) * 7e-3, 43.7 + random.random(6) * 7e-3
    points, same = fast.snap(lon, lat), plain.snap(lon, lat)
    assert (points.arc >= 0).tolist() == (same.arc >= 0).tolist()
    np.testing.assert_allclose(points.distance_m, same.distance_m, atol=1e-6)
    return fast, plain, points


def assert_equal_records(one: object, other: object) -> None:
    for field in fields(one):  # type: ignore[arg-type]
        np.testing.assert_array_equal(getattr(one, field.name), getattr(other, field.name))


@settings(max_examples=150, deadline=None)
@given(raw=networks(), seed=st.integers(0, 10_000), k=st.integers(1, 4))
def test_the_nearest_and_their_names_agree(raw: RawStreets, seed: int, k: int) -> None:
    if (made := both(raw, seed)) is None:
        return
    fast, plain, points = made
    category = np.array([0, 2, 0, 2, 0, 2], np.int32)
    one, other = (n.nearest(points, category, categories=3) for n in (fast, plain))
    assert_equal_records(one, other)
    assert (one.point[1] == -1).all()
    many, same = (n.nearest_k(points, category, categories=3, k=k) for n in (fast, plain))
    assert many.time_ms.shape == (3, k, fast.node_count)
    assert_equal_records(many, same)


@settings(max_examples=150, deadline=None)
@given(raw=networks(), seed=st.integers(0, 10_000), few=st.integers(0, 6))
def test_times_agree_in_both_directions(raw: RawStreets, seed: int, few: int) -> None:
    if (made := both(raw, seed)) is None:
        return
    fast, plain, points = made
    some = some_of(points, np.arange(few))
    for cutoff_min in (2.0, 1e9):
        for sides in ((some, points), (points, some)):
            one, other = (n.pairs_within(*sides, cutoff_min=cutoff_min) for n in (fast, plain))
            assert_equal_records(one, other)
        # Few nodes or all of them: both ways to search must be asked on so small a network.
        for nearby in (1, 1000):
            with mock.patch("geo.network.routing_numba.NEARBY", nearby):
                assert_same_minutes(fast, plain, points, cutoff_min)


def assert_same_minutes(
    fast: NumbaNetwork, plain: NetworkxNetwork, points: Snapped, cutoff_min: float
) -> None:
    first = one_of(points, 0)
    one, other = (n.node_minutes_from(first, cutoff_min=cutoff_min) for n in (fast, plain))
    np.testing.assert_array_equal(one, other)
    one, other = (n.minutes_from(first, points, cutoff_min=cutoff_min) for n in (fast, plain))
    np.testing.assert_array_equal(one, other)


@settings(max_examples=150, deadline=None)
@given(raw=networks(), seed=st.integers(0, 10_000))
def test_paths_take_the_same_time_and_hold_together(raw: RawStreets, seed: int) -> None:
    if (made := both(raw, seed)) is None:
        return
    fast, plain, points = made
    for start, end in itertools.product(range(3), range(3)):
        assert_same_way(fast, plain, one_of(points, start), one_of(points, end))


def assert_same_way(
    fast: NumbaNetwork, plain: NetworkxNetwork, start: Snapped, end: Snapped
) -> None:
    one, other = fast.path(start, end), plain.path(start, end)
    assert (one is None) == (other is None)
    if one is None or other is None:
        return
    assert one.minutes == other.minutes
    streets = fast.streets
    assert (streets.head[one.arcs[:-1]] == streets.tail[one.arcs[1:]]).all()
    inner = one.arcs[1:-1]
    assert one.arc_lengths_m[1:-1].tolist() == streets.length_m[inner].tolist()
    if len(one.arcs) > 1:
        assert one.lon[1:-1].tolist() == streets.lon[streets.head[one.arcs[:-1]]].tolist()
    # Rounding at both ends and the access are all that the arcs do not say.
    share = one.arc_lengths_m[[0, -1]] / np.maximum(streets.length_m[one.arcs[[0, -1]]], 1e-9)
    ends_ms = share * streets.weight_ms[one.arcs[[0, -1]]]
    ends_ms = ends_ms.sum() if len(one.arcs) > 1 else ends_ms[0]
    access_ms = int(start.access_ms[0]) + int(end.access_ms[0])
    whole_ms = streets.weight_ms[inner].sum() + ends_ms + access_ms
    assert one.minutes * 60_000 == pytest.approx(whole_ms, abs=2.5, rel=1e-5)


def assert_equal_everywhere(osm: Path, starts: int) -> None:
    streets = build_streets(read_streets(osm))
    fast, plain = NumbaNetwork(streets), NetworkxNetwork(streets)
    random = np.random.default_rng(7)
    chosen = random.choice(np.flatnonzero(streets.main), starts, replace=False)
    origins = fast.snap(streets.lon[chosen] + 1e-4, streets.lat[chosen])
    compared = 0
    for number in range(starts):
        origin = one_of(origins, number)
        ours, theirs = fast.node_ms_from(origin), plain.node_ms_from(origin)
        np.testing.assert_array_equal(ours, theirs)
        compared += int((ours < UNREACHED_MS).sum())
        assert_same_way(fast, plain, origin, one_of(origins, (number + 1) % starts))
    for cutoff_min in (0.5, 5.0, 20.0, 60.0):
        assert_same_minutes(fast, plain, origins, cutoff_min)
    assert compared > starts * streets.main.sum() * 0.99
    category = (np.arange(starts) % 2).astype(np.int32)
    one, other = (n.nearest(origins, category, categories=2) for n in (fast, plain))
    assert_equal_records(one, other)
    many, same = (n.nearest_k(origins, category, categories=2, k=2) for n in (fast, plain))
    assert_equal_records(many, same)


def test_engines_agree_on_every_node_of_monaco() -> None:
    assert_equal_everywhere(MONACO, starts=5)


@pytest.mark.real
@pytest.mark.landing
def test_engines_agree_on_every_node_of_trento(testdata: Path) -> None:
    assert_equal_everywhere(testdata / "areas" / "trento" / "trento.osm.pbf", starts=2)

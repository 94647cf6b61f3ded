"""Both engines give the same answers on the same integers, on any network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.sources.osm_streets import read_streets
from geo.errors import BadInput
from geo.kernels import INFINITE
from geo.modes import Rule
from geo.routing_networkx import NetworkxNetwork
from geo.routing_numba import NumbaNetwork
from geo.streets import RawStreets, UsableWay, build_streets

ROOT = Path(__file__).parents[2]
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
            Rule("street", draw(factors), draw(factors)),
            draw(st.sampled_from(["", "a", "b"])),
        )
        for number in range(draw(st.integers(1, 8)))
    ]
    blocked = frozenset(draw(st.sets(st.integers(0, count - 1), max_size=2)))
    return RawStreets(tuple(ways), positions, blocked)


@settings(max_examples=150, deadline=None)
@given(raw=networks(), seed=st.integers(0, 10_000))
def test_engines_agree_on_any_network(raw: RawStreets, seed: int) -> None:
    try:
        streets = build_streets(raw)
    except BadInput:
        return  # every way was a dead letter: nothing to compare
    fast, plain = NumbaNetwork(streets), NetworkxNetwork(streets)
    random = np.random.default_rng(seed)
    lon, lat = 7.4 + random.random(6) * 7e-3, 43.7 + random.random(6) * 7e-3
    a, b = fast.snap(lon, lat), plain.snap(lon, lat)
    assert (a.arc >= 0).tolist() == (b.arc >= 0).tolist()
    np.testing.assert_allclose(a.distance_m, b.distance_m, atol=1e-6)
    category = np.array([0, 1, 0, 1, 0, 1], np.int32)
    one, other = (n.nearest(a, category, categories=2) for n in (fast, plain))
    np.testing.assert_array_equal(one.time_ms, other.time_ms)
    np.testing.assert_array_equal(one.point, other.point)
    pairs, same = (n.pairs_within(a, a, cutoff_min=30) for n in (fast, plain))
    np.testing.assert_array_equal(pairs.origin, same.origin)
    np.testing.assert_array_equal(pairs.destination, same.destination)
    np.testing.assert_array_equal(pairs.minutes, same.minutes)


def assert_equal_everywhere(osm: Path, starts: int) -> None:
    streets = build_streets(read_streets(osm))
    fast, plain = NumbaNetwork(streets), NetworkxNetwork(streets)
    random = np.random.default_rng(7)
    chosen = random.choice(np.flatnonzero(streets.main), starts, replace=False)
    origins = fast.snap(streets.lon[chosen] + 1e-4, streets.lat[chosen])
    compared = 0
    for number in range(starts):
        ours = fast._from(_one(origins, number), 2**30)[0]
        theirs = plain._from(_one(origins, number), 2**30)[0]
        np.testing.assert_array_equal(ours, theirs)
        compared += int((ours < INFINITE).sum())
    assert compared > starts * streets.main.sum() * 0.99


def _one(points, number):  # type: ignore[no-untyped-def]
    from geo.routing import one_of

    return one_of(points, number)


def test_engines_agree_on_every_node_of_monaco() -> None:
    assert_equal_everywhere(MONACO, starts=5)


@pytest.mark.real
def test_engines_agree_on_every_node_of_trento(testdata: Path) -> None:
    assert_equal_everywhere(testdata / "areas" / "trento" / "trento.osm.pbf", starts=2)

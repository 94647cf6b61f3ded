"""The hierarchy keeps every time, on networks made to be hard: SciPy says what they are."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.arrays import Ints
from geo.network.hierarchy import Hierarchy, build_hierarchy
from geo.network.kernels import LABEL_BITS, find_way, read_keys, sweep
from geo.network.many_to_many import above, times_to_targets
from geo.network.routing import FAR_MS, UNREACHED_MS


def tangle(nodes: int, arcs: int, seed: int) -> tuple[Ints, Ints, Ints]:
    """Arcs between any two nodes: many shortcuts, long rows, little to spare."""
    random = np.random.default_rng(seed)
    tail, head = random.integers(0, nodes, (2, arcs)).astype(np.int32)
    loop = tail == head
    return tail[~loop], head[~loop], random.integers(1, 10**6, arcs).astype(np.int32)[~loop]


def times_from(hierarchy: Hierarchy, node: int) -> Ints:
    up = hierarchy.up_start, hierarchy.up_end, hierarchy.up_ms
    down = hierarchy.down_start, hierarchy.down_end, hierarchy.down_ms
    best = np.empty(len(hierarchy.node), np.int64)
    ms, label = np.empty((2, len(best)), np.int32)
    sweep(up, down, hierarchy.position[[node]], np.array([7], np.int64), best)
    read_keys(best, hierarchy.position, ms, label)
    assert (label == np.where(ms < UNREACHED_MS, 7, -1)).all()
    return ms


def expected(tail: Ints, head: Ints, ms: Ints, nodes: int) -> np.ndarray:
    order = np.lexsort((ms, head, tail))
    tail, head, ms = tail[order], head[order], ms[order]
    first = np.r_[True, (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])]
    graph = csr_array((ms[first].astype(float), (tail[first], head[first])), shape=(nodes, nodes))
    times = dijkstra(graph)
    return np.where(np.isinf(times), UNREACHED_MS, times).astype(np.int32)


@pytest.mark.parametrize(("nodes", "arcs"), [(300, 2400), (300, 450), (40, 1500)])
def test_a_tangle_keeps_its_times(nodes: int, arcs: int) -> None:
    tail, head, ms = tangle(nodes, arcs, seed=nodes + arcs)
    hierarchy = build_hierarchy(tail, head, ms, nodes=nodes)
    times = expected(tail, head, ms, nodes)
    for node in range(nodes):
        np.testing.assert_array_equal(times_from(hierarchy, node), times[node])


def test_a_tangle_outgrows_the_room_first_made_for_it() -> None:
    tail, head, ms = tangle(600, 4800, seed=1)
    hierarchy = build_hierarchy(tail, head, ms, nodes=600)
    assert len(hierarchy.up_ms) + len(hierarchy.down_ms) > 3 * 4800 + 64
    np.testing.assert_array_equal(times_from(hierarchy, 3), expected(tail, head, ms, 600)[3])


def test_tables_and_ways_keep_the_times_of_a_tangle() -> None:
    tail, head, ms = tangle(200, 900, seed=4)
    h = build_hierarchy(tail, head, ms, nodes=200)
    times = expected(tail, head, ms, 200)
    up, down = (h.up_start, h.up_end, h.up_ms), (h.down_start, h.down_end, h.down_ms)
    at = np.repeat(h.position[:, None], 2, axis=1)
    none = np.zeros((200, 2), np.int64)
    part = above(down, at[:50].ravel())
    later = np.zeros(200, np.int32)
    table = times_to_targets(up, part, at, none, at[:50], none[:50], int(FAR_MS) - 1, later)
    assert (later == 0).all()
    reached = times[:, :50] < UNREACHED_MS
    np.testing.assert_array_equal(table[reached], times[:, :50][reached])
    assert (table[~reached] >= FAR_MS).all()
    halves = (h.up_half, h.up_last), (h.down_half, h.down_last)
    for start, end in np.random.default_rng(2).integers(0, 200, (200, 2)):
        room = np.zeros((2, 200), np.int32)
        found, first, last, arcs = find_way(
            up, halves[0], down, halves[1], at[start], none[0], at[end], none[0],
            room, np.empty_like(room),
        )  # fmt: skip
        if times[start, end] == UNREACHED_MS:
            assert (found, len(arcs)) == (FAR_MS, 0)
            continue
        assert (h.node[first], h.node[last]) == (start, end)
        nodes = [start, *head[arcs]]
        assert nodes[:-1] == tail[arcs].tolist()
        assert nodes[-1] == end
        assert found == ms[arcs].sum() == times[start, end]


def test_what_takes_298_hours_is_not_reached() -> None:
    tail, head = np.array([0, 1, 2, 3], np.int32), np.array([1, 2, 3, 4], np.int32)
    ms = np.array([5 * 10**8, 5 * 10**8, 5 * 10**8, 2**30], np.int32)
    times = times_from(build_hierarchy(tail, head, ms, nodes=5), 0)
    assert times.tolist() == [0, 5 * 10**8, 10**9, UNREACHED_MS, UNREACHED_MS]


def test_nodes_without_arcs_are_kept() -> None:
    nothing = np.empty(0, np.int32)
    hierarchy = build_hierarchy(nothing, nothing, nothing, nodes=3)
    assert times_from(hierarchy, 1).tolist() == [UNREACHED_MS, 0, UNREACHED_MS]


def test_equal_networks_give_equal_bytes() -> None:
    one, other = (build_hierarchy(*tangle(100, 500, seed=9), nodes=100) for _ in range(2))
    for name in Hierarchy.__slots__:
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes()


# A row of three points; the answer by hand: up and down through the important one.
def test_the_label_wins_a_tie_wherever_it_comes_from() -> None:
    tail, head = np.array([0, 1, 1, 2], np.int32), np.array([1, 0, 2, 1], np.int32)
    h = build_hierarchy(tail, head, np.full(4, 10, np.int32), nodes=3)
    best = np.empty(3, np.int64)
    ms, label = np.empty((2, 3), np.int32)
    for keys in ([4, 2], [2, 4]):
        up, down = (h.up_start, h.up_end, h.up_ms), (h.down_start, h.down_end, h.down_ms)
        seeds = np.array([(0 << LABEL_BITS) | key for key in keys], np.int64)
        sweep(down, up, h.position[[0, 2]], seeds, best)
        read_keys(best, h.position, ms, label)
        assert ms.tolist() == [0, 10, 0]
        assert label.tolist() == [keys[0], 2, keys[1]]

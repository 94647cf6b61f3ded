"""The street network of one mode: frozen arrays, made from the ways of an extract.

Every OSM node of a usable way is a node, every stretch between two neighbours one straight arc in
each permitted direction. Nodes lie in Hilbert order, so that neighbours on the ground are
neighbours in memory. Equal input gives equal bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from geo.arrays import Bools, Floats, Indexes, Ints
from geo.errors import BadInput
from geo.network.hierarchy import Hierarchy, build_hierarchy
from geo.network.private_lanes import NO_LANES, PrivateLanes, private_lanes
from geo.network.sphere import distance_m
from geo.network.walking import KINDS, LIFT_MS, WALK_SPEED_KMH, WalkRule

HILBERT_BITS = 16

NOWHERE, ON_MAIN, ON_PIECE = 0, 1, 2
"""Nobody is laid on an arc; it belongs to the main component; to another piece, or leads only one
way from or to the main one."""

PIECE_M = 50.0
"""A piece of the network shorter than this is a slip of the pen."""

LONGEST_STRETCH_M = 10_000.0
"""Two neighbouring nodes of a way that lie farther apart are a slip of the pen."""


@dataclass(frozen=True, slots=True)
class UsableWay:
    """A way of the extract that the mode may use.

    `nodes` are OSM node ids in drawing order; `rule` says how it is walked. Nobody who stands above
    or below a way that is `off_ground`, in a tunnel or on a bridge, is laid on it.
    """

    id: int
    nodes: tuple[int, ...]
    rule: WalkRule
    name: str
    off_ground: bool = False


@dataclass(frozen=True, slots=True)
class RawStreets:
    """What a reader hands over: ways, where their nodes lie, and which nodes are special.

    `positions` maps a node id to degrees (lon, lat); a node that the extract lacks is missing
    there. `blocked` nodes stop the mode; `lifts` take the time of a ride. Who lives at a `private`
    way walks it out and in.
    """

    ways: tuple[UsableWay, ...]
    positions: dict[int, tuple[float, float]]
    blocked: frozenset[int] = frozenset()
    lifts: frozenset[int] = frozenset()
    private: tuple[UsableWay, ...] = ()


@dataclass(frozen=True, slots=True)
class StreetNetwork:
    """A network in compressed rows, forward and backward.

    Attributes
    ----------
    lon, lat
        Nodes, degrees EPSG:4326, shape (nodes,).
    start
        Shape (nodes + 1,): the arcs that leave node i are ``start[i]:start[i + 1]``.
    tail, head, weight_ms, length_m, way, twin
        One entry per arc: its ends, walking time in milliseconds at 4.5 km/h, metres, index of its
        way, and the arc of the opposite direction (−1 where there is none).
    back_start, back_arc
        The arcs that *enter* node i are ``back_arc[back_start[i]:back_start[i + 1]]``.
    main
        Whether a node belongs to the largest strongly connected component, shape (nodes,).
    footing
        Where somebody may stand, one entry per arc: `NOWHERE`, `ON_MAIN`, `ON_PIECE`.
    lane_lon, lane_lat, lane_exit, lane_exit_m
        Private stretches, as of `geo.network.private_lanes.PrivateLanes`.
    way_osm_id, way_kind, way_name
        One entry per way; `way_kind` indexes `geo.network.walking.KINDS`, `way_name` indexes
        `names`.
    names
        Street names; the first is the empty one.
    hierarchy
        The same network with shortcuts, for searches.
    """

    lon: Floats
    lat: Floats
    start: Ints
    tail: Ints
    head: Ints
    weight_ms: Ints
    length_m: NDArray[np.float32]
    way: Ints
    twin: Ints
    back_start: Ints
    back_arc: Ints
    main: Bools
    footing: NDArray[np.uint8]
    lane_lon: Floats
    lane_lat: Floats
    lane_exit: Ints
    lane_exit_m: Floats
    way_osm_id: Indexes
    way_kind: NDArray[np.uint8]
    way_name: Ints
    names: tuple[str, ...]
    hierarchy: Hierarchy

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return len(self.lon)

    @property
    def arc_count(self) -> int:
        """Number of arcs."""
        return len(self.head)


@dataclass(slots=True)
class _Arcs:
    tail: list[int]
    head: list[int]
    factor: list[float]
    way: list[int]
    lift_ms: list[float]


def build_streets(raw: RawStreets) -> StreetNetwork:
    """Build the network of the usable ways.

    Parameters
    ----------
    raw
        Ways and nodes. A way is broken where a node's position is missing (the edge of the
        extract), and at a blocked node, which becomes a dead end of each stretch that meets it.

    Returns
    -------
    StreetNetwork
        Its arcs never weigh less than one millisecond.

    Raises
    ------
    BadInput
        ``streets.none`` where no way can be used.

    Examples
    --------
    >>> way = UsableWay(1, (1, 2), WalkRule("street", 1.0, 1.0), "Via Roma")
    >>> network = build_streets(RawStreets((way,), {1: (7.42, 43.73), 2: (7.42, 43.731)}))
    >>> network.node_count, network.arc_count, int(network.weight_ms[0])
    (2, 2, 88956)
    """
    lon, lat, arcs, index = _stretches(raw)
    if not arcs.tail:
        raise BadInput("streets.none")
    order = hilbert_order(lon, lat)
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    lon, lat = lon[order], lat[order]
    tail, head = rank[np.asarray(arcs.tail)], rank[np.asarray(arcs.head)]
    way = np.asarray(arcs.way, np.int32)
    length = distance_m(lon[tail], lat[tail], lon[head], lat[head])
    seconds = length / (WALK_SPEED_KMH / 3.6) * np.asarray(arcs.factor)
    weight = np.rint(seconds * 1000 + np.asarray(arcs.lift_ms))
    sequence = np.lexsort((way, head, tail))
    tail, head, way = tail[sequence], head[sequence], way[sequence]
    weight_ms = np.maximum(1, weight[sequence]).astype(np.int32)
    names, name_index = _names(raw.ways)
    length = length[sequence]
    main = _main_component(tail, head, len(lon))
    lanes = _lanes(raw, {node: int(rank[number]) for node, number in index.items()}, main)
    back_arc = np.lexsort((tail, head)).astype(np.int32)
    return StreetNetwork(
        lon=lon,
        lat=lat,
        start=_starts(tail, len(lon)),
        tail=tail,
        head=head,
        weight_ms=weight_ms,
        length_m=length.astype(np.float32),
        way=way,
        twin=_twins(tail, head, way),
        back_start=_starts(head[back_arc], len(lon)),
        back_arc=back_arc,
        main=main,
        footing=_footing(raw, tail, head, way, length, main),
        lane_lon=lanes.lon,
        lane_lat=lanes.lat,
        lane_exit=lanes.exit,
        lane_exit_m=lanes.exit_m,
        way_osm_id=np.array([w.id for w in raw.ways], np.int64),
        way_kind=np.array([KINDS.index(w.rule.kind) for w in raw.ways], np.uint8),
        way_name=name_index,
        names=names,
        hierarchy=build_hierarchy(tail, head, weight_ms, nodes=len(lon)),
    )


def hilbert_order(lon: Floats, lat: Floats) -> Indexes:
    """Return the order that sorts points along a Hilbert curve; ties by lon, then lat.

    Examples
    --------
    >>> hilbert_order(np.array([0.0, 1, 0, 1]), np.array([0.0, 0, 1, 1])).tolist()
    [0, 2, 3, 1]
    """
    side = (1 << HILBERT_BITS) - 1
    span = max(float(np.ptp(lon)), float(np.ptp(lat)), 1e-12)
    x = ((lon - lon.min()) / span * side).astype(np.int64)
    y = ((lat - lat.min()) / span * side).astype(np.int64)
    key = np.zeros(len(x), np.int64)
    half = 1 << (HILBERT_BITS - 1)
    while half:
        right, top = (x & half) > 0, (y & half) > 0
        key += half * half * ((3 * right) ^ top)
        turned = ~top
        mirrored = turned & right
        x, y = np.where(mirrored, side - x, x), np.where(mirrored, side - y, y)
        x, y = np.where(turned, y, x), np.where(turned, x, y)
        half >>= 1
    return np.lexsort((lat, lon, key))


def _stretches(raw: RawStreets) -> tuple[Floats, Floats, _Arcs, dict[int, int]]:
    """Number the nodes in use and list an arc per stretch and direction."""
    index: dict[int, int] = {}
    lon: list[float] = []
    lat: list[float] = []
    arcs = _Arcs([], [], [], [], [])

    def number(node: int) -> int:
        """A blocked node is a new dead end each time a stretch meets it."""
        if node not in raw.blocked and node in index:
            return index[node]
        index[node] = len(lon)
        lon.append(raw.positions[node][0])
        lat.append(raw.positions[node][1])
        return index[node]

    def add(tail: int, head: int, factor: float | None, way: int, lift_ms: float) -> None:
        if factor is not None:
            arcs.tail.append(tail)
            arcs.head.append(head)
            arcs.factor.append(factor)
            arcs.way.append(way)
            arcs.lift_ms.append(lift_ms)

    ridden = {node for way in raw.ways if way.rule.kind == "lift" for node in way.nodes}
    shared = _shared_nodes(raw, ridden)
    halves = raw.lifts - ridden
    for position, way in enumerate(raw.ways):
        lift = way.rule.kind == "lift"
        for first, second in _rides(way, shared) if lift else pairwise(way.nodes):
            if not _is_stretch(raw, first, second):
                continue
            a, b = number(first), number(second)
            # Through a node one rides over two stretches, along a way over one.
            lift_ms = LIFT_MS if lift else LIFT_MS / 2 * (first in halves or second in halves)
            add(a, b, way.rule.forward, position, lift_ms)
            add(b, a, way.rule.backward, position, lift_ms)
    return np.array(lon), np.array(lat), arcs, index


def _shared_nodes(raw: RawStreets, nodes: set[int]) -> frozenset[int]:
    """Return which of some nodes lie on more than one way."""
    counts = Counter(node for way in raw.ways for node in nodes.intersection(way.nodes))
    return frozenset(node for node, count in counts.items() if count > 1)


def _rides(way: UsableWay, shared: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Return the pairs of doors of a lift that is drawn as a way or an outline."""
    ends = {way.nodes[0], way.nodes[-1]} if way.nodes[0] != way.nodes[-1] else set()
    doors = [node for node in dict.fromkeys(way.nodes) if node in shared or node in ends]
    return combinations(doors, 2)


def _is_stretch(raw: RawStreets, first: int, second: int) -> bool:
    if first == second or first not in raw.positions or second not in raw.positions:
        return False
    (lon_a, lat_a), (lon_b, lat_b) = raw.positions[first], raw.positions[second]
    if abs(lat_a - lat_b) < _NEAR_DEGREES and abs(lon_a - lon_b) < _NEAR_DEGREES:
        return True
    metres = distance_m(*(np.array([value]) for value in (lon_a, lat_a, lon_b, lat_b)))
    return bool(metres[0] <= LONGEST_STRETCH_M)


_NEAR_DEGREES = 0.05


def _starts(sorted_nodes: Ints, count: int) -> Ints:
    return np.searchsorted(sorted_nodes, np.arange(count + 1)).astype(np.int32)


def _twins(tail: Ints, head: Ints, way: Ints) -> Ints:
    """Pair each arc with the one of the same way in the opposite direction."""
    nodes = int(max(tail.max(), head.max())) + 1
    there = tail.astype(np.int64) * nodes + head
    back = head.astype(np.int64) * nodes + tail
    _, pair = np.unique(np.concatenate([there, back]), return_inverse=True)
    ways = int(way.max()) + 1
    key_there = pair[: len(tail)] * ways + way
    key_back = pair[len(tail) :] * ways + way
    order = np.argsort(key_there, kind="stable")
    place = np.minimum(np.searchsorted(key_there, key_back, sorter=order), len(tail) - 1)
    candidate = order[place]
    found = key_there[candidate] == key_back
    return np.where(found, candidate, -1).astype(np.int32)


def _main_component(tail: Ints, head: Ints, count: int) -> Bools:
    graph = csr_array((np.ones(len(tail), np.int8), (tail, head)), shape=(count, count))
    _, label = connected_components(graph, directed=True, connection="strong")
    main: Bools = label == np.bincount(label).argmax()
    return main


def _lanes(raw: RawStreets, index: dict[int, int], main: Bools) -> PrivateLanes:
    stretches = [
        pair
        for way in raw.private
        for pair in pairwise(way.nodes)
        if _is_stretch(raw, *pair)
    ]  # fmt: skip
    nodes = sorted({node for pair in stretches for node in pair})
    number = {node: place for place, node in enumerate(nodes)}
    if not nodes:
        return NO_LANES
    lon, lat = np.array([raw.positions[node] for node in nodes]).T
    found = np.array([index.get(node, -1) for node in nodes], np.int32)
    ends = np.array([[number[a], number[b]] for a, b in stretches], np.int32)
    return private_lanes(ends, lon, lat, found, (found >= 0) & main[found])


def _footing(
    raw: RawStreets, tail: Ints, head: Ints, way: Ints, length: Floats, main: Bools
) -> NDArray[np.uint8]:
    """Return where somebody may stand; everywhere, where all would be tunnels and slips."""
    graph = csr_array((np.ones(len(tail), np.int8), (tail, head)), shape=(len(main), len(main)))
    _, label = connected_components(graph, directed=False)
    metres = np.bincount(label[tail], weights=length, minlength=int(label.max()) + 1) / 2
    on_main = main[tail] & main[head]
    found = np.where(on_main, ON_MAIN, np.where(metres[label[tail]] >= PIECE_M, ON_PIECE, NOWHERE))
    off_ground = np.array([one.off_ground for one in raw.ways])[way]
    if (off_ground | (found == NOWHERE)).all():
        return np.where(on_main, ON_MAIN, ON_PIECE).astype(np.uint8)
    return np.where(off_ground, NOWHERE, found).astype(np.uint8)


def _names(ways: tuple[UsableWay, ...]) -> tuple[tuple[str, ...], Ints]:
    names = ("", *sorted({way.name for way in ways} - {""}))
    index = {name: position for position, name in enumerate(names)}
    return names, np.array([index[way.name] for way in ways], np.int32)

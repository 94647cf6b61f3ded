"""The compiled engine against networkx, SciPy and pandana, on the same integers, in one run.

Seconds are CPU seconds of all threads, the ratio too. Every answer is compared on the raw outputs,
which `equal` says. With ``APPRODO_TESTDATA`` the town is Trento, else the sample Neubrandenburg.
pandana is AGPL and no requirement: without it, its line says so.
"""

from __future__ import annotations

import importlib.util
import statistics
import time
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from bench.towns import town_extract
from data.sources.osm_streets import read_streets
from geo.arrays import Floats, Ints
from geo.network.routing import FAR_MS, UNREACHED_MS, Nearest, NearestK, Snapped, one_of, some_of
from geo.network.routing_ends import MS_PER_MIN, Ends, leaving, minutes_at, reaching
from geo.network.routing_networkx import NetworkxNetwork
from geo.network.routing_numba import NumbaNetwork
from geo.network.streets import StreetNetwork, build_streets

CATEGORIES, POINTS, K = 5, 200, 5
ORIGINS, DESTINATIONS, CUTOFF_MIN = 3000, 1200, 60
SAMPLED_ORIGINS, PATHS = 12, 8


def timed(work: Callable[[], Any], times: int) -> tuple[float, Any]:
    """Return the median CPU seconds of some runs and the last answer."""
    seconds, answer = [], None
    for _ in range(times):
        start = time.process_time()
        answer = work()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds), answer


def show(
    name: str, ours_s: float, peer: str, peer_s: float, *, equal: bool, note: str = ""
) -> None:
    """Print one comparison."""
    text = f"bench {name} ours_s={ours_s:.6f} peer={peer} peer_s={peer_s:.6f}"
    print(
        f"{text} ratio={peer_s / ours_s:.1f} equal={'yes' if equal else 'no'}{note and ' ' + note}",
        flush=True,
    )


def main() -> None:
    """Compare all of the engine's questions."""
    osm = town_extract()
    streets = build_streets(read_streets(osm))
    fast, plain = NumbaNetwork(streets), NetworkxNetwork(streets)
    print(f"{osm.name}: {streets.node_count:,} nodes, {streets.arc_count:,} arcs")
    random = np.random.default_rng(5)
    main_nodes = np.flatnonzero(streets.main)
    chosen = random.choice(main_nodes, ORIGINS + DESTINATIONS, replace=False)
    points = fast.snap(streets.lon[chosen] + 5e-5, streets.lat[chosen])
    one_to_all(fast, plain, points)
    some = some_of(points, np.arange(POINTS))
    nearest(fast, plain, some, (np.arange(POINTS) % CATEGORIES).astype(np.int32))
    k_nearest(fast, chosen[:POINTS])
    numbers = np.arange(len(points))
    pairs(fast, plain, some_of(points, numbers[:ORIGINS]), some_of(points, numbers[ORIGINS:]))
    paths(fast, plain, points)


def one_to_all(fast: NumbaNetwork, plain: NetworkxNetwork, points: Snapped) -> None:
    """Times from one point to every node."""
    origin = one_of(points, 0)
    fast.node_ms_from(origin)  # compiled, or read from the disk cache; so below
    ours_s, ours = timed(lambda: fast.node_ms_from(origin), 25)
    peer_s, theirs = timed(lambda: _networkx_times(plain, origin, None), 3)
    row = np.array([theirs.get(n, UNREACHED_MS) for n in range(fast.node_count)])
    show("one_to_all", ours_s, "networkx", peer_s, equal=bool((row == ours).all()))


def nearest(fast: NumbaNetwork, plain: NetworkxNetwork, points: Snapped, category: Ints) -> None:
    """Nearest of five categories with its identity, for every node."""
    fast.nearest(points, category, categories=CATEGORIES)
    ours_s, ours = timed(lambda: fast.nearest(points, category, categories=CATEGORIES), 25)
    ends = reaching(fast.streets, points)
    graphs = [_scipy_graph(fast.streets, ends, category == c) for c in range(CATEGORIES)]
    peer_s, found = timed(lambda: [_scipy_nearest(*graph) for graph in graphs], 5)
    count = fast.node_count
    times = np.array([np.where(np.isinf(t), UNREACHED_MS, t - 1) for t, _ in found])[:, :count]
    which = np.array([source - count for _, source in found])[:, :count]
    equal = _same_nearest(fast, points, ours, times, which)
    show("nearest_5", ours_s, "scipy_min_only", peer_s, equal=equal)
    for number in np.flatnonzero(points.found):
        for node, ms in zip(ends.node[number].tolist(), ends.ms[number].tolist(), strict=True):
            plain.backwards.add_edge(("point", int(number)), node, ms=ms)
    peer_s, answers = timed(lambda: [_networkx_nearest(plain, category, c) for c in range(5)], 1)
    times, which = np.full(times.shape, UNREACHED_MS), np.full(which.shape, -1)
    for row, (distance, path) in enumerate(answers):
        for node, ms in distance.items():
            if isinstance(node, int):
                times[row, node], which[row, node] = ms, path[node][0][1]
    plain.backwards.remove_nodes_from([("point", n) for n in range(len(points))])
    equal = _same_nearest(fast, points, ours, times, which)
    show("nearest_5", ours_s, "networkx_multi_source_dijkstra", peer_s, equal=equal)


def _same_nearest(
    fast: NumbaNetwork, points: Snapped, ours: Nearest, times: Floats | Ints, which: Ints
) -> bool:
    """Whether times are the same and the points too, or others just as near by SciPy's word."""
    same = bool((ours.time_ms == times).all())
    reached = ours.time_ms < UNREACHED_MS
    same = same and bool((ours.point[~reached] == -1).all())
    ends = reaching(fast.streets, points)
    row, node = np.nonzero(reached & (ours.point != which))
    for point in np.unique(ours.point[row, node]):
        alone = np.arange(len(points)) == point
        again = _scipy_nearest(*_scipy_graph(fast.streets, ends, alone))[0] - 1
        at = ours.point[row, node] == point
        same = same and bool((again[node[at]] == ours.time_ms[row, node][at]).all())
    return same


def _scipy_graph(
    streets: StreetNetwork, ends: Ends, chosen: np.ndarray
) -> tuple[csr_array, np.ndarray]:
    """Reversed arcs, parallel ones by the lightest, and one more node a point, with its arcs."""
    count, points = streets.node_count, np.flatnonzero(chosen)
    source = np.repeat(points + count, 2)
    # A stored zero is no edge for SciPy: one millisecond more on the extra arcs only.
    node, ms = ends.node[points].ravel(), ends.ms[points].ravel() + 1
    able = ms < FAR_MS
    tail = np.concatenate([streets.head, source[able]])
    head = np.concatenate([streets.tail, node[able]])
    weight = np.concatenate([streets.weight_ms, ms[able]]).astype(np.float64)
    order = np.lexsort((weight, head, tail))
    tail, head, weight = tail[order], head[order], weight[order]
    first = np.r_[True, (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])]
    size = count + len(chosen)
    graph = csr_array((weight[first], (tail[first], head[first])), shape=(size, size))
    return graph, points + count


def _scipy_nearest(graph: csr_array, sources: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    found = dijkstra(graph, indices=sources, min_only=True, return_predecessors=True)
    return found[0], found[2]


def _networkx_nearest(plain: NetworkxNetwork, category: Ints, number: int) -> tuple[Any, Any]:
    sources = {("point", int(n)) for n in np.flatnonzero(category == number)}
    found: tuple[Any, Any] = nx.multi_source_dijkstra(plain.backwards, sources, weight="ms")
    return found


def k_nearest(fast: NumbaNetwork, nodes: np.ndarray) -> None:
    """Five nearest of five categories; the points lie on nodes, as pandana has it."""
    if importlib.util.find_spec("pandana") is None:
        print("bench nearest_5_of_5 skipped: pandana is not installed")
        return
    import pandana
    import pandas as pd

    streets = fast.streets
    points = fast.snap(streets.lon[nodes], streets.lat[nodes])
    category = (np.arange(len(nodes)) % CATEGORIES).astype(np.int32)
    fast.nearest_k(points, category, categories=CATEGORIES, k=K)
    ours_s, ours = timed(lambda: fast.nearest_k(points, category, categories=CATEGORIES, k=K), 9)
    # pandana cuts off after thousandths: of these seconds it keeps the milliseconds exactly.
    arcs = pd.DataFrame({"s": (streets.weight_ms + 0.25) / 1000})
    place = pd.Series(streets.lon), pd.Series(streets.lat)
    ends = pd.Series(streets.tail), pd.Series(streets.head)
    peer = pandana.Network(*place, *ends, arcs, twoway=False)
    far_s = 100_000.0
    for number in range(CATEGORIES):
        mine = nodes[category == number]
        peer.set_pois(
            str(number), far_s, K, pd.Series(streets.lon[mine]), pd.Series(streets.lat[mine])
        )
    peer_s, tables = timed(
        lambda: [
            peer.nearest_pois(far_s, str(c), num_pois=K, include_poi_ids=True)
            for c in range(CATEGORIES)
        ],
        1,
    )
    seconds = np.array([table.to_numpy()[:, :K].astype(float).T for table in tables])
    theirs = np.where(seconds >= far_s, UNREACHED_MS, np.rint(seconds * 1000))
    equal = bool((theirs == ours.time_ms).all()) and _same_nearest_k(fast, points, category, ours)
    note = "points on nodes; times as pandana's, times and points as SciPy's from every point"
    show("nearest_5_of_5", ours_s, "pandana", peer_s, equal=equal, note=note)


def _same_nearest_k(fast: NumbaNetwork, points: Snapped, category: Ints, ours: NearestK) -> bool:
    """Whether SciPy's times from each point, sorted by time and number, begin as ours."""
    ends = reaching(fast.streets, points)
    for number in range(CATEGORIES):
        chosen = np.flatnonzero(category == number)
        graph, sources = _scipy_graph(fast.streets, ends, category == number)
        times = dijkstra(graph, indices=sources)[:, : fast.node_count] - 1
        order = np.argsort(times, axis=0, kind="stable")[:K]
        first = np.take_along_axis(times, order, axis=0)
        reached = ~np.isinf(first)
        same_times = np.where(reached, first, UNREACHED_MS) == ours.time_ms[number]
        same_points = np.where(reached, chosen[order], -1) == ours.point[number]
        if not (same_times.all() and same_points.all()):
            return False
    return True


def pairs(
    fast: NumbaNetwork, plain: NetworkxNetwork, origins: Snapped, destinations: Snapped
) -> None:
    """Pairs within the hour; networkx searches from a sample of the origins."""
    fast.pairs_within(origins, destinations, cutoff_min=CUTOFF_MIN)
    ours_s, ours = timed(lambda: fast.pairs_within(origins, destinations, cutoff_min=CUTOFF_MIN), 5)
    peer_s, equal, latest = 0.0, True, CUTOFF_MIN * MS_PER_MIN
    sample = np.linspace(0, ORIGINS - 1, SAMPLED_ORIGINS).astype(int)
    for number in sample:
        origin = one_of(origins, number)
        seconds, times = timed(lambda origin=origin: _networkx_times(plain, origin, latest), 1)
        peer_s += seconds * ORIGINS / SAMPLED_ORIGINS
        node_ms = np.array([times.get(n, UNREACHED_MS) for n in range(fast.node_count)])
        row = minutes_at(fast.streets, node_ms, origin, destinations, cutoff_ms=latest)
        mine = ours.origin == number
        reached = np.flatnonzero(~np.isnan(row))
        equal = equal and np.array_equal(ours.destination[mine], reached)
        equal = equal and np.array_equal(ours.minutes[mine], row[reached])
    note = f"peer on {SAMPLED_ORIGINS} of {ORIGINS} sources, scaled; equal on these"
    name = f"pairs_{ORIGINS}x{DESTINATIONS}_{CUTOFF_MIN}min"
    show(name, ours_s, "networkx", peer_s, equal=bool(equal), note=note)


def _networkx_times(plain: NetworkxNetwork, origin: Snapped, latest: int | None) -> dict[Any, int]:
    graph, ends = plain.graph, leaving(plain.streets, origin)
    for node, ms in zip(ends.node[0].tolist(), ends.ms[0].tolist(), strict=True):
        graph.add_edge("start", node, ms=ms)
    times: dict[Any, int] = nx.single_source_dijkstra_path_length(
        graph, "start", cutoff=latest, weight="ms"
    )
    graph.remove_node("start")
    return times


def paths(fast: NumbaNetwork, plain: NetworkxNetwork, points: Snapped) -> None:
    """Single ways with their lines, against both of networkx's searches for one."""
    ends = [(one_of(points, n), one_of(points, n + PATHS)) for n in range(PATHS)]
    fast.path(*ends[0])
    ours_s, ours = timed(lambda: [fast.path(*end) for end in ends], 50)
    for name in ("single_source_dijkstra", "bidirectional_dijkstra"):
        search = getattr(nx, name)
        peer_s, equal = 0.0, True
        for (origin, destination), mine in zip(ends, ours, strict=True):
            graph = plain.graph
            first, last = leaving(plain.streets, origin), reaching(plain.streets, destination)
            for side in range(2):
                graph.add_edge("start", int(first.node[0, side]), ms=int(first.ms[0, side]))
                graph.add_edge(int(last.node[0, side]), "end", ms=int(last.ms[0, side]))
            seconds, (ms, _) = timed(
                lambda search=search, graph=graph: search(graph, "start", "end", weight="ms"), 1
            )
            graph.remove_nodes_from(["start", "end"])
            peer_s += seconds
            equal = equal and mine.minutes == ms / MS_PER_MIN
        show("path", ours_s / PATHS, f"networkx_{name}", peer_s / PATHS, equal=equal)


if __name__ == "__main__":
    main()

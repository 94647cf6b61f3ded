"""The compiled engine against networkx and SciPy, on the same integers, in one run.

Every answer is compared with the others before a time is printed. With ``APPRODO_TESTDATA`` the
town is Trento, else the sample Neubrandenburg.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from data.sources.osm_streets import read_streets
from geo.kernels import INFINITE
from geo.routing import UNREACHED_MS, one_of
from geo.routing_ends import reaching
from geo.routing_networkx import NetworkxNetwork
from geo.routing_numba import NumbaNetwork
from geo.streets import build_streets

SAMPLES = Path(__file__).parents[1] / "data" / "sample"
CATEGORIES, POINTS, ORIGINS = 5, 200, 30


def town() -> Path:
    """Return the extract to work on."""
    folder = os.environ.get("APPRODO_TESTDATA")
    trento = Path(folder or "") / "areas" / "trento" / "trento.osm.pbf"
    return trento if folder and trento.exists() else SAMPLES / "neubrandenburg.osm.pbf"


def timed(work: Callable[[], object], times: int) -> tuple[float, float, object]:
    """Return the median seconds, the CPU seconds of one run, and the last answer."""
    seconds, cpu, answer = [], [], None
    for _ in range(times):
        start, start_cpu = time.perf_counter(), time.process_time()
        answer = work()
        seconds.append(time.perf_counter() - start)
        cpu.append(time.process_time() - start_cpu)
    return statistics.median(seconds), statistics.median(cpu), answer


def show(
    task: str, ours: tuple[float, float, object], peer: str, theirs: tuple[float, float, object]
) -> None:
    """Print both sides and the ratio by CPU seconds."""
    ratio = theirs[1] / ours[1]
    print(
        f"{task:<34} numba {ours[0] * 1000:9.1f} ms   {peer:<9} {theirs[0] * 1000:10.1f} ms"
        f"   {ratio:7.1f} x"
    )


def main() -> None:
    """Compare one-to-all, nearest of five, pairs within fifteen minutes, one path."""
    osm = town()
    streets = build_streets(read_streets(osm))
    fast, plain = NumbaNetwork(streets), NetworkxNetwork(streets)
    print(f"{osm.name}: {streets.node_count:,} nodes, {streets.arc_count:,} arcs")
    random = np.random.default_rng(5)
    main_nodes = np.flatnonzero(streets.main)
    chosen = random.choice(main_nodes, POINTS, replace=False)
    points = fast.snap(streets.lon[chosen] + 5e-5, streets.lat[chosen])
    origin = one_of(points, 0)
    fast.node_minutes_from(origin, cutoff_min=1)  # compiled, or read from the disk cache

    ours = timed(lambda: fast.node_minutes_from(origin, cutoff_min=1e6), 9)
    theirs = timed(lambda: plain.node_minutes_from(origin, cutoff_min=1e6), 3)
    np.testing.assert_array_equal(ours[2], theirs[2])
    show("one to all", ours, "networkx", theirs)

    category = (np.arange(POINTS) % CATEGORIES).astype(np.int32)
    ours = timed(lambda: fast.nearest(points, category, categories=CATEGORIES).time_ms, 5)
    theirs = timed(lambda: _nearest_scipy(streets, points, category), 3)
    np.testing.assert_array_equal(ours[2], theirs[2])
    show(f"nearest of {CATEGORIES}, all nodes", ours, "scipy", theirs)
    theirs = timed(lambda: _nearest_networkx(plain.backwards, streets, points, category), 1)
    np.testing.assert_array_equal(ours[2], theirs[2])
    show(f"nearest of {CATEGORIES}, all nodes", ours, "networkx", theirs)

    some = fast.snap(streets.lon[chosen[:ORIGINS]], streets.lat[chosen[:ORIGINS]])
    ours = timed(lambda: fast.pairs_within(some, points, cutoff_min=15).minutes, 5)
    theirs = timed(lambda: plain.pairs_within(some, points, cutoff_min=15).minutes, 1)
    np.testing.assert_array_equal(ours[2], theirs[2])
    show(f"pairs in 15 min, {ORIGINS} x {POINTS}", ours, "networkx", theirs)

    far = one_of(points, 1)
    ours = timed(lambda: fast.path(origin, far), 9)
    theirs = timed(lambda: plain.path(origin, far), 1)
    assert ours[2].minutes == theirs[2].minutes  # type: ignore[attr-defined]
    show("one path with its line", ours, "networkx", theirs)


def _ends(streets, points, category, number):  # type: ignore[no-untyped-def]
    ends = reaching(streets, points)
    chosen = np.flatnonzero((category == number) & points.found)
    return ends.node[chosen].ravel(), ends.ms[chosen].ravel()


def _nearest_scipy(streets, points, category):  # type: ignore[no-untyped-def]
    """SciPy from one extra node a category over the reversed arcs; parallel arcs: the lightest."""
    count = streets.node_count
    rows = []
    for number in range(CATEGORIES):
        node, ms = _ends(streets, points, category, number)
        tail = np.concatenate([streets.head, np.full(len(node), count)])
        head = np.concatenate([streets.tail, node])
        # A stored zero is no edge for SciPy: one millisecond more on the extra arcs only.
        weight = np.concatenate([streets.weight_ms, ms + 1]).astype(np.int64)
        order = np.lexsort((weight, head, tail))
        tail, head, weight = tail[order], head[order], weight[order]
        first = np.r_[True, (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])]
        graph = csr_array((weight[first], (tail[first], head[first])), shape=(count + 1, count + 1))
        times = dijkstra(graph, indices=count)[:count] - 1
        rows.append(np.where(np.isinf(times), UNREACHED_MS, times).astype(np.int32))
    return np.array(rows)


def _nearest_networkx(graph, streets, points, category):  # type: ignore[no-untyped-def]
    rows = []
    for number in range(CATEGORIES):
        node, ms = _ends(streets, points, category, number)
        seeds = zip(node.tolist(), ms.tolist(), strict=True)
        graph.add_edges_from(("start", n, {"ms": m}) for n, m in seeds)
        times = nx.single_source_dijkstra_path_length(graph, "start", weight="ms")
        graph.remove_node("start")
        rows.append([times.get(n, INFINITE) for n in range(streets.node_count)])
    return np.array(rows, np.int32)


if __name__ == "__main__":
    main()

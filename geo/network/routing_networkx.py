"""The reference engine: the answers of `geo.network.routing_numba` by a library all can read."""

from __future__ import annotations

import networkx as nx
import numpy as np

from geo.arrays import Floats, Ints
from geo.network.lane_ends import LaneEnds
from geo.network.routing import (
    FAR_MS,
    UNREACHED_MS,
    Nearest,
    NearestK,
    Path,
    Snapped,
    SparseTimes,
    one_of,
)
from geo.network.routing_ends import MS_PER_MIN, Way, leaving, minutes_at, path_between, reaching
from geo.network.snapping import PREFER_MAIN_M, SNAP_LIMIT_M, standing_arcs
from geo.network.sphere import METRES_PER_DEGREE
from geo.network.streets import ON_PIECE, StreetNetwork
from geo.network.walking import WALK_SPEED_KMH

NO_CUTOFF_MS = int(FAR_MS) - 1


class NetworkxNetwork:
    """A walking network that is slow and plain.

    Parameters
    ----------
    streets
        The network that `geo.network.routing_numba.NumbaNetwork` takes too.
    """

    def __init__(self, streets: StreetNetwork) -> None:
        self.streets = streets
        self.graph = nx.MultiDiGraph()
        self.graph.add_nodes_from(range(streets.node_count))
        for arc in range(streets.arc_count):
            ends = int(streets.tail[arc]), int(streets.head[arc])
            self.graph.add_edge(*ends, key=arc, ms=int(streets.weight_ms[arc]))
        self.backwards = self.graph.reverse()

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return self.streets.node_count

    def snap(self, lon: Floats, lat: Floats, *, limit_m: float = SNAP_LIMIT_M) -> Snapped:
        """Lay points on the nearest edge that may be stood on, looking at every edge."""
        streets = self.streets
        arcs = standing_arcs(streets)
        found = [self._nearest_edge(arcs, x, y, limit_m) for x, y in zip(lon, lat, strict=True)]
        arc = np.array([f[0] for f in found], np.int32)
        fraction = np.array([f[1] for f in found], np.float64)
        distance = np.array([f[2] for f in found], np.float64)
        a, b = streets.tail[arc], streets.head[arc]
        access = np.rint(np.nan_to_num(distance) / (WALK_SPEED_KMH / 3.6) * 1000)
        laid = Snapped(
            arc,
            fraction,
            streets.lon[a] + fraction * (streets.lon[b] - streets.lon[a]),
            streets.lat[a] + fraction * (streets.lat[b] - streets.lat[a]),
            distance,
            access.astype(np.int32),
        )
        return LaneEnds(streets).improved(laid, lon, lat, limit_m=limit_m)

    def minutes_from(self, origin: Snapped, points: Snapped, *, cutoff_min: float) -> Floats:
        """Minutes from one origin to each point; NaN where it is not reached in time."""
        cutoff_ms = int(min(cutoff_min * MS_PER_MIN, NO_CUTOFF_MS))
        node_ms = self._from(origin, cutoff_ms)[0]
        return minutes_at(self.streets, node_ms, origin, points, cutoff_ms=cutoff_ms)

    def node_minutes_from(self, origin: Snapped, *, cutoff_min: float) -> Floats:
        """Minutes from one origin to every node; NaN beyond the cut-off."""
        node_ms = self._from(origin, int(min(cutoff_min * MS_PER_MIN, NO_CUTOFF_MS)))[0]
        return np.where(node_ms == UNREACHED_MS, np.nan, node_ms / MS_PER_MIN)

    def node_ms_from(self, origin: Snapped) -> Ints:
        """Milliseconds from one origin to every node; `UNREACHED_MS` where there is no way."""
        return self._from(origin, NO_CUTOFF_MS)[0]

    def nearest(self, points: Snapped, category: Ints, *, categories: int) -> Nearest:
        """Nearest point of each category from every node; ties go to the smaller number."""
        found = self.nearest_k(points, category, categories=categories, k=1)
        return Nearest(found.time_ms[:, 0], found.point[:, 0])

    def nearest_k(self, points: Snapped, category: Ints, *, categories: int, k: int) -> NearestK:
        """The k nearest points of each category from every node, one search a point."""
        time_ms = np.full((categories, k, self.node_count), UNREACHED_MS, np.int32)
        point = np.full((categories, k, self.node_count), -1, np.int32)
        ends = reaching(self.streets, points)
        for number in np.flatnonzero(points.found):
            seeds = list(zip(ends.node[number].tolist(), ends.ms[number].tolist(), strict=True))
            row, which = time_ms[category[number]], point[category[number]]
            for node, ms in _times(self.backwards, seeds, NO_CUTOFF_MS)[0].items():
                # Numbers ascend: an equal time found before has the smaller one.
                at = int(np.searchsorted(row[:, node], ms, side="right"))
                row[at + 1 :, node], which[at + 1 :, node] = row[at:-1, node], which[at:-1, node]
                row[at : at + 1, node], which[at : at + 1, node] = ms, number
        return NearestK(time_ms, point)

    def pairs_within(
        self, origins: Snapped, destinations: Snapped, *, cutoff_min: float
    ) -> SparseTimes:
        """All pairs within the cut-off."""
        rows = [
            self.minutes_from(one_of(origins, n), destinations, cutoff_min=cutoff_min)
            for n in range(len(origins))
        ]
        table = np.array(rows).reshape(len(origins), len(destinations))
        origin, destination = np.nonzero(~np.isnan(table))
        return SparseTimes(
            origin.astype(np.int32), destination.astype(np.int32), table[origin, destination]
        )

    def path(self, origin: Snapped, destination: Snapped) -> Path | None:
        """The fastest way between two points; None where there is none."""
        node_ms, via = self._from(origin, NO_CUTOFF_MS)
        ends = leaving(self.streets, origin), reaching(self.streets, destination)
        at_node = node_ms[ends[1].node[0]].astype(np.int64)
        ms = np.where(at_node == UNREACHED_MS, UNREACHED_MS, at_node + ends[1].ms[0])
        if ms.min() >= FAR_MS:
            return path_between(self.streets, origin, destination, ends, None)
        first = last = int(ends[1].node[0, np.argmin(ms)])
        arcs = []
        while via[first] >= 0:
            arcs.append(via[first])
            first = int(self.streets.tail[via[first]])
        way = Way(int(ms.min()), first, last, np.array(arcs[::-1], np.int32))
        return path_between(self.streets, origin, destination, ends, way)

    def _from(self, origin: Snapped, cutoff_ms: int) -> tuple[Ints, Ints]:
        ends = leaving(self.streets, origin)
        seeds = list(zip(ends.node[0].tolist(), ends.ms[0].tolist(), strict=True))
        times, via = _times(self.graph, seeds, cutoff_ms)
        node_ms = np.full(self.node_count, UNREACHED_MS, np.int32)
        arcs = np.full(self.node_count, -1, np.int32)
        for node, ms in times.items():
            node_ms[node], arcs[node] = ms, via.get(node, -1)
        return node_ms, arcs

    def _nearest_edge(
        self, arcs: Ints, lon: float, lat: float, limit_m: float
    ) -> tuple[int, float, float]:
        if len(arcs) == 0 or not (np.isfinite(lon) and np.isfinite(lat)):
            return -1, 0.0, np.nan
        streets = self.streets
        per_lon = METRES_PER_DEGREE * np.cos(np.radians(lat))
        a, b = streets.tail[arcs], streets.head[arcs]
        ax, ay = (streets.lon[a] - lon) * per_lon, (streets.lat[a] - lat) * METRES_PER_DEGREE
        bx, by = (streets.lon[b] - lon) * per_lon, (streets.lat[b] - lat) * METRES_PER_DEGREE
        dx, dy = bx - ax, by - ay
        square = np.maximum(dx * dx + dy * dy, 1e-12)
        along = np.clip(-(ax * dx + ay * dy) / square, 0.0, 1.0)
        away = np.hypot(ax + along * dx, ay + along * dy)
        rated = np.where(streets.footing[arcs] == ON_PIECE, away + PREFER_MAIN_M, away)
        best = int(np.argmin(np.where(away <= limit_m, rated, np.inf)))
        if away[best] > limit_m:
            return -1, 0.0, np.nan
        return int(arcs[best]), float(along[best]), float(away[best])


def _times(
    graph: nx.MultiDiGraph, seeds: list[tuple[int, int]], cutoff_ms: int
) -> tuple[dict[int, int], dict[int, int]]:
    """Return milliseconds to each node from all seeds, and the arc each was reached by."""
    start = "start"
    seeded = [(start, node, {"ms": ms}) for node, ms in seeds if ms <= cutoff_ms]
    if not seeded:
        return {}, {}
    graph.add_edges_from(seeded)
    before, times = nx.dijkstra_predecessor_and_distance(graph, start, cutoff_ms, weight="ms")
    graph.remove_node(start)
    via: dict[int, int] = {}
    for node, earlier in before.items():
        if earlier and earlier[0] != start:
            between = graph[earlier[0]][node]
            via[node] = min(between, key=lambda arc: (between[arc]["ms"], arc))
    times.pop(start)
    return times, via

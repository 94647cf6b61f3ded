"""The default engine: compiled passes over the hierarchy of `geo.network.streets`."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from geo.arrays import Floats, Ints
from geo.network.kernels import LABEL_BITS, find_way, reach, read_keys, sweep, sweep_k
from geo.network.lane_ends import LaneEnds
from geo.network.many_to_many import above, times_to_targets, transposed, within
from geo.network.routing import (
    FAR_MS,
    UNREACHED_MS,
    Nearest,
    NearestK,
    Path,
    Snapped,
    SparseTimes,
    some_of,
)
from geo.network.routing_ends import (
    MS_PER_MIN,
    Ends,
    Way,
    along_one_edge_ms,
    leaving,
    minutes_at,
    on_one_edge,
    path_between,
    reaching,
)
from geo.network.snapping import SNAP_LIMIT_M, SegmentGrid, build_grid, snap_points
from geo.network.streets import StreetNetwork

NO_CUTOFF_MS = int(FAR_MS) - 1
SOURCES_AT_ONCE = 64
"""A thread's share of a table of pairs; its memory is this many times the targets."""
NEARBY = 16
"""Up to one node in so many, a search of the surroundings is quicker than a pass over all.
Measured: 60 nanoseconds for each node it reaches against 8 for every node."""
Keys = NDArray[np.int64]
Rows = tuple[Ints, Ints, Ints]


class NumbaNetwork:
    """A walking network that answers in milliseconds; safe to share between threads.

    Parameters
    ----------
    streets
        The network. Its arrays may be memory-mapped.
    grid
        The snapping grid, built here where it is not given.
    """

    def __init__(self, streets: StreetNetwork, grid: SegmentGrid | None = None) -> None:
        self.streets = streets
        self.grid = grid if grid is not None else build_grid(streets)
        self._lanes = LaneEnds(streets)
        hierarchy = streets.hierarchy
        self._position = hierarchy.position
        self._up: Rows = hierarchy.up_start, hierarchy.up_end, hierarchy.up_ms
        self._down: Rows = hierarchy.down_start, hierarchy.down_end, hierarchy.down_ms
        self._up_parts = hierarchy.up_half, hierarchy.up_last
        self._down_parts = hierarchy.down_half, hierarchy.down_last

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return self.streets.node_count

    def snap(self, lon: Floats, lat: Floats, *, limit_m: float = SNAP_LIMIT_M) -> Snapped:
        """Lay points on the nearest edge on which somebody may stand."""
        found = snap_points(self.streets, self.grid, lon, lat, limit_m=limit_m)
        return self._lanes.improved(found, lon, lat, limit_m=limit_m)

    def minutes_from(self, origin: Snapped, points: Snapped, *, cutoff_min: float) -> Floats:
        """Minutes from one origin to each point; NaN where it is not reached in time."""
        latest = _cutoff_ms(cutoff_min)
        node_ms = self.node_ms_from(origin, latest=latest)
        return minutes_at(self.streets, node_ms, origin, points, cutoff_ms=latest)

    def node_minutes_from(self, origin: Snapped, *, cutoff_min: float) -> Floats:
        """Minutes from one origin to every node; NaN beyond the cut-off."""
        latest = _cutoff_ms(cutoff_min)
        node_ms = self.node_ms_from(origin, latest=latest)
        return np.where(node_ms > latest, np.nan, node_ms / MS_PER_MIN)

    def node_ms_from(self, origin: Snapped, *, latest: int = NO_CUTOFF_MS) -> Ints:
        """Milliseconds from one origin to every node; `UNREACHED_MS` where there is no way.

        What takes longer than `latest` may hold any time that does.
        """
        streets, ends = self.streets, leaving(self.streets, origin)
        node_ms = np.full(self.node_count, UNREACHED_MS, np.int32)
        rows = streets.start, streets.head, streets.weight_ms
        most = self.node_count // NEARBY if latest < NO_CUTOFF_MS else 0
        if not reach(*rows, ends.node[0], ends.ms[0], latest, most, node_ms):
            best = np.empty(self.node_count, np.int64)
            sweep(self._up, self._down, *self._seeds(ends, np.zeros(1, np.int64)), best)
            read_keys(best, self._position, node_ms, np.empty_like(node_ms))
        return node_ms

    def nearest(self, points: Snapped, category: Ints, *, categories: int) -> Nearest:
        """Nearest point of each category from every node, with its identity."""
        ends = reaching(self.streets, points)
        time_ms = np.empty((categories, self.node_count), np.int32)
        point = np.empty((categories, self.node_count), np.int32)
        best = np.empty(self.node_count, np.int64)
        for number in range(categories):
            seeds = self._seeds(ends, np.flatnonzero((category == number) & points.found))
            sweep(self._down, self._up, *seeds, best)
            read_keys(best, self._position, time_ms[number], point[number])
        return Nearest(time_ms, point)

    def nearest_k(self, points: Snapped, category: Ints, *, categories: int, k: int) -> NearestK:
        """The k nearest points of each category from every node, the nearest first."""
        ends = reaching(self.streets, points)
        time_ms = np.empty((categories, k, self.node_count), np.int32)
        point = np.empty((categories, k, self.node_count), np.int32)
        best = np.empty((self.node_count, k), np.int64)
        for number in range(categories):
            seeds = self._seeds(ends, np.flatnonzero((category == number) & points.found))
            sweep_k(self._down, self._up, *seeds, best)
            for rank in range(k):
                read_keys(best[:, rank], self._position, time_ms[number, rank], point[number, rank])
        return NearestK(time_ms, point)

    def pairs_within(
        self, origins: Snapped, destinations: Snapped, *, cutoff_min: float
    ) -> SparseTimes:
        """All pairs within the cut-off, from the side that has fewer points, in threads."""
        origin, destination, ms = self._table(origins, destinations, _cutoff_ms(cutoff_min))
        return SparseTimes(origin, destination, ms / MS_PER_MIN)

    def path(self, origin: Snapped, destination: Snapped) -> Path | None:
        """The fastest way between two points; None where there is none."""
        if not (origin.found[0] and destination.found[0]):
            return None
        ends = leaving(self.streets, origin), reaching(self.streets, destination)
        leave, arrive = ends
        later = np.zeros((2, self.node_count), np.int32)
        ms, first, last, arcs = find_way(
            self._up, self._up_parts, self._down, self._down_parts,
            self._position[leave.node[0]], leave.ms[0],
            self._position[arrive.node[0]], arrive.ms[0], later, np.empty_like(later),
        )  # fmt: skip
        node = self.streets.hierarchy.node
        way = Way(ms, int(node[first]), int(node[last]), arcs) if ms < FAR_MS else None
        return path_between(self.streets, origin, destination, ends, way)

    def _seeds(self, ends: Ends, chosen: NDArray[np.int64]) -> tuple[Ints, Keys]:
        """Return positions and keys at the ends of the chosen points, which are the labels."""
        near = ends.ms[chosen] < FAR_MS
        keys = (ends.ms[chosen] << LABEL_BITS) | chosen[:, None]
        return self._position[ends.node[chosen][near]], keys[near]

    def _table(self, origins: Snapped, destinations: Snapped, latest: int) -> tuple[Ints, ...]:
        """Return origin, destination and milliseconds of the pairs within `latest`, sorted."""
        leave, arrive = leaving(self.streets, origins), reaching(self.streets, destinations)
        turned = len(destinations) < len(origins)
        sources, targets = (arrive, leave) if turned else (leave, arrive)
        climb, descend = (self._down, self._up) if turned else (self._up, self._down)
        goal = self._position[targets.node]
        part = above(descend, goal.ravel())

        def share(begin: int) -> tuple[Ints, Ints, Ints]:
            at = slice(begin, begin + SOURCES_AT_ONCE)
            table = times_to_targets(
                climb, part, self._position[sources.node[at]], sources.ms[at],
                goal, targets.ms, latest, np.zeros(self.node_count, np.int32),
            )  # fmt: skip
            if turned:
                self._shorten(table.T, origins, some_of(destinations, at))
            else:
                self._shorten(table, some_of(origins, at), destinations)
            rows, columns, ms = within(table, latest)
            return rows + np.int32(begin), columns, ms

        with ThreadPoolExecutor(os.cpu_count()) as threads:
            shares = list(threads.map(share, range(0, len(sources.node), SOURCES_AT_ONCE)))
        nothing = np.empty(0, np.int32)
        rows, columns, ms = (
            np.concatenate(p) for p in zip((nothing, nothing, nothing), *shares, strict=True)
        )
        return transposed(rows, columns, ms, len(origins)) if turned else (rows, columns, ms)

    def _shorten(self, table: Ints, origins: Snapped, destinations: Snapped) -> None:
        """Write the direct times along shared edges into a table where they are shorter."""
        row, column = on_one_edge(origins, destinations)
        direct = along_one_edge_ms(
            self.streets, some_of(origins, row), some_of(destinations, column)
        )
        table[row, column] = np.minimum(table[row, column], direct)


def _cutoff_ms(cutoff_min: float) -> int:
    return int(min(cutoff_min * MS_PER_MIN, NO_CUTOFF_MS))

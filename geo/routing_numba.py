"""The default engine: compiled searches over the compressed rows of `geo.streets`."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from geo.kernels import INFINITE, search
from geo.routing import Floats, Ints, Nearest, Path, Snapped, SparseTimes, one_of
from geo.routing_ends import (
    MS_PER_MIN,
    leaving,
    minutes_at,
    path_between,
    reaching,
)
from geo.snapping import SNAP_LIMIT_M, SegmentGrid, build_grid, snap_points
from geo.streets import StreetNetwork

NO_CUTOFF_MS = int(INFINITE) - 1
Found = tuple[Ints, Ints, Ints]
Milliseconds = NDArray[np.int32] | NDArray[np.int64]


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
        self._heaviest = int(streets.weight_ms.max())
        self._arcs = np.arange(streets.arc_count, dtype=np.int32)

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return self.streets.node_count

    def snap(self, lon: Floats, lat: Floats, *, limit_m: float = SNAP_LIMIT_M) -> Snapped:
        """Lay points on the nearest edge of the main component."""
        return snap_points(self.streets, self.grid, lon, lat, limit_m=limit_m)

    def minutes_from(self, origin: Snapped, points: Snapped, *, cutoff_min: float) -> Floats:
        """Minutes from one origin to each point; NaN where it is not reached in time."""
        cutoff_ms = _cutoff_ms(cutoff_min)
        node_ms, _, _ = self._from(origin, cutoff_ms)
        return minutes_at(self.streets, node_ms, origin, points, cutoff_ms=cutoff_ms)

    def node_minutes_from(self, origin: Snapped, *, cutoff_min: float) -> Floats:
        """Minutes from one origin to every node; NaN beyond the cut-off."""
        node_ms, _, _ = self._from(origin, _cutoff_ms(cutoff_min))
        return np.where(node_ms == INFINITE, np.nan, node_ms / MS_PER_MIN)

    def nearest(self, points: Snapped, category: Ints, *, categories: int) -> Nearest:
        """Nearest point of each category from every node, with its identity."""
        ends = reaching(self.streets, points)
        time_ms = np.empty((categories, self.node_count), np.int32)
        point = np.empty((categories, self.node_count), np.int32)
        for number in range(categories):
            chosen = np.flatnonzero((category == number) & points.found)
            found = self._backward(
                ends.node[chosen].ravel(),
                ends.ms[chosen].ravel(),
                np.repeat(chosen, 2).astype(np.int32),
            )
            time_ms[number], point[number], _ = found
        return Nearest(time_ms, point)

    def pairs_within(
        self, origins: Snapped, destinations: Snapped, *, cutoff_min: float
    ) -> SparseTimes:
        """All pairs within the cut-off, one search an origin, in threads."""
        cutoff_ms = _cutoff_ms(cutoff_min)

        def row(number: int) -> Floats:
            origin = one_of(origins, number)
            node_ms, _, _ = self._from(origin, cutoff_ms)
            return minutes_at(self.streets, node_ms, origin, destinations, cutoff_ms=cutoff_ms)

        found: list[tuple[Ints, Ints, Floats]] = []
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            for number, minutes in enumerate(threads.map(row, range(len(origins)))):
                reached = np.flatnonzero(~np.isnan(minutes)).astype(np.int32)
                found.append((np.full_like(reached, number), reached, minutes[reached]))
        if not found:
            empty = np.empty(0, np.int32)
            return SparseTimes(empty, empty, np.empty(0))
        origin, destination, minutes = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return SparseTimes(origin, destination, minutes)

    def path(self, origin: Snapped, destination: Snapped) -> Path | None:
        """The fastest way between two points; None where there is none."""
        node_ms, _, via = self._from(origin, NO_CUTOFF_MS)
        return path_between(self.streets, origin, destination, node_ms, via)

    def _from(self, origin: Snapped, cutoff_ms: int) -> Found:
        ends = leaving(self.streets, origin)
        labels = np.zeros(2, np.int32)
        return self._forward(ends.node[0], ends.ms[0], labels, cutoff_ms)

    def _forward(self, node: Ints, ms: Milliseconds, label: Ints, cutoff_ms: int) -> Found:
        streets = self.streets
        rows = streets.start, self._arcs, streets.head
        return self._run(rows, node, ms, label, cutoff_ms)

    def _backward(self, node: Ints, ms: Milliseconds, label: Ints) -> Found:
        streets = self.streets
        rows = streets.back_start, streets.back_arc, streets.tail
        return self._run(rows, node, ms, label, NO_CUTOFF_MS)

    def _run(
        self,
        rows: tuple[Ints, Ints, Ints],
        node: Ints,
        ms: Milliseconds,
        label: Ints,
        cutoff_ms: int,
    ) -> Found:
        dist = np.full(self.node_count, INFINITE, np.int32)
        owner = np.full(self.node_count, -1, np.int32)
        via = np.full(self.node_count, -1, np.int32)
        search(
            *rows, self.streets.weight_ms,
            np.ascontiguousarray(node, np.int32), np.minimum(ms, INFINITE).astype(np.int32),
            np.ascontiguousarray(label, np.int32), cutoff_ms, self._heaviest, dist, owner, via,
        )  # fmt: skip
        return dist, owner, via


def _cutoff_ms(cutoff_min: float) -> int:
    return int(min(cutoff_min * MS_PER_MIN, NO_CUTOFF_MS))

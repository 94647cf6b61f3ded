"""The seam between street networks and everything that asks them for times.

Two engines keep this protocol and pass the same tests: `geo.network.routing_networkx`, forty
readable lines, and `geo.network.routing_numba`, the default.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from geo.arrays import Bools, Floats, Indexes, Ints

UNREACHED_MS = np.int32(2**31 - 1)
"""Marks an unreached node inside the engines only; answers carry NaN instead."""
FAR_MS = np.int32(2**30)
"""298 hours: what takes as long or longer is not reached. An arc may be added without overflow."""


@dataclass(frozen=True, slots=True)
class Snapped:
    """Points laid on the nearest edge of a network.

    All arrays have one entry per point, in the order of the question. A point that is not within
    the allowed distance of an edge has `arc` −1, `distance_m` NaN and its other entries are
    meaningless.

    Attributes
    ----------
    arc
        Arc that holds the foot of the point (one of the two directions of a street).
    fraction
        Where the foot lies along the arc, 0 at its tail, 1 at its head.
    lon, lat
        The foot itself, degrees EPSG:4326.
    distance_m
        Straight distance from the point to its foot.
    access_ms
        Time to walk that distance.
    """

    arc: Ints
    fraction: Floats
    lon: Floats
    lat: Floats
    distance_m: Floats
    access_ms: Ints

    def __len__(self) -> int:
        return len(self.arc)

    @property
    def found(self) -> Bools:
        """Which points were laid on an edge."""
        return self.arc >= 0


def some_of(points: Snapped, numbers: slice | Indexes) -> Snapped:
    """Return the points of the given numbers, in that order."""
    return Snapped(
        points.arc[numbers], points.fraction[numbers], points.lon[numbers], points.lat[numbers],
        points.distance_m[numbers], points.access_ms[numbers],
    )  # fmt: skip


def one_of(points: Snapped, number: int) -> Snapped:
    """Return one point of several, still as arrays of length one."""
    return some_of(points, slice(number, number + 1))


def all_of(*groups: Snapped) -> Snapped:
    """Return the points of several groups as one, in their order."""
    return Snapped(
        np.concatenate([points.arc for points in groups]),
        np.concatenate([points.fraction for points in groups]),
        np.concatenate([points.lon for points in groups]),
        np.concatenate([points.lat for points in groups]),
        np.concatenate([points.distance_m for points in groups]),
        np.concatenate([points.access_ms for points in groups]),
    )


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each category and node: time to the nearest point and which point it is.

    `time_ms` has shape (categories, nodes) and holds `UNREACHED_MS` where no point of the
    category can be reached; `point` holds −1 there.
    """

    time_ms: Ints
    point: Ints


@dataclass(frozen=True, slots=True)
class NearestK:
    """For each category and node: times to the k nearest points, the nearest first, and which.

    Both have shape (categories, k, nodes). The points of a node and category are distinct; where
    fewer than k can be reached, `time_ms` holds `UNREACHED_MS` and `point` −1.
    """

    time_ms: Ints
    point: Ints


@dataclass(frozen=True, slots=True)
class SparseTimes:
    """Reached pairs only, sorted by origin, then destination. Times are float64 minutes."""

    origin: Ints
    destination: Ints
    minutes: Floats


@dataclass(frozen=True, slots=True)
class Path:
    """One way through the network, from foot to foot.

    Attributes
    ----------
    minutes, distance_m
        Door to door: the straight access at both ends is included.
    lon, lat
        The line, from the origin through both feet to the destination.
    arcs
        Arcs passed, in order; the first and the last may be passed in part.
    arc_lengths_m
        Metres passed on each of `arcs`.
    """

    minutes: float
    distance_m: float
    lon: Floats
    lat: Floats
    arcs: Ints
    arc_lengths_m: Floats


class RoutingNetwork(Protocol):
    """Times and ways over one mode's network. Arrays given are never changed."""

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        ...

    def snap(self, lon: Floats, lat: Floats, *, limit_m: float = 250.0) -> Snapped:
        """Lay points on the nearest edge on which somebody may stand."""
        ...

    def minutes_from(self, origin: Snapped, points: Snapped, *, cutoff_min: float) -> Floats:
        """Minutes from one origin (``len(origin) == 1``) to each point; NaN beyond the cut-off,
        where there is no way, or where either end was not found.
        """
        ...

    def node_minutes_from(self, origin: Snapped, *, cutoff_min: float) -> Floats:
        """Minutes from one origin to every node; NaN beyond the cut-off. For isochrones."""
        ...

    def nearest(self, points: Snapped, category: Ints, *, categories: int) -> Nearest:
        """Nearest point of each category *from* every node (person → service)."""
        ...

    def nearest_k(self, points: Snapped, category: Ints, *, categories: int, k: int) -> NearestK:
        """The k nearest points of each category from every node; `k` is at least one.

        `category` has one entry per point. Ties go to the smaller number. A point that was not
        found counts for no node.
        """
        ...

    def pairs_within(
        self, origins: Snapped, destinations: Snapped, *, cutoff_min: float
    ) -> SparseTimes:
        """All pairs within the cut-off."""
        ...

    def path(self, origin: Snapped, destination: Snapped) -> Path | None:
        """The fastest way between two points; None where there is none."""
        ...

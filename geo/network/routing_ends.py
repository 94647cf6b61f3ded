"""What both engines share: where a search starts and ends along an edge.

A point lies at a fraction of an arc a → b. Leaving it one reaches b along the arc and a along its
twin, where there is one; reaching it one comes from a along the arc, from b along the twin.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from geo.arrays import Floats, Indexes, Ints
from geo.network.routing import UNREACHED_MS, Path, Snapped
from geo.network.streets import StreetNetwork
from geo.network.walking import WALK_SPEED_KMH

MS_PER_MIN = 60_000


@dataclass(frozen=True, slots=True)
class Ends:
    """Two nodes for each point with the milliseconds between node and point, access included.

    Shapes (points, 2). A way that does not exist holds `UNREACHED_MS`. `arc` is the arc passed in
    part.
    """

    node: Ints
    ms: Indexes
    arc: Ints


def leaving(streets: StreetNetwork, points: Snapped) -> Ends:
    """Return how each point gets to the two nodes of its edge."""
    return _ends(streets, points, outwards=True)


def reaching(streets: StreetNetwork, points: Snapped) -> Ends:
    """Return how each point is got to from the two nodes of its edge."""
    return _ends(streets, points, outwards=False)


def _ends(streets: StreetNetwork, points: Snapped, *, outwards: bool) -> Ends:
    node, ms, arc = ends_kernel(
        points.arc, points.fraction, points.access_ms, outwards,
        streets.tail, streets.head, streets.weight_ms, streets.twin,
    )  # fmt: skip
    return Ends(node, ms, arc)


@numba.njit(cache=True, nogil=True)
def ends_kernel(arc, fraction, access_ms, outwards, tail, head, weight_ms, twin):  # type: ignore[no-untyped-def]
    """Return nodes, milliseconds and arcs of `Ends`; `outwards` is true for leaving."""
    count = len(arc)
    node, arcs = np.zeros((count, 2), np.int32), np.full((count, 2), -1, np.int32)
    ms = np.full((count, 2), np.int64(UNREACHED_MS))
    for p in range(count):
        if arc[p] < 0:
            continue
        node[p, 0], node[p, 1] = tail[arc[p]], head[arc[p]]
        # The arc itself leads to its head; one comes along it from its tail.
        along, against = (1, 0) if outwards else (0, 1)
        arcs[p, along], arcs[p, against] = arc[p], twin[arc[p]]
        for side in range(2):
            if arcs[p, side] >= 0:
                part = fraction[p] if side == 0 else 1 - fraction[p]
                ms[p, side] = np.int64(np.rint(part * weight_ms[arcs[p, side]])) + access_ms[p]
    return node, ms, arcs


def along_one_edge_ms(streets: StreetNetwork, origins: Snapped, points: Snapped) -> Indexes:
    """Return the direct milliseconds from each origin to the point beside it.

    `origins` are as many as `points`, or one for all. Access at both ends is included;
    `UNREACHED_MS` where the two lie on different edges, and where the edge may not be used in that
    direction.
    """
    arc = np.maximum(origins.arc, 0)
    twin = streets.twin[arc]
    here = (points.arc == origins.arc) & points.found
    # The grid lays every point of a street on the same one of its two arcs.
    ahead = points.fraction >= origins.fraction
    used = np.where(ahead, arc, twin)
    access = points.access_ms.astype(np.int64) + origins.access_ms
    span = np.abs(points.fraction - origins.fraction)
    ms = np.rint(span * streets.weight_ms[np.maximum(used, 0)]) + access
    return np.where(here & (used >= 0), ms, UNREACHED_MS).astype(np.int64)


def on_one_edge(origins: Snapped, points: Snapped) -> tuple[Indexes, Indexes]:
    """Return the numbers of all pairs of an origin and a point that share an edge."""
    order = np.argsort(points.arc, kind="stable")
    arcs = points.arc[order]
    begin = np.searchsorted(arcs, origins.arc, "left")
    count = np.where(origins.found, np.searchsorted(arcs, origins.arc, "right") - begin, 0)
    origin = np.repeat(np.arange(len(origins)), count)
    step = np.arange(len(origin)) - np.repeat(np.cumsum(count) - count, count)
    return origin, order[begin[origin] + step]


def minutes_at(
    streets: StreetNetwork,
    node_ms: Ints,
    origin: Snapped,
    points: Snapped,
    *,
    cutoff_ms: int,
) -> Floats:
    """Return minutes to points, given the times at nodes; NaN beyond the cut-off."""
    ends = reaching(streets, points)
    at_node = node_ms[ends.node].astype(np.int64)
    ms = np.where(at_node == UNREACHED_MS, UNREACHED_MS, at_node + ends.ms).min(axis=1)
    ms = np.minimum(ms, along_one_edge_ms(streets, origin, points))
    minutes: Floats = np.where((ms <= cutoff_ms) & points.found, ms / MS_PER_MIN, np.nan)
    return minutes


@dataclass(frozen=True, slots=True)
class Way:
    """A way from one end of the origin's edge to one of the destination's, and its whole time.

    `arcs` lead from the node `first` to the node `last`; they are none where both are the same.
    `ms` includes the parts of the edges at both ends.
    """

    ms: int
    first: int
    last: int
    arcs: Ints


def path_between(
    streets: StreetNetwork,
    origin: Snapped,
    destination: Snapped,
    ends: tuple[Ends, Ends],
    way: Way | None,
) -> Path | None:
    """Build the path from the way a search has found, or along the one edge where that is as fast.

    `ends` are those of the origin, leaving, and of the destination, reaching. `way` is None where
    the search has found none; so is the answer, unless both lie on one edge.
    """
    direct = int(UNREACHED_MS)
    if origin.arc[0] == destination.arc[0]:
        direct = int(along_one_edge_ms(streets, origin, destination)[0])
    here, there = float(origin.fraction[0]), float(destination.fraction[0])
    if direct < UNREACHED_MS and (way is None or direct <= way.ms):
        arc = int(origin.arc[0])
        used = arc if there >= here else int(streets.twin[arc])
        nowhere = np.empty(0, np.int32)
        span = np.array([abs(there - here)])
        return _path(streets, origin, destination, direct, np.array([used]), nowhere, span)
    if way is None:
        return None
    leave, arrive = ends
    side = int(leave.node[0, 1] == way.first)
    end = int(arrive.node[0, 1] == way.last)
    used_arcs = np.concatenate(
        [leave.arc[0, side : side + 1], way.arcs, arrive.arc[0, end : end + 1]]
    )
    parts = np.ones(len(used_arcs))
    parts[0] = here if side == 0 else 1 - here
    parts[-1] = there if end == 0 else 1 - there
    nodes = np.concatenate([np.array([way.first], np.int32), streets.head[way.arcs]])
    return _path(streets, origin, destination, way.ms, used_arcs, nodes, parts)


def _path(
    streets: StreetNetwork,
    origin: Snapped,
    destination: Snapped,
    ms: int,
    arcs: Ints,
    nodes: Ints,
    parts: Floats,
) -> Path:
    access_ms = int(origin.access_ms[0]) + int(destination.access_ms[0])
    lengths = streets.length_m[arcs] * parts
    return Path(
        minutes=ms / MS_PER_MIN,
        distance_m=float(lengths.sum()) + access_ms / 1000 * WALK_SPEED_KMH / 3.6,
        lon=np.concatenate([origin.lon, streets.lon[nodes], destination.lon]),
        lat=np.concatenate([origin.lat, streets.lat[nodes], destination.lat]),
        arcs=arcs.astype(np.int32),
        arc_lengths_m=lengths,
    )

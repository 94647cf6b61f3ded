"""What both engines share: where a search starts and ends along an edge.

A point lies at a fraction of an arc a → b. Leaving it one reaches b along the arc and a along its
twin, where there is one; reaching it one comes from a along the arc, from b along the twin.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.modes import WALK_SPEED_KMH
from geo.routing import UNREACHED_MS, Floats, Ints, Path, Snapped
from geo.streets import StreetNetwork

MS_PER_MIN = 60_000


@dataclass(frozen=True, slots=True)
class Ends:
    """Two nodes for each point with the milliseconds between node and point, access included.

    Shapes (points, 2). A way that does not exist holds `UNREACHED_MS`. `arc` is the arc passed in
    part.
    """

    node: Ints
    ms: NDArray[np.int64]
    arc: Ints


def leaving(streets: StreetNetwork, points: Snapped) -> Ends:
    """Return how each point gets to the two nodes of its edge."""
    return _ends(streets, points, outwards=True)


def reaching(streets: StreetNetwork, points: Snapped) -> Ends:
    """Return how each point is got to from the two nodes of its edge."""
    return _ends(streets, points, outwards=False)


def _ends(streets: StreetNetwork, points: Snapped, *, outwards: bool) -> Ends:
    arc = np.maximum(points.arc, 0)
    twin = streets.twin[arc]
    tail, head = streets.tail[arc], streets.head[arc]
    along = streets.weight_ms[arc].astype(np.float64)
    against = np.where(twin >= 0, streets.weight_ms[np.maximum(twin, 0)], np.nan)
    if outwards:
        to_tail, to_head = points.fraction * against, (1 - points.fraction) * along
        arcs = np.stack([twin, arc], axis=1)
    else:
        to_tail, to_head = points.fraction * along, (1 - points.fraction) * against
        arcs = np.stack([arc, twin], axis=1)
    ms = np.rint(np.stack([to_tail, to_head], axis=1)) + points.access_ms[:, None]
    ms = np.where(np.isnan(ms) | ~points.found[:, None], UNREACHED_MS, ms)
    return Ends(
        node=np.stack([tail, head], axis=1).astype(np.int32),
        ms=ms.astype(np.int64),
        arc=arcs.astype(np.int32),
    )


def along_one_edge_ms(
    streets: StreetNetwork, origin: Snapped, points: Snapped
) -> NDArray[np.int64]:
    """Return the direct milliseconds from one origin to points of the same edge.

    Access at both ends is included; `UNREACHED_MS` for points of other edges, and where the edge
    may not be used in that direction.
    """
    arc, fraction = int(origin.arc[0]), float(origin.fraction[0])
    away = np.full(len(points), UNREACHED_MS, np.int64)
    if arc < 0:
        return away
    twin = int(streets.twin[arc])
    here = points.arc == arc
    # The grid lays every point of a street on the same one of its two arcs.
    ahead = here & (points.fraction >= fraction)
    behind = here & (points.fraction < fraction) & (twin >= 0)
    access = points.access_ms.astype(np.int64) + int(origin.access_ms[0])
    span = np.abs(points.fraction - fraction)
    away[ahead] = (np.rint(span * streets.weight_ms[arc]) + access)[ahead]
    away[behind] = (np.rint(span * streets.weight_ms[max(twin, 0)]) + access)[behind]
    return away


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


def path_between(
    streets: StreetNetwork, origin: Snapped, destination: Snapped, node_ms: Ints, via: Ints
) -> Path | None:
    """Build the path from a finished search: times at nodes and the arc each was reached by."""
    if not (origin.found[0] and destination.found[0]):
        return None
    direct = int(along_one_edge_ms(streets, origin, destination)[0])
    last = reaching(streets, destination)
    at_node = node_ms[last.node[0]].astype(np.int64)
    through = np.where(at_node == UNREACHED_MS, UNREACHED_MS, at_node + last.ms[0])
    best = int(np.argmin(through))
    if min(direct, int(through[best])) >= UNREACHED_MS:
        return None
    span = float(abs(destination.fraction[0] - origin.fraction[0]))
    if direct <= through[best]:
        arc = int(origin.arc[0])
        ahead = destination.fraction[0] >= origin.fraction[0]
        used = [arc if ahead else int(streets.twin[arc])]
        return _path(streets, origin, destination, direct, used, [], [span])
    nodes, arcs = _walk_back(streets, int(last.node[0, best]), via)
    first = leaving(streets, origin)
    side = int(np.flatnonzero(first.node[0] == nodes[0])[0])
    if first.node[0, 0] == first.node[0, 1]:
        side = int(np.argmin(first.ms[0]))
    start_part = float(origin.fraction[0]) if side == 0 else 1 - float(origin.fraction[0])
    end_part = float(destination.fraction[0])
    end_part = end_part if best == 0 else 1 - end_part
    used = [int(first.arc[0, side]), *arcs, int(last.arc[0, best])]
    parts = [start_part, *([1.0] * len(arcs)), end_part]
    return _path(streets, origin, destination, int(through[best]), used, nodes, parts)


def _walk_back(streets: StreetNetwork, node: int, via: Ints) -> tuple[list[int], list[int]]:
    nodes, arcs = [node], []
    while via[node] >= 0:
        arc = int(via[node])
        arcs.append(arc)
        node = int(streets.tail[arc])
        nodes.append(node)
    return nodes[::-1], arcs[::-1]


def _path(
    streets: StreetNetwork,
    origin: Snapped,
    destination: Snapped,
    ms: int,
    arcs: list[int],
    nodes: list[int],
    parts: list[float],
) -> Path:
    access_m = [
        float(end.access_ms[0]) / 1000 * WALK_SPEED_KMH / 3.6 for end in (origin, destination)
    ]
    foot_lon = [float(origin.lon[0])], [float(destination.lon[0])]
    foot_lat = [float(origin.lat[0])], [float(destination.lat[0])]
    lon = np.concatenate([foot_lon[0], streets.lon[nodes], foot_lon[1]])
    lat = np.concatenate([foot_lat[0], streets.lat[nodes], foot_lat[1]])
    used = np.array(arcs, np.int32)
    lengths = streets.length_m[used].astype(np.float64) * np.array(parts)
    return Path(
        minutes=ms / MS_PER_MIN,
        distance_m=float(lengths.sum()) + sum(access_m),
        lon=lon,
        lat=lat,
        arcs=used,
        arc_lengths_m=lengths,
    )

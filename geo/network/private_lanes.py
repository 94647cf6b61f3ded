"""Private ways: who lives there walks out of them, and nobody walks through.

They are no part of the network that is searched. A point that lies nearest to one is laid on the
place where the way meets the network, and walks so far before the search begins.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from geo.arrays import Bools, Floats, Ints
from geo.network.routing import Snapped
from geo.network.sphere import EARTH_RADIUS_M, distance_m
from geo.network.walking import WALK_SPEED_KMH

METRES_PER_DEGREE = np.pi * EARTH_RADIUS_M / 180
NEARER_M = 1.0
"""A private way must be so much nearer than a public one."""


@dataclass(frozen=True, slots=True)
class PrivateLanes:
    """Stretches of private ways from which there is a way to the network.

    Attributes
    ----------
    lon, lat
        Their ends, degrees EPSG:4326, shape (stretches, 2).
    exit, exit_m
        Node of the network that is nearest to each end along private ways, and metres to it; shape
        (stretches, 2).
    """

    lon: Floats
    lat: Floats
    exit: Ints
    exit_m: Floats


NO_LANES = PrivateLanes(
    np.zeros((0, 2)), np.zeros((0, 2)), np.zeros((0, 2), np.int32), np.zeros((0, 2))
)


def private_lanes(ends: Ints, lon: Floats, lat: Floats, node: Ints, is_exit: Bools) -> PrivateLanes:
    """Return the lanes of private stretches.

    Parameters
    ----------
    ends
        Shape (stretches, 2): the ends of each stretch, as numbers of the arrays below.
    lon, lat, node, is_exit
        Of each end: where it lies, its node of the network (−1 for none), and whether one may go on
        from that node.
    """
    if len(ends) == 0 or not is_exit.any():
        return NO_LANES
    a, b = ends.T
    metres = np.maximum(distance_m(lon[a], lat[a], lon[b], lat[b]), 0.01)
    graph = coo_array((metres, (a, b)), shape=(len(lon), len(lon))).tocsr()
    away, _, source = dijkstra(
        graph, directed=False, indices=np.flatnonzero(is_exit), min_only=True,
        return_predecessors=True,
    )  # fmt: skip
    kept = np.isfinite(away[ends]).all(axis=1)
    ends = ends[kept]
    return PrivateLanes(
        lon[ends], lat[ends], node[source[ends]].astype(np.int32), away[ends].astype(np.float64)
    )


@dataclass
class LaneSearch:
    """Lays points on private lanes."""

    lanes: PrivateLanes

    @cached_property
    def _cosine(self) -> float:
        return float(np.cos(np.radians(self.lanes.lat.mean())))

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(shapely.linestrings(self._plane(self.lanes.lon, self.lanes.lat)))

    def _plane(self, lon: Floats, lat: Floats) -> Floats:
        x, y = lon * self._cosine * METRES_PER_DEGREE, lat * METRES_PER_DEGREE
        return np.stack([x, y], axis=-1)

    def improved(
        self, found: Snapped, lon: Floats, lat: Floats, *, limit_m: float,
        node_lon: Floats, node_lat: Floats, arc_of: Ints, fraction_of: Floats,
    ) -> Snapped:  # fmt: skip
        """Return points that lie nearer to a private lane laid on the end of that lane.

        Parameters
        ----------
        arc_of, fraction_of
            An arc at each node of the network, and where on it the node is.
        """
        sound = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
        if len(self.lanes.lon) == 0 or len(sound) == 0:
            return found
        points = shapely.points(self._plane(lon[sound], lat[sound]))
        public = np.where(found.found[sound], found.distance_m[sound], limit_m)
        (at, lane), away = self._tree.query_nearest(
            points,
            max_distance=max(1.0, float(public.max())),
            return_distance=True,
            all_matches=False,
        )
        at = sound[at]
        public = np.where(found.found[at], found.distance_m[at], np.inf)
        nearer = away + NEARER_M < public
        at, lane, away = at[nearer], lane[nearer], away[nearer]
        exit_node, along_m = self._way_out(lon[at], lat[at], lane)
        total = away + along_m
        arc, fraction, distance = (
            found.arc.copy(), found.fraction.copy(), found.distance_m.copy()
        )  # fmt: skip
        x, y, access = found.lon.copy(), found.lat.copy(), found.access_ms.copy()
        arc[at], fraction[at], distance[at] = arc_of[exit_node], fraction_of[exit_node], total
        x[at], y[at] = node_lon[exit_node], node_lat[exit_node]
        access[at] = np.rint(total / (WALK_SPEED_KMH / 3.6) * 1000)
        return replace(
            found, arc=arc, fraction=fraction, lon=x, lat=y, distance_m=distance, access_ms=access
        )

    def _way_out(self, lon: Floats, lat: Floats, lane: Ints) -> tuple[Ints, Floats]:
        lanes = self.lanes
        ends = self._plane(lanes.lon[lane], lanes.lat[lane])
        here = self._plane(lon, lat)
        step = ends[:, 1] - ends[:, 0]
        length = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)
        share = np.clip(((here - ends[:, 0]) * step).sum(axis=1) / length**2, 0.0, 1.0)
        metres = np.stack([share, 1.0 - share], axis=1) * length[:, None] + lanes.exit_m[lane]
        best = metres.argmin(axis=1)
        rows = np.arange(len(lane))
        return lanes.exit[lane][rows, best], metres[rows, best]

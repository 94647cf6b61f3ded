"""Lay points that lie nearest to a private way on the place where it meets the network.

Who stands there walks along the private way before the search on the network begins.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np
import shapely

from geo.arrays import Floats, Indexes, Ints
from geo.network.routing import Snapped
from geo.network.sphere import METRES_PER_DEGREE
from geo.network.streets import StreetNetwork
from geo.network.walking import WALK_SPEED_KMH

NEARER_M = 1.0
"""A private way must be so much nearer than a public one."""


class LaneEnds:
    """The private ways of a network, and where each meets it.

    Parameters
    ----------
    streets
        `lane_lon`, `lane_lat`, `lane_exit` and `lane_exit_m` are those of
        `geo.network.private_lanes.PrivateLanes`.
    """

    def __init__(self, streets: StreetNetwork) -> None:
        self._streets = streets
        leaves = np.diff(streets.start) > 0
        enters = streets.back_arc[np.minimum(streets.back_start[:-1], len(streets.back_arc) - 1)]
        # An arc at each node of the network, and where on it the node is.
        self._arc = np.where(leaves, streets.start[:-1], enters).astype(np.int32)
        self._fraction = np.where(leaves, 0.0, 1.0)

    @cached_property
    def _cosine(self) -> float:
        return float(np.cos(np.radians(self._streets.lane_lat.mean())))

    @cached_property
    def _tree(self) -> shapely.STRtree:
        ends = self._plane(self._streets.lane_lon, self._streets.lane_lat)
        return shapely.STRtree(shapely.linestrings(ends))

    def _plane(self, lon: Floats, lat: Floats) -> Floats:
        x, y = lon * self._cosine * METRES_PER_DEGREE, lat * METRES_PER_DEGREE
        return np.stack([x, y], axis=-1)

    def improved(self, found: Snapped, lon: Floats, lat: Floats, *, limit_m: float) -> Snapped:
        """Return points laid on the streets, some of them on the end of a private way.

        Parameters
        ----------
        found
            The points on the streets, of `geo.network.snapping.snap_points`.
        lon, lat
            The points themselves, degrees EPSG:4326. A NaN is never found.
        limit_m
            Points farther than this from every street and every private way are not found.
        """
        lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
        sound = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
        if len(self._streets.lane_lon) == 0 or len(sound) == 0:
            return found
        at, lane, away = self._nearer_lanes(found, lon, lat, sound, limit_m)
        node, along_m = self._way_out(lon[at], lat[at], lane)
        total = away + along_m
        arc, fraction, distance = found.arc.copy(), found.fraction.copy(), found.distance_m.copy()
        x, y, access = found.lon.copy(), found.lat.copy(), found.access_ms.copy()
        arc[at], fraction[at], distance[at] = self._arc[node], self._fraction[node], total
        x[at], y[at] = self._streets.lon[node], self._streets.lat[node]
        access[at] = np.rint(total / (WALK_SPEED_KMH / 3.6) * 1000)
        return replace(
            found, arc=arc, fraction=fraction, lon=x, lat=y, distance_m=distance, access_ms=access
        )

    def _nearer_lanes(
        self, found: Snapped, lon: Floats, lat: Floats, sound: Indexes, limit_m: float
    ) -> tuple[Indexes, Indexes, Floats]:
        """Return the points that lie nearer to a private way than to a street, it, and metres."""
        public = np.where(found.found[sound], found.distance_m[sound], limit_m)
        (at, lane), away = self._tree.query_nearest(
            shapely.points(self._plane(lon[sound], lat[sound])),
            max_distance=max(1.0, float(public.max())),
            return_distance=True,
            all_matches=False,
        )
        at = sound[at]
        public = np.where(found.found[at], found.distance_m[at], np.inf)
        nearer = away + NEARER_M < public
        return at[nearer], lane[nearer], away[nearer]

    def _way_out(self, lon: Floats, lat: Floats, lane: Indexes) -> tuple[Ints, Floats]:
        """Return the node by which a point leaves its lane, and metres along the lane to it."""
        streets = self._streets
        ends = self._plane(streets.lane_lon[lane], streets.lane_lat[lane])
        here = self._plane(lon, lat)
        step = ends[:, 1] - ends[:, 0]
        length = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)
        share = np.clip(((here - ends[:, 0]) * step).sum(axis=1) / length**2, 0.0, 1.0)
        metres = (
            np.stack([share, 1.0 - share], axis=1) * length[:, None] + streets.lane_exit_m[lane]
        )
        best = metres.argmin(axis=1)
        rows = np.arange(len(lane))
        return streets.lane_exit[lane][rows, best], metres[rows, best]

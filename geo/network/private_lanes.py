"""Private ways: who lives there walks out of them, and nobody walks through.

They are no part of the network that is searched; `geo.network.lane_ends` lays points on them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from geo.arrays import Bools, Floats, Ints
from geo.network.sphere import distance_m


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

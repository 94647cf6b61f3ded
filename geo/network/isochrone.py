"""How far a person gets: areas drawn around the streets that are reached in time.

Every street near the reach is laid on a grid, what is reached and what is not. A point of the map
belongs to the area where the nearest street is reached and no farther than `REACH_M`; the outline
runs midway between reached and unreached streets and cuts a street where the time ends. No area is
drawn where no street is reached: water and islands stay outside. The shapes are pictures; people
are counted at nodes and sections, never from them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.arrays import Floats, Indexes, Ints
from geo.network.contour_kernels import gaps, thin, trace
from geo.network.outline_kernels import (
    CELL_M,
    FAR_M,
    NEVER_MS,
    REACH_M,
    extent,
    fields,
    paint,
    streets_within,
)
from geo.network.outline_mending import Mends, doubtful_steps, mend, mends_of
from geo.network.routing_ends import MS_PER_MIN
from geo.network.sphere import METRES_PER_DEGREE
from geo.network.streets import StreetNetwork

Grids = NDArray[np.float32]
"""Numbers at grid points, rows from south to north."""

SLIVER_M2 = 1.0
THIN_M = 2.0
"""Points of an outline this near to the line without them are left out."""

GAP_M2 = 1_000.0
"""Holes smaller than this are filled where no street passes them."""

MARGIN_M = REACH_M + 3 * CELL_M
"""Around everything reached, so that the border of the grid lies outside of every area."""


@dataclass(frozen=True, slots=True)
class IsochroneBand:
    """The area reached within some minutes; EPSG:4326, empty where nothing is reached."""

    minutes: int
    shape: shapely.Geometry


@dataclass(frozen=True, slots=True)
class _Plane:
    """The streets on a flat map, in metres from the south-west corner of a grid.

    `west`, `south` place the corner, in degrees; `size` is rows and columns of the grid; `streets`
    and `ends` are what `geo.network.outline_kernels.streets_within` returns.
    """

    west: float
    south: float
    per_lon: float
    size: tuple[int, int]
    streets: Floats
    ends: Ints

    def fields(self, limits: tuple[int, ...]) -> tuple[Grids, Grids]:
        """Return what `geo.network.outline_kernels.fields` makes of the streets."""
        layers = np.full((len(limits) + 1, *self.size), FAR_M**2, np.float32)
        limits_ms = np.array(limits) * float(MS_PER_MIN)
        paint(self.streets, limits_ms, layers)
        found: tuple[Grids, Grids] = fields(layers)
        return found

    def degrees(self, shape: shapely.Geometry) -> shapely.Geometry:
        """Take a shape from metres to EPSG:4326."""
        return shapely.transform(
            shape,
            lambda points: np.column_stack(
                [
                    self.west + points[:, 0] / self.per_lon,
                    self.south + points[:, 1] / METRES_PER_DEGREE,
                ]
            ),
        )


def isochrone(
    streets: StreetNetwork, node_minutes: Floats, minutes: tuple[int, ...] = (5, 10, 15, 30)
) -> tuple[IsochroneBand, ...]:
    """Return the areas reached within each limit, the widest first.

    Along every street the outline lies within 25 m of the point where the time ends. That point is
    found from the street's two ends; a street that holds the origin between its ends counts as
    reached from them too.

    Parameters
    ----------
    node_minutes
        Minutes to every node from one origin; NaN where a node is not reached.
    minutes
        Limits, any order.

    Returns
    -------
    tuple of IsochroneBand
        Valid polygons, perhaps with holes; a shorter limit's shape lies inside a longer one's.
    """
    limits = tuple(sorted(minutes))
    plane = _plane(streets, node_minutes, max(limits, default=-1))
    if plane is None:
        return tuple(IsochroneBand(limit, shapely.Polygon()) for limit in reversed(limits))
    shapes: list[shapely.Geometry] = []
    mends: list[Mends] = []
    for limit, field, missed in zip(limits, *plane.fields(limits), strict=True):
        shape = _outline(field, missed)
        # The fields nest; thinned outlines that share a stretch may part by a hair.
        shapes.append(shapely.union(shape, shapes[-1]) if shapes else shape)
        limit_ms = float(limit * MS_PER_MIN)
        steps = doubtful_steps(plane.streets, plane.ends, limit_ms, field, CELL_M)
        mends.append(mends_of(shapes[-1], steps))
    # What a longer limit does not reach no shorter one does, and the other way round.
    mended = [mend(shape, mends[k:], mends[: k + 1]) for k, shape in enumerate(shapes)]
    return tuple(
        IsochroneBand(limit, plane.degrees(_without_slivers(shape)))
        for limit, shape in zip(reversed(limits), reversed(mended), strict=True)
    )


def _plane(streets: StreetNetwork, node_minutes: Floats, limit: int) -> _Plane | None:
    """Lay out the plane around everything within the limit; None where nothing is."""
    reached = node_minutes <= limit
    if not reached.any():
        return None
    node_ms = np.where(np.isnan(node_minutes), NEVER_MS, node_minutes * MS_PER_MIN)
    per_lon = METRES_PER_DEGREE * float(np.cos(np.radians(streets.lat[reached].mean())))
    x, y = streets.lon * per_lon, streets.lat * METRES_PER_DEGREE
    arcs = (streets.tail, streets.head, streets.weight_ms)
    west, south, east, north = extent(*arcs, node_ms, x, y, float(limit * MS_PER_MIN))
    west, south = west - MARGIN_M, south - MARGIN_M
    columns = int((east + MARGIN_M - west) / CELL_M) + 2
    rows = int((north + MARGIN_M - south) / CELL_M) + 2
    near, ends = streets_within(
        *arcs, streets.twin, node_ms, x - west, y - south, columns * CELL_M, rows * CELL_M
    )
    return _Plane(west / per_lon, south / METRES_PER_DEGREE, per_lon, (rows, columns), near, ends)


def _outline(field: Grids, missed: Grids) -> shapely.Geometry:
    """Return the positive part of a field as valid polygons, in metres."""
    points, start, shell = trace(field, CELL_M)
    if len(points) == 0:
        return shapely.Polygon()
    ring = np.repeat(np.arange(len(shell)), np.diff(start))
    drawn = ~gaps(points, start, shell, missed, CELL_M, GAP_M2)[ring]
    # Two thinned stretches of a narrow neck may cross; the full outline never does.
    for tolerance_m in (THIN_M, THIN_M / 2, THIN_M / 4):
        keep = drawn & thin(points, start, tolerance_m)
        shape = _polygons(points[keep], ring[keep], shell)
        if shape.is_valid:
            return shape
    return _polygons(points[drawn], ring[drawn], shell)


def _without_slivers(shape: shapely.Geometry) -> shapely.Geometry:
    """Fill the holes that are too small to be seen on any map."""
    filled = [
        shapely.Polygon(
            part.exterior,
            [hole for hole in part.interiors if shapely.Polygon(hole).area >= SLIVER_M2],
        )
        for part in shapely.get_parts(shape)
    ]
    return filled[0] if len(filled) == 1 else shapely.multipolygons(filled)


def _polygons(points: Floats, ring: Indexes, shell: Ints) -> shapely.Geometry:
    """Return the polygons of the rings that have points; a shell's holes follow it."""
    number, ring = np.unique(ring, return_inverse=True)
    rings = shapely.linearrings(points, indices=ring)
    order = np.lexsort((shell[number] != number, shell[number]))
    _, owner = np.unique(shell[number][order], return_inverse=True)
    polygons = shapely.polygons(rings[order], indices=owner)
    return polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)

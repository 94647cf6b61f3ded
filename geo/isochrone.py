"""How far a person gets: areas drawn around the streets that are reached in time.

Streets within the time are laid on a raster; each reached cell grows by the width of a block. No
area is drawn where no street is reached: water and islands stay outside. The shapes are pictures;
people are counted at nodes and sections, never from them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage

from geo.routing import Floats
from geo.snapping import METRES_PER_DEGREE
from geo.streets import StreetNetwork

CELL_M = 15.0
REACH_M = 35.0
"""How far beside a reached street the area is drawn."""

SMOOTH_M = 12.0


@dataclass(frozen=True, slots=True)
class Band:
    """The area reached within some minutes; EPSG:4326, empty where nothing is reached."""

    minutes: int
    shape: shapely.Geometry


def isochrone(
    streets: StreetNetwork, node_minutes: Floats, minutes: tuple[int, ...] = (5, 10, 15, 30)
) -> tuple[Band, ...]:
    """Return the areas reached within each limit, the widest first.

    Parameters
    ----------
    node_minutes
        Minutes to every node from one origin; NaN where a node is not reached.
    minutes
        Limits, any order.

    Returns
    -------
    tuple of Band
        A shorter limit's shape lies inside a longer one's.
    """
    bands: list[Band] = []
    inner: shapely.Geometry = shapely.Polygon()
    for limit in sorted(minutes):
        # Each edge is smoothed for itself: what the shorter limit reaches is reached in any case.
        inner = shapely.union(_shape(streets, node_minutes, limit), inner)
        bands.append(Band(limit, inner))
    return tuple(reversed(bands))


def _shape(streets: StreetNetwork, node_minutes: Floats, limit: int) -> shapely.Geometry:
    lon, lat = _reached_points(streets, node_minutes, limit)
    if len(lon) == 0:
        return shapely.Polygon()
    middle = float(lat.mean())
    per_lon = METRES_PER_DEGREE * np.cos(np.radians(middle))
    west = float(lon.min()) - 3 * REACH_M / per_lon
    south = float(lat.min()) - 3 * REACH_M / METRES_PER_DEGREE
    x = ((lon - west) * per_lon / CELL_M).astype(np.int64)
    y = ((lat - south) * METRES_PER_DEGREE / CELL_M).astype(np.int64)
    raster = np.zeros((int(y.max()) + 8, int(x.max()) + 8), bool)
    raster[y, x] = True
    grown = ndimage.distance_transform_edt(~raster) * CELL_M <= REACH_M
    shape = shapely.union_all(_rows(grown))
    # The stairs of the raster go first: rounding every one of them costs ten times as much.
    smooth = (
        shape.simplify(0.75 * CELL_M)
        .buffer(SMOOTH_M, quad_segs=3)
        .buffer(-SMOOTH_M, quad_segs=3)
        .simplify(3.0)
    )
    return shapely.transform(
        smooth,
        lambda points: np.column_stack(
            [west + points[:, 0] / per_lon, south + points[:, 1] / METRES_PER_DEGREE]
        ),
    )


def _reached_points(
    streets: StreetNetwork, node_minutes: Floats, limit: int
) -> tuple[Floats, Floats]:
    """Sample every street piece that is reached in time, at most a cell apart."""
    start = node_minutes[streets.tail]
    arcs = np.flatnonzero(start <= limit)
    if len(arcs) == 0:
        return np.empty(0), np.empty(0)
    whole = streets.weight_ms[arcs] / 60_000
    share = np.clip((limit - start[arcs]) / whole, 0.0, 1.0)
    count = np.maximum(1, np.ceil(streets.length_m[arcs] * share / CELL_M)).astype(np.int64) + 1
    owner = np.repeat(np.arange(len(arcs)), count)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    along = step / np.maximum(1, count - 1)[owner] * share[owner]
    a, b = streets.tail[arcs][owner], streets.head[arcs][owner]
    return (
        streets.lon[a] + along * (streets.lon[b] - streets.lon[a]),
        streets.lat[a] + along * (streets.lat[b] - streets.lat[a]),
    )


def _rows(grown: NDArray[np.bool_]) -> list[shapely.Geometry]:
    """Return one box per run of cells, in metres from the raster's corner."""
    padded = np.pad(grown, ((0, 0), (1, 1)))
    edges = np.diff(padded.astype(np.int8), axis=1)
    row, begin = np.nonzero(edges == 1)
    _, end = np.nonzero(edges == -1)
    boxes: list[shapely.Geometry] = shapely.box(
        begin * CELL_M, row * CELL_M, end * CELL_M, (row + 1) * CELL_M
    ).tolist()
    return boxes

"""Lay points on the nearest edge on which somebody may stand, never across water.

Segments stand in a grid of about 100 m; a point looks through rings of cells until no nearer
segment can exist. Distances are taken on a plane around the point, exact to a few millimetres at
the allowed distances. Somebody who stands on an island is laid on the island; in a town, where the
pieces of a network are mostly slips of the pen, the main one is taken where it is nearly as near.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from geo.arrays import Floats, Indexes, Ints
from geo.network.routing import Snapped
from geo.network.sphere import METRES_PER_DEGREE
from geo.network.streets import NOWHERE, ON_PIECE, StreetNetwork
from geo.network.walking import WALK_SPEED_KMH

CELL_M = 100.0
SNAP_LIMIT_M = 250.0
"""A point farther from every street than this is not on the network."""

PREFER_MAIN_M = 75.0
"""A piece of the network must be so much nearer than the main one."""


@dataclass(frozen=True, slots=True)
class SegmentGrid:
    """Which segments touch which cell.

    Attributes
    ----------
    frame
        Five numbers: west, south, cell width and height in degrees, rows.
    first, row
        Each row of cells reaches from the column ``first[y]``; its cells are numbered from
        ``row[y]`` to ``row[y + 1]``. So the grid is as large as its streets, not as their box.
    start, arc
        The segments of cell c are ``arc[start[c]:start[c + 1]]``; one arc stands for both
        directions of a street.
    """

    frame: Floats
    first: Ints
    row: Indexes
    start: Ints
    arc: Ints


def standing_arcs(streets: StreetNetwork) -> Ints:
    """Return the arcs on which points are laid, one of both directions of a street."""
    once = (streets.twin < 0) | (np.arange(streets.arc_count) < streets.twin)
    return np.flatnonzero((streets.footing != NOWHERE) & once).astype(np.int32)


def build_grid(streets: StreetNetwork) -> SegmentGrid:
    """Return the grid over the segments on which somebody may stand."""
    arcs = standing_arcs(streets)
    lon, lat = streets.lon, streets.lat
    a, b = streets.tail[arcs], streets.head[arcs]
    west, south = (float(np.minimum(axis[a], axis[b]).min()) for axis in (lon, lat))
    height = CELL_M / METRES_PER_DEGREE
    # The widest parallel gives the widest cell: nowhere is a cell narrower than said.
    cosine = float(np.cos(np.radians(np.abs(lat[np.concatenate([a, b])]).max())))
    width = height / max(cosine, 0.01)
    x0 = ((np.minimum(lon[a], lon[b]) - west) / width).astype(np.int64)
    x1 = ((np.maximum(lon[a], lon[b]) - west) / width).astype(np.int64)
    y0 = ((np.minimum(lat[a], lat[b]) - south) / height).astype(np.int64)
    y1 = ((np.maximum(lat[a], lat[b]) - south) / height).astype(np.int64)
    x, y, owner = _spread(x0, x1, y0, y1)
    rows = int(y.max()) + 1
    first, last = np.full(rows, np.iinfo(np.int64).max), np.full(rows, -1)
    np.minimum.at(first, y, x)
    np.maximum.at(last, y, x)
    first = np.where(last < 0, 0, first)
    row = np.concatenate([[0], np.cumsum(np.where(last < 0, 0, last - first + 1))])
    cell = row[y] + x - first[y]
    order = np.lexsort((owner, cell))
    start = np.searchsorted(cell[order], np.arange(row[-1] + 1)).astype(np.int32)
    return SegmentGrid(
        frame=np.array([west, south, width, height, rows]),
        first=first.astype(np.int32),
        row=row.astype(np.int64),
        start=start,
        arc=arcs[owner[order]],
    )


def snap_points(
    streets: StreetNetwork, grid: SegmentGrid, lon: Floats, lat: Floats, *, limit_m: float
) -> Snapped:
    """Lay points on the nearest edge on which somebody may stand.

    Parameters
    ----------
    lon, lat
        Degrees EPSG:4326. A NaN is never found.
    limit_m
        Points farther than this from every edge are not found.

    Returns
    -------
    Snapped
        In the order of the points; empty for no points.
    """
    lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    arc, fraction, distance = snap_kernel(
        lon, lat, limit_m, grid.frame, grid.first, grid.row, grid.start, grid.arc,
        streets.tail, streets.head, streets.lon, streets.lat, streets.footing,
    )  # fmt: skip
    a, b = streets.tail[arc], streets.head[arc]
    access_ms = np.rint(np.nan_to_num(distance) / (WALK_SPEED_KMH / 3.6) * 1000)
    return Snapped(
        arc=arc,
        fraction=fraction,
        lon=streets.lon[a] + fraction * (streets.lon[b] - streets.lon[a]),
        lat=streets.lat[a] + fraction * (streets.lat[b] - streets.lat[a]),
        distance_m=distance,
        access_ms=access_ms.astype(np.int32),
    )


def _spread(
    x0: Indexes,
    x1: Indexes,
    y0: Indexes,
    y1: Indexes,
) -> tuple[Indexes, Indexes, Indexes]:
    """List column and row of every cell of each segment's box, and the segment's place."""
    wide, high = x1 - x0 + 1, y1 - y0 + 1
    count = wide * high
    owner = np.repeat(np.arange(len(count)), count)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    x = x0[owner] + step % wide[owner]
    y = y0[owner] + step // wide[owner]
    return x, y, owner


@numba.njit(cache=True, nogil=True)
def snap_kernel(  # type: ignore[no-untyped-def]
    lon, lat, limit_m, frame, first, row, start, arcs, tail, head, node_lon, node_lat, footing
):
    """Return arc (−1: none), fraction along it and metres for each point."""
    count = len(lon)
    found = np.full(count, -1, np.int32)
    fraction = np.zeros(count)
    distance = np.full(count, np.nan)
    west, south, width, height = frame[0], frame[1], frame[2], frame[3]
    rows = int(frame[4])
    for p in range(count):
        if not (np.isfinite(lon[p]) and np.isfinite(lat[p])):
            continue
        per_lon = METRES_PER_DEGREE * np.cos(np.radians(lat[p]))
        cell_m = min(width * per_lon, height * METRES_PER_DEGREE)
        x = int(np.floor((lon[p] - west) / width))
        y = int(np.floor((lat[p] - south) / height))
        best = limit_m + PREFER_MAIN_M
        for ring in range(int((limit_m + PREFER_MAIN_M) / cell_m) + 2):
            # Everything in this ring is at least (ring - 1) cells away.
            if (ring - 1) * cell_m > best:
                break
            for cy in range(max(0, y - ring), min(rows - 1, y + ring) + 1):
                inner = abs(cy - y) != ring
                step = max(1, 2 * ring) if inner else 1
                for cx in range(x - ring, x + ring + 1, step):
                    cell = row[cy] + cx - first[cy]
                    if cx < first[cy] or cell >= row[cy + 1]:
                        continue
                    for k in range(start[cell], start[cell + 1]):
                        arc = arcs[k]
                        ax = (node_lon[tail[arc]] - lon[p]) * per_lon
                        ay = (node_lat[tail[arc]] - lat[p]) * METRES_PER_DEGREE
                        bx = (node_lon[head[arc]] - lon[p]) * per_lon
                        by = (node_lat[head[arc]] - lat[p]) * METRES_PER_DEGREE
                        dx, dy = bx - ax, by - ay
                        square = dx * dx + dy * dy
                        t = 0.0
                        if square > 0:
                            t = min(1.0, max(0.0, -(ax * dx + ay * dy) / square))
                        away = np.sqrt((ax + t * dx) ** 2 + (ay + t * dy) ** 2)
                        if away > limit_m:
                            continue
                        rated = away + (PREFER_MAIN_M if footing[arc] == ON_PIECE else 0.0)
                        nearer = rated < best or (rated == best and found[p] < 0)
                        if nearer or (rated == best and arc < found[p]):
                            best = rated
                            found[p] = arc
                            fraction[p] = t
                            distance[p] = away
    return found, fraction, distance

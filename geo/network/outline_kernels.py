"""Distances to streets on a grid, and the lines where two of them are equal.

Compiled, without the interpreter lock. A street piece of class c is one that the c-th shortest
limit is the first to reach; pieces that no limit reaches have the last class. One painting fills
one layer of distances a class and serves every limit.

Lengths are metres on a plane, from the grid's south-west corner; grid point (row, column) lies at
(column · CELL_M, row · CELL_M).
"""

from __future__ import annotations

import numba
import numpy as np

CELL_M = 7.0
REACH_M = 35.0
"""How far beside a reached street the area is drawn."""

NEAR_M = 1.5 * CELL_M
"""Distances are exact up to here: all corners of a cell that a street passes lie nearer."""

FAR_M = 1e4

NEVER_MS = 1e15


@numba.njit(cache=True, nogil=True)
def extent(tail, head, weight, node_ms, x, y, limit_ms):  # type: ignore[no-untyped-def]
    """Return west, south, east, north of all street points within the limit; west > east: none."""
    west, south, east, north = np.inf, np.inf, -np.inf, -np.inf
    for arc in range(len(tail)):
        a, b = tail[arc], head[arc]
        if node_ms[a] > limit_ms:
            continue
        share = min(1.0, (limit_ms - node_ms[a]) / weight[arc])
        ex, ey = x[a] + share * (x[b] - x[a]), y[a] + share * (y[b] - y[a])
        west, east = min(west, x[a], ex), max(east, x[a], ex)
        south, north = min(south, y[a], ey), max(north, y[a], ey)
    return west, south, east, north


@numba.njit(cache=True, nogil=True)
def streets_within(tail, head, weight, twin, node_ms, x, y, east, north):  # type: ignore[no-untyped-def]
    """Return the streets in the box from (0, 0) to (east, north), each once.

    Returns
    -------
    streets
        Shape (n, 8): x and y of the tail, the way from tail to head in x and y, milliseconds at
        tail and head, weight from the tail and from the head; infinite where it may not be walked.
    ends
        Shape (n, 2): the nodes.
    """
    streets = np.empty((len(tail), 8))
    ends = np.empty((len(tail), 2), np.int32)
    count = 0
    for arc in range(len(tail)):
        back = twin[arc]
        if 0 <= back < arc:
            continue
        a, b = tail[arc], head[arc]
        if max(x[a], x[b]) < -NEAR_M or min(x[a], x[b]) > east + NEAR_M:
            continue
        if max(y[a], y[b]) < -NEAR_M or min(y[a], y[b]) > north + NEAR_M:
            continue
        street = streets[count]
        street[0], street[1], street[2], street[3] = x[a], y[a], x[b] - x[a], y[b] - y[a]
        street[4], street[5], street[6] = node_ms[a], node_ms[b], weight[arc]
        street[7] = weight[back] if back >= 0 else np.inf
        ends[count, 0], ends[count, 1] = a, b
        count += 1
    return streets[:count], ends[:count]


@numba.njit(cache=True, nogil=True)
def paint(streets, limits_ms, layers):  # type: ignore[no-untyped-def]
    """Lower `layers` to the squared distance of the nearest piece of each class.

    Parameters
    ----------
    streets
        As `streets_within` returns them.
    limits_ms
        Ascending, shape (limits,).
    layers
        Shape (limits + 1, rows, columns), float32; must come in as FAR_M².
    """
    last = len(limits_ms)
    for number in range(len(streets)):
        street = streets[number]
        # Reached from the tail up to `low`, from the head from `high` on; both move inwards.
        low, high = 0.0, 1.0
        for c in range(last):
            ahead = (limits_ms[c] - street[4]) / street[6]
            behind = 1.0 - (limits_ms[c] - street[5]) / street[7]
            if street[5] > limits_ms[c] or street[7] == np.inf:
                behind = 2.0
            if ahead >= behind or ahead >= 1.0 or behind <= 0.0:
                _paint(layers[c], street, low, high)
                low = high
                break
            if ahead >= low:
                _paint(layers[c], street, low, ahead)
                low = ahead
            if behind <= high:
                _paint(layers[c], street, behind, high)
                high = behind
        if low < high:
            _paint(layers[last], street, low, high)


@numba.njit(cache=True, nogil=True, fastmath=True)
def _paint(layer, street, low, high):  # type: ignore[no-untyped-def]
    """Lower one layer around the piece between two fractions of a segment."""
    rows, columns = layer.shape
    x0, y0 = np.float32(street[0] + low * street[2]), np.float32(street[1] + low * street[3])
    dx, dy = np.float32((high - low) * street[2]), np.float32((high - low) * street[3])
    cell, far = np.float32(CELL_M), np.float32(NEAR_M)
    zero, one = np.float32(0), np.float32(1)
    square = dx * dx + dy * dy
    per_square = one / square if square > 0 else zero
    bottom, top = min(y0, y0 + dy), max(y0, y0 + dy)
    left, right = min(x0, x0 + dx), max(x0, x0 + dx)
    first = max(0, int(np.ceil((bottom - far) / cell)))
    final = min(rows - 1, int(np.floor((top + far) / cell)))
    for row in range(first, final + 1):
        y = np.float32(row) * cell
        west, east = left, right
        if top - bottom > cell:
            # Only the part of the segment that is near this row.
            t0 = min(one, max(zero, (y - far - y0) / dy))
            t1 = min(one, max(zero, (y + far - y0) / dy))
            west, east = min(x0 + t0 * dx, x0 + t1 * dx), max(x0 + t0 * dx, x0 + t1 * dx)
        gap = max(zero, max(bottom - y, y - top))
        wide = np.sqrt(max(zero, far * far - gap * gap))
        begin = max(0, int(np.ceil((west - wide) / cell)))
        end = min(columns - 1, int(np.floor((east + wide) / cell)))
        py = y - y0
        line = layer[row]
        for column in range(begin, end + 1):
            px = np.float32(column) * cell - x0
            t = min(one, max(zero, (px * dx + py * dy) * per_square))
            ox, oy = px - t * dx, py - t * dy
            away = ox * ox + oy * oy
            line[column] = min(line[column], away)


@numba.njit(cache=True, nogil=True, fastmath=True)
def spread(layer):  # type: ignore[no-untyped-def]
    """Let distances grow over the grid, from neighbour to neighbour; at most 3 % too long."""
    rows = len(layer)
    for row in range(rows):
        _lower(layer, row, -1)
        _sweep(layer[row])
    for row in range(rows - 1, -1, -1):
        _lower(layer, row, 1)
        _sweep(layer[row][::-1])


@numba.njit(cache=True, nogil=True, fastmath=True)
def _sweep(line):  # type: ignore[no-untyped-def]
    """Take distances over from the neighbour before."""
    step = np.float32(CELL_M)
    best = line[0]
    for column in range(len(line)):
        best = min(line[column], best + step)
        line[column] = best


@numba.njit(cache=True, nogil=True, fastmath=True)
def _lower(layer, row, side):  # type: ignore[no-untyped-def]
    """Take distances over from the two rows before, or behind."""
    rows, columns = layer.shape
    straight, aslant = np.float32(CELL_M), np.float32(CELL_M * np.sqrt(2.0))
    leap = np.float32(CELL_M * np.sqrt(5.0))
    line = layer[row][2 : columns - 2]
    # Views instead of shifted indices: only so the loops run eight columns at a time.
    if 0 <= row + side < rows:
        other = layer[row + side]
        a, b, c, d, e = other[:-4], other[1:-3], other[2:-2], other[3:-1], other[4:]
        for i in range(len(line)):
            near = min(c[i] + straight, min(b[i], d[i]) + aslant)
            line[i] = min(line[i], min(near, min(a[i], e[i]) + leap))
    if 0 <= row + 2 * side < rows:
        other = layer[row + 2 * side]
        b, d = other[1:-3], other[3:-1]
        for i in range(len(line)):
            line[i] = min(line[i], min(b[i], d[i]) + leap)


@numba.njit(cache=True, nogil=True, fastmath=True)
def fields(layers):  # type: ignore[no-untyped-def]
    """Turn squared distances by class into a field and a distance a limit, in metres.

    Returns
    -------
    field
        Shape (limits, rows, columns): positive inside.
    missed
        Same shape: how far the nearest unreached street is.
    """
    count, rows, columns = layers.shape[0] - 1, layers.shape[1], layers.shape[2]
    field = np.empty((count, rows, columns), np.float32)
    reached = np.full((rows, columns), np.float32(FAR_M))
    for k in range(count):
        for row in range(rows):
            for column in range(columns):
                reached[row, column] = min(reached[row, column], np.sqrt(layers[k, row, column]))
        spread(reached)
        field[k] = reached
    missed = np.empty((count, rows, columns), np.float32)
    for k in range(count - 1, -1, -1):
        away = missed[k]
        for row in range(rows):
            for column in range(columns):
                away[row, column] = np.sqrt(layers[k + 1, row, column])
                if k + 1 < count:
                    away[row, column] = min(away[row, column], missed[k + 1, row, column])
        spread(away)
        for row in range(rows):
            for column in range(columns):
                limit = min(away[row, column], np.float32(REACH_M))
                field[k, row, column] = limit - field[k, row, column]
    return field, missed

"""Rings around the positive part of a field on a grid.

Compiled, without the interpreter lock. Crossings of the grid's lines are numbered: the one between
(row, column) and its eastern neighbour is ``row * columns + column``, the one to its northern
neighbour lies ``rows * columns`` further. Rings run with the inside on their left: shells
anticlockwise, holes clockwise.
"""

from __future__ import annotations

import numba
import numpy as np

CLEAR = 0.02
"""A crossing keeps this share of a cell away from grid points: rings never touch each other."""


@numba.njit(cache=True, nogil=True)
def trace(field, cell_m):  # type: ignore[no-untyped-def]
    """Return the rings of a field that is negative along the border of the grid.

    Returns
    -------
    points
        Shape (n, 2), metres from the south-west corner; rings are not closed.
    start
        Shape (rings + 1,): ring i is ``points[start[i]:start[i + 1]]``.
    shell
        For each ring the ring that is its shell; a shell names itself.
    """
    rows, columns = field.shape
    after = _links(field)
    ring_of = np.full(rows * columns, -1, np.int32)
    points = np.empty((_count(after), 2))
    start = [0]
    leftmost = [0]  # one place more at the start, as in `start`
    used = 0
    for first in range(rows * columns):
        # Every ring goes around a grid point, so it crosses lines between western neighbours.
        if after[first] < 0:
            continue
        crossing = first
        west = first
        while after[crossing] >= 0:
            points[used] = _place(field, crossing, cell_m)
            used += 1
            if crossing < rows * columns:
                ring_of[crossing] = len(start) - 1
                if crossing % columns < west % columns:
                    west = crossing
            follower = after[crossing]
            after[crossing] = -1
            crossing = follower
        start.append(used)
        leftmost.append(west)
    shell = np.empty(len(start) - 1, np.int32)
    for ring in range(len(shell)):
        shell[ring] = _shell_of(field, ring, leftmost, ring_of)
    return points[:used], np.array(start), shell


@numba.njit(cache=True, nogil=True)
def _links(field):  # type: ignore[no-untyped-def]
    """Return for each crossing the next one of its ring, -1 where there is no crossing."""
    rows, columns = field.shape
    up = rows * columns
    after = np.full(2 * up, -1, np.int32)
    for row in range(rows - 1):
        for column in range(columns - 1):
            a, b = field[row, column] > 0, field[row, column + 1] > 0
            d, c = field[row + 1, column] > 0, field[row + 1, column + 1] > 0
            if a == b and b == c and c == d:
                continue
            here = row * columns + column
            south, north, west, east = here, here + columns, up + here, up + here + 1
            if a == c and b == d:
                _saddle(field, row, column, after)
                continue
            # Anticlockwise around the cell: the ring comes in where inside turns to outside.
            begin = end = -1
            if a != b:
                begin, end = (south, end) if a else (begin, south)
            if b != c:
                begin, end = (east, end) if b else (begin, east)
            if c != d:
                begin, end = (north, end) if c else (begin, north)
            if d != a:
                begin, end = (west, end) if d else (begin, west)
            after[begin] = end
    return after


@numba.njit(cache=True, nogil=True)
def _saddle(field, row, column, after):  # type: ignore[no-untyped-def]
    """Link a cell with two opposite corners inside; the mean of all decides if they are joined."""
    rows, columns = field.shape
    south = row * columns + column
    north, west = south + columns, south + rows * columns
    east = west + 1
    inside = field[row, column] > 0
    mean = field[row, column] + field[row, column + 1]
    mean += field[row + 1, column] + field[row + 1, column + 1]
    if inside and mean > 0:
        after[south], after[north] = east, west
    elif inside:
        after[south], after[north] = west, east
    elif mean > 0:
        after[east], after[west] = north, south
    else:
        after[east], after[west] = south, north


@numba.njit(cache=True, nogil=True)
def _count(after):  # type: ignore[no-untyped-def]
    count = 0
    for crossing in range(len(after)):
        count += after[crossing] >= 0
    return count


@numba.njit(cache=True, nogil=True)
def _place(field, crossing, cell_m):  # type: ignore[no-untyped-def]
    """Return where the field is zero on a line of the grid."""
    rows, columns = field.shape
    upright = crossing >= rows * columns
    spot = crossing - rows * columns if upright else crossing
    row, column = spot // columns, spot % columns
    here = field[row, column]
    there = field[row + 1, column] if upright else field[row, column + 1]
    share = min(1.0 - CLEAR, max(CLEAR, here / (here - there)))
    if upright:
        return column * cell_m, (row + share) * cell_m
    return (column + share) * cell_m, row * cell_m


@numba.njit(cache=True, nogil=True)
def _shell_of(field, ring, leftmost, ring_of):  # type: ignore[no-untyped-def]
    """Go west from ring to ring, through the inside, until one has its inside in the east."""
    columns = field.shape[1]
    while True:
        spot = leftmost[ring + 1]
        if field[spot // columns, spot % columns] <= 0:
            return ring
        spot -= 1
        while ring_of[spot] < 0:
            spot -= 1
        ring = ring_of[spot]


@numba.njit(cache=True, nogil=True)
def gaps(points, start, shell, missed, cell_m, gap_m2):  # type: ignore[no-untyped-def]
    """Return which rings are small holes without a street: yards, the middle of a block.

    `missed` says for each grid point how far the nearest unreached street is.
    """
    found = np.zeros(len(shell), np.bool_)
    for ring in range(len(shell)):
        if shell[ring] == ring:
            continue
        outline = points[start[ring] : start[ring + 1]]
        area = 0.0
        for i in range(len(outline)):
            area += outline[i, 0] * outline[i - 1, 1] - outline[i - 1, 0] * outline[i, 1]
        if area > 2 * gap_m2:
            continue
        west, east = int(outline[:, 0].min() / cell_m), int(outline[:, 0].max() / cell_m) + 1
        south, north = int(outline[:, 1].min() / cell_m), int(outline[:, 1].max() / cell_m) + 1
        # A street that passes a cell is nearer to its corners than the cell's diagonal.
        around = missed[south : north + 1, west : east + 1]
        found[ring] = around.min() > 1.5 * cell_m
    return found


@numba.njit(cache=True, nogil=True)
def thin(points, start, tolerance_m):  # type: ignore[no-untyped-def]
    """Leave out points of rings that lie within the tolerance of the line without them."""
    keep = np.zeros(len(points), np.bool_)
    stack = np.empty((len(points) + 2, 2), np.int64)
    for ring in range(len(start) - 1):
        first, end = start[ring], start[ring + 1]
        far, away = first, -1.0
        for i in range(first, end):
            d = (points[i, 0] - points[first, 0]) ** 2 + (points[i, 1] - points[first, 1]) ** 2
            if d > away:
                far, away = i, d
        keep[first] = keep[far] = True
        # A third point in any case: a sliver stays a ring.
        there, side = _farthest(points, first, far, far)
        back, other = _farthest(points, far, end, first)
        keep[there if side > other else back] = True
        stack[0, 0], stack[0, 1] = first, far
        stack[1, 0], stack[1, 1] = far, end
        height = 2
        while height > 0:
            height -= 1
            a, b = stack[height, 0], stack[height, 1]
            middle, away = _farthest(points, a, b, first if b == end else b)
            if away > tolerance_m:
                keep[middle] = True
                stack[height, 0], stack[height, 1] = a, middle
                stack[height + 1, 0], stack[height + 1, 1] = middle, b
                height += 2
    return keep


@numba.njit(cache=True, nogil=True)
def _farthest(points, a, b, last):  # type: ignore[no-untyped-def]
    """Return which point between a and b is farthest from their segment, and how far."""
    x, y = points[a, 0], points[a, 1]
    dx, dy = points[last, 0] - x, points[last, 1] - y
    square = dx * dx + dy * dy
    best, where = -1.0, -1
    for i in range(a + 1, b):
        px, py = points[i, 0] - x, points[i, 1] - y
        t = 0.0
        if square > 0:
            t = min(1.0, max(0.0, (px * dx + py * dy) / square))
        away = (px - t * dx) ** 2 + (py - t * dy) ** 2
        if away > best:
            best, where = away, i
    return where, np.sqrt(best) if best > 0 else -1.0

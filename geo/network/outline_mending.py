"""Mend an outline where reached and unreached streets lie closer than its grid distinguishes .

A stair beside a street, a bridge along a path, two ways into one courtyard: there the outline may
cover an unreached street over some length, or leave out a reached one. Every street step near an
outline is looked up in the drawn area; where wrong steps join up to more than `MEND_M`, a slit is
cut along the unreached street, a strip laid along the reached one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numba
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.arrays import Bools, Floats, Indexes, Ints

STEP_M = 2.5
DOUBT_M = 3.0
"""Steps farther from the other kind of street than this are taken as drawn right."""

MEND_M = 20.0
"""Wrong steps are let be up to here; with the step at both ends that is less than 25 m."""

SLIT_M, STRIP_M, KEPT_M = 0.5, 0.25, 0.25
"""Half widths of a slit, of a strip, and of what a slit leaves of a reached street it meets."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Short pieces of streets near an outline.

    `line` has shape (steps, 4): x and y of both ends, in metres; `joint` shape (steps, 2): equal
    numbers are the same place; `reached` says whether the middle is reached in time.
    """

    line: Floats
    joint: Indexes
    reached: Bools


@dataclass(frozen=True, slots=True)
class Mends:
    """What is cut out of an area, and what is then laid over it; None: nothing."""

    slit: shapely.Geometry | None
    strip: shapely.Geometry | None


def mends_of(shape: shapely.Geometry, steps: Steps) -> Mends:
    """Look up the steps in the area and return what must change; most areas need little.

    Parameters
    ----------
    shape
        Valid, in metres on the plane of the steps.
    """
    shapely.prepare(shape)
    inside = shapely.contains_xy(shape, (steps.line[:, :2] + steps.line[:, 2:]) / 2)
    missed = steps.line[_long(steps, ~inside, steps.reached)]
    covered = steps.line[_long(steps, inside, ~steps.reached)]
    return Mends(
        slit=_slit(covered, steps.line[steps.reached]) if len(covered) else None,
        strip=_beside(missed, STRIP_M) if len(missed) else None,
    )


def mend(
    shape: shapely.Geometry, slits: Sequence[Mends], strips: Sequence[Mends]
) -> shapely.Geometry:
    """Cut all slits, then lay all strips."""
    cut = [mends.slit for mends in slits if mends.slit is not None]
    laid = [mends.strip for mends in strips if mends.strip is not None]
    if cut:
        shape = shapely.difference(shape, shapely.union_all(cut))
    return shapely.union(shape, shapely.union_all(laid)) if laid else shape


def _slit(covered: Floats, reached: Floats) -> shapely.Geometry:
    """Return slits along unreached steps, open where a reached street passes."""
    slit = _beside(covered, SLIT_M)
    tree = shapely.STRtree(shapely.linestrings(reached.reshape(-1, 2, 2)))
    met = tree.query(slit, predicate="dwithin", distance=KEPT_M)
    return shapely.difference(slit, _beside(reached[met], KEPT_M))


def _beside(lines: Floats, half_m: float) -> shapely.Geometry:
    # Steps in a row become one line: a tenth of the corners to unite.
    drawn = shapely.multilinestrings(shapely.linestrings(lines.reshape(-1, 2, 2)))
    return shapely.buffer(shapely.line_merge(drawn), half_m, quad_segs=2)


def _long(steps: Steps, side: Bools, kind: Bools) -> Bools:
    """Return which steps of a kind are on the wrong side for a length that must be mended."""
    wrong = side & kind
    # An outline that winds along a street is on its right side for a step: the run goes on.
    follows = steps.joint[:-1, 1] == steps.joint[1:, 0]
    beside = wrong.copy()
    beside[1:] |= wrong[:-1] & follows
    beside[:-1] |= wrong[1:] & follows
    wrong = beside & kind
    chosen = np.flatnonzero(wrong)
    if len(chosen) == 0:
        return wrong
    _, joint = np.unique(steps.joint[chosen], return_inverse=True)
    line = steps.line[chosen]
    length = np.hypot(line[:, 2] - line[:, 0], line[:, 3] - line[:, 1])
    long = np.zeros(len(wrong), np.bool_)
    long[chosen] = _joined(joint.reshape(-1, 2), length) > MEND_M
    return long


@numba.njit(cache=True, nogil=True)
def _joined(joint, length):  # type: ignore[no-untyped-def]
    """Return for each step the length of all that hang together with it."""
    root = np.arange(joint.max() + 1)
    for step in range(len(joint)):
        a, b = joint[step, 0], joint[step, 1]
        while root[a] != a:
            a = root[a]
        while root[b] != b:
            b = root[b]
        root[max(a, b)] = min(a, b)
    # Roots are smaller than what hangs on them: one pass upwards flattens every chain.
    for place in range(len(root)):
        root[place] = root[root[place]]
    total = np.zeros(len(root))
    for step in range(len(joint)):
        total[root[joint[step, 0]]] += length[step]
    return total[root[joint[:, 0]]]


def doubtful_steps(
    streets: Floats, ends: Ints, limit_ms: float, field: NDArray[np.float32], cell_m: float
) -> Steps:
    """Return the street steps that an outline may have on its wrong side.

    Parameters
    ----------
    streets, ends
        As `geo.network.outline_kernels.streets_within` returns them.
    field
        Of this limit, shape (rows, columns).
    """
    return Steps(*_doubtful(streets, ends, limit_ms, field, cell_m))


@numba.njit(cache=True, nogil=True)
def _doubtful(streets, ends, limit_ms, field, cell_m):  # type: ignore[no-untyped-def]
    rows, columns = field.shape
    room = 1024
    line, joint = np.empty((room, 4)), np.empty((room, 2), np.int64)
    reached = np.empty(room, np.bool_)
    found = 0
    fresh = np.int64(0)
    if len(ends) > 0:
        fresh += ends.max() + 1
    east, north = (columns - 1) * cell_m, (rows - 1) * cell_m
    for number in range(len(streets)):
        street = streets[number]
        xa, ya, dx, dy = street[0], street[1], street[2], street[3]
        steps = int(np.sqrt(dx * dx + dy * dy) / STEP_M) + 1
        step = -1
        while step < steps - 1:
            step += 1
            share = (step + 0.5) / steps
            px, py = xa + share * dx, ya + share * dy
            if px < 0 or py < 0 or px >= east or py >= north:
                continue
            near = street[4] + share * street[6] <= limit_ms
            near = near or street[5] + (1 - share) * street[7] <= limit_ms
            depth = _between(field, px / cell_m, py / cell_m)
            depth = depth if near else -depth
            if depth > DOUBT_M:
                # Along its own street the field falls by a metre a metre; a cell is its grain.
                step += max(0, int((depth - DOUBT_M - cell_m) / STEP_M))
                continue
            if found == room:
                line, joint = np.concatenate((line, line)), np.concatenate((joint, joint))
                reached = np.concatenate((reached, reached))
                room *= 2
            begin, end = step / steps, (step + 1) / steps
            line[found, 0], line[found, 1] = xa + begin * dx, ya + begin * dy
            line[found, 2], line[found, 3] = xa + end * dx, ya + end * dy
            joint[found, 0] = ends[number, 0] if step == 0 else fresh + step
            joint[found, 1] = ends[number, 1] if step == steps - 1 else fresh + step + 1
            reached[found] = near
            found += 1
        fresh += steps
    return line[:found], joint[:found], reached[:found]


@numba.njit(cache=True, nogil=True)
def _between(field, column, row):  # type: ignore[no-untyped-def]
    """Return the field between four grid points."""
    i, j = int(row), int(column)
    v, u = row - i, column - j
    south = (1 - u) * field[i, j] + u * field[i, j + 1]
    north = (1 - u) * field[i + 1, j] + u * field[i + 1, j + 1]
    return (1 - v) * south + v * north

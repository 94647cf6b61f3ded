"""The kernels for tables of times between many sources and many targets.

Only the positions above a target matter for it. They are numbered anew, so that a pass over them
stays in the processor's cache; a pass serves several sources at once, side by side in memory.
"""

from __future__ import annotations

import numba
import numpy as np

from geo.network.kernels import climb
from geo.network.routing import FAR_MS

LANES = 16
"""Sources in one pass: sixteen int32 fill a cache line."""


@numba.njit(cache=True, nogil=True)
def above(rows, target):  # type: ignore[no-untyped-def]
    """Return the positions above targets as rows of their own, and the number of each position.

    `rows` are those to descend. The answer is ``number, start, end, ms``: `number`, shape
    (positions,), is −1 for what is not above a target; ends are such numbers, which ascend with
    the positions.
    """
    start, end, ms = rows
    number = np.full(len(start) - 1, -1, np.int32)
    for t in range(len(target)):
        number[target[t]] = 0
    count, arcs = 0, 0
    for p in range(len(number)):
        if number[p] >= 0:
            number[p] = count
            count += 1
            arcs += start[p + 1] - start[p]
            for arc in range(start[p], start[p + 1]):
                number[end[arc]] = 0
    new_start = np.zeros(count + 1, np.int32)
    new_end, new_ms = np.empty(arcs, np.int32), np.empty(arcs, np.int32)
    filled = 0
    for p in range(len(number)):
        if number[p] >= 0:
            for arc in range(start[p], start[p + 1]):
                new_end[filled], new_ms[filled] = number[end[arc]], ms[arc]
                filled += 1
            new_start[number[p] + 1] = filled
    return number, new_start, new_end, new_ms


@numba.njit(cache=True, nogil=True)
def times_to_targets(climb_rows, part, seed, seed_ms, target, target_ms, latest, later):  # type: ignore[no-untyped-def]
    """Return milliseconds from each source to each target, shape (sources, targets).

    `part` is the answer of `above`. `seed` and `target`, with the milliseconds to add, have shape
    (…, 2): the two ends of an edge. `later` are zeros of shape (positions,), and zeros again in the
    end. What takes longer than `latest` may hold any larger number.
    """
    number, start, end, ms = part
    table = np.empty((len(seed), len(target)), np.int32)
    dist = np.empty((len(start) - 1, LANES), np.int32)
    via, touched = np.empty(len(later), np.int32), np.empty(len(later), np.int32)
    for begin in range(0, len(seed), LANES):
        lanes = min(LANES, len(seed) - begin)
        dist[:] = FAR_MS
        for lane in range(lanes):
            source = begin + lane
            count = climb(climb_rows, seed[source], seed_ms[source], latest, later, via, touched)
            for n in range(count):
                p = touched[n]
                if number[p] >= 0:
                    dist[number[p], lane] = later[p] - 1
                later[p] = 0
        for p in range(len(start) - 2, -1, -1):
            here = dist[p]
            for arc in range(start[p], start[p + 1]):
                there, more = dist[end[arc]], ms[arc]
                for lane in range(LANES):
                    here[lane] = min(here[lane], there[lane] + more)
        for t in range(len(target)):
            one, other = dist[number[target[t, 0]]], dist[number[target[t, 1]]]
            for lane in range(lanes):
                first = np.int64(one[lane]) + target_ms[t, 0]
                second = np.int64(other[lane]) + target_ms[t, 1]
                table[begin + lane, t] = min(first, second, np.int64(FAR_MS))
    return table


@numba.njit(cache=True, nogil=True)
def within(table, latest):  # type: ignore[no-untyped-def]
    """Return row, column and value of what is at most `latest` in a table, row by row."""
    count = 0
    for row in range(table.shape[0]):
        for column in range(table.shape[1]):
            count += table[row, column] <= latest
    rows, columns = np.empty(count, np.int32), np.empty(count, np.int32)
    values = np.empty(count, np.int32)
    at = 0
    for row in range(table.shape[0]):
        for column in range(table.shape[1]):
            if table[row, column] <= latest:
                rows[at], columns[at], values[at] = row, column, table[row, column]
                at += 1
    return rows, columns, values


@numba.njit(cache=True, nogil=True)
def transposed(rows, columns, values, width):  # type: ignore[no-untyped-def]
    """Return pairs sorted by row with both sides exchanged, sorted by the new row.

    `columns` lie below `width`.
    """
    place = np.zeros(width + 1, np.int64)
    for n in range(len(columns)):
        place[columns[n] + 1] += 1
    place = np.cumsum(place)
    new_rows, new_columns = np.empty_like(columns), np.empty_like(rows)
    new_values = np.empty_like(values)
    for n in range(len(columns)):
        at = place[columns[n]]
        place[columns[n]] += 1
        new_rows[at], new_columns[at], new_values[at] = columns[n], rows[n], values[n]
    return new_rows, new_columns, new_values

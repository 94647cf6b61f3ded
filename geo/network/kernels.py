"""The search kernels over a hierarchy: compiled, without the interpreter lock, cached on disk.

*Rows* are the three arrays of a direction of `geo.network.hierarchy.Hierarchy`: start, end, ms.
Rows to climb lead from a position to higher ones; rows to descend come from higher ones. A *key*
holds milliseconds and, in its lower 31 bits, a label: the smallest key is the shortest time, ties
go to the smaller label.
"""

from __future__ import annotations

import numba
import numpy as np

from geo.network.heap import sift_down, sift_up
from geo.network.routing import FAR_MS, UNREACHED_MS

LABEL_BITS = 31
NO_LABEL = (1 << LABEL_BITS) - 1
FAR_KEY = (int(FAR_MS) << LABEL_BITS) | NO_LABEL


@numba.njit(cache=True, nogil=True)
def sweep(climb_rows, descend_rows, seed, key, best):  # type: ignore[no-untyped-def]
    """Fill `best`, shape (positions,), with the smallest key that reaches each position.

    `seed` lists positions, `key` the key of each. Unreached positions hold FAR_KEY.
    """
    start, end, ms = climb_rows
    best[:] = FAR_KEY
    for s in range(len(seed)):
        best[seed[s]] = min(best[seed[s]], key[s])
    for p in range(len(best)):
        here = best[p]
        if here < FAR_KEY:
            for arc in range(start[p], start[p + 1]):
                there = here + (np.int64(ms[arc]) << LABEL_BITS)
                best[end[arc]] = min(best[end[arc]], there)
    start, end, ms = descend_rows
    for p in range(len(best) - 1, -1, -1):
        here = best[p]
        for arc in range(start[p], start[p + 1]):
            here = min(here, best[end[arc]] + (np.int64(ms[arc]) << LABEL_BITS))
        best[p] = here


@numba.njit(cache=True, nogil=True)
def sweep_k(climb_rows, descend_rows, seed, key, best):  # type: ignore[no-untyped-def]
    """Fill `best`, shape (positions, k), with the k smallest keys of distinct labels, ascending."""
    start, end, ms = climb_rows
    best[:] = FAR_KEY
    for s in range(len(seed)):
        _insert(best[seed[s]], key[s])
    for p in range(len(best)):
        if best[p, 0] < FAR_KEY:
            for arc in range(start[p], start[p + 1]):
                _merge(best[end[arc]], best[p], ms[arc])
    start, end, ms = descend_rows
    for p in range(len(best) - 1, -1, -1):
        for arc in range(start[p], start[p + 1]):
            _merge(best[p], best[end[arc]], ms[arc])


@numba.njit(cache=True, nogil=True)
def _merge(row, other, ms):  # type: ignore[no-untyped-def]
    """Take the keys of another position into a row, `ms` later."""
    for n in range(len(other)):
        key = other[n] + (np.int64(ms) << LABEL_BITS)
        if key >= row[-1]:
            return
        _insert(row, key)


@numba.njit(cache=True, nogil=True)
def _insert(row, key):  # type: ignore[no-untyped-def]
    """Take a key into an ascending row, in place of a later one of its label or of the last."""
    at = len(row) - 1
    if key >= row[at]:
        return
    for n in range(len(row)):
        if (row[n] ^ key) & NO_LABEL == 0:
            if row[n] <= key:
                return
            at = n
            break
    while at > 0 and row[at - 1] > key:
        row[at] = row[at - 1]
        at -= 1
    row[at] = key


@numba.njit(cache=True, nogil=True)
def read_keys(best, position, time_ms, label):  # type: ignore[no-untyped-def]
    """Take keys of positions, shape (positions,), apart into time and label of nodes."""
    for node in range(len(position)):
        key = best[position[node]]
        near = key >> LABEL_BITS < FAR_MS
        time_ms[node] = key >> LABEL_BITS if near else UNREACHED_MS
        label[node] = key & NO_LABEL if near else -1


@numba.njit(cache=True, nogil=True)
def reach(start, end, ms, seed, seed_ms, latest, most, node_ms):  # type: ignore[no-untyped-def]
    """Fill `node_ms` near seeds, up to `latest`, over the arcs of the network itself.

    Touches only the nodes reached. Gives up, and returns False, when they are more than `most`.
    `node_ms`, shape (nodes,), must come in as UNREACHED_MS.
    """
    heap = np.empty(1024, np.int64)
    size, settled = 0, 0
    for s in range(len(seed)):
        if seed_ms[s] <= latest and seed_ms[s] < node_ms[seed[s]]:
            node_ms[seed[s]] = seed_ms[s]
            heap[size] = (np.int64(seed_ms[s]) << LABEL_BITS) | seed[s]
            size += 1
            sift_up(heap, size - 1)
    while size > 0:
        here, node = heap[0] >> LABEL_BITS, heap[0] & NO_LABEL
        size -= 1
        heap[0] = heap[size]
        sift_down(heap, size)
        if here > node_ms[node]:
            continue
        settled += 1
        if settled > most:
            return False
        heap = _room(heap, size + start[node + 1] - start[node])
        for arc in range(start[node], start[node + 1]):
            other, then = end[arc], here + ms[arc]
            if then <= latest and then < node_ms[other]:
                node_ms[other] = then
                heap[size] = (then << LABEL_BITS) | other
                size += 1
                sift_up(heap, size - 1)
    return True


@numba.njit(cache=True, nogil=True)
def climb(rows, seed, seed_ms, latest, later, via, touched):  # type: ignore[no-untyped-def]
    """Follow rows upwards from seeds; return how many positions `touched` lists, ascending.

    `later`, shape (positions,), gets the milliseconds of each touched position plus one and must
    come in as zeros; `via`, of that shape, the arc it was reached by, −1 at a seed. What is later
    than `latest` is left out.
    """
    start, end, ms = rows
    heap = np.empty(256, np.int32)
    size, count = 0, 0
    for s in range(len(seed)):
        if seed_ms[s] > latest:
            continue
        if later[seed[s]] == 0:
            heap[size] = seed[s]
            size += 1
            sift_up(heap, size - 1)
        elif later[seed[s]] <= seed_ms[s] + 1:
            continue
        later[seed[s]] = seed_ms[s] + 1
        via[seed[s]] = -1
    while size > 0:
        p = heap[0]
        size -= 1
        heap[0] = heap[size]
        sift_down(heap, size)
        touched[count] = p
        count += 1
        heap = _room(heap, size + start[p + 1] - start[p])
        for arc in range(start[p], start[p + 1]):
            other, then = end[arc], later[p] + ms[arc]
            if then > latest + 1:
                continue
            if later[other] == 0:
                heap[size] = other
                size += 1
                sift_up(heap, size - 1)
            elif then >= later[other]:
                continue
            later[other] = then
            via[other] = arc
    return count


@numba.njit(cache=True, nogil=True)
def find_way(up, up_parts, down, down_parts, seed, seed_ms, goal, goal_ms, later, via):  # type: ignore[no-untyped-def]
    """Return milliseconds, first and last position and the network's arcs of the fastest way.

    `seed` and `goal` list positions to start from and to arrive at, with milliseconds added.
    `up_parts` and `down_parts` are the halves and lasts of both directions. `later` are zeros of
    shape (2, positions), `via` is room of that shape. Where there is no way, the milliseconds are
    FAR_MS.
    """
    touched = np.empty((2, later.shape[1]), np.int32)
    count = climb(up, seed, seed_ms, FAR_MS - 1, later[0], via[0], touched[0])
    climb(down, goal, goal_ms, FAR_MS - 1, later[1], via[1], touched[1])
    best, meet = np.int64(FAR_MS), -1
    for n in range(count):
        p = touched[0, n]
        if later[1, p] > 0 and np.int64(later[0, p]) + later[1, p] - 2 < best:
            best, meet = np.int64(later[0, p]) + later[1, p] - 2, p
    arcs = np.empty(64, np.int32)
    if meet < 0:
        return best, -1, -1, arcs[:0]
    # Codes say up arcs from down arcs: twice the arc, and one more for down.
    stack = np.empty(64, np.int64)
    first, last, size, used = meet, meet, 0, 0
    while via[0, first] >= 0:
        stack = _room(stack, size)
        stack[size] = 2 * np.int64(via[0, first])
        size += 1
        first = np.searchsorted(up[0], via[0, first], side="right") - 1
    arcs, used = _unpack(stack, size, up_parts, down_parts, arcs, used)
    while via[1, last] >= 0:
        stack[0] = 2 * np.int64(via[1, last]) + 1
        arcs, used = _unpack(stack, 1, up_parts, down_parts, arcs, used)
        last = np.searchsorted(down[0], via[1, last], side="right") - 1
    return best, first, last, arcs[:used]


@numba.njit(cache=True, nogil=True)
def _unpack(stack, size, up_parts, down_parts, arcs, used):  # type: ignore[no-untyped-def]
    """Append the network's arcs of the coded arcs on a stack, the topmost first."""
    while size > 0:
        size -= 1
        code = stack[size]
        parts = down_parts if code & 1 else up_parts
        half, last = parts[0][code >> 1], parts[1][code >> 1]
        if half < 0:
            arcs = _room(arcs, used)
            arcs[used] = last
            used += 1
        else:
            stack = _room(stack, size + 1)
            stack[size], stack[size + 1] = 2 * np.int64(last), 2 * np.int64(half) + 1
            size += 2
    return arcs, used


@numba.njit(cache=True, nogil=True)
def _room(array, place):  # type: ignore[no-untyped-def]
    """Return the array, or a longer copy where a place is beyond its end."""
    if place < len(array):
        return array
    longer = np.empty(2 * place, array.dtype)
    longer[: len(array)] = array
    return longer

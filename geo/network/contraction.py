"""The kernel that contracts a network node by node, least important first.

A contracted node leaves the network; where the fastest way between two of its neighbours led
through it, a shortcut stands in. A short search for a *witness*, another way that is no slower,
spares most shortcuts. Whatever the witness searches miss only costs an arc, never a wrong time.
"""

from __future__ import annotations

import numba
import numpy as np

from geo.arrays import Ints
from geo.network.heap import sift_down, sift_up
from geo.network.routing import FAR_MS

WITNESS_NODES = 60
"""A witness search settles no more nodes than this. Measured: 15 leave two arcs in a hundred more,
120 none fewer worth telling."""
HEAP_SIZE = 1 << 14


def contract(tail: Ints, head: Ints, ms: Ints, *, nodes: int) -> tuple[Ints, Ints]:
    """Contract every node; return the levels of the nodes and all arcs.

    `tail`, `head`, `ms` list arcs without loops, at most one from a node to another. The arcs of
    the answer have shape (5, arcs): tail, head, milliseconds and the two arcs that a shortcut
    consists of, −1 for a given arc; the given ones come first. Neighbours never share a level.
    """
    count = len(tail)
    arcs = np.full((7, 3 * count + 64), -1, np.int32)
    arcs[:3, :count] = tail, head, ms
    level = np.zeros(nodes, np.int32)
    dist = np.full(nodes, FAR_MS, np.int32)
    scratch = np.empty(HEAP_SIZE, np.int64), np.empty(HEAP_SIZE, np.int32)
    arcs, count = _contract(arcs, count, level, dist, scratch, np.arange(nodes, dtype=np.int64))
    return level, arcs[:5, :count]


@numba.njit(cache=True, nogil=True)
def _contract(arcs, count, level, dist, scratch, queue):  # type: ignore[no-untyped-def]
    """Fill `level`; return the arcs, whose rows 5 and 6 chain those of one node, and their count.

    `queue` lists the nodes; it is sorted by keys, all of which are too small at first: a node's own
    is found when it comes to the front.
    """
    size = len(queue)
    first_out, first_in = np.full(size, -1, np.int32), np.full(size, -1, np.int32)
    for arc in range(count - 1, -1, -1):
        arcs[5, arc], first_out[arcs[0, arc]] = first_out[arcs[0, arc]], arc
        arcs[6, arc], first_in[arcs[1, arc]] = first_in[arcs[1, arc]], arc
    new = np.empty((4, 64), np.int32)
    while size > 0:
        node = queue[0] & 0xFFFFFFFF
        made = _list_shortcuts(node, arcs, first_out, first_in, dist, scratch, new)
        if made > new.shape[1]:
            new = np.empty((4, 2 * made), np.int32)
            continue
        gone = _degree(first_in[node], arcs[6]) + _degree(first_out[node], arcs[5])
        key = _key(made, gone, level[node], node)
        queue[0] = key
        sift_down(queue, size)
        if queue[0] != key:
            continue
        queue[0] = queue[size - 1]
        size -= 1
        sift_down(queue, size)
        if count + made > arcs.shape[1]:
            arcs = _wider(arcs, 2 * count + made)
        _take_out(node, arcs, first_out, first_in, level)
        for n in range(made):
            count += _put(n, new, arcs, count, first_out, first_in)
    return arcs, count


@numba.njit(cache=True, nogil=True)
def _wider(arcs, room):  # type: ignore[no-untyped-def]
    copy = np.empty((arcs.shape[0], room), np.int32)
    for row in range(arcs.shape[0]):
        for arc in range(arcs.shape[1]):
            copy[row, arc] = arcs[row, arc]
    return copy


@numba.njit(cache=True, nogil=True)
def _key(made, gone, level, node):  # type: ignore[no-untyped-def]
    """Few shortcuts, many arcs gone and a low level come first; ties by node."""
    return (np.int64(2 * made - gone + level + 1_000_000) << 32) | np.int64(node)


@numba.njit(cache=True, nogil=True)
def _degree(arc, after):  # type: ignore[no-untyped-def]
    count = 0
    while arc >= 0:
        count += 1
        arc = after[arc]
    return count


@numba.njit(cache=True, nogil=True)
def _list_shortcuts(node, arcs, first_out, first_in, dist, scratch, new):  # type: ignore[no-untyped-def]
    """Count the shortcuts a node needs; write ends and halves to `new` as far as it holds."""
    made = 0
    into = first_in[node]
    while into >= 0:
        tail, ms = arcs[0, into], arcs[2, into]
        limit = np.int32(-1)
        out = first_out[node]
        while out >= 0:
            if arcs[1, out] != tail and ms + arcs[2, out] < FAR_MS:
                limit = max(limit, ms + arcs[2, out])
            out = arcs[5, out]
        if limit >= 0:
            touched = _witness(tail, node, limit, arcs, first_out, dist, scratch)
            out = first_out[node]
            while out >= 0:
                head, whole = arcs[1, out], ms + arcs[2, out]
                if head != tail and whole < FAR_MS and dist[head] > whole:
                    if made < new.shape[1]:
                        new[0, made], new[1, made] = tail, head
                        new[2, made], new[3, made] = into, out
                    made += 1
                out = arcs[5, out]
            for n in range(touched):
                dist[scratch[1][n]] = FAR_MS
        into = arcs[6, into]
    return made


@numba.njit(cache=True, nogil=True)
def _witness(start, without, limit, arcs, first_out, dist, scratch):  # type: ignore[no-untyped-def]
    """Search around a node; fill `dist` and return how many nodes `scratch` lists as touched."""
    heap, touched = scratch
    heap[0], touched[0], dist[start] = np.int64(start), start, 0
    size, seen, settled = 1, 1, 0
    while size > 0 and settled < WITNESS_NODES:
        top = heap[0]
        size -= 1
        heap[0] = heap[size]
        sift_down(heap, size)
        node, here = np.int32(top & 0xFFFFFFFF), np.int32(top >> 32)
        if here > dist[node]:
            continue
        settled += 1
        arc = first_out[node]
        while arc >= 0:
            other, ms = arcs[1, arc], here + arcs[2, arc]
            arc = arcs[5, arc]
            if other == without or ms > limit or ms >= dist[other]:
                continue
            if size == HEAP_SIZE or seen == HEAP_SIZE:
                return seen
            if dist[other] == FAR_MS:
                touched[seen] = other
                seen += 1
            dist[other] = ms
            heap[size] = (np.int64(ms) << 32) | np.int64(other)
            size += 1
            sift_up(heap, size - 1)
    return seen


@numba.njit(cache=True, nogil=True)
def _take_out(node, arcs, first_out, first_in, level):  # type: ignore[no-untyped-def]
    """Unhook a node's arcs from its neighbours and lift these above it."""
    arc = first_in[node]
    while arc >= 0:
        other = arcs[0, arc]
        level[other] = max(level[other], level[node] + 1)
        _unhook(arc, other, first_out, arcs[5])
        arc = arcs[6, arc]
    arc = first_out[node]
    while arc >= 0:
        other = arcs[1, arc]
        level[other] = max(level[other], level[node] + 1)
        _unhook(arc, other, first_in, arcs[6])
        arc = arcs[5, arc]


@numba.njit(cache=True, nogil=True)
def _unhook(arc, node, first, after):  # type: ignore[no-untyped-def]
    if first[node] == arc:
        first[node] = after[arc]
        return
    here = first[node]
    while after[here] != arc:
        here = after[here]
    after[here] = after[arc]


@numba.njit(cache=True, nogil=True)
def _put(n, new, arcs, count, first_out, first_in):  # type: ignore[no-untyped-def]
    """Add a shortcut, or make the arc between the two faster; return how many arcs are new.

    An arc whose ends are both still there is half of no shortcut yet: it may change.
    """
    tail, head, into, out = new[0, n], new[1, n], new[2, n], new[3, n]
    ms = arcs[2, into] + arcs[2, out]
    arc = first_out[tail]
    while arc >= 0 and arcs[1, arc] != head:
        arc = arcs[5, arc]
    if arc >= 0:
        if ms < arcs[2, arc]:
            arcs[2, arc], arcs[3, arc], arcs[4, arc] = ms, into, out
        return 0
    arcs[0, count], arcs[1, count], arcs[2, count] = tail, head, ms
    arcs[3, count], arcs[4, count] = into, out
    arcs[5, count], first_out[tail] = first_out[tail], count
    arcs[6, count], first_in[head] = first_in[head], count
    return 1

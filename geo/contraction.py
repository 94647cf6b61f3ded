"""The kernel that contracts a network node by node, least important first.

A contracted node leaves the network; where the fastest way between two of its neighbours led
through it, a shortcut stands in. A short search for a *witness*, another way that is no slower,
spares most shortcuts. Whatever the witness searches miss only costs an arc, never a wrong time.
"""

from __future__ import annotations

import numba
import numpy as np

from geo.heap import sift_down, sift_up
from geo.routing import FAR_MS

WITNESS_NODES = 60
"""A witness search settles no more nodes than this. Measured: 30 costs a fifth more shortcuts."""
HEAP_SIZE = 1 << 14


@numba.njit(cache=True, nogil=True)
def contract(tail, head, ms, nodes):  # type: ignore[no-untyped-def]
    """Contract every node; return the levels of the nodes and all arcs with their halves.

    `tail`, `head`, `ms` list arcs without loops, at most one from a node to another. The answer
    is ``level, tail, head, ms, first, second``: the given arcs come first, each shortcut consists
    of the arcs `first` and `second` (−1 for a given arc). Neighbours never share a level.
    """
    count = len(tail)
    room = 3 * count + 64
    arcs = np.full((7, room), -1, np.int32)
    arcs[0, :count], arcs[1, :count], arcs[2, :count] = tail, head, ms
    first_out, first_in = np.full(nodes, -1, np.int32), np.full(nodes, -1, np.int32)
    for arc in range(count - 1, -1, -1):
        arcs[5, arc], first_out[tail[arc]] = first_out[tail[arc]], arc
        arcs[6, arc], first_in[head[arc]] = first_in[head[arc]], arc
    level = np.zeros(nodes, np.int32)
    dist = np.full(nodes, FAR_MS, np.int32)
    scratch = np.empty(HEAP_SIZE, np.int64), np.empty(HEAP_SIZE, np.int32)
    queue = np.empty(nodes, np.int64)
    for node in range(nodes):
        added, removed = _shortcuts(node, arcs, first_out, first_in, dist, scratch)
        queue[node] = _priority(added, removed, 0, node)
    queue.sort()
    # A sorted row is a heap already.
    size = nodes
    new = np.empty((4, 64), np.int32)
    while size > 0:
        node = queue[0] & 0xFFFFFFFF
        added, removed = _shortcuts(node, arcs, first_out, first_in, dist, scratch)
        now = _priority(added, removed, level[node], node)
        if now > queue[0] and size > 1:
            queue[0] = now
            sift_down(queue, size)
            if queue[0] != now:
                continue
        size -= 1
        queue[0] = queue[size]
        sift_down(queue, size)
        if added > new.shape[1]:
            new = np.empty((4, 2 * added), np.int32)
        made = _list_shortcuts(node, arcs, first_out, first_in, dist, scratch, new)
        if count + made > arcs.shape[1]:
            wider = np.full((7, 2 * arcs.shape[1] + made), -1, np.int32)
            wider[:, :count] = arcs[:, :count]
            arcs = wider
        _take_out(node, arcs, first_out, first_in, level)
        for n in range(made):
            count += _put(
                new[0, n], new[1, n], new[2, n], new[3, n], arcs, count, first_out, first_in
            )
    return (
        level,
        arcs[0, :count],
        arcs[1, :count],
        arcs[2, :count],
        arcs[3, :count],
        arcs[4, :count],
    )


@numba.njit(cache=True, nogil=True)
def _priority(added, removed, level, node):  # type: ignore[no-untyped-def]
    """Few shortcuts, many arcs gone and a low level come first; ties by node."""
    return (np.int64(2 * added - removed + level + 1_000_000) << 32) | np.int64(node)


@numba.njit(cache=True, nogil=True)
def _shortcuts(node, arcs, first_out, first_in, dist, scratch):  # type: ignore[no-untyped-def]
    """Return how many shortcuts and how many arcs less contracting a node would bring."""
    none = np.empty((4, 0), np.int32)
    added = _list_shortcuts(node, arcs, first_out, first_in, dist, scratch, none)
    removed = 0
    arc = first_in[node]
    while arc >= 0:
        removed += 1
        arc = arcs[6, arc]
    arc = first_out[node]
    while arc >= 0:
        removed += 1
        arc = arcs[5, arc]
    return added, removed


@numba.njit(cache=True, nogil=True)
def _list_shortcuts(node, arcs, first_out, first_in, dist, scratch, new):  # type: ignore[no-untyped-def]
    """Write the two halves, ends of each needed shortcut to `new` as far as it holds; count."""
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
def _put(tail, head, into, out, arcs, count, first_out, first_in):  # type: ignore[no-untyped-def]
    """Add a shortcut, or make the arc between the two faster; return how many arcs are new.

    An arc whose ends are both still there is half of no shortcut yet: it may change.
    """
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

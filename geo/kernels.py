"""The search kernels: compiled, without the interpreter lock, cached on disk.

One search is a bucket queue over integer milliseconds: a node stands in at most one bucket, chained
to its neighbours there; a bucket is worked off until it stays empty, so that arcs shorter than a
bucket are safe too.
"""

from __future__ import annotations

import numba
import numpy as np

INFINITE = np.int32(2**31 - 1)
BUCKET_MS = 4_000
"""Width of a bucket. Measured: 2 to 8 seconds make no difference on real networks."""


@numba.njit(cache=True, nogil=True)
def search(  # type: ignore[no-untyped-def]
    start, order, ends, weight, seed_node, seed_ms, seed_label, cutoff, heaviest, dist, label, via
):
    """Fill `dist`, `label` and `via` from all seeds at once; nodes beyond the cut-off stay.

    `start` and `order` are compressed rows: node u has the arcs ``order[start[u]:start[u + 1]]``.
    `ends` gives the node at the far side of an arc, `heaviest` is the largest weight. The arrays
    to fill must come in as INFINITE, −1 and −1. Ties go to the smaller label, then the smaller arc.
    """
    latest = 0
    for s in range(len(seed_node)):
        if seed_ms[s] <= cutoff:
            latest = max(latest, seed_ms[s])
    buckets = (max(heaviest, latest)) // BUCKET_MS + 2
    nodes = len(start) - 1
    first = np.full(buckets, -1, np.int32)
    after = np.full(nodes, -1, np.int32)
    before = np.full(nodes, -1, np.int32)
    home = np.full(nodes, -1, np.int32)
    queued = 0
    for s in range(len(seed_node)):
        node, ms = seed_node[s], seed_ms[s]
        if ms > cutoff or ms > dist[node]:
            continue
        if ms == dist[node] and seed_label[s] >= label[node]:
            continue
        dist[node] = ms
        label[node] = seed_label[s]
        queued += _move(node, (ms // BUCKET_MS) % buckets, first, after, before, home)
    current = 0
    while queued > 0:
        while first[current] < 0:
            current = (current + 1) % buckets
        node = first[current]
        _remove(node, first, after, before, home)
        queued -= 1
        here = dist[node]
        for k in range(start[node], start[node + 1]):
            arc = order[k]
            other = ends[arc]
            ms = here + weight[arc]
            if ms > cutoff or ms > dist[other]:
                continue
            if ms == dist[other]:
                better = label[node] < label[other]
                same = label[node] == label[other]
                if not (better or (same and via[other] >= 0 and arc < via[other])):
                    continue
            dist[other] = ms
            label[other] = label[node]
            via[other] = arc
            queued += _move(other, (ms // BUCKET_MS) % buckets, first, after, before, home)


@numba.njit(cache=True, nogil=True)
def _remove(node, first, after, before, home):  # type: ignore[no-untyped-def]
    if before[node] >= 0:
        after[before[node]] = after[node]
    else:
        first[home[node]] = after[node]
    if after[node] >= 0:
        before[after[node]] = before[node]
    home[node] = -1


@numba.njit(cache=True, nogil=True)
def _move(node, bucket, first, after, before, home):  # type: ignore[no-untyped-def]
    """Put a node into a bucket; return 1 where it was in none before."""
    fresh = 1
    if home[node] >= 0:
        fresh = 0
        _remove(node, first, after, before, home)
    after[node] = first[bucket]
    before[node] = -1
    if first[bucket] >= 0:
        before[first[bucket]] = node
    first[bucket] = node
    home[node] = bucket
    return fresh

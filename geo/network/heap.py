"""A binary heap in an array, for the kernels: the smallest key comes first."""

from __future__ import annotations

import numba


@numba.njit(cache=True, nogil=True)
def sift_up(heap, at):  # type: ignore[no-untyped-def]
    """Let the key at a place rise to where it belongs."""
    key = heap[at]
    while at > 0 and heap[(at - 1) >> 1] > key:
        heap[at] = heap[(at - 1) >> 1]
        at = (at - 1) >> 1
    heap[at] = key


@numba.njit(cache=True, nogil=True)
def sift_down(heap, size):  # type: ignore[no-untyped-def]
    """Let the first of `size` keys sink to where it belongs."""
    key, at = heap[0], 0
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= key:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = key

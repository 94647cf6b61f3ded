"""A contraction hierarchy: what a street network is searched on.

Nodes stand in *positions* of rising importance, and shortcuts make every fastest way one that first
climbs, then descends. So one pass over the positions upwards and one downwards give the times of
all nodes, without a queue. `docs/decisions/0004` has the measured reason.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from geo.arrays import Ints
from geo.network.contraction import contract
from geo.network.routing import FAR_MS


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The arcs of a network and its shortcuts, by the position of their lower end.

    Attributes
    ----------
    node, position
        The node at each position and the position of each node, shape (nodes,).
    up_start, up_end, up_ms
        The arcs from position p to a higher one are ``up_start[p]:up_start[p + 1]``, with the
        position they lead to and milliseconds.
    down_start, down_end, down_ms
        The arcs from a higher position *to* p, with the position they come from.
    up_half, up_last, down_half, down_last
        What an arc consists of. A shortcut leads down the arc `half` of the down arcs to a lower
        node, then up the arc `last` of the up arcs. Where `half` is −1, `last` is an arc of the
        network itself.
    """

    node: Ints
    position: Ints
    up_start: Ints
    up_end: Ints
    up_ms: Ints
    up_half: Ints
    up_last: Ints
    down_start: Ints
    down_end: Ints
    down_ms: Ints
    down_half: Ints
    down_last: Ints


def build_hierarchy(tail: Ints, head: Ints, weight_ms: Ints, *, nodes: int) -> Hierarchy:
    """Contract a network.

    Parameters
    ----------
    tail, head, weight_ms
        Arcs in any number between the same nodes; the lightest counts, then the first. Arcs that
        take 298 hours or more are left out.
    nodes
        Number of nodes; those without arcs are kept.

    Examples
    --------
    >>> tail, head = np.array([0, 1], np.int32), np.array([1, 2], np.int32)
    >>> chain = build_hierarchy(tail, head, np.array([10, 20], np.int32), nodes=3)
    >>> chain.node.tolist(), chain.up_ms.tolist(), chain.down_ms.tolist()
    ([0, 2, 1], [10], [20])
    """
    arc = np.lexsort((weight_ms, head, tail))
    arc = arc[weight_ms[arc] < FAR_MS]
    same = (tail[arc][1:] == tail[arc][:-1]) & (head[arc][1:] == head[arc][:-1])
    arc = arc[np.concatenate([[True], ~same])[: len(arc)]]
    level, arcs = contract(tail[arc], head[arc], weight_ms[arc], nodes=nodes)
    tails, heads, ms, first, second = arcs
    # Level by level, in each as the nodes lie on the ground: what is read together lies together.
    node = np.lexsort((np.arange(nodes), level)).astype(np.int32)
    position = np.empty(nodes, np.int32)
    position[node] = np.arange(nodes, dtype=np.int32)
    low, high = position[tails], position[heads]
    rises = low < high
    up, up_start = _rows(low, high, np.flatnonzero(rises), nodes)
    down, down_start = _rows(high, low, np.flatnonzero(~rises), nodes)
    place = np.empty(len(tails), np.int32)
    place[up], place[down] = np.arange(len(up)), np.arange(len(down))
    given = first < 0
    half = np.where(given, -1, place[first]).astype(np.int32)
    last = np.where(given, 0, place[second]).astype(np.int32)
    last[: len(arc)] = np.where(given[: len(arc)], arc, last[: len(arc)])
    hierarchy = Hierarchy(
        node=node,
        position=position,
        up_start=up_start,
        up_end=high[up],
        up_ms=ms[up],
        up_half=half[up],
        up_last=last[up],
        down_start=down_start,
        down_end=low[down],
        down_ms=ms[down],
        down_half=half[down],
        down_last=last[down],
    )
    # As those mapped from disk: the kernels are compiled once for both.
    for field in fields(hierarchy):
        getattr(hierarchy, field.name).flags.writeable = False
    return hierarchy


def _rows(lower: Ints, higher: Ints, arcs: np.ndarray, nodes: int) -> tuple[np.ndarray, Ints]:
    """Sort arcs by their lower, then their higher end; return them and where each row starts."""
    order = arcs[np.lexsort((higher[arcs], lower[arcs]))]
    start = np.searchsorted(lower[order], np.arange(nodes + 1)).astype(np.int32)
    return order, start

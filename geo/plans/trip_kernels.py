"""The kernel that finds the best trips of one period: compiled, cached on disk.

A *node* is one service for one need. A *label* is a way to have met a set of needs, the last of
them at a node. As the moment at which home is left is free, a label is a function of it: leaving at
minute s ends the last visit at ``max(finish, s + length)``, for s up to `latest`. `far` adds up how
far the stops lie from home. Of two labels of one set and node, one that is not better in any of
these four is dropped: whatever follows it could follow the other. So the search is exact for times
that are the same at any hour; for others, a way is taken at the time of the earliest departure.
"""

from __future__ import annotations

import numba
import numpy as np

FINISH, LENGTH, LATEST, FAR, NODE, WINDOW, PARENT, NEXT = range(8)
COLUMNS = 8
NONE = -1
HOME = -2
"""Parent of the first visit of a trip."""
NO_TRIP = np.int32(2**30)


@numba.njit(cache=True, nogil=True)
def best_trips(tables, slice_min, nodes, windows, blocked_by, given, horizon):  # type: ignore[no-untyped-def]
    """Return the best trip for each set of needs, and the labels that trips are read from.

    Parameters
    ----------
    tables : shape (slices, places, places)
        Minutes between places, −1 where there is no way; one table for each `slice_min` of the
        period, the last one holds on.
    nodes
        ``place, visit, far, start, documents``. `start`, shape (needs + 1,): where the nodes of
        each need begin. `documents`, shape (nodes, columns): sets of needs, of each of which one
        must be met before; 0 where nothing is asked.
    windows
        ``start, first, last``: `start`, shape (nodes + 1,); minutes in which a visit may begin.
    blocked_by : shape (needs,)
        Sets of needs after which a need can no longer be met.
    given
        Set of the needs that are met already.
    horizon
        Minutes of the period.

    Returns
    -------
    tuple
        ``best, labels``. `best`, shape (sets, 3): minutes away from home, sum of minutes from home
        to the stops, the last label; `NO_TRIP` where the set cannot be met. `labels`, shape
        (labels, `COLUMNS`).
    """
    place, start = nodes[0], nodes[3]
    sets = 1 << (len(start) - 1)
    head = np.full((sets, len(place)), NONE, np.int32)
    best = np.full((sets, 3), NO_TRIP, np.int32)
    labels = np.empty((1 << 12, COLUMNS), np.int32)
    city = (tables, slice_min, nodes, windows, blocked_by, given, horizon)
    labels, count = _go_on(city, labels, 0, head, 0, HOME, NONE)
    for met in range(1, sets):
        for node in range(len(place)):
            label = head[met, node]
            while label != NONE:
                _go_home(city, labels[label], label, best[met])
                labels, count = _go_on(city, labels, count, head, met, label, node)
                label = labels[label, NEXT]
    return best, labels[:count]


@numba.njit(cache=True, nogil=True)
def _go_on(city, labels, count, head, met, label, at):  # type: ignore[no-untyped-def]
    """Add the labels of every visit that can follow one; return all labels, and how many."""
    _, _, nodes, _, blocked_by, given, _ = city
    start, documents = nodes[3], nodes[4]
    before = met | given
    for need in range(len(start) - 1):
        if before >> need & 1 or blocked_by[need] & before:
            continue
        for node in range(start[need], start[need + 1]):
            if _holds(documents[node], before):
                labels, count = _visit(
                    city, labels, count, head[met | 1 << need], label, at, node
                )  # fmt: skip
    return labels, count


@numba.njit(cache=True, nogil=True)
def _holds(documents, met):  # type: ignore[no-untyped-def]
    for column in range(len(documents)):
        if documents[column] and not documents[column] & met:
            return False
    return True


@numba.njit(cache=True, nogil=True)
def _way(tables, slice_min, minute, origin, destination):  # type: ignore[no-untyped-def]
    number = 0
    if slice_min > 0:
        number = min(minute // slice_min, len(tables) - 1)
    return tables[number, origin, destination]


@numba.njit(cache=True, nogil=True)
def _go_home(city, label, number, best):  # type: ignore[no-untyped-def]
    tables, slice_min, nodes, _, _, _, horizon = city
    way = _way(tables, slice_min, label[FINISH], nodes[0][label[NODE]], 0)
    if way < 0 or label[FINISH] + way > horizon:
        return
    length = label[LENGTH] + way
    latest = min(label[LATEST], horizon - length)
    minutes = max(label[FINISH] + way - latest, length)
    if minutes < best[0] or (minutes == best[0] and label[FAR] < best[1]):
        best[0], best[1], best[2] = minutes, label[FAR], number


@numba.njit(cache=True, nogil=True)
def _visit(city, labels, count, head, label, at, node):  # type: ignore[no-untyped-def]
    """Add the labels of one more visit to those of its set and node; return all, and how many."""
    tables, slice_min, nodes, windows, _, _, horizon = city
    place, visit, far = nodes[0], nodes[1], nodes[2]
    finish, length, latest, farther, origin = 0, 0, horizon, 0, 0
    if at >= 0:
        finish, length, latest = labels[label, FINISH], labels[label, LENGTH], labels[label, LATEST]
        farther, origin = labels[label, FAR], place[at]
    way = _way(tables, slice_min, finish, origin, place[node])
    if way < 0:
        return labels, count
    start, first, last = windows
    back = max(_way(tables, slice_min, finish + way + visit[node], place[node], 0), 0)
    for w in range(start[node], start[node + 1]):
        ends = max(finish + way, first[w]) + visit[node]
        takes = length + way + visit[node]
        until = min(latest, last[w] - length - way, horizon - takes - back)
        if finish + way > last[w] or until < 0 or ends + back > horizon:
            continue
        # A stop at the place where one stands already is no farther from home.
        away = farther + (0 if at >= 0 and origin == place[node] else far[node])
        if _is_dominated(labels, head, node, ends, takes, until, away):
            continue
        if count == len(labels):
            grown = np.empty((2 * len(labels), COLUMNS), np.int32)
            grown[:count] = labels
            labels = grown
        row = labels[count]
        row[FINISH], row[LENGTH], row[LATEST], row[FAR] = ends, takes, until, away
        row[NODE], row[WINDOW], row[PARENT], row[NEXT] = node, w, label, head[node]
        head[node] = count
        count += 1
    return labels, count


@numba.njit(cache=True, nogil=True)
def _is_dominated(labels, head, node, ends, takes, until, away):  # type: ignore[no-untyped-def]
    """Return whether a label is no better than one that is there; drop those no better than it."""
    before, label = NONE, head[node]
    while label != NONE:
        row = labels[label]
        after = row[NEXT]
        if (
            row[FINISH] <= ends
            and row[LENGTH] <= takes
            and row[LATEST] >= until
            and row[FAR] <= away
        ):
            return True
        if (
            ends <= row[FINISH]
            and takes <= row[LENGTH]
            and until >= row[LATEST]
            and away <= row[FAR]
        ):
            if before == NONE:
                head[node] = after
            else:
                labels[before, NEXT] = after
        else:
            before = label
        label = after
    return False

"""Where new sites shorten the way most: the p-median, by exchange, with a Lagrangian bound.

Hakimi 1964. Interchange: Teitz & Bart 1968, with the bookkeeping of Whitaker 1983. The bound:
Cornuejols, Fisher & Nemhauser 1977.
"""

from __future__ import annotations

import numba
import numpy as np

from geo.arrays import Floats
from geo.errors import BadInput
from geo.measures.siting import Ground, Sites
from geo.network.routing import SparseTimes

RESTARTS, BOUND_ROUNDS = 8, 3000
SEED = 12345
ENOUGH = 1e-4
"""The bound is not sought closer to the answer than this part of it."""


def least_minutes(
    ground: Ground,
    new: int,
    *,
    minutes_now: Floats,
    unserved_min: float,
    rounds: int = BOUND_ROUNDS,
) -> Sites:
    """Return the sites that leave the fewest person-minutes on the way (p-median).

    min Σ Pᵢ min(t⁰ᵢ, minⱼ tᵢⱼ) over `new` candidates j; t⁰: the way to a site that is there.

    Parameters
    ----------
    minutes_now
        Shape (homes,): to the nearest site that is there; NaN where none is reached.
    unserved_min
        Minutes that count for a person whom no site at all reaches, or only by a longer way: an
        assumption of whoever asks, never a silent one.
    rounds
        Of the bound; more of them prove more.

    Returns
    -------
    Sites
        `value` and `bound` in person-minutes; `people` are those whose way becomes shorter.

    Raises
    ------
    BadInput
        ``siting.count``, ``siting.unserved`` for minutes that are not above 0.

    Examples
    --------
    >>> times = SparseTimes(np.array([0, 1, 1]), np.array([0, 0, 1]), np.array([2.0, 9.0, 1.0]))
    >>> ground = Ground(times, np.array([1.0, 5.0]), np.zeros(2, bool), 2)
    >>> found = least_minutes(ground, 1, minutes_now=np.full(2, np.nan), unserved_min=60.0)
    >>> found.chosen, found.value, found.gap
    ((0,), 47.0, 0.0)
    """
    if not 1 <= new <= ground.candidates:
        raise BadInput("siting.count", new=new, candidates=ground.candidates)
    if not unserved_min > 0:
        raise BadInput("siting.unserved", minutes=unserved_min)
    lived = np.flatnonzero(ground.people > 0)
    cost = _costs(ground, unserved_min)[lived]
    weight = ground.people[lived]
    now = np.minimum(np.nan_to_num(minutes_now[lived], nan=unserved_min), unserved_min)
    chosen, value = _exchange(cost, weight, now, new, RESTARTS, SEED)
    bound = _bound(cost, weight, now, chosen, value, rounds)
    shorter = cost[:, chosen].min(axis=1) < now
    return Sites(
        tuple(int(n) for n in np.sort(chosen)),
        float(value),
        float(min(bound, value)),
        float(weight[shorter].sum()),
    )


def _costs(ground: Ground, unserved_min: float) -> Floats:
    table = np.full((len(ground.people), ground.candidates), unserved_min)
    times: SparseTimes = ground.times
    table[times.origin, times.destination] = np.minimum(times.minutes, unserved_min)
    return table


@numba.njit(cache=True, nogil=True)
def _exchange(cost, weight, now, new, restarts, seed):  # type: ignore[no-untyped-def]
    """Return sites of few person-minutes, and those: from greedy, then from random sites."""
    np.random.seed(seed)
    sites = cost.shape[1]
    best, best_value = np.empty(0, np.int64), np.inf
    for attempt in range(restarts + 1):
        if attempt == 0:
            chosen = _greedy(cost, weight, now, new)
        else:
            chosen = np.random.permutation(sites)[:new].astype(np.int64)
        value = _improve(cost, weight, now, chosen)
        if value < best_value - 1e-9:
            best, best_value = chosen.copy(), value
    return best, best_value


@numba.njit(cache=True, nogil=True)
def _greedy(cost, weight, now, new):  # type: ignore[no-untyped-def]
    chosen = np.empty(new, np.int64)
    left = now.copy()
    taken = np.zeros(cost.shape[1], np.bool_)
    gain = np.empty(cost.shape[1])
    for place in range(new):
        gain[:] = 0.0
        for i in range(len(weight)):
            for j in range(cost.shape[1]):
                if cost[i, j] < left[i]:
                    gain[j] += weight[i] * (left[i] - cost[i, j])
        gain[taken] = -1.0
        j = int(np.argmax(gain))
        chosen[place], taken[j] = j, True
        for i in range(len(weight)):
            left[i] = min(left[i], cost[i, j])
    return chosen


@numba.njit(cache=True, nogil=True)
def _improve(cost, weight, now, chosen):  # type: ignore[no-untyped-def]
    """Exchange the pair that saves most, again and again; return the person-minutes at the end."""
    homes, sites = cost.shape
    first, second = np.empty(homes), np.empty(homes)
    whose = np.empty(homes, np.int64)
    saved = np.empty((sites, len(chosen)))
    while True:
        value = _assign(cost, weight, now, chosen, first, second, whose)
        _savings(cost, weight, first, second, whose, saved)
        for place in range(len(chosen)):
            saved[chosen[place], :] = -np.inf
        best = int(np.argmax(saved))
        site, at = best // len(chosen), best % len(chosen)
        if saved[site, at] <= 1e-7 * max(1.0, value):
            return value
        chosen[at] = site


@numba.njit(cache=True, nogil=True)
def _savings(cost, weight, first, second, whose, saved):  # type: ignore[no-untyped-def]
    """Fill what putting each candidate in each chosen site's place would save."""
    sites, new = saved.shape
    gain, loss = np.zeros(sites), np.zeros(new)
    saved[:] = 0.0
    for i in range(len(weight)):
        assigned = whose[i]
        more = weight[i] * (second[i] - first[i]) if assigned >= 0 else 0.0
        if assigned >= 0:
            loss[assigned] += more
        for j in range(sites):
            if cost[i, j] < first[i]:
                gain[j] += weight[i] * (first[i] - cost[i, j])
                if assigned >= 0:
                    saved[j, assigned] += more
            elif assigned >= 0 and cost[i, j] < second[i]:
                saved[j, assigned] += weight[i] * (second[i] - cost[i, j])
    for j in range(sites):
        for place in range(new):
            saved[j, place] += gain[j] - loss[place]


@numba.njit(cache=True, nogil=True)
def _assign(cost, weight, now, chosen, first, second, whose):  # type: ignore[no-untyped-def]
    """Fill each home's nearest and second nearest way; `whose` is −1 for a site that is there."""
    value = 0.0
    for i in range(len(weight)):
        first[i], second[i], whose[i] = now[i], np.inf, -1
        for place in range(len(chosen)):
            c = cost[i, chosen[place]]
            if c < first[i]:
                first[i], second[i], whose[i] = c, first[i], place
            elif c < second[i]:
                second[i] = c
        value += weight[i] * first[i]
    return value


@numba.njit(cache=True, nogil=True)
def _bound(cost, weight, now, chosen, value, rounds):  # type: ignore[no-untyped-def]
    """Return person-minutes that no answer can go below: each home may be paid not to be served.

    Of any payments, Σ payments + Σ min(0, own way − payment) + the smallest sums over homes of
    min(0, way to the candidate − payment) is a bound; a subgradient looks for the largest. It
    starts between the nearest and the next site of a good answer, where the best payments lie.
    """
    homes, sites = cost.shape
    first, second = np.empty(homes), np.empty(homes)
    _assign(cost, weight, now, chosen, first, second, np.empty(homes, np.int64))
    pay = weight * np.minimum(now, first + 0.35 * (np.minimum(second, now) - first))
    sums, served = np.empty(sites), np.empty(homes)
    best, kept = -np.inf, pay.copy()
    scale, since = 1.0, 0
    for _ in range(rounds):
        bound = _at_payments(cost, weight, now, pay, len(chosen), sums, served)
        since += 1
        if bound > best:
            since = 0 if bound > best + 1e-6 * value else since
            best = bound
            kept[:] = pay
        if since >= 40:
            scale, since = scale * 0.85, 0
            pay[:] = kept
            continue
        length = ((1.0 - served) ** 2).sum()
        if best >= value * (1 - ENOUGH) or length == 0.0 or scale < 1e-5:
            break
        size = scale * (value * 1.0005 - bound) / length
        for i in range(homes):
            pay[i] = max(0.0, pay[i] + size * (1.0 - served[i]))
    return best


@numba.njit(cache=True, nogil=True)
def _at_payments(cost, weight, now, pay, new, sums, served):  # type: ignore[no-untyped-def]
    """Return the bound of some payments; fill how often each home would be served."""
    sums[:] = 0.0
    bound = 0.0
    for i in range(len(weight)):
        bound += pay[i] + min(0.0, weight[i] * now[i] - pay[i])
        served[i] = 1.0 if weight[i] * now[i] < pay[i] else 0.0
        for j in range(len(sums)):
            sums[j] += min(0.0, weight[i] * cost[i, j] - pay[i])
    for j in np.argsort(sums)[:new]:
        if sums[j] < 0.0:
            bound += sums[j]
            for i in range(len(weight)):
                if weight[i] * cost[i, j] < pay[i]:
                    served[i] += 1.0
    return bound

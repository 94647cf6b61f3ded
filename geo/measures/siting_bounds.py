"""A good answer and a bound for covering problems, fast: what lets the exact search stay small.

Greedy and exchange give an answer; a Lagrangian gives the bound, and from both follows which
candidates cannot be in any better answer, and which must. Galvão & ReVelle 1996.
"""

from __future__ import annotations

import numba
import numpy as np

ROUNDS, TRIAL_ROUNDS = 600, 40
"""Of the subgradient, for the whole question and for the trial of one candidate."""


RESTARTS = 60
"""Of the exchange, each from an answer with some of its sites drawn anew."""

SEED = 12345
"""The same question has the same answer."""


@numba.njit(cache=True, nogil=True)
def best_of_restarts(start, row, worth, new, restarts, seed):  # type: ignore[no-untyped-def]
    """Return candidates that cover much: greedy, exchanged, shaken and exchanged again.

    `start` and `row` list the rows that each candidate covers; `worth` is that of each row. The
    answer is ``chosen, value``; `chosen` has shape (new,), ascending.
    """
    np.random.seed(seed)
    sites = len(start) - 1
    times = np.zeros(len(worth), np.int32)
    inside = np.zeros(sites, np.bool_)
    chosen = np.full(new, -1, np.int64)
    for place in range(new):
        _put_best(start, row, worth, times, inside, chosen, place, -1)
    value = _exchange(start, row, worth, times, inside, chosen)
    best = chosen.copy()
    for _ in range(restarts):
        for place in range(new):
            if np.random.random() < 0.34:
                _take(start, row, times, inside, chosen[place])
                free = np.random.randint(sites)
                while inside[free]:
                    free = (free + 1) % sites
                chosen[place] = free
                _put(start, row, times, inside, free)
        found = _exchange(start, row, worth, times, inside, chosen)
        if found > value + 1e-9:
            value = found
            best[:] = chosen
        else:  # go back: the next shake starts from the best answer
            for place in range(new):
                _take(start, row, times, inside, chosen[place])
            for place in range(new):
                chosen[place] = best[place]
                _put(start, row, times, inside, best[place])
    return np.sort(best), value


@numba.njit(cache=True, nogil=True)
def _exchange(start, row, worth, times, inside, chosen):  # type: ignore[no-untyped-def]
    """Exchange one site at a time for the best other while that helps; return the value."""
    improved = True
    while improved:
        improved = False
        for place in range(len(chosen)):
            out = chosen[place]
            _take(start, row, times, inside, out)
            _put_best(start, row, worth, times, inside, chosen, place, out)
            improved = improved or chosen[place] != out
    value = 0.0
    for n in range(len(worth)):
        if times[n] > 0:
            value += worth[n]
    return value


@numba.njit(cache=True, nogil=True)
def _put_best(start, row, worth, times, inside, chosen, place, before):  # type: ignore[no-untyped-def]
    """Put in the site that covers most besides the others; `before` again where nothing is more."""
    best, best_gain = -1, -1.0
    for j in range(len(start) - 1):
        if inside[j]:
            continue
        gain = 0.0
        for at in range(start[j], start[j + 1]):
            if times[row[at]] == 0:
                gain += worth[row[at]]
        if gain > best_gain + 1e-9 or (j == before and gain >= best_gain - 1e-9):
            best, best_gain = j, gain
    chosen[place] = best
    _put(start, row, times, inside, best)


@numba.njit(cache=True, nogil=True)
def _put(start, row, times, inside, site):  # type: ignore[no-untyped-def]
    inside[site] = True
    for at in range(start[site], start[site + 1]):
        times[row[at]] += 1


@numba.njit(cache=True, nogil=True)
def _take(start, row, times, inside, site):  # type: ignore[no-untyped-def]
    inside[site] = False
    for at in range(start[site], start[site + 1]):
        times[row[at]] -= 1


@numba.njit(cache=True, nogil=True)
def dual_bound(start, row, worth, new, value):  # type: ignore[no-untyped-def]
    """Return a bound above every answer, and what it settles of each candidate.

    The rows' covering rules are priced, between nothing and the rows' worth: a bound is what rows
    are worth above their price, and the `new` largest sums of prices among candidates. Any prices
    give a bound; a subgradient looks for those that give the smallest. Then each candidate that is
    still open is tried by itself: what is the bound of answers that hold it?

    The answer is ``bound, state``; `state` has shape (candidates,): 0 where no answer better than
    `value` holds it, 1 where all do, else -1.
    """
    state = np.full(len(start) - 1, -1, np.int8)
    price = worth * 0.5
    bound = _descend(start, row, worth, price, new, value, state, ROUNDS)
    if new == 1 or bound <= value:
        return bound, state
    for j in range(len(state)):
        if state[j] == -1 and _with(start, row, worth, price, new, value, state, j) <= value:
            state[j] = 0
    if (state != 0).sum() > new:
        bound = min(bound, _descend(start, row, worth, price, new, value, state, ROUNDS))
    return bound, state


@numba.njit(cache=True, nogil=True)
def _with(start, row, worth, price, new, value, state, site):  # type: ignore[no-untyped-def]
    """Return a bound of the answers that hold a candidate: the rest is asked for one fewer."""
    rest, rest_price, sure = worth.copy(), price.copy(), 0.0
    for at in range(start[site], start[site + 1]):
        sure += worth[row[at]]
        rest[row[at]] = 0.0
        rest_price[row[at]] = 0.0
    others = state.copy()
    others[site] = 0
    left = _descend(start, row, rest, rest_price, new - 1, value - sure, others, TRIAL_ROUNDS)
    return left + sure


@numba.njit(cache=True, nogil=True)
def _descend(start, row, worth, price, new, value, state, rounds):  # type: ignore[no-untyped-def]
    """Lower the bound by changing prices; leave the best prices in `price`, settle candidates."""
    sums = np.empty(len(start) - 1)
    now, best = price.copy(), np.inf
    scale, since = 1.0, 0
    for _ in range(rounds):
        bound = _priced(start, row, worth, now, sums, state)
        order = np.argsort(-sums)
        for place in range(new):
            bound += max(0.0, sums[order[place]])
        _settle(bound, sums, order, new, value, state)
        since += 1
        if bound < best * (1 - 1e-5):
            since = 0
        if bound < best:
            best = bound
            price[:] = now
        if since >= 20:
            scale, since = scale * 0.6, 0
        if scale < 1e-4 or best <= value:
            break
        if not _reprice(start, row, worth, now, order[:new], scale * (bound - value * 0.999)):
            break
    return best


@numba.njit(cache=True, nogil=True)
def _priced(start, row, worth, price, sums, state):  # type: ignore[no-untyped-def]
    """Fill the sums of prices of each candidate; return what rows are worth above their price."""
    for j in range(len(sums)):
        sums[j] = -1.0
        if state[j] == 0:
            continue
        total = 0.0
        for at in range(start[j], start[j + 1]):
            total += price[row[at]]
        sums[j] = total
    above = 0.0
    for n in range(len(worth)):
        above += worth[n] - price[n]
    return above


@numba.njit(cache=True, nogil=True)
def _settle(bound, sums, order, new, value, state):  # type: ignore[no-untyped-def]
    """Mark what the bound becomes too small for: a candidate forced in, or out."""
    last = max(0.0, sums[order[new - 1]])
    first_out = max(0.0, sums[order[new]]) if new < len(sums) else 0.0
    for place in range(len(sums)):
        j = order[place]
        if place >= new and bound - last + sums[j] <= value + 1e-6:
            state[j] = 0
        elif place < new and bound - sums[j] + first_out <= value + 1e-6:
            state[j] = 1


@numba.njit(cache=True, nogil=True)
def _reprice(start, row, worth, price, chosen, reach):  # type: ignore[no-untyped-def]
    """Price lower what the prices' own choice covers twice, higher what it leaves out.

    Return whether any price can still change.
    """
    step = np.full(len(worth), -1.0)
    for j in chosen:
        for at in range(start[j], start[j + 1]):
            step[row[at]] += 1.0
    length = 0.0
    for n in range(len(worth)):
        if (price[n] <= 0.0 and step[n] > 0) or (price[n] >= worth[n] and step[n] < 0):
            step[n] = 0.0
        length += step[n] * step[n]
    if length == 0.0:
        return False
    for n in range(len(worth)):
        price[n] = min(worth[n], max(0.0, price[n] - reach / length * step[n]))
    return True

"""The search behind siting: rows put together, settled by bounds, the rest solved by HiGHS.

*Rows* are the different sets of candidates that homes reach; columns are the candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack, identity

from geo.arrays import Floats
from geo.measures.siting_bounds import RESTARTS, SEED, best_of_restarts, dual_bound

Numbers = NDArray[np.int64]
States = NDArray[np.int8]

TOLERANCE = 1e-6
INFEASIBLE = 2
"""SciPy's word for it."""


def best_cover(
    cover: csr_matrix, value: Floats, new: int, patience_s: float
) -> tuple[tuple[int, ...], float]:
    """Find an answer and a bound first; search only among candidates that they leave open."""
    sites = cover.tocsc()
    start, row = sites.indptr.astype(np.int64), sites.indices.astype(np.int64)
    known, got = best_of_restarts(start, row, value, new, RESTARTS, SEED)
    bound, state = dual_bound(start, row, value, new, got)
    answer = tuple(int(n) for n in known)
    if bound <= got + TOLERANCE * max(1.0, got):
        return answer, got
    found, top = search_rest(cover, value, new, (), state, patience_s, least=got)
    top = min(top, bound)
    if found and worth_of(cover, value, found) > got:
        return found, top
    return answer, max(got, top)


def settle_above(cover: csr_matrix, value: Floats, new: int, least: float) -> States:
    """Return what is settled of each candidate in answers better than `least`."""
    sites = cover.tocsc()
    start, row = sites.indptr.astype(np.int64), sites.indices.astype(np.int64)
    _, state = dual_bound(start, row, value, new, least)
    return np.asarray(state, np.int8)


def search_rest(
    cover: csr_matrix,
    value: Floats,
    new: int,
    without: Sequence[Sequence[int]],
    state: States,
    patience_s: float,
    *,
    least: float = 0.0,
) -> tuple[tuple[int, ...], float]:
    """Solve the rest exactly; no sites where nothing better than `least` is left to find.

    `state` says what is settled of each candidate: 0 out, 1 in, −1 open.
    """
    kept = np.flatnonzero(state != 0)
    cover, value = put_together(cover[:, kept], value)
    rows, columns = cover.shape
    if columns < new or not rows:
        return (), least
    limits = [
        LinearConstraint(hstack([cover, -identity(rows)], format="csr"), 0, np.inf),
        LinearConstraint(one_row(np.arange(columns), columns + rows), new, new),
        *(
            LinearConstraint(one_row(np.searchsorted(kept, answer), columns + rows), 0, new - 1)
            for answer in without
            if np.isin(answer, kept).all()
        ),
    ]
    cost = np.concatenate([np.zeros(columns), -value])
    low = np.concatenate([(state[kept] == 1).astype(float), np.zeros(rows)])
    # What is covered follows from the sites: only they need to be whole.
    found = minimum(cost, limits, columns, low, np.ones(columns + rows), patience_s)
    if found is None:
        return (), least
    return tuple(int(kept[n]) for n in found.chosen), -found.bound


def worth_of(cover: csr_matrix, value: Floats, chosen: tuple[int, ...]) -> float:
    """Return the worth of the rows that chosen candidates cover."""
    covered = np.asarray(cover[:, list(chosen)].sum(axis=1)).ravel() > 0
    return float(value[covered].sum())


def put_together(cover: csr_matrix, worth: Floats) -> tuple[csr_matrix, Floats]:
    """Put rows with the same candidates together, without those that have none."""
    cover.sum_duplicates()
    cover.sort_indices()
    same: dict[bytes, int] = {}
    group = np.full(cover.shape[0], -1)
    for number in np.flatnonzero(np.diff(cover.indptr)):
        key = cover.indices[cover.indptr[number] : cover.indptr[number + 1]].tobytes()
        group[number] = same.setdefault(key, len(same))
    some = np.flatnonzero(group >= 0)
    _, first = np.unique(group[some], return_index=True)
    summed = np.bincount(group[some], worth[some], len(same))
    return cover[some[first]], np.asarray(summed, np.float64)


def one_row(columns: Numbers, width: int) -> csr_matrix:
    """Return a rule that sums some of the variables."""
    return csr_matrix((np.ones(len(columns)), (np.zeros(len(columns), int), columns)), (1, width))


@dataclass(frozen=True, slots=True)
class Minimum:
    """An answer of HiGHS: no sites where the time was over before any was found."""

    chosen: tuple[int, ...]
    bound: float
    value: float


def minimum(
    cost: Floats,
    limits: list[LinearConstraint],
    sites: int,
    low: Floats,
    high: Floats,
    patience_s: float,
) -> Minimum | None:
    """Return the least of a linear problem whose first `sites` variables are whole; None: none."""
    whole = np.zeros(len(cost))
    whole[:sites] = 1
    found = milp(
        cost,
        integrality=whole,
        bounds=Bounds(low, high),
        constraints=limits,
        options={"time_limit": patience_s, "mip_rel_gap": 0.0},
    )
    if found.status == INFEASIBLE:
        return None
    bound = -np.inf if found.mip_dual_bound is None else float(found.mip_dual_bound)
    if found.x is None:  # the time was over before any answer was found
        return Minimum((), bound, np.inf)
    chosen = tuple(int(n) for n in np.flatnonzero(found.x[:sites] > 0.5))
    return Minimum(chosen, bound, float(found.fun))

"""Where new sites help most: coverage problems, solved exactly by HiGHS, with the bound told.

Sites that are there already are fixed: whoever reaches one needs no other. *Candidates* are where a
new site could stand. Maximal covering (MCLP): Church & ReVelle 1974. Set covering (LSCP): Toregas,
Swain, ReVelle & Bergman 1971. Least minutes: `geo.measures.siting_median`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack, identity

from geo.errors import BadInput
from geo.measures.coverage import within
from geo.measures.siting_bounds import (
    RESTARTS,
    SEED,
    best_of_restarts,
    dual_bound,
)
from geo.network.routing import SparseTimes

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Numbers = NDArray[np.int64]

PATIENCE_S = 20.0
"""After which the best answer so far is given, with its gap."""

TOLERANCE = 1e-6
INFEASIBLE = 2
"""SciPy's word for it."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Who could go where.

    Attributes
    ----------
    times
        Reached pairs of homes and candidates; minutes, person → service.
    people
        Shape (homes,), at least 0.
    served
        Shape (homes,): who reaches a site that is there already. They ask for nothing.
    candidates
        How many there are.
    """

    times: SparseTimes
    people: Floats
    served: Bools
    candidates: int


@dataclass(frozen=True, slots=True)
class Sites:
    """An answer.

    Attributes
    ----------
    chosen
        Candidates, ascending.
    value
        What the problem asks for: people newly reached, number of sites, or person-minutes.
    bound
        What no answer can beat; equal to `value` where the answer is proven best.
    people
        Newly reached people.
    """

    chosen: tuple[int, ...]
    value: float
    bound: float
    people: float

    @property
    def gap(self) -> float:
        """How far the answer may be from the best, as a part of the bound; 0 where proven."""
        if abs(self.value - self.bound) <= TOLERANCE * max(1.0, abs(self.bound)):
            return 0.0
        return abs(self.value - self.bound) / max(abs(self.bound), TOLERANCE)


def most_people(
    ground: Ground,
    new: int,
    *,
    limit_min: float,
    weight: Floats | None = None,
    without: Sequence[Sequence[int]] = (),
    patience_s: float = PATIENCE_S,
) -> Sites:
    """Return the sites that reach most people who reach none yet (MCLP).

    max Σ wᵢ Pᵢ zᵢ with zᵢ ≤ Σ yⱼ over candidates within the limit, Σ y = new.

    Parameters
    ----------
    weight
        Shape (homes,), what a person of each home counts, such as `how_far_behind`; None: 1.
    without
        Answers that are not wanted again.

    Raises
    ------
    BadInput
        ``siting.count`` for more new sites than candidates, or fewer than one.

    Examples
    --------
    >>> times = SparseTimes(np.array([0, 1, 1, 2]), np.array([0, 0, 1, 1]), np.full(4, 5.0))
    >>> ground = Ground(times, np.array([5.0, 1.0, 7.0]), np.zeros(3, bool), 2)
    >>> most_people(ground, 1, limit_min=10).chosen, most_people(ground, 1, limit_min=10).people
    ((1,), 8.0)
    """
    _check_count(ground, new)
    worth = ground.people if weight is None else ground.people * weight
    cover, value = _cover_rows(ground, worth, limit_min)
    rows, columns = cover.shape
    if not rows:
        return _sites(ground, tuple(range(new)), 0.0, 0.0, limit_min)
    if without:
        chosen, bound = _search(cover, value, new, without, np.full(columns, -1), patience_s)
    else:
        chosen, bound = _by_bounds(cover, value, new, patience_s)
    got = _worth(cover, value, chosen)
    return _sites(ground, chosen, got, max(got, bound), limit_min)


def several_good(
    ground: Ground, new: int, *, limit_min: float, within_share: float = 0.05, most: int = 5
) -> tuple[Sites, ...]:
    """Return the best answers for most people, the best first, down to a share below the best.

    A meeting that must choose sees what else is nearly as good.
    """
    found: list[Sites] = []
    while len(found) < most:
        try:
            told = most_people(
                ground, new, limit_min=limit_min, without=[one.chosen for one in found]
            )
        except BadInput:
            break
        if found and told.value < (1 - within_share) * found[0].value - TOLERANCE:
            break
        found.append(told)
    return tuple(found)


def fewest_sites(
    ground: Ground, *, limit_min: float, leave_out: bool = False, patience_s: float = PATIENCE_S
) -> Sites:
    """Return the fewest new sites so that everybody reaches one within a limit (LSCP).

    Parameters
    ----------
    leave_out
        Leave out people whom no candidate reaches, rather than complain of them.

    Raises
    ------
    BadInput
        ``siting.unreachable`` with the people and homes that no candidate reaches.
    """
    near = within(ground.times, limit_min)
    reached = ground.served.copy()
    reached[near.origin] = True
    alone = ~reached & (ground.people > 0)
    if alone.any() and not leave_out:
        people = float(ground.people[alone].sum())
        raise BadInput("siting.unreachable", people=round(people), homes=int(alone.sum()))
    cover, _ = _cover_rows(ground, ground.people, limit_min)
    if not cover.shape[0]:
        return _sites(ground, (), 0.0, 0.0, limit_min)
    everybody = LinearConstraint(cover, 1, np.inf)
    columns = cover.shape[1]
    cost, one = np.ones(columns), np.ones(columns)
    told = _minimum(cost, [everybody], columns, np.zeros(columns), one, patience_s)
    if told is None or not told.chosen:
        raise BadInput("siting.no_time", seconds=patience_s)
    least = float(np.ceil(told.bound - TOLERANCE))
    return _sites(ground, told.chosen, float(len(told.chosen)), least, limit_min)


def most_served(
    ground: Ground,
    new: int,
    capacity: Floats,
    *,
    limit_min: float,
    patience_s: float = PATIENCE_S,
) -> Sites:
    """Return the sites that serve most people where each has room for so many.

    max Σ aᵢⱼ with Σⱼ aᵢⱼ ≤ Pᵢ, Σᵢ aᵢⱼ ≤ Sⱼ yⱼ, Σ y = new; people may be shared among sites.

    Parameters
    ----------
    capacity
        Shape (candidates,), at least 0: people that each would serve.

    Raises
    ------
    BadInput
        ``siting.count``, ``siting.capacity``.
    """
    _check_count(ground, new)
    if len(capacity) != ground.candidates or not (capacity >= 0).all():
        raise BadInput("siting.capacity")
    near = within(ground.times, limit_min)
    kept = ~ground.served[near.origin] & (ground.people[near.origin] > 0)
    origin, site = near.origin[kept], near.destination[kept]
    pairs, columns = len(origin), ground.candidates
    if not pairs:
        return _sites(ground, tuple(range(new)), 0.0, 0.0, limit_min)
    of_home = csr_matrix((np.ones(pairs), (origin, np.arange(pairs))), (len(ground.people), pairs))
    of_site = csr_matrix((np.ones(pairs), (site, np.arange(pairs))), (columns, pairs))
    room = csr_matrix((capacity, (np.arange(columns), np.arange(columns))), (columns, columns))
    nothing = csr_matrix((len(ground.people), columns))
    limits = [
        LinearConstraint(hstack([nothing, of_home], format="csr"), -np.inf, ground.people),
        LinearConstraint(hstack([-room, of_site], format="csr"), -np.inf, 0),
        LinearConstraint(_row(np.arange(columns), columns + pairs), new, new),
    ]
    cost = np.concatenate([np.zeros(columns), -np.ones(pairs)])
    high = np.concatenate([np.ones(columns), np.full(pairs, np.inf)])
    told = _minimum(cost, limits, columns, np.zeros(columns + pairs), high, patience_s)
    if told is None or not told.chosen:
        raise BadInput("siting.no_time", seconds=patience_s)
    return _sites(ground, told.chosen, -told.value, max(-told.value, -told.bound), limit_min)


def how_far_behind(minutes: Floats, *, limit_min: float, worst_min: float) -> Floats:
    """Return what a person of each home counts when the worst off come first, 0 to 1.

    (min(t, worst) − limit) / (worst − limit): the depth of Foster, Greer & Thorbecke's measure. Who
    reaches nothing (NaN) counts wholly, who is within the limit not at all.

    Examples
    --------
    >>> how_far_behind(np.array([10.0, 45.0, np.nan]), limit_min=30, worst_min=60).tolist()
    [0.0, 0.5, 1.0]
    """
    if not 0 <= limit_min < worst_min:
        raise BadInput("siting.worst", limit=limit_min, worst=worst_min)
    late = np.where(np.isnan(minutes), worst_min, np.minimum(minutes, worst_min)) - limit_min
    return np.asarray(np.maximum(late, 0.0) / (worst_min - limit_min), np.float64)


def how_many_for(
    ground: Ground, share: float, *, limit_min: float, most: int = 30
) -> tuple[Sites, ...]:
    """Return the best sites for one, two, three … until a share of all people reach one.

    The people whom existing sites reach count as reached. Ends early where no more can be reached,
    or at `most`.
    """
    everybody = float(ground.people.sum())
    had = float(ground.people[ground.served].sum())
    rows: list[Sites] = []
    for new in range(1, min(most, ground.candidates) + 1):
        told = most_people(ground, new, limit_min=limit_min)
        if rows and told.people <= rows[-1].people + TOLERANCE:
            break
        rows.append(told)
        if had + told.people >= share * everybody - TOLERANCE:
            break
    return tuple(rows)


def _by_bounds(
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
    found, top = _search(cover, value, new, (), state, patience_s, least=got)
    top = min(top, bound)
    if found and _worth(cover, value, found) > got:
        return found, top
    return answer, max(got, top)


def _search(
    cover: csr_matrix,
    value: Floats,
    new: int,
    without: Sequence[Sequence[int]],
    state: NDArray[np.integer],
    patience_s: float,
    *,
    least: float = 0.0,
) -> tuple[tuple[int, ...], float]:
    """Solve the rest exactly; no sites where nothing better than `least` is left to find.

    `state` tells what is settled of each candidate: 0 out, 1 in, −1 open.
    """
    kept = np.flatnonzero(state != 0)
    cover, value = _alike(cover[:, kept], value)
    rows, columns = cover.shape
    if columns < new or not rows:
        return (), least
    limits = [
        LinearConstraint(hstack([cover, -identity(rows)], format="csr"), 0, np.inf),
        LinearConstraint(_row(np.arange(columns), columns + rows), new, new),
        *(
            LinearConstraint(_row(np.searchsorted(kept, answer), columns + rows), 0, new - 1)
            for answer in without
        ),
    ]
    cost = np.concatenate([np.zeros(columns), -value])
    low = np.concatenate([(state[kept] == 1).astype(float), np.zeros(rows)])
    # What is covered follows from the sites: only they need to be whole.
    told = _minimum(cost, limits, columns, low, np.ones(columns + rows), patience_s)
    if told is None:
        if least:
            return (), least
        raise BadInput("siting.infeasible")
    return tuple(int(kept[n]) for n in told.chosen), -told.bound


def _worth(cover: csr_matrix, value: Floats, chosen: tuple[int, ...]) -> float:
    covered = np.asarray(cover[:, list(chosen)].sum(axis=1)).ravel() > 0
    return float(value[covered].sum())


def _check_count(ground: Ground, new: int) -> None:
    if not 1 <= new <= ground.candidates:
        raise BadInput("siting.count", new=new, candidates=ground.candidates)


def _cover_rows(ground: Ground, worth: Floats, limit_min: float) -> tuple[csr_matrix, Floats]:
    """Return one row for each different set of candidates in reach, and what it is worth.

    Homes that reach the same candidates are one question: their people are summed. Homes that are
    served already, that nobody lives in or that no candidate reaches ask nothing.
    """
    near = within(ground.times, limit_min)
    asks = ~ground.served & (worth > 0)
    kept = asks[near.origin]
    homes, row = np.unique(near.origin[kept], return_inverse=True)
    shape = (len(homes), ground.candidates)
    cover = csr_matrix((np.ones(kept.sum()), (row, near.destination[kept])), shape)
    return _alike(cover, worth[homes])


def _alike(cover: csr_matrix, worth: Floats) -> tuple[csr_matrix, Floats]:
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


def _row(columns: Numbers, width: int) -> csr_matrix:
    return csr_matrix((np.ones(len(columns)), (np.zeros(len(columns), int), columns)), (1, width))


@dataclass(frozen=True, slots=True)
class _Minimum:
    chosen: tuple[int, ...]
    bound: float
    value: float


def _minimum(
    cost: Floats,
    limits: list[LinearConstraint],
    sites: int,
    low: Floats,
    high: Floats,
    patience_s: float,
) -> _Minimum | None:
    """Return the least of a linear problem whose first `sites` variables are whole; None: none."""
    whole = np.zeros(len(cost))
    whole[:sites] = 1
    told = milp(
        cost,
        integrality=whole,
        bounds=Bounds(low, high),
        constraints=limits,
        options={"time_limit": patience_s, "mip_rel_gap": 0.0},
    )
    if told.status == INFEASIBLE:
        return None
    bound = -np.inf if told.mip_dual_bound is None else float(told.mip_dual_bound)
    if told.x is None:  # the time was over before any answer was found
        return _Minimum((), bound, np.inf)
    chosen = tuple(int(n) for n in np.flatnonzero(told.x[:sites] > 0.5))
    return _Minimum(chosen, bound, float(told.fun))


def _sites(
    ground: Ground, chosen: tuple[int, ...], value: float, bound: float, limit_min: float
) -> Sites:
    near = within(ground.times, limit_min)
    newly = np.zeros(len(ground.people), bool)
    newly[near.origin[np.isin(near.destination, chosen)]] = True
    people = float(ground.people[newly & ~ground.served].sum())
    return Sites(chosen, value, bound, people)

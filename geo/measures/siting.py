"""Where new sites help most: coverage problems, solved exactly by HiGHS, with the bound said.

Sites that are there already are fixed: whoever reaches one needs no other. *Candidates* are where a
new site could stand. Maximal covering (MCLP): Church & ReVelle 1974. Set covering (LSCP): Toregas,
Swain, ReVelle & Bergman 1971. Least minutes: `geo.measures.siting_median`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import LinearConstraint
from scipy.sparse import csr_matrix, hstack

from geo.arrays import Bools, Floats
from geo.errors import BadInput
from geo.measures.coverage import within
from geo.measures.siting_search import (
    TOLERANCE,
    best_cover,
    minimum,
    one_row,
    put_together,
    search_rest,
    settle_above,
    worth_of,
)
from geo.network.routing import SparseTimes

Numbers = NDArray[np.int64]

PATIENCE_S = 20.0
"""After which the best answer so far is given, with its gap."""


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


def reached_alone(ground: Ground, *, limit_min: float) -> Floats:
    """Return the people newly reached by each candidate if it came alone, shape (candidates,).

    Examples
    --------
    >>> times = SparseTimes(np.array([0, 1]), np.array([0, 0]), np.array([5.0, 40.0]))
    >>> ground = Ground(times, np.array([10.0, 20.0]), np.array([False, False]), 2)
    >>> reached_alone(ground, limit_min=30.0).tolist()
    [10.0, 0.0]
    """
    times = within(ground.times, limit_min)
    asks = ~ground.served[times.origin]
    gained = np.bincount(
        times.destination[asks], ground.people[times.origin[asks]], ground.candidates
    )
    return np.asarray(gained, np.float64)


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
    patience_s: float = PATIENCE_S,
) -> Sites:
    """Return the sites that reach most people who reach none yet (MCLP).

    max Σ wᵢ Pᵢ zᵢ with zᵢ ≤ Σ yⱼ over candidates within the limit, Σ y = new.

    Parameters
    ----------
    weight
        Shape (homes,), what a person of each home counts, such as `how_far_behind`; None: 1.

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
    if not cover.shape[0]:
        return _sites(ground, tuple(range(new)), 0.0, 0.0, limit_min)
    chosen, bound = best_cover(cover, value, new, patience_s)
    got = worth_of(cover, value, chosen)
    return _sites(ground, chosen, got, max(got, bound), limit_min)


def several_good(
    ground: Ground, new: int, *, limit_min: float, within_share: float = 0.05, most: int = 5
) -> tuple[Sites, ...]:
    """Return the best answers for most people, the best first, down to a share below the best.

    A meeting that must choose sees what else is nearly as good.
    """
    found = [most_people(ground, new, limit_min=limit_min)]
    cover, value = _cover_rows(ground, ground.people, limit_min)
    if not cover.shape[0]:
        return tuple(found)
    least = (1 - within_share) * found[0].value
    state = settle_above(cover, value, new, least)
    while len(found) < most:
        before = [one.chosen for one in found]
        chosen, bound = search_rest(cover, value, new, before, state, PATIENCE_S, least=least)
        got = worth_of(cover, value, chosen)
        if not chosen or got < least - TOLERANCE:
            break
        found.append(_sites(ground, chosen, got, max(got, bound), limit_min))
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
    found = minimum(cost, [everybody], columns, np.zeros(columns), one, patience_s)
    if found is None or not found.chosen:
        raise BadInput("siting.no_time", seconds=patience_s)
    least = float(np.ceil(found.bound - TOLERANCE))
    return _sites(ground, found.chosen, float(len(found.chosen)), least, limit_min)


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
        LinearConstraint(one_row(np.arange(columns), columns + pairs), new, new),
    ]
    cost = np.concatenate([np.zeros(columns), -np.ones(pairs)])
    high = np.concatenate([np.ones(columns), np.full(pairs, np.inf)])
    found = minimum(cost, limits, columns, np.zeros(columns + pairs), high, patience_s)
    if found is None or not found.chosen:
        raise BadInput("siting.no_time", seconds=patience_s)
    return _sites(ground, found.chosen, -found.value, max(-found.value, -found.bound), limit_min)


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
        found = most_people(ground, new, limit_min=limit_min)
        if rows and found.people <= rows[-1].people + TOLERANCE:
            break
        rows.append(found)
        if had + found.people >= share * everybody - TOLERANCE:
            break
    return tuple(rows)


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
    return put_together(cover, worth[homes])


def _sites(
    ground: Ground, chosen: tuple[int, ...], value: float, bound: float, limit_min: float
) -> Sites:
    near = within(ground.times, limit_min)
    newly = np.zeros(len(ground.people), bool)
    newly[near.origin[np.isin(near.destination, chosen)]] = True
    people = float(ground.people[newly & ~ground.served].sum())
    return Sites(chosen, value, bound, people)

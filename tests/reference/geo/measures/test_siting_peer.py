"""Siting: the same objective values as PySAL's spopt, and as trying every answer."""

from __future__ import annotations

import os
from itertools import combinations

import numpy as np
import pytest

from geo.errors import BadInput
from geo.measures.siting import (
    Ground,
    fewest_sites,
    how_far_behind,
    how_many_for,
    most_people,
    most_served,
    several_good,
)
from geo.measures.siting_median import least_minutes
from geo.network.routing import SparseTimes

if not os.environ.get("CI"):
    pytest.importorskip("spopt", reason="the peer comes with requirements-dev.txt")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
FAR = 1e4
LIMIT = 10.0


def a_town(seed: int, *, homes: int = 40, sites: int = 12) -> tuple[np.ndarray, np.ndarray]:
    """Minutes of homes × candidates, and whole numbers of people."""
    rng = np.random.default_rng(seed)
    where = rng.uniform(0, 40, (homes, 2))
    there = rng.uniform(0, 40, (sites, 2))
    minutes = np.linalg.norm(where[:, None] - there[None], axis=2).round(1)
    return minutes, rng.integers(1, 60, homes).astype(float)


def ground(minutes: np.ndarray, people: np.ndarray, served: np.ndarray | None = None) -> Ground:
    origin, site = np.nonzero(minutes < FAR)
    times = SparseTimes(origin.astype(np.int32), site.astype(np.int32), minutes[origin, site])
    none = np.zeros(len(people), bool)
    return Ground(times, people, none if served is None else served, minutes.shape[1])


@pytest.mark.parametrize("seed", range(100))
def test_most_people_as_the_peer_finds(seed: int) -> None:
    from pulp import PULP_CBC_CMD, value
    from spopt.locate import MCLP

    minutes, people = a_town(seed)
    new = 1 + seed % 5
    peer = MCLP.from_cost_matrix(minutes, people, LIMIT, new).solve(PULP_CBC_CMD(msg=False))
    found = most_people(ground(minutes, people), new, limit_min=LIMIT)
    assert found.gap == 0.0
    assert found.value == pytest.approx(value(peer.problem.objective), abs=1e-6)
    covered = (minutes[:, list(found.chosen)] <= LIMIT).any(axis=1)
    assert found.people == people[covered].sum() == found.value


@pytest.mark.parametrize("seed", range(100))
def test_fewest_sites_as_the_peer_finds(seed: int) -> None:
    from pulp import PULP_CBC_CMD, value
    from spopt.locate import LSCP

    minutes, people = a_town(seed)
    limit = float(minutes.min(axis=1).max()) + seed % 7
    peer = LSCP.from_cost_matrix(minutes, limit).solve(PULP_CBC_CMD(msg=False))
    found = fewest_sites(ground(minutes, people), limit_min=limit)
    assert found.gap == 0.0
    assert found.value == value(peer.problem.objective) == len(found.chosen)
    assert (minutes[:, list(found.chosen)] <= limit).any(axis=1).all()


@pytest.mark.parametrize("seed", range(100))
def test_least_minutes_as_the_peer_finds(seed: int) -> None:
    from pulp import PULP_CBC_CMD, value
    from spopt.locate import PMedian

    minutes, people = a_town(seed)
    new = 1 + seed % 5
    peer = PMedian.from_cost_matrix(minutes, people, p_facilities=new)
    peer = peer.solve(PULP_CBC_CMD(msg=False))
    found = least_minutes(
        ground(minutes, people), new, minutes_now=np.full(len(people), np.nan), unserved_min=FAR
    )
    assert found.value == pytest.approx(value(peer.problem.objective), rel=1e-9)
    assert found.bound <= found.value * (1 + 1e-12)


@pytest.mark.parametrize("seed", range(40))
def test_every_answer_is_tried(seed: int) -> None:
    """With existing sites, weights and answers not wanted again: against all combinations."""
    rng = np.random.default_rng(seed)
    minutes, people = a_town(seed, homes=15, sites=7)
    people[rng.random(15) < 0.2] = 0.0
    served = rng.random(15) < 0.3
    weight = rng.uniform(0, 1, 15)
    here = ground(minutes, people, served)
    near = (minutes <= LIMIT) & ~served[:, None]

    def worth(chosen: tuple[int, ...]) -> float:
        return float((people * weight)[near[:, list(chosen)].any(axis=1)].sum())

    best = max(worth(pair) for pair in combinations(range(7), 2))
    found = most_people(here, 2, limit_min=LIMIT, weight=weight)
    assert found.value == pytest.approx(best)
    assert worth(found.chosen) == pytest.approx(best)
    others = several_good(here, 2, limit_min=LIMIT, within_share=0.2, most=4)
    assert len({one.chosen for one in others}) == len(others)
    ranked = sorted(
        (float(people[near[:, list(p)].any(axis=1)].sum()) for p in combinations(range(7), 2)),
        reverse=True,
    )
    assert [one.value for one in others] == pytest.approx(ranked[: len(others)])
    rooms = rng.uniform(5, 60, 7)
    full = most_served(here, 2, rooms, limit_min=LIMIT)
    assert full.gap == 0.0
    assert full.value <= most_people(here, 2, limit_min=LIMIT).value + 1e-6
    assert full.value <= rooms[list(full.chosen)].sum() + 1e-6


def test_endless_room_is_no_room_asked() -> None:
    minutes, people = a_town(5)
    here = ground(minutes, people)
    plain = most_people(here, 3, limit_min=LIMIT)
    roomy = most_served(here, 3, np.full(12, 1e6), limit_min=LIMIT)
    assert roomy.value == pytest.approx(plain.value)


def test_two_desks_at_the_same_door() -> None:
    """The second adds nothing: one of the two, and the next best."""
    minutes = np.array([[1.0, 1.0, FAR], [1.0, 1.0, FAR], [FAR, FAR, 1.0]])
    found = most_people(ground(minutes, np.array([5.0, 5.0, 1.0])), 2, limit_min=LIMIT)
    assert found.people == 11.0
    assert 2 in found.chosen


def test_a_site_that_is_there_makes_the_new_one_useless() -> None:
    minutes = np.array([[1.0, FAR], [FAR, 1.0]])
    served = np.array([True, False])
    found = most_people(ground(minutes, np.array([50.0, 1.0]), served), 1, limit_min=LIMIT)
    assert (found.chosen, found.people) == ((1,), 1.0)


def test_the_worst_off_come_first() -> None:
    """Fewer people, but with nothing at all, before many who are a little late."""
    minutes = np.array([[1.0, FAR], [FAR, 1.0]])
    people = np.array([30.0, 20.0])
    weight = how_far_behind(np.array([12.0, np.nan]), limit_min=10, worst_min=60)
    here = ground(minutes, people)
    assert most_people(here, 1, limit_min=LIMIT).chosen == (0,)
    assert most_people(here, 1, limit_min=LIMIT, weight=weight).chosen == (1,)


def test_how_many_for_nine_in_ten() -> None:
    minutes, people = a_town(8)
    rows = how_many_for(ground(minutes, people), 0.9, limit_min=18.0)
    shares = [one.people / people.sum() for one in rows]
    assert shares == sorted(shares)
    assert shares[-1] >= 0.9 > shares[-2]


def test_what_cannot_be_is_reported() -> None:
    minutes = np.array([[1.0], [FAR]])
    here = ground(minutes, np.array([5.0, 3.0]))
    with pytest.raises(BadInput, match=r"siting\.unreachable") as caught:
        fewest_sites(here, limit_min=LIMIT)
    assert caught.value.facts["people"] == 3
    assert fewest_sites(here, limit_min=LIMIT, leave_out=True).chosen == (0,)
    with pytest.raises(BadInput, match=r"siting\.count"):
        most_people(here, 2, limit_min=LIMIT)
    with pytest.raises(BadInput, match=r"siting\.capacity"):
        most_served(here, 1, np.array([-1.0]), limit_min=LIMIT)
    nobody = ground(minutes, np.zeros(2))
    assert most_people(nobody, 1, limit_min=LIMIT).people == 0.0
    assert fewest_sites(nobody, limit_min=LIMIT).chosen == ()

"""Floating catchments and gravity beside PySAL `access`: 500 random cases, equal to 1e-9."""

from __future__ import annotations

import random
import warnings

import numpy as np
import pandas as pd
import pytest
from access import Access, weights

from geo.measures.access import gravity, supply_of, three_step, two_step
from geo.measures.decay import Decay, power, within, zones
from geo.network.routing import SparseTimes

CASES = 60
"""Cases of every run; the nightly one has all 500."""
FAR = 1_000.0
RINGS = {10.0: 1.0, 20.0: 0.68, 30.0: 0.22}


def peer(table: pd.DataFrame, people: pd.DataFrame, supply: pd.DataFrame) -> Access:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Access(
            demand_df=people, demand_index="id", demand_value="n",
            supply_df=supply, supply_index="id", supply_value="n",
            cost_df=table, cost_origin="origin", cost_dest="dest", cost_name="cost",
        )  # fmt: skip


def told(found: pd.DataFrame, column: str, origins: int) -> list[float]:
    return np.nan_to_num(found[column].reindex(range(origins)).to_numpy(float)).tolist()


def same(other: Access, ours: np.ndarray, column: str) -> None:
    theirs = told(other.access_df, column, len(ours))
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("cases", [CASES, pytest.param(500, marks=pytest.mark.nightly)])
def test_random_cases_are_equal(cases: int) -> None:
    dice = random.Random(2026)
    for _ in range(cases):
        origins, services = dice.randint(2, 12), dice.randint(1, 8)
        rows = [
            (i, j, round(dice.uniform(1, 45), 4))
            for i in range(origins)
            for j in range(services)
            if dice.random() < 0.8
        ] or [(0, 0, 5.0)]
        people = [float(dice.randint(1, 300)) for _ in range(origins)]
        capacity = [float(dice.randint(1, 20)) for _ in range(services)]
        origin, destination, cost = zip(*rows, strict=True)
        table = pd.DataFrame({"origin": origin, "dest": destination, "cost": cost})
        other = peer(
            table,
            pd.DataFrame({"id": range(origins), "n": people}),
            pd.DataFrame({"id": range(services), "n": capacity}),
        )
        supply = supply_of(
            SparseTimes(np.array(origin), np.array(destination), np.array(cost)),
            np.array(people),
            np.array(capacity),
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            other.two_stage_fca(name="two", max_cost=30)
            other.enhanced_two_stage_fca(
                name="rings", max_cost=30, weight_fn=weights.step_fn(RINGS)
            )
            other.two_stage_fca(name="gravity2", max_cost=30, weight_fn=weights.gravity(1, -1))
            other.three_stage_fca(name="three", max_cost=FAR, weight_fn=weights.gravity(1, -1))
            other.weighted_catchment(name="sum", max_cost=30, weight_fn=weights.gravity(1, -1))
        rings: Decay = zones(list(RINGS), list(RINGS.values()))
        near = power(-1.0, threshold_min=30.0)
        same(other, two_step(supply, within(30.0)), "two_n")
        same(other, two_step(supply, rings), "rings_n")
        same(other, two_step(supply, near), "gravity2_n")
        same(other, three_step(supply, power(-1.0, threshold_min=FAR)), "three_n")
        same(other, gravity(supply, near), "sum_n")

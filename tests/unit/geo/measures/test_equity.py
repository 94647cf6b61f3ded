"""Measures of evenness beside plain Python, and what they never do."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from geo.errors import BadInput
from geo.measures.equity import fgt, gini, lorenz, palma, theil


def chance(seed: int) -> tuple[np.ndarray, np.ndarray]:
    dice = random.Random(seed)
    size = dice.randint(1, 30)
    value = np.array([dice.choice([0.0, 1.0, dice.uniform(0, 50)]) for _ in range(size)])
    people = np.array([float(dice.choice([0, 1, 3, 250])) for _ in range(size)])
    people[0], value[0] = max(people[0], 1.0), max(value[0], 1.0)
    return value, people


def persons(value: np.ndarray, people: np.ndarray) -> list[float]:
    """Everybody by themselves: what a measure that people weigh must agree with."""
    return [v for v, p in zip(value.tolist(), people.tolist(), strict=True) for _ in range(int(p))]


def test_gini_is_the_mean_difference_of_all_pairs_of_persons() -> None:
    for seed in range(60):
        value, people = chance(seed)
        each = persons(value, people)[:400]
        few = np.array(each)
        number = float(np.abs(few[:, None] - few[None, :]).mean() / 2 / few.mean())
        assert gini(few, np.ones(len(few))) == pytest.approx(number, abs=1e-9)


def test_people_weigh_as_so_many_persons() -> None:
    for seed in range(60):
        value, people = chance(seed)
        each = np.array(persons(value, people))
        alone = np.ones(len(each))
        assert gini(value, people) == pytest.approx(gini(each, alone), abs=1e-9)
        assert theil(value, people).total == pytest.approx(theil(each, alone).total, abs=1e-9)
        assert fgt(value, people, 10.0, alpha=1.0) == pytest.approx(
            fgt(each, alone, 10.0, alpha=1.0), abs=1e-9
        )


def test_theil_is_its_formula_and_splits_into_its_parts() -> None:
    for seed in range(60):
        value, people = chance(seed)
        group = np.array([n % 3 for n in range(len(value))])
        found = theil(value, people, group)
        each = persons(value, people)
        mean = sum(each) / len(each)
        plain = sum(a / mean * math.log(a / mean) for a in each if a) / len(each)
        assert found.total == pytest.approx(plain, abs=1e-9)
        assert found.within + found.between == pytest.approx(found.total, abs=1e-12)
        within = 0.0
        for number in range(3):
            mine = persons(value[group == number], people[group == number])
            if mine and sum(mine):
                own = sum(mine) / len(mine)
                inside = sum(a / own * math.log(a / own) for a in mine if a) / len(mine)
                within += len(mine) / len(each) * own / mean * inside
        assert found.within == pytest.approx(within, abs=1e-9)


def test_bounds_and_extremes() -> None:
    assert gini(np.full(5, 3.0), np.ones(5)) == pytest.approx(0.0, abs=1e-12)
    one_has_all = np.array([0.0] * 99 + [1.0])
    assert gini(one_has_all, np.ones(100)) == pytest.approx(0.99)
    assert palma(one_has_all, np.ones(100)) == math.inf
    assert theil(np.full(4, 2.0), np.ones(4)).total == pytest.approx(0.0, abs=1e-12)
    for seed in range(30):
        value, people = chance(seed)
        share, had = lorenz(value, people)
        assert (np.diff(share) > 0).all()
        assert (np.diff(had) >= -1e-12).all()
        assert (had <= share + 1e-9).all()
        assert 0.0 <= gini(value, people) < 1.0


def test_fgt_counts_who_is_below_and_how_far() -> None:
    value, people = np.array([0.0, 5.0, 10.0, 20.0]), np.array([1.0, 1.0, 1.0, 1.0])
    assert fgt(value, people, 10.0) == 0.5  # ten is not below ten
    assert fgt(value, people, 10.0, alpha=1.0) == pytest.approx((1.0 + 0.5) / 4)
    assert fgt(value, people, 10.0, alpha=2.0) == pytest.approx((1.0 + 0.25) / 4)


def test_nobody_and_nothing_have_no_evenness() -> None:
    nothing, nobody = np.zeros(3), np.zeros(3)
    for value, people in ((nothing, np.ones(3)), (np.ones(3), nobody)):
        assert math.isnan(gini(value, people))
        assert math.isnan(theil(value, people).total)
        assert math.isnan(palma(value, people))
    assert math.isnan(fgt(np.ones(3), nobody, 1.0))
    assert fgt(nothing, np.ones(3), 1.0) == 1.0


def test_a_value_that_is_not_known_is_reported() -> None:
    with pytest.raises(BadInput, match=r"equity\.value"):
        gini(np.array([math.nan, 1.0]), np.ones(2))
    assert gini(np.array([math.nan, 1.0]), np.array([0.0, 1.0])) == pytest.approx(0.0)
    with pytest.raises(BadInput, match=r"equity\.shapes"):
        gini(np.ones(2), np.ones(3))
    with pytest.raises(BadInput, match=r"equity\.standard"):
        fgt(np.ones(2), np.ones(2), 0.0)

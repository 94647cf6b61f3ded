"""Measures of access beside plain Python, the identities they obey, and published numbers."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import numpy as np
import pytest

from geo.errors import BadInput
from geo.measures.access import (
    Supply,
    balanced,
    crowding,
    cumulative,
    cumulative_interval,
    gravity,
    nearest_minutes,
    share_within,
    spatial_availability,
    supply_of,
    three_step,
    two_step,
)
from geo.measures.decay import Decay, exponential, gaussian, linear, power, within, zones
from geo.network.routing import SparseTimes

Table = list[list[float | None]]
Plain = Callable[[Table, list[float], list[float], Callable[[float], float]], list[float]]

DECAYS: dict[str, Decay] = {
    "within": within(30.0),
    "zones": zones([10.0, 20.0, 30.0], [1.0, 0.68, 0.22]),
    "linear": linear(40.0),
    "exponential": exponential(12.0),
    "gaussian": gaussian(35.0),
    "power": power(-1.0, threshold_min=61.0),
}


def sparse(table: Table) -> SparseTimes:
    rows = [(i, j, t) for i, row in enumerate(table) for j, t in enumerate(row) if t is not None]
    origin, destination, minutes = zip(*rows, strict=True) if rows else ((), (), ())
    return SparseTimes(
        np.array(origin, np.int64), np.array(destination, np.int64), np.array(minutes, np.float64)
    )


def made(table: Table, people: list[float], capacity: list[float]) -> Supply:
    return supply_of(sparse(table), np.array(people), np.array(capacity))


def chance(seed: int, *, everything: bool = False) -> tuple[Table, list[float], list[float]]:
    dice = random.Random(seed)
    origins, services = dice.randint(1, 12), dice.randint(1, 8)
    table: Table = [
        [
            round(dice.uniform(0, 60), 3) if everything or dice.random() < 0.7 else None
            for _ in range(services)
        ]
        for _ in range(origins)
    ]
    people = [float(dice.choice([0, 1, 7, 30, 200])) for _ in range(origins)]
    if everything:
        people = [p or 1.0 for p in people]
    return table, people, [float(dice.choice([0, 1, 2, 15])) for _ in range(services)]


# The formulas once more, as slow and plain as they can be written.


def _f(table: Table, f: Callable[[float], float]) -> list[list[float]]:
    return [[0.0 if t is None else f(t) for t in row] for row in table]


def _over(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0


def plain_gravity(
    t: Table, p: list[float], s: list[float], f: Callable[[float], float]
) -> list[float]:
    return [sum(s[j] * w for j, w in enumerate(row)) for row in _f(t, f)]


def plain_two_step(
    t: Table, p: list[float], s: list[float], f: Callable[[float], float]
) -> list[float]:
    w = _f(t, f)
    ratio = [_over(s[j], sum(p[k] * w[k][j] for k in range(len(p)))) for j in range(len(s))]
    return [sum(ratio[j] * w[i][j] for j in range(len(s))) for i in range(len(p))]


def plain_three_step(
    t: Table, p: list[float], s: list[float], f: Callable[[float], float]
) -> list[float]:
    w = _f(t, f)
    g = [[_over(x, sum(row)) for x in row] for row in w]
    both = [[g[i][j] * w[i][j] for j in range(len(s))] for i in range(len(p))]
    ratio = [_over(s[j], sum(p[k] * both[k][j] for k in range(len(p)))) for j in range(len(s))]
    return [sum(ratio[j] * both[i][j] for j in range(len(s))) for i in range(len(p))]


def plain_balanced(
    t: Table, p: list[float], s: list[float], f: Callable[[float], float]
) -> list[float]:
    w = _f(t, f)
    columns = [sum(w[k][j] for k in range(len(p))) for j in range(len(s))]
    load = [sum(p[i] * _over(w[i][j], sum(w[i])) for i in range(len(p))) for j in range(len(s))]
    return [
        sum(_over(s[j], load[j]) * _over(w[i][j], columns[j]) for j in range(len(s)))
        for i in range(len(p))
    ]


def plain_availability(
    t: Table, p: list[float], s: list[float], f: Callable[[float], float]
) -> list[float]:
    w = _f(t, f)
    total = [sum(p[k] * w[k][j] for k in range(len(p))) for j in range(len(s))]
    return [
        sum(s[j] * _over(p[i] * w[i][j], total[j]) for j in range(len(s))) for i in range(len(p))
    ]


def plain_crowding(
    t: Table, p: list[float], s: list[float], f: Callable[[float], float]
) -> list[float]:
    w = _f(t, f)
    reached = [sum(s[m] * w[i][m] for m in range(len(s))) for i in range(len(p))]
    return [sum(_over(p[i], reached[i]) * w[i][j] for i in range(len(p))) for j in range(len(s))]


PAIRS: dict[str, tuple[Callable[[Supply, Decay], np.ndarray], Plain]] = {
    "gravity": (gravity, plain_gravity),
    "two_step": (two_step, plain_two_step),
    "three_step": (three_step, plain_three_step),
    "balanced": (balanced, plain_balanced),
    "spatial_availability": (spatial_availability, plain_availability),
    "crowding": (crowding, plain_crowding),
}  # fmt: skip


@pytest.mark.parametrize("measure", PAIRS)
@pytest.mark.parametrize("decay", DECAYS)
def test_a_measure_is_what_its_formula_says(measure: str, decay: str) -> None:
    fast, plain = PAIRS[measure]
    for seed in range(40):
        table, people, capacity = chance(seed)
        found = fast(made(table, people, capacity), DECAYS[decay])

        def one(minutes: float) -> float:
            return float(DECAYS[decay](np.array([minutes]))[0])

        assert found.tolist() == pytest.approx(plain(table, people, capacity, one), rel=1e-9)


def test_the_hospital_example_of_pysal_access() -> None:
    """Three tracts (people 100, 50, 10; doctors 15, 20, 100), gravity −1, at most 61 minutes."""
    people, doctors = [100.0, 50.0, 10.0], [15.0, 20.0, 100.0]
    jammed: Table = [[1, 80, 40], [80, 1, 40], [40, 40, 1]]
    inbound: Table = [[1, 80, 20], [80, 1, 20], [40, 40, 1]]
    decay = power(-1.0, threshold_min=61.0)
    for table, published in (
        (jammed, [0.3314441, 0.5798281, 7.2864182]),
        (inbound, [0.4353402, 0.6837242, 5.7279766]),
    ):
        found = two_step(made(table, people, doctors), decay)
        assert found.round(7).tolist() == published


@pytest.mark.parametrize("decay", DECAYS)
def test_what_is_shared_out_is_what_there_is(decay: str) -> None:
    """The identities of the literature, where every site is reached by somebody."""
    f = DECAYS[decay]
    for seed in range(60):
        table, people, capacity = chance(seed, everything=True)
        table = [[min(t or 0.0, 29.0) for t in row] for row in table]
        capacity = [s or 1.0 for s in capacity]
        supply = made(table, people, capacity)
        whole = sum(capacity)
        for measure in (two_step, three_step):
            given = float((supply.people * measure(supply, f)).sum())
            assert given == pytest.approx(whole, rel=1e-9)
        assert float(spatial_availability(supply, f).sum()) == pytest.approx(whole, rel=1e-9)
        assert float((supply.capacity * crowding(supply, f)).sum()) == pytest.approx(
            sum(people), rel=1e-9
        )
        weight = _f(table, lambda m: float(f(np.array([m]))[0]))
        load = [
            sum(people[i] * _over(weight[i][j], sum(weight[i])) for i in range(len(people)))
            for j in range(len(capacity))
        ]
        assert sum(load) == pytest.approx(sum(people), rel=1e-9)
        ratios = sum(_over(s, one) for s, one in zip(capacity, load, strict=True))
        assert float(balanced(supply, f).sum()) == pytest.approx(ratios, rel=1e-9)


def test_more_time_never_reaches_less_but_may_lower_catchments() -> None:
    lowered = 0
    for seed in range(60):
        supply = made(*chance(seed))
        short, long = cumulative(supply, 15.0), cumulative(supply, 45.0)
        assert (long >= short).all()
        assert (gravity(supply, exponential(20.0)) >= gravity(supply, exponential(10.0))).all()
        lowered += bool((two_step(supply, within(45.0)) < two_step(supply, within(15.0))).any())
    assert lowered > 0  # 2SFCA is not monotone: more people come as well


@pytest.mark.parametrize("measure", PAIRS)
def test_order_units_and_scale_change_nothing_that_they_should_not(measure: str) -> None:
    fast, _ = PAIRS[measure]
    for seed in range(20):
        table, people, capacity = chance(seed)
        supply = made(table, people, capacity)
        before = fast(supply, linear(40.0))
        turned = SparseTimes(
            supply.times.origin[::-1], supply.times.destination[::-1], supply.times.minutes[::-1]
        )
        again = fast(Supply(turned, supply.people, supply.capacity), linear(40.0))
        assert again.tolist() == pytest.approx(before.tolist(), rel=1e-12)
        seconds = SparseTimes(
            supply.times.origin, supply.times.destination, supply.times.minutes * 60
        )
        again = fast(Supply(seconds, supply.people, supply.capacity), linear(2400.0))
        assert again.tolist() == pytest.approx(before.tolist(), rel=1e-9)


def test_twice_the_supply_doubles_and_twice_the_people_halves() -> None:
    for seed in range(20):
        supply = made(*chance(seed))
        for measure in (two_step, three_step, balanced):
            before = measure(supply, linear(40.0))
            more = Supply(supply.times, supply.people, supply.capacity * 2)
            assert measure(more, linear(40.0)).tolist() == pytest.approx((before * 2).tolist())
            fuller = Supply(supply.times, supply.people * 2, supply.capacity)
            assert measure(fuller, linear(40.0)).tolist() == pytest.approx((before / 2).tolist())


def test_a_place_without_people_changes_nobody_else() -> None:
    table: Table = [[5, 12], [9, None]]
    people, capacity = [30.0, 10.0], [2.0, 3.0]
    empty: Table = [*table, [1, 1]]
    for measure in (two_step, spatial_availability):
        before = measure(made(table, people, capacity), linear(40.0))
        after = measure(made(empty, [*people, 0.0], capacity), linear(40.0))
        assert after[:2].tolist() == pytest.approx(before.tolist())
    before = balanced(made(table, people, capacity), linear(40.0))
    after = balanced(made(empty, [*people, 0.0], capacity), linear(40.0))
    assert after[:2].tolist() != pytest.approx(before.tolist())


def test_two_desks_at_the_same_door_are_one_of_both_their_sizes() -> None:
    one = made([[5], [20]], [10.0, 30.0], [5.0])
    two = made([[5, 5], [20, 20]], [10.0, 30.0], [2.0, 3.0])
    for measure in (gravity, two_step, spatial_availability):
        found = measure(two, linear(40.0)).tolist()
        assert found == pytest.approx(measure(one, linear(40.0)).tolist())


def test_a_bridge_closes() -> None:
    """Ten people over the river reach nothing any more; those here have the desk to themselves."""
    before = made([[5], [15]], [30.0, 10.0], [4.0])
    after = made([[5], [None]], [30.0, 10.0], [4.0])
    assert two_step(before, within(30.0)).tolist() == [0.1, 0.1]
    assert two_step(after, within(30.0)).tolist() == pytest.approx([4 / 30, 0.0])
    assert share_within(nearest_minutes(before.times, 2), before.people, 30.0) == 1.0
    assert share_within(nearest_minutes(after.times, 2), after.people, 30.0) == 0.75
    assert math.isnan(nearest_minutes(after.times, 2)[1])


def test_the_kth_nearest_is_the_kth_smallest() -> None:
    for seed in range(40):
        table, people, capacity = chance(seed)
        times = made(table, people, capacity).times
        for k in (1, 2, 3):
            found = nearest_minutes(times, len(people), k=k)
            for row, value in zip(table, found.tolist(), strict=True):
                known = sorted(t for t in row if t is not None)
                assert value == known[k - 1] if len(known) >= k else math.isnan(value)


def test_an_interval_is_the_median_over_its_thresholds() -> None:
    supply = made([[8, 12, 31]], [1.0], [1.0, 2.0, 4.0])
    rows = [float(cumulative(supply, float(t))[0]) for t in range(5, 16)]
    assert cumulative_interval(supply, 5.0, 15.0).tolist() == [float(np.median(rows))]
    assert cumulative_interval(supply, 10.0, 10.0).tolist() == cumulative(supply, 10.0).tolist()


def test_nothing_reached_is_none_and_no_error() -> None:
    supply = made([[None, None]], [5.0], [1.0, 1.0])
    for fast, _ in PAIRS.values():
        assert not fast(supply, linear(30.0)).any()


BAD: list[tuple[dict[str, list[float]], str]] = [
    ({"people": [-1.0]}, "measure.people"),
    ({"people": [math.nan]}, "measure.people"),
    ({"capacity": [math.nan]}, "measure.capacity"),
    ({"capacity": [-2.0]}, "measure.capacity"),
    ({"origin": [1]}, "measure.pairs"),
    ({"destination": [-1]}, "measure.pairs"),
    ({"minutes": [-0.1]}, "measure.minutes"),
    ({"minutes": [math.inf]}, "measure.minutes"),
]


@pytest.mark.parametrize(("wrong", "code"), BAD)
def test_what_cannot_be_measured_is_reported(wrong: dict[str, list[float]], code: str) -> None:
    fields: dict[str, list[float]] = {
        "people": [1.0], "capacity": [1.0], "origin": [0], "destination": [0], "minutes": [1.0],
        **wrong,
    }  # fmt: skip
    times = SparseTimes(
        np.array(fields["origin"]), np.array(fields["destination"]), np.array(fields["minutes"])
    )
    with pytest.raises(BadInput, match=code.replace(".", r"\.")):
        supply_of(times, np.array(fields["people"]), np.array(fields["capacity"]))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: within(0), lambda: linear(-1), lambda: exponential(math.nan),
        lambda: power(1.0), lambda: gaussian(10, at_threshold=1.0), lambda: zones([], []),
        lambda: zones([10, 5], [1, 1]), lambda: zones([10], [1.5]), lambda: zones([10], [1, 1]),
    ],
)  # fmt: skip
def test_a_decay_that_is_none_is_reported(wrong: Callable[[], Decay]) -> None:
    with pytest.raises(BadInput, match=r"decay\."):
        wrong()

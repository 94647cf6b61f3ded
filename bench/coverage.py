"""Measures against PySAL `access`, siting against spopt with HiGHS: both sides in one run.

Seconds are wall seconds: HiGHS and pandas use what threads they like. With ``APPRODO_TESTDATA`` the
town is Trento, else the sample Neubrandenburg; an invented town of points stands beside it.
"""

from __future__ import annotations

import os
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from bench.engine import show
from bench.towns import build_town
from geo.measures.access import (
    Supply,
    balanced,
    gravity,
    nearest_minutes,
    spatial_availability,
    supply_of,
    three_step,
    two_step,
)
from geo.measures.decay import power, within, zones
from geo.measures.equity import fgt, gini, theil
from geo.measures.siting import Ground, most_people
from geo.measures.siting_median import least_minutes
from geo.network.routing import SparseTimes, some_of

HOMES, SITES, NEW = 3000, 1200, 10
CANDIDATES = 500
RINGS = {10.0: 1.0, 20.0: 0.68, 30.0: 0.22}
FAR = 1e4


def timed(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """Return the median wall seconds of some runs and the last answer."""
    seconds, answer = [], None
    for _ in range(times):
        start = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - start)
    return float(np.median(seconds)), answer


def a_town(seed: int, sites: int) -> tuple[np.ndarray, np.ndarray]:
    """Return minutes of homes × sites, and people: twelve quarters, walked at 4.5 km/h."""
    rng = np.random.default_rng(seed)
    quarters = rng.normal(0, 2500, (12, 2))
    homes = quarters[rng.integers(0, 12, HOMES)] + rng.normal(0, 900, (HOMES, 2))
    there = homes[rng.choice(HOMES, sites, replace=False)] + rng.normal(0, 60, (sites, 2))
    minutes = np.linalg.norm(homes[:, None] - there[None], axis=2) * 1.3 / 75
    return minutes, rng.lognormal(3, 1, HOMES).round()


def sparse(minutes: np.ndarray, cutoff_min: float) -> SparseTimes:
    """Return the pairs up to a cut-off."""
    origin, site = np.nonzero(minutes <= cutoff_min)
    return SparseTimes(origin.astype(np.int32), site.astype(np.int32), minutes[origin, site])


def measures() -> None:
    """2SFCA, E2SFCA, 3SFCA and gravity on 3,000 homes and 1,200 sites."""
    from access import Access, weights

    minutes, people = a_town(1, SITES)
    capacity = np.random.default_rng(2).integers(1, 30, SITES).astype(float)
    times = sparse(minutes, 30.0)
    table = pd.DataFrame({"origin": times.origin, "dest": times.destination, "cost": times.minutes})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = Access(
            demand_df=pd.DataFrame({"id": np.arange(HOMES), "n": people}),
            demand_index="id", demand_value="n",
            supply_df=pd.DataFrame({"id": np.arange(SITES), "s": capacity}),
            supply_index="id", supply_value="s",
            cost_df=table, cost_origin="origin", cost_dest="dest", cost_name="cost",
        )  # fmt: skip
        peer_s, _ = timed(lambda: _peer_measures(peer, weights), 1)
    supply = supply_of(times, people, capacity)
    ours_s, found = timed(lambda: _our_measures(supply))
    theirs = peer.access_df
    equal = all(
        np.allclose(np.nan_to_num(theirs[column].reindex(range(HOMES))), ours, rtol=1e-9)
        for column, ours in zip(("two_s", "e2_s", "three_s", "g_s"), found, strict=True)
    )
    show("four_measures", ours_s, "access", peer_s, equal=equal)


def _peer_measures(peer: Any, weights: Any) -> None:
    rings = weights.step_fn(RINGS)
    peer.two_stage_fca(name="two", max_cost=30)
    peer.enhanced_two_stage_fca(name="e2", max_cost=30, weight_fn=rings)
    peer.three_stage_fca(name="three", max_cost=30, weight_fn=rings)
    peer.weighted_catchment(name="g", weight_fn=weights.gravity(scale=1, alpha=-1))


def _our_measures(supply: Supply) -> tuple[np.ndarray, ...]:
    rings = zones(list(RINGS), list(RINGS.values()))
    return (
        two_step(supply, within(30.0)),
        two_step(supply, rings),
        three_step(supply, rings),
        gravity(supply, power(-1.0, least_min=1e-9)),
    )


def siting() -> None:
    """MCLP and p-median on 3,000 homes and 500 candidates, ten sites."""
    for name, minutes, people, limit in _grounds():
        ground = Ground(
            sparse(minutes, 60.0), people, np.zeros(len(people), bool), minutes.shape[1]
        )
        most_people(ground, 2, limit_min=limit)  # compiles
        ours_s, found = timed(lambda g=ground, m=limit: most_people(g, NEW, limit_min=m))  # type: ignore[misc]
        built_s, solved_s, value = _spopt(minutes, people, limit)
        equal = found.gap == 0.0 and abs(value - found.value) < 1e-6 * value
        show(
            f"mclp_{name}", ours_s, "spopt+HiGHS", built_s + solved_s, equal=equal,
            note=f"peer_builds_s={built_s:.2f} peer_solves_s={solved_s:.2f} gap={found.gap}",
        )  # fmt: skip
        none = np.full(len(people), np.nan)
        median_s, median = timed(
            lambda g=ground, n=none: least_minutes(g, NEW, minutes_now=n, unserved_min=60.0)  # type: ignore[misc]
        )
        print(f"bench p_median_{name} ours_s={median_s:.3f} gap={median.gap:.6f}", flush=True)


def _spopt(minutes: np.ndarray, people: np.ndarray, limit: float) -> tuple[float, float, float]:
    import pulp
    from spopt.locate import MCLP

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        start = time.perf_counter()
        model = MCLP.from_cost_matrix(minutes, people, limit, NEW)
        built = time.perf_counter()
        model = model.solve(pulp.HiGHS(msg=False, timeLimit=600, gapRel=0))
    ended = time.perf_counter()
    return built - start, ended - built, float(pulp.value(model.problem.objective))


def _grounds() -> list[tuple[str, np.ndarray, np.ndarray, float]]:
    """Return name, minutes, people and limit: an invented town, and the real one."""
    minutes, people = a_town(1, CANDIDATES)
    found = [("invented", minutes, people, 12.0)]
    from answers.study import reach_between

    study = _town()
    people = study.people("people")
    spots = np.argsort(-np.where(study.stood.found, people, 0.0), kind="stable")[:CANDIDATES]
    times = reach_between(study, some_of(study.stood, np.sort(spots)), 4.5).times
    table = np.full((len(people), CANDIDATES), FAR)
    table[times.origin, times.destination] = times.minutes
    return [*found, ("town", table, people, 15.0)]


def town() -> None:
    """The town: the table of times, every measure after it, a whole answer about coverage."""
    from answers.coverage import outcome_of
    from answers.study import reach_between
    from geo.measures.question import CoverageQuestion

    study = _town()
    opened, people = study.opened, study.people("people")
    od_s, reach = timed(lambda: reach_between(study, opened.snapped(), 4.5))
    supply = supply_of(reach.times, people, np.ones(len(opened.services)))
    all_s, _ = timed(lambda: _every_measure(supply))
    now = datetime.fromisoformat("2026-11-24T10:00+01:00")
    zone = np.zeros(len(people), np.int32)
    ask_s, _ = timed(
        lambda: outcome_of(
            study, CoverageQuestion("education"), people=people, zone=zone, now=now,
        )
    )  # fmt: skip
    print(
        f"bench town homes={len(people)} services={len(opened.services)} "
        f"pairs={len(reach.times.minutes)} od_s={od_s:.3f} measures_s={all_s:.3f} "
        f"answer_s={ask_s:.3f}",
        flush=True,
    )


def _every_measure(supply: Supply) -> None:
    near, rings = within(30.0), zones(list(RINGS), list(RINGS.values()))
    homes = len(supply.people)
    nearest_minutes(supply.times, homes)
    nearest_minutes(supply.times, homes, k=3)
    for measure in (two_step, three_step, balanced, spatial_availability, gravity):
        value = measure(supply, near)
        measure(supply, rings)
    gini(value, supply.people)
    theil(value, supply.people)
    fgt(value, supply.people, 1.0, alpha=1.0)


@cache
def _town() -> Any:
    """Build the town once, for all that is asked of it."""
    os.environ["APPRODO_VAR"] = tempfile.mkdtemp()
    from answers.opened_area import open_area
    from answers.study import study_of

    return study_of(open_area(build_town()))


def main() -> None:
    """Run all three."""
    measures()
    siting()
    town()


if __name__ == "__main__":
    main()

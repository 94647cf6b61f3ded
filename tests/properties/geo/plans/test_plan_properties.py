"""What holds of every plan: nothing gained by less time, no stop outside its hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from geo.hours.opening import OpeningKind
from geo.matching import match
from geo.model import Answer, Situation
from geo.plans.arrival_windows import holding
from geo.plans.comparison import compare
from geo.plans.model import Candidate, Period, Plan, PlanProblem, Priority, later
from geo.plans.search import PlanSearch
from tests.reference.geo.plans.plan_cases import (
    ROME,
    FixedTimes,
    random_problem,
    random_service,
)

SEEDS = range(1000, 1060)
Rank = tuple[int, int, int, int]


def rank(plan: Plan, problem: PlanProblem) -> Rank:
    """Return what the best plan is best at."""
    days = [period.starts.date() for period in problem.periods]
    last = days.index(plan.last_day) if plan.last_day else 0
    return (len(plan.unmet), len(plan.trips), last, plan.minutes)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_stop_suits_when_the_visit_begins_and_stays_open(seed: int) -> None:
    problem = random_problem(seed)
    for priority in Priority:
        plan = PlanSearch(problem).best(priority)
        held: frozenset[str] = frozenset()
        for stop in plan.stops:
            situation = holding(problem.situation, held)
            found = match(stop.service, situation, stop.begins, calendar=ROME)
            assert found == stop.match
            assert found.answer is not Answer.NO
            moment = stop.begins
            while moment < stop.leaves:
                opening = match(stop.service, situation, moment, calendar=ROME).opening
                assert opening.kind is not OpeningKind.CLOSED
                moment += timedelta(minutes=1)
            held |= frozenset().union(*(n.gives for n in problem.needs if n.id in stop.needs))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_trip_adds_up_and_ends_at_home_in_its_period(seed: int) -> None:
    problem = random_problem(seed)
    for trip in PlanSearch(problem).best().trips:
        [period] = [p for p in problem.periods if p.starts <= trip.leaves_home < p.ends]
        moment = trip.leaves_home
        for stop in trip.stops:
            moment = later(moment, stop.travel_min)
            assert stop.arrives == moment
            assert stop.arrives <= stop.begins < stop.leaves
            moment = stop.leaves
        assert trip.back_home == later(moment, trip.back_min)
        assert trip.back_home <= period.ends


@pytest.mark.parametrize("seed", SEEDS)
def test_each_need_stands_once_in_the_plan_or_among_the_unmet(seed: int) -> None:
    problem = random_problem(seed)
    plan = PlanSearch(problem).best()
    met = [need for stop in plan.stops for need in stop.needs]
    assert sorted([*met, *plan.unmet]) == sorted(need.id for need in problem.needs)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_service_that_cannot_be_reached_changes_nothing(seed: int) -> None:
    import random

    problem = random_problem(seed)
    table = problem.travel.minutes(problem.periods[0].starts)
    size = len(table)
    wide = np.full((size + 1, size + 1), -1, np.int32)
    wide[:size, :size], wide[size, size] = table, 0
    names = tuple(need.id for need in problem.needs)
    far = random_service(random.Random(seed), 99, names)
    more = replace(
        problem,
        candidates=(*problem.candidates, *(Candidate(name, far, size) for name in names)),
        travel=FixedTimes(wide),
    )
    assert compare(PlanSearch(problem).best(), PlanSearch(more).best()).is_same


@pytest.mark.parametrize("seed", SEEDS)
def test_less_asked_for_is_never_worse(seed: int) -> None:
    problem = random_problem(seed)
    best = rank(PlanSearch(problem).best(), problem)
    nothing_said = replace(problem, situation=Situation())
    longer = replace(
        problem, periods=tuple(Period(p.starts, later(p.ends, 30)) for p in problem.periods)
    )
    any_order = replace(
        problem, needs=tuple(replace(need, after=frozenset()) for need in problem.needs)
    )
    bookable = replace(problem, bookable_from=None)
    shorter = replace(problem, needs=tuple(replace(need, visit_min=5) for need in problem.needs))
    for other in (nothing_said, longer, any_order, bookable, shorter):
        assert rank(PlanSearch(other).best(), other) <= best


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_needs_and_services_does_not_matter(seed: int) -> None:
    problem = random_problem(seed)
    turned = replace(problem, needs=problem.needs[::-1], candidates=problem.candidates[::-1])
    best, other = PlanSearch(problem).best(), PlanSearch(turned).best()
    assert rank(best, problem) == rank(other, turned)

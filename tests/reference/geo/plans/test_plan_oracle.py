"""Plans against a search through every plan there is."""

from __future__ import annotations

import pytest

from geo.plans.model import Plan, PlanProblem, Priority
from geo.plans.search import PlanSearch
from tests.reference.geo.plans.plan_cases import Cost, every_cost, random_problem


def cost(plan: Plan, problem: PlanProblem) -> Cost:
    """Return what a plan costs, from its stops."""
    days = [period.starts.date() for period in problem.periods]
    places = [[0, *(stop.place for stop in trip.stops)] for trip in plan.trips]
    far = sum(
        stop.home_min
        for trip, row in zip(plan.trips, places, strict=True)
        for stop, before in zip(trip.stops, row, strict=False)
        if stop.place != before
    )
    last = days.index(plan.last_day) if plan.last_day else 0
    return (len(plan.unmet), len(plan.trips), last, plan.minutes, far)


def ranked(one: Cost, priority: Priority) -> tuple[int, ...]:
    """Return a cost in the order in which a priority looks at it."""
    unmet, trips, day, minutes, far = one
    if priority is Priority.SOONEST:
        return (unmet, day, trips, minutes, far)
    if priority is Priority.LEAST_TIME:
        return (unmet, trips, minutes, day, far)
    return (unmet, trips, day, minutes, far)


@pytest.mark.parametrize("seed", range(300))
def test_the_best_plan_is_the_best_of_all(seed: int) -> None:
    problem = random_problem(seed)
    search = PlanSearch(problem)
    all_costs, sure_costs = every_cost(problem), every_cost(problem, sure=True)
    for priority in Priority:
        costs = sure_costs if priority is Priority.SUREST else all_costs
        best = min(costs, key=lambda one: ranked(one, priority))
        found = cost(search.best(priority), problem)
        assert ranked(found, priority) == ranked(best, priority), priority

"""The best plan over all periods: which needs on which trip, exactly, by what counts first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from geo.matching import Match
from geo.model import Situation
from geo.plans.arrival_windows import arrival_windows, holding, may_suit, nearest_miss
from geo.plans.model import Candidate, Plan, PlanProblem, Priority
from geo.plans.trips import PeriodSearch, Windows, is_possible

Cost = tuple[int, int, int]
"""Trips, minutes away from home, sum of minutes from home to the stops."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """Trips as (period, needs), what they cost, and which needs they meet."""

    cost: Cost
    met: int
    trips: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A choice among trips that end by a day."""

    day: date
    choice: _Choice


class PlanSearch:
    """All plans of a problem, the best of which are asked for by priority.

    Parameters
    ----------
    problem
        The question.

    Attributes
    ----------
    windows
        For each period, the arrival windows of each candidate, in the order of the candidates.
    """

    def __init__(self, problem: PlanProblem) -> None:
        self.problem = problem
        self.windows = tuple(zip(*(_windows(problem, c) for c in problem.candidates), strict=True))
        if not problem.candidates:
            self.windows = tuple(() for _ in problem.periods)

    def best(self, priority: Priority = Priority.FEWEST_TRIPS) -> Plan:
        """Return the best plan; without trips where no need can be met.

        As many needs as possible have a stop, whatever the priority.
        """
        search = self._sure if priority is Priority.SUREST else self._search
        ranked = self._ranked_sure if priority is Priority.SUREST else self._ranked
        best = min(ranked, key=lambda one: _rank(one, priority), default=None)
        choice = best.choice if best else _Choice((0, 0, 0), 0, ())
        met, trips = 0, []
        for period, needs in choice.trips:
            trips.append(search.read(search.trips(period, met), needs, met))
            met |= needs
        unmet = (need.id for n, need in enumerate(self.problem.needs) if not met >> n & 1)
        return Plan(tuple(trips), tuple(unmet))

    def has_window(self, need: str) -> bool:
        """Return whether a visit for a need can begin at some time of some period."""
        return any(
            found and candidate.need == need
            for row in self.windows
            for candidate, found in zip(self.problem.candidates, row, strict=True)
        )

    def misses(self, need: str) -> tuple[tuple[Candidate, Match], ...]:
        """Return the candidates of a need, each with the moment that speaks least against it."""
        problem = self.problem
        situation = _situation_for(problem, need)
        day = next(one.day for one in problem.needs if one.id == need)
        periods = [p for p in problem.periods if day in (None, p.starts.date())]
        found = (
            (one, nearest_miss(one.service, situation, periods, calendar=problem.calendar))
            for one in problem.candidates
            if one.need == need
        )
        return tuple((one, miss) for one, miss in found if miss is not None)

    def is_possible_alone(self, need: str, *, with_documents: bool) -> bool:
        """Return whether a trip for this need alone exists, with the documents of the others."""
        bit = next(1 << n for n, one in enumerate(self.problem.needs) if one.id == need)
        others = (1 << len(self.problem.needs)) - 1 - bit
        met = others & ~self._search.follows(bit) if with_documents else 0
        return any(
            is_possible(self._search.trips(number, met), bit)
            for number in range(len(self.problem.periods))
        )

    @cached_property
    def _search(self) -> PeriodSearch:
        return PeriodSearch(self.problem, self.windows)

    @cached_property
    def _sure(self) -> PeriodSearch:
        return PeriodSearch(self.problem, _certain_only(self.problem.candidates, self.windows))

    @cached_property
    def _ranked(self) -> tuple[_Ranked, ...]:
        return tuple(_choices(self._search))

    @cached_property
    def _ranked_sure(self) -> tuple[_Ranked, ...]:
        return tuple(_choices(self._sure))


def _windows(problem: PlanProblem, candidate: Candidate) -> tuple[Windows, ...]:
    """Return the arrival windows of a candidate in each period."""
    situation = _situation_for(problem, candidate.need)
    need = next(need for need in problem.needs if need.id == candidate.need)
    if not may_suit(candidate.service, situation, calendar=problem.calendar):
        return tuple(() for _ in problem.periods)
    return tuple(
        arrival_windows(
            candidate.service, situation, period, visit_min=need.visit_min,
            calendar=problem.calendar, bookable_from=problem.bookable_from,
        )
        if need.day in (None, period.starts.date())
        else ()
        for period in problem.periods
    )  # fmt: skip


def _situation_for(problem: PlanProblem, need: str) -> Situation:
    """Return the person with the documents that the other needs may have given before."""
    others = (one.gives for one in problem.needs if one.id != need)
    return holding(problem.situation, frozenset[str]().union(*others))


def _certain_only(
    candidates: Sequence[Candidate], windows: Sequence[Sequence[Windows]]
) -> tuple[tuple[Windows, ...], ...]:
    """Keep what certainly suits, for each need that has such a window at all."""
    sure = {
        candidate.need
        for row in windows
        for candidate, found in zip(candidates, row, strict=True)
        if any(window.sure for window in found)
    }
    return tuple(
        tuple(
            tuple(w for w in found if w.sure or candidate.need not in sure)
            for candidate, found in zip(candidates, row, strict=True)
        )
        for row in windows
    )


def _choices(search: PeriodSearch) -> Iterator[_Ranked]:
    """Give, for each day, the cheapest trips up to it for each set of needs."""
    periods = search.problem.periods
    # Compiled and without the interpreter's lock: periods are searched side by side.
    with ThreadPoolExecutor() as threads:
        list(threads.map(lambda one: search.trips(*one), search.cases))
    sets = 1 << len(search.problem.needs)
    best: dict[int, _Choice] = {0: _Choice((0, 0, 0), 0, ())}
    for number, period in enumerate(periods):
        for before in list(best.values()):
            found = search.trips(number, before.met)
            for needs in range(1, sets):
                if needs & before.met or not is_possible(found, needs):
                    continue
                minutes, far, _ = (int(value) for value in found.best[needs])
                trips, away, farther = before.cost
                choice = _Choice(
                    (trips + 1, away + minutes, farther + far),
                    before.met | needs,
                    (*before.trips, (number, needs)),
                )
                known = best.get(choice.met)
                if known is None or choice.cost < known.cost:
                    best[choice.met] = choice
        is_last_of_day = (
            number + 1 == len(periods) or periods[number + 1].starts.date() != period.starts.date()
        )
        if is_last_of_day:
            yield from (_Ranked(period.starts.date(), one) for one in best.values() if one.met)


def _rank(one: _Ranked, priority: Priority) -> tuple[object, ...]:
    """Return the key of a choice, the smallest of which is the best."""
    trips, minutes, far = one.choice.cost
    met = -one.choice.met.bit_count()
    if priority is Priority.SOONEST:
        return (met, one.day, trips, minutes, far)
    if priority is Priority.LEAST_TIME:
        return (met, trips, minutes, one.day, far)
    return (met, trips, one.day, minutes, far)

"""The best trips of one period for each set of needs, and a trip read from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from itertools import product

import numpy as np

from geo.arrays import Indexes, Ints
from geo.matching import match
from geo.model import Answer
from geo.plans.arrival_windows import ArrivalWindow, holding
from geo.plans.model import Candidate, Period, PlanNeed, PlanProblem, Stop, Trip
from geo.plans.trip_kernels import (
    FINISH,
    LATEST,
    LENGTH,
    NO_TRIP,
    NODE,
    PARENT,
    WINDOW,
    best_trips,
)

MINUTE = timedelta(minutes=1)
Windows = tuple[ArrivalWindow, ...]


@dataclass(frozen=True, slots=True)
class TripsOfPeriod:
    """The trips of one period, once some needs are met.

    `best`, shape (sets of needs, 3): minutes away, minutes from home to the stops, last label.
    """

    period: Period
    best: Ints
    labels: Ints
    window: tuple[ArrivalWindow, ...]


class PeriodSearch:
    """The candidates of a problem as arrays, and the trips of each of its periods.

    Parameters
    ----------
    problem
        Its candidates are taken in the order of the needs.
    windows
        For each period, the arrival windows of each candidate, in the order of the problem's
        candidates.
    """

    def __init__(self, problem: PlanProblem, windows: Sequence[Sequence[Windows]]) -> None:
        self.problem = problem
        number = {need.id: n for n, need in enumerate(problem.needs)}
        self.order = sorted(
            range(len(problem.candidates)), key=lambda n: number[problem.candidates[n].need]
        )
        self.nodes: tuple[Candidate, ...] = tuple(problem.candidates[n] for n in self.order)
        self.windows = tuple(tuple(row[n] for n in self.order) for row in windows)
        self.node_need = np.array([number[node.need] for node in self.nodes], np.int32)
        self.place = np.array([node.place for node in self.nodes], np.int32)
        self.visit = np.array([problem.needs[n].visit_min for n in self.node_need], np.int32)
        self.start = np.searchsorted(self.node_need, np.arange(len(problem.needs) + 1))
        self.blocked_by = np.array(
            [
                sum(1 << n for n, other in enumerate(problem.needs) if need.id in other.after)
                for need in problem.needs
            ],
            np.int64,
        )
        self.documents = self._documents()
        self._tables = cache(self._make_tables)
        self._unchanging = cache(self._make_unchanging)
        self._trips = cache(self._make_trips)

    @property
    def relevant(self) -> int:
        """The needs that decide what can follow: they come before, or give documents."""
        found = int(np.bitwise_or.reduce(self.blocked_by, initial=0))
        return found | int(np.bitwise_or.reduce(self.documents.ravel(), initial=0))

    @property
    def cases(self) -> tuple[tuple[int, int], ...]:
        """Every period with every set of relevant needs that may be met before it."""
        met = (one for one in range(self.relevant + 1) if one & ~self.relevant == 0)
        return tuple(product(range(len(self.problem.periods)), met))

    def follows(self, need: int) -> int:
        """Return the needs after which a need, given as a set of one, can no longer be met."""
        return int(self.blocked_by[need.bit_length() - 1])

    def trips(self, period: int, met: int) -> TripsOfPeriod:
        """Return the trips of a period where a set of needs is met before."""
        return self._trips(period, met & self.relevant)

    def read(self, found: TripsOfPeriod, needs: int, met: int) -> Trip:
        """Return the trip that meets a set of needs, once another set is met."""
        last = found.labels[found.best[needs, 2]]
        chain = [last]
        while chain[-1][PARENT] >= 0:
            chain.append(found.labels[chain[-1][PARENT]])
        steps = [(int(row[NODE]), found.window[row[WINDOW]]) for row in reversed(chain)]
        return self._timed(found.period, steps, self._leaves(found.period, last), met)

    def _leaves(self, period: Period, last: Ints) -> int:
        """Return the minute at which home is left: the earliest of those that take least time."""
        table = self._table(period, int(last[FINISH]))
        way = int(table[self.place[last[NODE]], 0])
        length = int(last[LENGTH]) + way
        latest = min(int(last[LATEST]), period.length_min - length)
        return min(latest, int(last[FINISH]) + way - length)

    def _timed(
        self, period: Period, steps: list[tuple[int, ArrivalWindow]], leaves: int, met: int
    ) -> Trip:
        minute, place = leaves, 0
        stops: list[Stop] = []
        for node, window in steps:
            candidate, need = self.nodes[node], int(self.node_need[node])
            way = int(self._table(period, minute)[place, candidate.place])
            arrives = minute + way
            begins = max(arrives, window.first)
            minute, place = begins + int(self.visit[node]), candidate.place
            stop = self._stop(period, candidate, (arrives, begins, minute), met)
            if stops and _goes_on(stops[-1], stop):
                needs = (*stops[-1].needs, candidate.need)
                stops[-1] = replace(stops[-1], needs=needs, leaves=stop.leaves)
            else:
                stops.append(replace(stop, travel_min=way))
            met |= 1 << need
        back = int(self._table(period, minute)[place, 0])
        return Trip(period.at(leaves), tuple(stops), back, period.at(minute + back))

    def _stop(
        self, period: Period, candidate: Candidate, times: tuple[int, int, int], met: int
    ) -> Stop:
        arrives, begins, leaves = (period.at(minute) for minute in times)
        held = frozenset[str]().union(
            *(need.gives for n, need in enumerate(self.problem.needs) if met >> n & 1)
        )
        found = match(
            candidate.service,
            holding(self.problem.situation, held),
            begins,
            calendar=self.problem.calendar,
        )
        home = int(self._table(period, 0)[0, candidate.place])
        return Stop(
            (candidate.need,), candidate.service, candidate.place, 0, arrives, begins, leaves,
            found, home,
        )  # fmt: skip

    def _documents(self) -> Indexes:
        """Return for each node the sets of needs of each of which one must be met before it."""
        held = self.problem.situation.documents
        rows: list[list[int]] = []
        for node in self.nodes:
            row: list[int] = []
            for document, asked in node.service.eligibility.documents.items():
                if held is None or asked is not Answer.YES or document in held:
                    continue
                givers = _givers(self.problem.needs, document, besides=node.need)
                if givers:
                    row.append(givers)
            rows.append(row)
        wide = max((len(row) for row in rows), default=0) or 1
        found: Indexes = np.zeros((len(rows), wide), np.int64)
        for n, row in enumerate(rows):
            found[n, : len(row)] = row
        return found

    def _table(self, period: Period, minute: int) -> Ints:
        tables = self._tables(period)
        every = self.problem.travel.changes_every_min
        table: Ints = tables[min(minute // every, len(tables) - 1) if every else 0]
        return table

    def _make_unchanging(self) -> Ints:
        """Return the one table of times that are the same at any hour of any day."""
        first = self.problem.periods[0].starts
        return self.problem.travel.minutes(first).astype(np.int32)[None]

    def _make_tables(self, period: Period) -> Ints:
        every = self.problem.travel.changes_every_min
        if not every:
            return self._unchanging()
        starts = range(0, period.length_min, every)
        return np.stack(
            [self.problem.travel.minutes(period.at(minute)).astype(np.int32) for minute in starts]
        )

    def _make_trips(self, number: int, met: int) -> TripsOfPeriod:
        period = self.problem.periods[number]
        tables = self._tables(period)
        windows = self.windows[number]
        flat = tuple(window for row in windows for window in row)
        start = np.concatenate([[0], np.cumsum([len(row) for row in windows])]).astype(np.int32)
        # Where no way leads there at all, no label is made, so the distance does not matter.
        far = np.maximum(tables[0, 0, self.place], 0)
        best, labels = best_trips(
            tables,
            self.problem.travel.changes_every_min,
            (self.place, self.visit, far, self.start.astype(np.int32), self.documents),
            (
                start,
                np.array([window.first for window in flat], np.int32),
                np.array([window.last for window in flat], np.int32),
            ),
            self.blocked_by,
            met,
            period.length_min,
        )
        return TripsOfPeriod(period, best, labels, flat)


def is_possible(found: TripsOfPeriod, needs: int) -> bool:
    """Return whether one trip meets a set of needs."""
    return bool(found.best[needs, 0] < NO_TRIP)


def _goes_on(before: Stop, after: Stop) -> bool:
    """Return whether a visit only goes on: same service, at once, as sure as before."""
    same = before.service.id == after.service.id and before.leaves == after.begins
    return same and before.match.answer is after.match.answer


def _givers(needs: Sequence[PlanNeed], document: str, *, besides: str) -> int:
    return sum(
        1 << n for n, need in enumerate(needs) if document in need.gives and need.id != besides
    )

"""Small invented cities for plans, and a search through every plan there is, in plain Python."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import permutations, product
from zoneinfo import ZoneInfo

import numpy as np

from geo.arrays import Ints
from geo.hours.opening import OpeningKind
from geo.matching import match
from geo.model import (
    Answer,
    Appointment,
    Calendar,
    Eligibility,
    Location,
    Provenance,
    Schedule,
    Service,
    Situation,
)
from geo.plans.model import Candidate, Period, PlanNeed, PlanProblem, later

ROME = Calendar("Europe/Rome", "IT", 9.2, 45.5)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/Rome"))
ARABIC = frozenset({"ara"})


@dataclass(frozen=True)
class FixedTimes:
    """Times that are the same at any hour."""

    table: Ints
    changes_every_min: int = 0

    def minutes(self, departure: datetime) -> Ints:
        """Return the table."""
        return self.table


def random_times(dice: random.Random, places: int, *, longest: int) -> Ints:
    """Return times that keep the triangle inequality; now and then a place without a way."""
    table = np.array([[dice.randint(1, longest) for _ in range(places)] for _ in range(places)])
    np.fill_diagonal(table, 0)
    for via in range(places):
        table = np.minimum(table, table[:, via : via + 1] + table[via])
    if places > 2 and dice.random() < 0.2:
        table[-1, :-1] = table[:-1, -1] = -1
    return table


def random_hours(dice: random.Random) -> str | None:
    """Return hours within nine and eleven, some of which nobody knows or that depend on the day."""
    opens, length = dice.randrange(0, 80, 5), dice.randrange(10, 60, 5)
    closes = min(opens + length, 119)
    span = f"{9 + opens // 60:02}:{opens % 60:02}-{9 + closes // 60:02}:{closes % 60:02}"
    days = dice.choice(["Mo-Fr", "Mo", "Tu-We", "Mo,We"])
    return dice.choice([None, f"{days} {span}", f"{days} {span}", f"{days} {span}"])


def random_service(dice: random.Random, number: int, needs: tuple[str, ...]) -> Service:
    """Return a service with one or two slots, each with what is spoken in it."""
    schedules = tuple(
        Schedule(
            random_hours(dice),
            languages=dice.choice([None, ARABIC, frozenset({"ita"})]),
            appointment=dice.choice([None, None, Appointment.NONE, Appointment.REQUIRED]),
        )
        for _ in range(dice.choice([1, 1, 2]))
    )
    documents = {"card": dice.choice([Answer.YES, Answer.NO])} if dice.random() < 0.3 else {}
    return Service(
        f"s{number:02}",
        f"Service {number}",
        needs,
        Location(str(number), 9.2, 45.5),
        Provenance("test", "CC0-1.0"),
        schedules=schedules,
        eligibility=Eligibility(documents=documents),
    )


def random_problem(seed: int) -> PlanProblem:
    """Return a small problem: two or three needs, up to four services, up to three mornings."""
    dice = random.Random(seed)
    names = ("a", "b", "c")[: dice.choice([2, 3, 3])]
    needs = tuple(
        PlanNeed(
            name,
            dice.choice([5, 10, 20]),
            after=frozenset({"a"}) if name == "b" and dice.random() < 0.4 else frozenset(),
            gives=frozenset({"card"}) if name == "a" and dice.random() < 0.6 else frozenset(),
        )
        for name in names
    )
    services = [
        random_service(dice, n, tuple(dice.sample(names, dice.choice([1, 1, 2]))))
        for n in range(dice.choice([3, 4]))
    ]
    candidates = tuple(
        Candidate(need, service, place)
        for place, service in enumerate(services, 1)
        for need in service.needs
    )
    periods = tuple(
        Period(start, later(start, dice.choice([45, 60, 90])))
        for start in (MONDAY + timedelta(days=n) for n in range(dice.choice([1, 2, 3])))
    )
    situation = Situation(
        languages=dice.choice([frozenset(), ARABIC]),
        documents=dice.choice([None, frozenset()]),
    )
    return PlanProblem(
        needs, candidates, periods, situation, ROME,
        FixedTimes(random_times(dice, len(services) + 1, longest=15)),
        bookable_from=dice.choice([None, MONDAY.date() + timedelta(days=1)]),
    )  # fmt: skip


Cost = tuple[int, int, int, int, int]
"""Unmet needs, trips, number of the last day, minutes away, minutes from home to the stops."""


def every_cost(problem: PlanProblem, *, sure: bool = False) -> set[Cost]:
    """Return what every possible plan of a problem costs.

    Where `sure`, only plans that are certain of each need that can be certain at any time.
    """
    answers = [
        [_answers(problem, candidate, number) for candidate in problem.candidates]
        for number in range(len(problem.periods))
    ]
    certain = _certain_needs(problem, answers) if sure else set()
    found: set[tuple[int, int, int, int, int]] = {(0, 0, 0, 0, 0)}
    for number, of_period in enumerate(answers):
        rounds = set(_rounds(problem, number, of_period, certain))
        more = set(found)
        for met, trips, _, minutes, far in found:
            for order, asked, away, farther in rounds:
                if _may_follow(problem, met, order, asked):
                    bits = sum(1 << need for need in order)
                    more.add((met | bits, trips + 1, number, minutes + away, far + farther))
        found = more
    needs = len(problem.needs)
    return {(needs - met.bit_count(), trips, day, m, f) for met, trips, day, m, f in found}


Round = tuple[tuple[int, ...], tuple[tuple[int, str], ...], int, int]
"""Needs in their order, documents asked (before which visit), minutes away, minutes from home to
the stops."""


def _rounds(
    problem: PlanProblem, period: int, answers: list[list[Answer]], certain: set[int]
) -> Iterator[Round]:
    number = {need.id: n for n, need in enumerate(problem.needs)}
    good = [
        {Answer.YES} if number[candidate.need] in certain else {Answer.YES, Answer.UNKNOWN}
        for candidate in problem.candidates
    ]
    begins = [_next_good(found, allowed) for found, allowed in zip(answers, good, strict=True)]
    by_need: dict[int, list[int]] = {}
    for n, candidate in enumerate(problem.candidates):
        by_need.setdefault(number[candidate.need], []).append(n)
    for size in range(1, len(problem.needs) + 1):
        for order in permutations(range(len(problem.needs)), size):
            for chosen in product(*(by_need.get(need, []) for need in order)):
                away = _shortest(problem, period, order, chosen, begins)
                if away is not None:
                    yield order, _asked(problem, chosen), away, _far(problem, chosen)


def _shortest(
    problem: PlanProblem,
    period: int,
    order: tuple[int, ...],
    chosen: tuple[int, ...],
    begins: list[list[int | None]],
) -> int | None:
    """Return the fewest minutes away from home over every minute of leaving it; None: never."""
    table = problem.travel.minutes(MONDAY)
    length = problem.periods[period].length_min
    places = [problem.candidates[n].place for n in chosen]
    if min(table[a, b] for a, b in zip([0, *places], [*places, 0], strict=True)) < 0:
        return None
    best = None
    for start in range(length + 1):
        minute, place = start, 0
        for need, n, there in zip(order, chosen, places, strict=True):
            # Whoever can begin may begin: to wait longer helps nobody who comes later.
            arrives = minute + int(table[place, there])
            begin = begins[n][arrives] if arrives < length else None
            if begin is None:
                break
            minute, place = begin + problem.needs[need].visit_min, there
        else:
            back = minute + int(table[place, 0])
            if back <= length and (best is None or back - start < best):
                best = back - start
    return best


def _next_good(answers: list[Answer], allowed: set[Answer]) -> list[int | None]:
    found: list[int | None] = []
    coming = None
    for minute in reversed(range(len(answers))):
        coming = minute if answers[minute] in allowed else coming
        found.append(coming)
    return found[::-1]


def _far(problem: PlanProblem, chosen: tuple[int, ...]) -> int:
    table = problem.travel.minutes(MONDAY)
    places = [problem.candidates[n].place for n in chosen]
    stops = (b for a, b in zip([0, *places], places, strict=False) if a != b)
    return sum(int(table[0, place]) for place in stops)


def _asked(problem: PlanProblem, chosen: tuple[int, ...]) -> tuple[tuple[int, str], ...]:
    return tuple(
        (at, document)
        for at, n in enumerate(chosen)
        for document, answer in problem.candidates[n].service.eligibility.documents.items()
        if answer is Answer.YES
    )


def _answers(problem: PlanProblem, candidate: Candidate, period: int) -> list[Answer]:
    """Return for each minute of a period whether a visit may begin then; YES: without a doubt."""
    need = next(n for n in problem.needs if n.id == candidate.need)
    documents = problem.situation.documents
    if documents is not None:  # what others give may be held by then: `_may_follow` asks
        gifts = frozenset[str]().union(*(n.gives for n in problem.needs if n.id != need.id))
        documents = documents | gifts
    situation = replace(problem.situation, documents=documents)
    span = problem.periods[period]
    found = [
        match(candidate.service, situation, later(span.starts, minute), calendar=ROME)
        for minute in range(span.length_min)
    ]
    answers: list[Answer] = []
    for minute, one in enumerate(found):
        inside = found[minute : minute + need.visit_min]
        is_open = len(inside) == need.visit_min and all(
            other.opening.kind is not OpeningKind.CLOSED for other in inside
        )
        early = problem.bookable_from and span.starts.date() < problem.bookable_from
        booked = any(reason.code == "required" for reason in one.reasons)
        doubts = [r for r in one.reasons if r.answer is Answer.UNKNOWN and r.code != "required"]
        known = Answer.UNKNOWN if doubts else Answer.YES
        refused = one.answer is Answer.NO or not is_open or (early and booked)
        answers.append(Answer.NO if refused else known)
    return answers


def _certain_needs(problem: PlanProblem, answers: list[list[list[Answer]]]) -> set[int]:
    """Return the needs that have a moment at which a service certainly suits."""
    number = {need.id: n for n, need in enumerate(problem.needs)}
    return {
        number[candidate.need]
        for of_period in answers
        for candidate, found in zip(problem.candidates, of_period, strict=True)
        if Answer.YES in found
    }


def _may_follow(
    problem: PlanProblem, met: int, order: tuple[int, ...], asked: tuple[tuple[int, str], ...]
) -> bool:
    """Return whether needs may be met in an order once others are met."""
    held = set(problem.situation.documents or ())
    done = {n for n in range(len(problem.needs)) if met >> n & 1}
    for at, need in enumerate(order):
        if need in done:
            return False
        if any(problem.needs[need].id in problem.needs[other].after for other in done):
            return False
        gifts = set().union(*(problem.needs[n].gives for n in done))
        if problem.situation.documents is not None:
            wanted = {document for place, document in asked if place == at}
            if wanted - held - gifts:
                return False
        done.add(need)
    return True

"""Invented cities for plans of a real size: many services a need, hours of every kind."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

import numpy as np

from geo.arrays import Ints
from geo.hours.windows import Window
from geo.model import (
    Answer,
    Calendar,
    Eligibility,
    Location,
    Provenance,
    Schedule,
    Service,
    Situation,
)
from geo.plans.model import Candidate, PlanNeed, PlanProblem
from geo.plans.periods import periods

ROME = Calendar("Europe/Rome", "IT", 9.2, 45.5)
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=ZoneInfo("Europe/Rome"))
ARABIC = frozenset({"ara"})
WIDE_MIN = 40
"""Minutes from one side of the city to the other."""

HOURS = (
    "Mo-Fr 09:00-12:00", "Mo,We 14:00-17:00", "Tu,Th 09:30-12:30,15:00-18:00", "Th 09:00-12:00",
    "Mo-Sa 08:30-19:00", "Sa 09:00-12:00", None,
)  # fmt: skip
SLOTS = ("Tu 10:00-12:00", "Fr 15:00-18:00", None)


@dataclass(frozen=True)
class StraightTimes:
    """Times on straight lines, the same at any hour."""

    table: Ints
    changes_every_min: int = 0

    def minutes(self, departure: datetime) -> Ints:  # noqa: ARG002
        """Return the table."""
        return self.table


def plan_problem(seed: int, *, needs: int, each: int, days: int) -> PlanProblem:
    """Return a problem of so many needs with so many services each."""
    dice = random.Random(seed)
    names = tuple(f"need{number}" for number in range(needs))
    services = [_service(dice, name, number) for name in names for number in range(each)]
    mornings = (Window(tuple(range(7)), time(8), time(13)),) if seed % 2 else ()
    return PlanProblem(
        tuple(
            PlanNeed(
                name,
                dice.choice((15, 20, 30, 45)),
                after=frozenset({"need0"}) if name == "need1" else frozenset(),
                gives=frozenset({"card"}) if name == "need0" else frozenset(),
            )
            for name in names
        ),
        tuple(Candidate(one.needs[0], one, place) for place, one in enumerate(services, 1)),
        periods(mornings, MONDAY, days=days, calendar=ROME),
        Situation(languages=ARABIC, documents=frozenset()),
        ROME,
        StraightTimes(_times(dice, len(services) + 1)),
    )


def _service(dice: random.Random, need: str, number: int) -> Service:
    spoken = dice.choice((None, frozenset({"ita"}), ARABIC))
    schedules = [Schedule(dice.choice(HOURS), languages=spoken)]
    slot = dice.choice(SLOTS)
    if slot and dice.random() < 0.3:
        schedules.append(Schedule(slot, languages=ARABIC))
    asks = need == "need2" and dice.random() < 0.5
    return Service(
        f"{need}-{number}",
        f"Service {number}",
        (need,),
        Location("1", 9.2, 45.5),
        Provenance("bench", "CC0-1.0"),
        schedules=tuple(schedules),
        eligibility=Eligibility(documents={"card": Answer.YES} if asks else {}),
    )


def _times(dice: random.Random, places: int) -> Ints:
    spot = np.array([(dice.random(), dice.random()) for _ in range(places)]) * WIDE_MIN
    apart = np.hypot(*np.moveaxis(spot[:, None] - spot[None], 2, 0))
    return np.ceil(apart).astype(np.int32)

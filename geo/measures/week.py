"""Coverage over the week: at which hours of which days people find something open to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from geo.arrays import Floats, Ints
from geo.matching import match
from geo.measures.coverage import Reach, within
from geo.model import Answer, Calendar, Service, Situation

HOURS = tuple(range(7, 22))
DAYS = 7


@dataclass(frozen=True, slots=True)
class Week:
    """People who have something, by day and hour.

    Attributes
    ----------
    first
        The Monday.
    certain, possible
        Shape (days, hours): people who have a service in reach that takes them in this hour.
    """

    first: date
    certain: Floats
    possible: Floats


def week_of(
    services: Sequence[Service],
    reach: Reach,
    people: Floats,
    situation: Situation,
    *,
    limit_min: float,
    week: date,
    calendar: Calendar,
) -> Week:
    """Return the coverage of each hour of a week, at half past: the finder's whole test.

    Hours 7 to 22, local.
    """
    near = within(reach.times, limit_min)
    zone = ZoneInfo(calendar.time_zone)
    certain, possible = np.zeros((2, DAYS, len(HOURS)))
    answers: dict[tuple[Answer, ...], tuple[float, float]] = {}
    for day in range(DAYS):
        for column, hour in enumerate(HOURS):
            at = datetime.combine(week + timedelta(days=day), time(hour, 30), zone)
            rows = tuple(match(one, situation, at, calendar=calendar).answer for one in services)
            if rows not in answers:  # most hours are like another
                answers[rows] = _people(near.origin, near.destination, people, rows)
            certain[day, column], possible[day, column] = answers[rows]
    return Week(week, certain, possible)


def _people(
    origin: Ints,
    service: Ints,
    people: Floats,
    rows: tuple[Answer, ...],
) -> tuple[float, float]:
    sure = np.array([answer is Answer.YES for answer in rows], bool)
    perhaps = np.array([answer is not Answer.NO for answer in rows], bool)
    found = []
    for passes in (sure, perhaps):
        homes = np.zeros(len(people), bool)
        homes[origin[passes[service]]] = True
        found.append(float(people[homes].sum()))
    return found[0], found[1]

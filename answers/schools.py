"""Schools of an area: which support each can walk to, at the right hours, and which have none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

import numpy as np

from answers.opened_area import OpenArea
from answers.travel import travel_times
from data.records.known_school import KnownSchool
from data.register.session import RegisterSession
from geo.errors import BadInput
from geo.hours.windows import PRESETS, WEEKDAYS, Window, moments, ordinary_week
from geo.measures.school_support import LeavingSupport, Support, leaving, support_of
from geo.measures.steps import screen
from geo.model import Service, Situation
from geo.network.modes import Mode
from geo.network.routing import some_of

SCHOOL = "school"
ADULT = "adult_education"
LIMIT_MIN = 15.0
MOST_MIN = 60.0

IN_SCHOOL = PRESETS["mornings"]
AFTER_SCHOOL = (Window(WEEKDAYS, time(13), time(18)),)
BESIDE_SCHOOL = (Window(WEEKDAYS, time(13), time(22)), Window((5,), time(8), time(20)))

SUPPORT: Mapping[str, tuple[str, tuple[Window, ...]]] = {
    "mediation": ("mediation", IN_SCHOOL),
    "italian_course": ("italian_course", BESIDE_SCHOOL),
    "after_school": ("after_school", AFTER_SCHOOL),
    "early_leaving": ("early_leaving", AFTER_SCHOOL),
    "association": ("association", BESIDE_SCHOOL),
    "adult_education": (ADULT, BESIDE_SCHOOL),
}
"""Kind of support → its need, and the hours at which it helps a school: mediation while school is
on, homework after it, courses for parents and pupils in the afternoon, the evening, on Saturday."""


@dataclass(frozen=True, slots=True)
class School:
    """A school with its support by kind.

    Attributes
    ----------
    register
        What the ministry's register says of it; None where it is not from there.
    leaving
        Support that one service alone gives, where the money of that service is known to end.
    """

    service: Service
    register: KnownSchool | None
    support: Mapping[str, Support]
    leaving: tuple[LeavingSupport, ...]

    @property
    def is_unreached(self) -> bool:
        """Whether nothing at all may help it."""
        return not any(support.possible for support in self.support.values())


@dataclass(frozen=True, slots=True)
class SchoolsAnswer:
    """The schools of an area.

    Attributes
    ----------
    schools
        Those that stand on the map, by name.
    unplaced
        Schools without a public place, or far from every street: nothing can be said of them.
    services
        Kind → the services that were looked at, as `Support` numbers them.
    """

    schools: tuple[School, ...]
    unplaced: tuple[Service, ...]
    services: Mapping[str, tuple[Service, ...]]
    limit_min: float

    @property
    def unreached(self) -> tuple[School, ...]:
        """Schools that nobody's support reaches."""
        return tuple(school for school in self.schools if school.is_unreached)


def schools_of(
    session: RegisterSession,
    opened: OpenArea,
    *,
    now: datetime,
    limit_min: float = LIMIT_MIN,
    mode: Mode = Mode.WALK,
) -> SchoolsAnswer:
    """Return the schools of an area with the support within reach, by the finder's own test.

    Parameters
    ----------
    limit_min
        Minutes from the school's door to that of the service.

    Raises
    ------
    Forbidden
        ``access.denied``.
    BadInput
        ``coverage.limit``.
    """
    if not 0 < limit_min <= MOST_MIN:
        raise BadInput("coverage.limit", limit=limit_min, most=MOST_MIN)
    known = session.records.school_register()
    snapped = opened.snapped(mode)
    numbers = [n for n, one in enumerate(opened.services) if SCHOOL in one.needs]
    stand = [n for n in numbers if snapped.found[n]]
    stand.sort(key=lambda n: (opened.services[n].name, opened.services[n].id))
    origins = some_of(snapped, np.array(stand, np.int64))
    times = travel_times(opened.area, mode)
    calendar = opened.area.calendar
    week = ordinary_week(now.date(), calendar)
    services: dict[str, tuple[Service, ...]] = {}
    supports: dict[str, tuple[Support, ...]] = {}
    for kind, (need, windows) in SUPPORT.items():
        asked = [n for n, one in enumerate(opened.services) if need in one.needs]
        services[kind] = tuple(opened.services[n] for n in asked)
        screening = screen(
            services[kind],
            Situation(),
            moments(windows, week, calendar),
            now=now,
            calendar=calendar,
        )
        pairs = times.pairs_within(
            origins,
            some_of(snapped, np.array(asked, np.int64)),
            limit_min=limit_min,
            departure=None,
        )
        supports[kind] = support_of(
            pairs, len(stand), screening.certain[-1], screening.possible[-1], limit_min=limit_min
        )
    schools = []
    for place, number in enumerate(stand):
        service = opened.services[number]
        support = {kind: supports[kind][place] for kind in SUPPORT}
        schools.append(School(service, known.get(service.id), support, leaving(support, services)))
    unplaced = tuple(opened.services[n] for n in numbers if not snapped.found[n])
    return SchoolsAnswer(tuple(schools), unplaced, services, limit_min)

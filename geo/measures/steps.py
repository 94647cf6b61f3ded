"""What each service still offers, step by step, to the people that a question is about.

The steps are those on which people are lost: a service that exists may speak another language,
take other people, be open when they cannot come, or be full. Every step is decided by
`geo.matching.match`, the test that the finder uses, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np

from geo.arrays import Bools
from geo.matching import Criterion, Reason, match
from geo.model import Answer, Calendar, Service, Situation


class ScreeningStep(StrEnum):
    """A step, in the order in which people are lost."""

    NOMINAL = "nominal"
    REACHABLE = "reachable"
    LANGUAGE = "language"
    ACCEPTED = "accepted"
    OPEN = "open"
    ROOM = "room"


STEPS = tuple(ScreeningStep)
JUDGED = (ScreeningStep.LANGUAGE, ScreeningStep.ACCEPTED, ScreeningStep.OPEN, ScreeningStep.ROOM)
"""Steps that a service itself decides; the others lie in where it stands."""

STEP_OF: Mapping[Criterion, ScreeningStep] = {
    Criterion.ACTIVE: ScreeningStep.NOMINAL,
    Criterion.ACCESS: ScreeningStep.NOMINAL,
    Criterion.EXPOSURE: ScreeningStep.NOMINAL,
    Criterion.LANGUAGE: ScreeningStep.LANGUAGE,
    Criterion.STATUS: ScreeningStep.ACCEPTED,
    Criterion.RESIDENCE: ScreeningStep.ACCEPTED,
    Criterion.AGE: ScreeningStep.ACCEPTED,
    Criterion.SEX: ScreeningStep.ACCEPTED,
    Criterion.CHILDREN: ScreeningStep.ACCEPTED,
    Criterion.DOCUMENTS: ScreeningStep.ACCEPTED,
    Criterion.OPEN: ScreeningStep.OPEN,
    Criterion.APPOINTMENT: ScreeningStep.OPEN,
    Criterion.EDITION: ScreeningStep.ROOM,
    Criterion.CAPACITY: ScreeningStep.ROOM,
}
"""The step at which each criterion of the finder loses people."""


@dataclass(frozen=True, slots=True)
class Screening:
    """How far each service goes with the people of a question.

    Attributes
    ----------
    certain, possible
        Shape (steps, services): whether a service passes this step and all before it, surely
        (every answer is yes) or perhaps (no answer is no). `ScreeningStep.REACHABLE` holds what
        `ScreeningStep.NOMINAL` does: a service does not know who lives near it.
    but_for
        Shape (steps, services): whether a service would perhaps pass all steps if this one were
        mended, and does not pass as it is.
    """

    certain: Bools
    possible: Bools
    but_for: Bools

    def __len__(self) -> int:
        return int(self.certain.shape[1])


def screen(
    services: Sequence[Service],
    situation: Situation,
    moments: Sequence[datetime],
    *,
    now: datetime,
    calendar: Calendar,
) -> Screening:
    """Return how far each service goes with people in a situation who can come at some moments.

    Up to `ScreeningStep.ACCEPTED` a language counts in whatever hours it is spoken. At
    `ScreeningStep.OPEN` there must be one moment at which the service is open *and* the language
    spoken. Room and enrolment are judged on the day of `now`. A service without a public place
    passes no step: nobody can be said to live near it.

    Parameters
    ----------
    moments
        Aware; when people could stand at the door. Empty: the time does not matter.
    now
        Aware.

    Examples
    --------
    >>> from geo.model import Location, Provenance, Schedule
    >>> service = Service(
    ...     "1", "Desk", ("orientation",), Location("1", 7.4, 43.7), Provenance("me", "CC0-1.0"),
    ...     schedules=(Schedule("Th 09:00-12:00", languages=frozenset({"ara"})),),
    ... )
    >>> monaco = Calendar("UTC", "MC", 7.4, 43.7)
    >>> noon = datetime.fromisoformat("2026-11-23T12:00+00:00")
    >>> found = screen([service], Situation(frozenset({"ara"})), [noon], now=noon, calendar=monaco)
    >>> found.possible[:, 0].tolist(), found.but_for[STEPS.index(ScreeningStep.OPEN), 0]
    ([True, True, True, True, False, False], np.True_)
    """
    shape = (len(STEPS), len(services))
    screening = Screening(np.zeros(shape, bool), np.zeros(shape, bool), np.zeros(shape, bool))
    for number, service in enumerate(services):
        if not service.location.is_public or service.location.lon is None:
            continue
        looks = _looks(service, situation, moments, now, calendar)
        for row, step in enumerate(STEPS):
            known = [_worst(look, until=row) for look in looks]
            screening.certain[row, number] = Answer.YES in known
            screening.possible[row, number] = any(answer is not Answer.NO for answer in known)
            if step in JUDGED and _passes_without(looks, step):
                screening.but_for[row, number] = True
    screening.but_for[:, screening.possible[-1]] = False
    return screening


Look = Mapping[ScreeningStep, Answer]


def _looks(
    service: Service,
    situation: Situation,
    moments: Sequence[datetime],
    now: datetime,
    calendar: Calendar,
) -> list[dict[ScreeningStep, Answer]]:
    """Return each way to look at a service, as its answer at each step: once at any time (which
    leaves the hours out where people can come only at some), and once for each moment.
    """
    at_any_time = _by_step(match(service, situation, None, calendar=calendar).reasons)
    today = _by_step(match(service, situation, now, calendar=calendar).reasons).get(
        ScreeningStep.ROOM
    )
    room = {} if today is None else {ScreeningStep.ROOM: today}
    if not moments:
        return [at_any_time | room]
    hourless = at_any_time | {ScreeningStep.OPEN: Answer.NO} | room
    looks = [hourless]
    for moment in moments:
        found = _by_step(match(service, situation, moment, calendar=calendar).reasons)
        found.pop(ScreeningStep.ROOM, None)
        looks.append(found | room)
    return looks


def _by_step(reasons: Iterable[Reason]) -> dict[ScreeningStep, Answer]:
    fields: dict[ScreeningStep, Answer] = {}
    for reason in reasons:
        step = STEP_OF[reason.criterion]
        fields[step] = _worse(fields.get(step, Answer.YES), reason.answer)
    return fields


def _worst(look: Look, *, until: int) -> Answer:
    worst = Answer.YES
    for step in STEPS[: until + 1]:
        worst = _worse(worst, look.get(step, Answer.YES))
    return worst


def _passes_without(looks: Sequence[Look], step: ScreeningStep) -> bool:
    return any(
        all(answer is not Answer.NO for at, answer in look.items() if at is not step)
        for look in looks
    )


def _worse(one: Answer, other: Answer) -> Answer:
    if Answer.NO in (one, other):
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in (one, other) else Answer.YES

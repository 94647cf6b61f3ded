"""A gap's remedy as a change to try in a scenario."""

from __future__ import annotations

from collections.abc import Sequence

from geo.hours.windows import as_opening_hours
from geo.measures.gaps import Remedy, RemedyKind
from geo.measures.question import CoverageQuestion
from geo.model import Service
from geo.scenario import Change, ChangeKind

ROOM = 20
"""Free places that a remedy by more room is tried with."""


def change_of(
    remedy: Remedy,
    question: CoverageQuestion,
    services: Sequence[Service],
    *,
    name: str,
    number: int,
) -> Change | None:
    """Return the change that a remedy stands for; None where no scenario can say it.

    A question to ask changes nothing; of admission, only a legal status can be tried.

    Parameters
    ----------
    name, number
        For a new site: what to call it, and a number that no other change of the scenario has.
    """
    hours = as_opening_hours(question.windows) or None
    spoken = question.situation.languages
    if remedy.kind is RemedyKind.NEW_SITE:
        return Change(
            ChangeKind.ADD,
            f"new:{number}",
            name,
            question.need,
            remedy.lon,
            remedy.lat,
            hours,
            spoken,
        )
    if remedy.service < 0:
        return None
    service = services[remedy.service]
    if remedy.kind is RemedyKind.LANGUAGE and spoken:
        return Change(ChangeKind.LANGUAGES, service.id, service.name, languages=spoken)
    if remedy.kind is RemedyKind.OPEN and hours:
        return Change(ChangeKind.HOURS, service.id, service.name, opening_hours=hours)
    if remedy.kind is RemedyKind.ROOM:
        return Change(ChangeKind.CAPACITY, service.id, service.name, available=ROOM)
    status = question.situation.status
    if remedy.kind is RemedyKind.ACCEPTED and status:
        return Change(ChangeKind.ACCEPT, service.id, service.name, status=status)
    return None

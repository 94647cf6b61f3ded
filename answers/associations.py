"""Associations: communities, languages, what they do, with whom, and where they could extend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from answers.coverage import outcome_of
from answers.partnerships import Coordination
from answers.siting import Spots, ground_of
from answers.study import Study
from data.register.activities import read_communities
from data.register.session import RegisterSession
from geo.measures.question import CoverageQuestion
from geo.measures.siting import reached_alone
from geo.model import OrganizationKind, Service, Situation

ASSOCIATION = "association"
"""The need of services that are an association's own: where it meets."""


@dataclass(frozen=True, slots=True)
class Association:
    """An association with what its records say of it.

    Attributes
    ----------
    countries
        ISO 3166-1 codes of the communities that it stands for.
    languages, needs, municipalities
        Of all services that it leads or carries as a partner.
    demonstration
        Whether all of these are invented.
    """

    id: str
    name: str
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    needs: tuple[str, ...]
    municipalities: tuple[str, ...]
    services: tuple[str, ...]
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Extension:
    """What a new service at an association's place would change.

    `people` would newly reach a service of the need within the limit, `language` and all.
    """

    service: Service
    need: str
    language: str
    people: float


def associations_of(session: RegisterSession, found: Coordination) -> tuple[Association, ...]:
    """Return the associations of a scope by name: organisations of that kind, and those that run
    a service of the need ``association``.
    """
    kind = OrganizationKind.ASSOCIATION.value
    own = {one.organization for one in found.activities if ASSOCIATION in one.needs}
    services: dict[str, list[int]] = {}
    for number, one in enumerate(found.activities):
        for body in one.organizations:
            if body in own or found.kinds.get(body) == kind:
                services.setdefault(body, []).append(number)
    with session.register.reading() as connection:
        countries = read_communities(connection, list(services))
    rows = [
        _association(found, record_id, countries.get(record_id, ()), numbers)
        for record_id, numbers in services.items()
    ]
    return tuple(sorted(rows, key=lambda one: (one.name, one.id)))


def extensions_of(
    study: Study, question: CoverageQuestion, language: str, *, now: datetime
) -> tuple[Extension, ...]:
    """Return what a new service at each association's place would change, most people first.

    Only associations that speak the language at one of their own places are looked at: they could
    extend what they do there. The question's people are asked as speakers of the language.

    Raises
    ------
    BadInput
        Those of `answers.coverage.outcome_of` and `answers.groups.people_of`.
    """
    asked = CoverageQuestion(
        question.need,
        question.group,
        Situation(languages=frozenset({language})),
        question.windows,
        question.limit_min,
        question.speed_kmh,
        question.mode,
    )
    places = _places(study.opened.services, language)
    if not places:
        return ()
    people = study.people(asked.group)
    zone = np.zeros(len(study.homes), np.int32)
    outcome = outcome_of(study, asked, people=people, zone=zone, now=now)
    spots = Spots(
        tuple(one.name for one in places),
        np.array([one.location.lon for one in places], np.float64),
        np.array([one.location.lat for one in places], np.float64),
    )
    gained = reached_alone(ground_of(study, outcome, spots), limit_min=asked.limit_min)
    rows = [
        Extension(one, asked.need, language, float(count))
        for one, count in zip(places, gained, strict=True)
        if count > 0
    ]
    return tuple(sorted(rows, key=lambda row: (-row.people, row.service.name, row.service.id)))


def _association(
    found: Coordination, record_id: str, countries: tuple[str, ...], numbers: Sequence[int]
) -> Association:
    rows = [found.activities[number] for number in numbers]
    return Association(
        id=record_id,
        name=found.organizations.get(record_id, record_id),
        countries=countries,
        languages=_all(one.languages for one in rows),
        needs=_all(one.needs for one in rows),
        municipalities=_all(one.municipalities for one in rows),
        services=tuple(one.id for one in rows),
        demonstration=all(one.demonstration for one in rows),
    )


def _all(values: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for found in values for value in found))


def _places(services: Sequence[Service], language: str) -> list[Service]:
    """Return an association's public places at which a language is spoken."""
    return [
        one
        for one in services
        if one.location.is_public
        and one.location.lon is not None
        and _is_associations(one)
        and any(language in (slot.languages or ()) for slot in one.schedules)
    ]


def _is_associations(service: Service) -> bool:
    kind = service.organization.kind if service.organization else None
    return kind is OrganizationKind.ASSOCIATION or ASSOCIATION in service.needs

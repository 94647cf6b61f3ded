"""What somebody should look at next: stale, incomplete, doubted records, by what it would change.

The order is that of the people who would be given something wrong: those who depend on a service,
times the chance that its record is wrong. The chances are set by hand, from the certain to the
likely: they order the work and are no measurement.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from data.catalog.municipalities import municipalities
from data.placing.place_address import SURE_ENOUGH
from data.register import proposal_store, schema
from data.register.access import Access
from data.register.belonging import belonging_of
from data.register.proposal_store import ProposalKind
from data.register.roles import Action, Belonging, may, require
from data.register.traits import HOURS, LANGUAGE, LEFT_OUT_FIELD
from geo.assurance import is_stale


class Flaw(StrEnum):
    """Why a record should be looked at."""

    NO_PLACE = "no_place"
    GONE = "gone"
    EXPIRED = "expired"
    REPORTED = "reported"
    CONTRADICTED = "contradicted"
    NEVER_CHECKED = "never_checked"
    STALE = "stale"
    LEFT_OUT = "left_out"
    DOUBTFUL_PLACE = "doubtful_place"
    NO_NEED = "no_need"
    NO_HOURS = "no_hours"
    NO_LANGUAGES = "no_languages"


CHANCE = {
    Flaw.NO_PLACE: 1.0,  # nobody finds it
    Flaw.GONE: 0.9, Flaw.EXPIRED: 0.9, Flaw.REPORTED: 0.7, Flaw.CONTRADICTED: 0.6,
    Flaw.NEVER_CHECKED: 0.4, Flaw.STALE: 0.3, Flaw.DOUBTFUL_PLACE: 0.3,
    Flaw.LEFT_OUT: 0.3,
    Flaw.NO_NEED: 0.5, Flaw.NO_HOURS: 0.2, Flaw.NO_LANGUAGES: 0.2,
}  # fmt: skip

_TOLD = {
    ProposalKind.GONE: Flaw.GONE,
    ProposalKind.EXPIRED: Flaw.EXPIRED,
    ProposalKind.REPORT: Flaw.REPORTED,
    ProposalKind.SOURCE: Flaw.CONTRADICTED,
}


_WITHOUT = {HOURS: Flaw.NO_HOURS, LANGUAGE: Flaw.NO_LANGUAGES}


@dataclass(frozen=True, slots=True)
class Task:
    """A record to look at.

    Parameters
    ----------
    flaws
        Why, the weightiest first.
    people
        Who depend on the service; None where nobody knows.
    misled
        How many of them its record may mislead.
    """

    id: str
    name: str
    source: str
    assured_on: date | None
    demonstration: bool
    flaws: tuple[Flaw, ...]
    people: float | None
    misled: float


class Worklist:
    """What somebody should look at next, as far as this person may."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def tasks(self, depending: Mapping[str, float] | None = None) -> list[Task]:
        """Return the records with a flaw that this person may look after, the weightiest first.

        Parameters
        ----------
        depending
            Service id → people who depend on it (`geo.measures.dependence`). Of services that
            are not given there, the residents of their municipality are shared by those of the
            same need in it.
        """
        require(self._access.actor, Action.SEE_WORKLIST)
        with self._access.register.reading() as connection:
            facts = _Facts(connection, depending or {})
            tasks = [
                task
                for row in facts.services
                if (task := facts.task(row, self._access.now.date())) is not None
                and self._is_mine(connection, facts, row)
            ]
        tasks.sort(key=lambda task: (-task.misled, task.flaws[0], task.name, task.id))
        return tasks

    def _is_mine(self, connection: sa.Connection, facts: _Facts, row: sa.Row[Any]) -> bool:
        towns = frozenset(place.municipality for place in facts.places[row.id]) - {None}
        whose = Belonging(frozenset({row.organization_id}) - {None}, towns)
        if may(self._access.actor, Action.SEE_WORKLIST, whose):
            return True
        # Its partners stand in the document alone.
        table = schema.service
        content = connection.scalar(sa.select(table.c.content).where(table.c.id == row.id))
        whose = belonging_of(connection, "service", content or {"id": row.id}, {})
        return may(self._access.actor, Action.SEE_WORKLIST, whose)


class _Facts:
    """What all services are judged by, read in a few questions."""

    def __init__(self, connection: sa.Connection, depending: Mapping[str, float]) -> None:
        service, trait, need = schema.service, schema.service_trait, schema.service_need
        columns = ("id", "name", "source", "assured_on", "demonstration", "organization_id")
        self.services = connection.execute(
            sa.select(*(service.c[key] for key in columns)).where(service.c.status != "defunct")
        ).all()
        self.has = {
            facet: set(connection.scalars(
                sa.select(trait.c.service_id).where(trait.c.facet == facet).distinct()
            ))
            for facet in (*_WITHOUT, LEFT_OUT_FIELD)
        }  # fmt: skip
        self.needs: dict[str, list[str]] = defaultdict(list)
        for record_id, found in connection.execute(sa.select(need.c.service_id, need.c.need)):
            self.needs[record_id].append(found)
        self.places = _places(connection)
        self.reported = _reported(connection)
        self._depending = depending
        self._given = Counter(
            (town, found) for record_id in self.needs for town in self._towns(record_id)
            for found in set(self.needs[record_id])
        )  # fmt: skip

    def task(self, row: sa.Row[Any], today: date) -> Task | None:
        """Return what is to be done about a service; None where all is well."""
        flaws = sorted(set(self._flaws(row, today)), key=lambda flaw: -CHANCE[flaw])
        if not flaws:
            return None
        people = self._people(row.id)
        wrong = 1.0 - math.prod(1.0 - CHANCE[flaw] for flaw in flaws)
        return Task(
            row.id, row.name, row.source, row.assured_on, row.demonstration, tuple(flaws), people,
            (people or 0.0) * wrong,
        )  # fmt: skip

    def _flaws(self, row: sa.Row[Any], today: date) -> Iterator[Flaw]:
        yield from self.reported.get(row.id, ())
        if row.assured_on is None:
            yield Flaw.NEVER_CHECKED
        elif is_stale(row.assured_on, today):
            yield Flaw.STALE
        if row.id not in self.needs:
            yield Flaw.NO_NEED
        for facet, flaw in _WITHOUT.items():
            if row.id not in self.has[facet]:
                yield flaw
        if row.id in self.has[LEFT_OUT_FIELD]:
            yield Flaw.LEFT_OUT
        for place in self.places[row.id]:
            yield from _flaws_of_place(place)

    def _people(self, record_id: str) -> float | None:
        if record_id in self._depending:
            return self._depending[record_id]
        shares = [
            residents / self._given[town, need]
            for town in self._towns(record_id)
            for need in self.needs.get(record_id, ())
            if (residents := _residents(town)) is not None
        ]
        return max(shares, default=None)

    def _towns(self, record_id: str) -> set[str]:
        return {place.municipality for place in self.places[record_id] if place.municipality}


def _flaws_of_place(place: sa.Row[Any]) -> Iterator[Flaw]:
    if place.exposure != "public" or place.location_type != "physical":
        return
    if place.lon is None:
        yield Flaw.NO_PLACE
    elif place.place_confidence is not None and place.place_confidence < SURE_ENOUGH:
        yield Flaw.DOUBTFUL_PLACE


def _places(connection: sa.Connection) -> dict[str, list[sa.Row[Any]]]:
    at, location = schema.service_at_location, schema.location
    columns = ("lon", "municipality", "exposure", "location_type", "place_confidence")
    wanted = sa.select(at.c.service_id, *(location.c[key] for key in columns)).join(
        location, location.c.id == at.c.location_id
    )
    found: dict[str, list[sa.Row[Any]]] = defaultdict(list)
    for row in connection.execute(wanted):
        found[row.service_id].append(row)
    return found


def _reported(connection: sa.Connection) -> dict[str, set[Flaw]]:
    """Return what waits in the queue about services that are there."""
    table = schema.proposal
    rows = connection.execute(
        sa.select(table.c.record_id, table.c.kind).where(
            table.c.state.in_([state.value for state in proposal_store.OPEN]),
            table.c.kind.in_([kind.value for kind in _TOLD]),
        )
    )
    found: dict[str, set[Flaw]] = defaultdict(set)
    for row in rows:
        found[row.record_id].add(_TOLD[ProposalKind(row.kind)])
    return found


def _residents(code: str) -> float | None:
    table = municipalities()
    place = table.index.get(code)
    people = math.nan if place is None else table.rows[place].residents
    return None if math.isnan(people) else people

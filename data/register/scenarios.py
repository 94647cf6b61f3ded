"""Scenarios in the register: kept by name, shared with others who plan, handed in as drafts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data.records.documents import PROFILE, Directory, Document, documents_of
from data.records.ids import stable_id
from data.records.plain_records import record_of, to_plain
from data.register import schema
from data.register.access import Access
from data.register.roles import Action, require
from geo.errors import BadInput, UnknownName
from geo.model import Service
from geo.scenario import Scenario

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class KeptScenario:
    """A scenario with whose it is; others see it once it is `shared`."""

    id: str
    area: str
    scenario: Scenario
    shared: bool
    kept_by: str
    kept_at: str


class Scenarios:
    """What planners try, as far as this person may."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def of_area(self, area: str) -> list[KeptScenario]:
        """Return one's own scenarios of an area, and those that others share; by name."""
        require(self._access.actor, Action.PLAN)
        table = schema.scenario
        mine = sa.or_(table.c.kept_by == self._access.actor.name, table.c.shared)
        wanted = sa.select(table).where(table.c.area == area, mine)
        with self._access.register.reading() as connection:
            rows = connection.execute(wanted.order_by(table.c.name, table.c.id))
            return [_kept(row) for row in rows]

    def keep(self, area: str, scenario: Scenario, *, shared: bool = False) -> KeptScenario:
        """Keep a scenario under its name, in place of one's own of that name.

        Raises
        ------
        BadInput
            ``scenario.name`` where it is empty or too long.
        """
        require(self._access.actor, Action.PLAN)
        name = scenario.name.strip()
        if not 0 < len(name) <= LONGEST_NAME:
            raise BadInput("scenario.name", most=LONGEST_NAME)
        row = {
            "id": stable_id("scenario", area, self._access.actor.name, name),
            "area": area,
            "name": name,
            "content": to_plain(scenario),
            "shared": shared,
            "kept_by": self._access.actor.name,
            "kept_at": self._access.now.isoformat(timespec="seconds"),
        }
        table = schema.scenario
        with self._access.register.writing() as connection:
            connection.execute(sa.delete(table).where(table.c.id == row["id"]))
            connection.execute(sa.insert(table).values(row))
        return KeptScenario(
            str(row["id"]), area, scenario, shared, self._access.actor.name, str(row["kept_at"])
        )

    def remove(self, record_id: str) -> None:
        """Forget one's own scenario.

        Raises
        ------
        UnknownName
            ``scenario.unknown`` where there is none, or it is somebody else's.
        """
        require(self._access.actor, Action.PLAN)
        table = schema.scenario
        mine = sa.and_(table.c.id == record_id, table.c.kept_by == self._access.actor.name)
        with self._access.register.writing() as connection:
            if not connection.execute(sa.delete(table).where(mine)).rowcount:
                raise UnknownName("scenario.unknown", id=record_id)


def drafts_of(
    before: Iterable[Service], after: Iterable[Service], known: dict[str, Document]
) -> list[Directory]:
    """Return the documents that would make a scenario true, one directory for each service.

    Parameters
    ----------
    known
        Documents of registered services by id, with their locations under the locations' ids: what
        a scenario does not touch stays as it is in them.
    """
    old = {service.id: service for service in before}
    return [_draft(service, known) for service in after if old.get(service.id) != service]


def _draft(service: Service, known: dict[str, Document]) -> Directory:
    document, organizations, location = documents_of(service)
    there = known.get(service.id)
    if there is None:
        return {
            "organization": {one["id"]: one for one in organizations},
            "location": {location["id"]: location},
            "service": {document["id"]: document},
        }
    profile = {**(there.get(PROFILE) or {}), **_judged(document[PROFILE])}
    changed = {**there, **{key: document.get(key) for key in ("status", "schedules")}}
    changed = {key: value for key, value in changed.items() if value is not None}
    directory: Directory = {"service": {service.id: {**changed, PROFILE: profile}}}
    place = known.get(service.location.id)
    if place is not None and (place.get("longitude"), place.get("latitude")) != (
        service.location.lon,
        service.location.lat,
    ):
        moved = {
            **place, "longitude": service.location.lon, "latitude": service.location.lat,
        }  # fmt: skip
        directory["location"] = {service.location.id: moved}
    return directory


def _judged(profile: Document) -> Document:
    return {key: profile[key] for key in ("eligibility", "capacity", "editions") if key in profile}


def _kept(row: Any) -> KeptScenario:
    return KeptScenario(
        row.id, row.area, record_of(Scenario, row.content), row.shared, row.kept_by, row.kept_at
    )

"""Activities as they were on an earlier day: today's, with what has changed since put back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from data.records.documents import PROFILE, Document
from data.register import schema, store
from data.register.activities import (
    Activities,
    ActivityParts,
    commonest_spelling,
    read_organizations,
)
from data.register.columns import columns_of, link_rows, needs_of
from data.register.funding import fund_rows, partner_rows
from data.register.links import Terms, parts
from data.register.place_municipality import municipality_of
from data.register.traits import ACCEPTS, LANGUAGE, trait_rows
from geo.model import Exposure, Fund, ServiceStatus
from geo.partnerships.activity import Activity


def activities_at(connection: sa.Connection, today: Activities, moment: datetime) -> Activities:
    """Return the activities of a moment, by name; those of today where nothing changed since.

    The register's history says what each record was. A service that stood in no history then was
    not in the register.

    Parameters
    ----------
    today
        As of the same connection.
    moment
        Aware.
    """
    since = moment.isoformat(timespec="milliseconds")
    changed = _changed_since(connection, since)
    ids = changed["service"] | _using(connection, changed)
    if not ids:
        return today
    funds = [name for one in today.rows for name in one.fund_names]
    past = _Past(connection, changed, since, funds)
    kept = [one for one in today.rows if one.id not in ids]
    back = past.activities(ids)
    rows = sorted([*kept, *back], key=lambda one: (one.name, one.id))
    names = {**today.organizations, **past.names}
    return replace(today, rows=tuple(rows), organizations=names)


class _Past:
    """Documents as they were at a moment."""

    def __init__(
        self,
        connection: sa.Connection,
        changed: Mapping[str, set[str]],
        since: str,
        fund_names: Sequence[str],
    ) -> None:
        self._connection, self._changed, self._since = connection, changed, since
        self._terms = Terms(connection)
        self._fund_names = fund_names
        self.names: dict[str, str] = {}

    def activities(self, ids: Collection[str]) -> list[Activity]:
        """Return the services of that moment, as far as they were there and not defunct."""
        services = {
            record_id: document
            for record_id, document in self._documents("service", ids).items()
            if document.get("status") != ServiceStatus.DEFUNCT.value
        }
        links = [row for document in services.values() for row in link_rows(document)]
        locations = self._documents("location", {row["location_id"] for row in links})
        organizations = self._documents("organization", _bodies(services.values()))
        self.names = {key: str(one.get("name") or "") for key, one in organizations.items()}
        _, kinds = read_organizations(self._connection)
        for record_id, document in organizations.items():
            kind = columns_of("organization", document, {})["kind"]
            kinds = {**kinds, record_id: kind} if kind else kinds
        beside = ActivityParts(
            needs={
                one: needs_of(document, self._terms.named(document))
                for one, document in services.items()
            },
            municipalities=_places(links, locations),
            funds=_funds(services, self._fund_names),
            partners={
                one: tuple(row["organization_id"] for row in partner_rows(document))
                for one, document in services.items()
            },
            statuses={one: _trait(document, ACCEPTS) for one, document in services.items()},
            languages={one: _trait(document, LANGUAGE) for one, document in services.items()},
            kinds=kinds,
        )
        origin = dict.fromkeys(("source", "licence", "area"))
        found = []
        for record_id, document in services.items():
            row = columns_of("service", document, origin)
            found.append(beside.activity(
                record_id, row["name"], row["organization_id"], row["level"], row["action"],
                row["demonstration"], None,
            ))  # fmt: skip
        return found

    def _documents(self, kind: str, ids: Collection[str]) -> dict[str, Document]:
        """Return documents of the moment by id; what has not changed since is today's."""
        changed = set(ids) & self._changed[kind]
        same = store.read(self._connection, kind, set(ids) - changed)
        found = {record_id: kept.content for record_id, kept in same.items()}
        audit = schema.audit
        for part in parts(sorted(changed)):
            newest = (
                sa.select(audit.c.row_id, sa.func.max(audit.c.new_version).label("version"))
                .where(audit.c.row_id.in_(part), audit.c.at <= self._since)
                .group_by(audit.c.row_id)
                .subquery()
            )
            rows = self._connection.execute(
                sa.select(audit.c.row_id, audit.c.content).join(
                    newest,
                    (audit.c.row_id == newest.c.row_id) & (audit.c.new_version == newest.c.version),
                )
            )
            found.update({row.row_id: row.content for row in rows if row.content})
        return found


def _changed_since(connection: sa.Connection, since: str) -> dict[str, set[str]]:
    audit = schema.audit
    found: dict[str, set[str]] = defaultdict(set)
    wanted = sa.select(audit.c.kind, audit.c.row_id).where(audit.c.at > since).distinct()
    for kind, record_id in connection.execute(wanted):
        found[kind].add(record_id)
    return found


def _using(connection: sa.Connection, changed: Mapping[str, set[str]]) -> set[str]:
    """Return the services at places, and of organisations, that have changed."""
    at, service = schema.service_at_location, schema.service
    found: set[str] = set()
    for column, key, kind in (
        (at.c.service_id, at.c.location_id, "location"),
        (service.c.id, service.c.organization_id, "organization"),
    ):
        for part in parts(sorted(changed[kind])):
            found.update(connection.scalars(sa.select(column).where(key.in_(part))))
    return found


def _bodies(documents: Collection[Document]) -> set[str]:
    led = {document.get("organization_id") for document in documents}
    beside = {row["organization_id"] for one in documents for row in partner_rows(one)}
    return {one for one in led | beside if one}


def _places(
    links: list[dict[str, str]], locations: Mapping[str, Document]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in links:
        location = locations.get(row["location_id"], {})
        code = municipality_of(location)
        if code and (location.get(PROFILE) or {}).get("exposure") != Exposure.ON_REQUEST.value:
            found[row["service_id"]].append(code)
    return {record_id: tuple(dict.fromkeys(codes)) for record_id, codes in found.items()}


def _funds(services: Mapping[str, Document], names: Sequence[str]) -> dict[str, tuple[Fund, ...]]:
    """Return the funds of each service; one name is spelled one way, as `names` spell it."""
    rows = {record_id: fund_rows(document) for record_id, document in services.items()}
    here = [row["name"] for found in rows.values() for row in found]
    written = commonest_spelling(Counter([*here, *names]))
    return {
        record_id: tuple(
            Fund(written[row["name"].casefold()], row["amount_eur"], row["starts"], row["ends"])
            for row in found
        )
        for record_id, found in rows.items()
    }


def _trait(document: Document, facet: str) -> tuple[str, ...]:
    return tuple(sorted(row["value"] for row in trait_rows(document) if row["facet"] == facet))

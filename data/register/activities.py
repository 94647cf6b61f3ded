"""The register's services as coordination counts them, read from columns in a few questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

import sqlalchemy as sa

from data.catalog.tables import load_taxonomy
from data.register import schema, store
from data.register.form_details import countries_of
from data.register.links import parts
from data.register.reading import RECENT, newest_change
from data.register.register import Register
from data.register.traits import ACCEPTS, LANGUAGE
from geo.model import Exposure, Fund, ServiceStatus
from geo.partnerships.activity import Activity

Values = Mapping[str, tuple[str, ...]]
"""Service → values."""

MOST_UPDATED = 5_000
"""Changes from which on everything is read anew."""

AREA = "area:"
"""What stands before the id of an area, where a service has no Italian municipality."""


@dataclass(frozen=True, slots=True)
class Activities:
    """All services of the register that are not defunct.

    Attributes
    ----------
    organizations, kinds
        Name and, where it is stated, kind of each organisation, by id.
    hidden_needs
        Needs that some service answers at a place given on request alone: nobody can say where
        they are not answered.
    """

    rows: tuple[Activity, ...]
    organizations: Mapping[str, str]
    kinds: Mapping[str, str] = field(default_factory=dict)
    hidden_needs: frozenset[str] = frozenset()


class ActivityIndex:
    """The activities of a register as they are now: read whole once, then what has changed.

    One for a process; any thread may ask it.
    """

    def __init__(self, register: Register) -> None:
        self._register = register
        self._lock = Lock()
        self._read: tuple[str, Activities] | None = None

    def current(self) -> Activities:
        """Return the activities as of the newest change."""
        with self._lock, self._register.reading() as connection:
            newest = newest_change(connection)
            if self._read is None:
                self._read = (newest, read_all(connection))
            elif self._read[0] != newest:
                self._read = (newest, _updated(connection, *self._read))
            return self._read[1]


def read_all(connection: sa.Connection) -> Activities:
    """Return all services that are not defunct, with the needs that are answered out of sight."""
    return replace(read_activities(connection), hidden_needs=hidden_needs(connection))


def read_activities(
    connection: sa.Connection, ids: Collection[str] | None = None, *, defunct: bool = False
) -> Activities:
    """Return the services, by name; how many statements it takes does not depend on how many.

    Names of funds that differ in case alone are one fund, written as most records write it. A
    service whose place is not in Italy counts for its area.

    Parameters
    ----------
    ids
        Only these services, and the organisations that they name; None: all.
    defunct
        Also those that are defunct.
    """
    table = schema.service
    columns = ("id", "name", "organization_id", "level", "action", "demonstration", "area")
    wanted = sa.select(*(table.c[name] for name in columns))
    if not defunct:
        wanted = wanted.where(table.c.status != ServiceStatus.DEFUNCT.value)
    rows, partners = _rows(connection, wanted, table.c.id, ids), _partners(connection, ids)
    named = None if ids is None else _named(rows, partners)
    names, kinds = read_organizations(connection, named)
    beside = ActivityParts(
        needs=_needs(connection, ids),
        municipalities=_municipalities(connection, ids),
        funds=_funds(connection, ids),
        partners=partners,
        statuses=_traits(connection, ACCEPTS, ids),
        languages=_traits(connection, LANGUAGE, ids),
        kinds=kinds,
    )
    found = [beside.activity(*row) for row in rows]
    return Activities(tuple(sorted(found, key=_by_name)), names, kinds)


def _updated(connection: sa.Connection, newest: str, before: Activities) -> Activities:
    """Return activities with what has changed since; all anew where much has."""
    ids = _changed_since(connection, newest)
    if ids is None or len(ids) > MOST_UPDATED:
        return read_all(connection)
    changed = read_activities(connection, ids)
    kept = [one for one in before.rows if one.id not in ids]
    # Sorting what is sorted but for a few costs little.
    rows = tuple(sorted([*kept, *changed.rows], key=_by_name))
    return Activities(rows, *read_organizations(connection), hidden_needs(connection))


def _named(rows: Iterable[Any], partners: Values) -> set[str]:
    """Return the organisations that lead some services or are their partners."""
    leading = {row.organization_id for row in rows} - {None}
    return leading.union(*partners.values())


def _changed_since(connection: sa.Connection, newest: str) -> set[str] | None:
    """Return the services that may have changed since a moment; None where nobody can say."""
    audit, at, service = schema.audit, schema.service_at_location, schema.service
    highest, recent = map(int, newest.split("."))
    earlier = audit.c.id.between(highest - RECENT + 1, highest)
    if connection.scalar(sa.select(sa.func.count()).where(earlier)) != recent:
        return None  # a change that began earlier was kept later
    rows = connection.execute(
        sa.select(audit.c.kind, audit.c.row_id).where(audit.c.id > highest).limit(MOST_UPDATED + 1)
    ).all()
    if len(rows) > MOST_UPDATED:
        return None
    of_kind: dict[str, set[str]] = defaultdict(set)
    for kind, record_id in rows:
        of_kind[kind].add(record_id)
    there = sa.select(at.c.service_id, at.c.location_id)
    led = sa.select(service.c.id, service.c.organization_id)
    return (
        of_kind["service"]
        | {row[0] for row in _rows(connection, there, at.c.location_id, of_kind["location"])}
        | {
            row[0]
            for row in _rows(connection, led, service.c.organization_id, of_kind["organization"])
        }
    )


def _by_name(activity: Activity) -> tuple[str, str]:
    return activity.name, activity.id


def _sectors() -> dict[str, str]:
    return {need.id: need.sector for need in load_taxonomy().needs}


@dataclass(frozen=True, slots=True)
class ActivityParts:
    """What stands beside services, by the service's id; sectors by need, kinds by organisation."""

    needs: Values
    municipalities: Values
    funds: Mapping[str, tuple[Fund, ...]]
    partners: Values
    statuses: Values
    languages: Values
    kinds: Mapping[str, str]
    sectors: Mapping[str, str] = field(default_factory=_sectors)

    def activity(
        self,
        record_id: str,
        name: str,
        organization: str | None,
        level: str | None,
        action: str | None,
        demonstration: bool,
        area: str | None,
    ) -> Activity:
        """Return a service with what stands beside it."""
        needs, partners = self.needs.get(record_id, ()), self.partners.get(record_id, ())
        where = self.municipalities.get(record_id, ()) or ((f"{AREA}{area}",) if area else ())
        kinds = (self.kinds[one] for one in (organization or "", *partners) if one in self.kinds)
        return Activity(
            id=record_id,
            name=name,
            sectors=tuple(dict.fromkeys(self.sectors[n] for n in needs if n in self.sectors)),
            needs=needs,
            municipalities=where,
            organization=organization,
            partners=partners,
            kinds=tuple(dict.fromkeys(kinds)),
            level=level,
            action=action,
            funds=self.funds.get(record_id, ()),
            statuses=self.statuses.get(record_id, ()),
            languages=self.languages.get(record_id, ()),
            demonstration=demonstration,
        )


def _rows(
    connection: sa.Connection,
    wanted: sa.Select[Any],
    key: sa.ColumnElement[Any],
    ids: Collection[str] | None,
) -> Sequence[Any]:
    """Return the rows of a question, those of some ids only where these are given.

    Nothing is ordered by the database: it would look up each row by its key.
    """
    if ids is None:
        return connection.execute(wanted).all()
    return [
        row
        for part in parts(sorted(ids))
        for row in connection.execute(wanted.where(key.in_(part))).all()
    ]


def _grouped(rows: Iterable[tuple[str, Any, str]]) -> Values:
    """Return the values of each service, once each, in the order of their places."""
    found: dict[str, list[tuple[Any, str]]] = {}
    for record_id, place, value in rows:
        found.setdefault(record_id, []).append((place, value))
    return {
        record_id: (values[0][1],)
        if len(values) == 1
        else tuple(dict.fromkeys(value for _, value in sorted(values)))
        for record_id, values in found.items()
    }


def _needs(connection: sa.Connection, ids: Collection[str] | None) -> Values:
    table = schema.service_need
    wanted = sa.select(table.c.service_id, table.c.place, table.c.need)
    return _grouped(_rows(connection, wanted, table.c.service_id, ids))


def _municipalities(connection: sa.Connection, ids: Collection[str] | None) -> Values:
    at, location = schema.service_at_location, schema.location
    wanted = (
        sa.select(at.c.service_id, at.c.place, location.c.municipality)
        .join(location, location.c.id == at.c.location_id)
        .where(
            location.c.municipality.is_not(None),
            # Where a service is that tells its place on request alone stands in no matrix.
            location.c.exposure != Exposure.ON_REQUEST.value,
        )
    )
    return _grouped(_rows(connection, wanted, at.c.service_id, ids))


def hidden_needs(connection: sa.Connection) -> frozenset[str]:
    """Return the needs that some service answers at a place given on request alone."""
    need, at, location = schema.service_need, schema.service_at_location, schema.location
    wanted = (
        sa.select(need.c.need)
        .join(at, at.c.service_id == need.c.service_id)
        .join(location, location.c.id == at.c.location_id)
        .where(location.c.exposure == Exposure.ON_REQUEST.value)
        .distinct()
    )
    return frozenset(connection.scalars(wanted))


def _partners(connection: sa.Connection, ids: Collection[str] | None) -> Values:
    table = schema.service_partner
    partner = table.c.organization_id
    wanted = sa.select(table.c.service_id, partner, partner)
    return _grouped(_rows(connection, wanted, table.c.service_id, ids))


def _traits(connection: sa.Connection, facet: str, ids: Collection[str] | None) -> Values:
    table = schema.service_trait
    wanted = sa.select(table.c.service_id, table.c.value, table.c.value).where(
        table.c.facet == facet
    )
    return _grouped(_rows(connection, wanted, table.c.service_id, ids))


def _funds(connection: sa.Connection, ids: Collection[str] | None) -> dict[str, tuple[Fund, ...]]:
    table = schema.service_fund
    columns = ("service_id", "place", "name", "amount_eur", "starts", "ends")
    wanted = sa.select(*(table.c[name] for name in columns))
    often = sa.select(table.c.name, sa.func.count()).group_by(table.c.name)
    written = commonest_spelling(dict(connection.execute(often).all()))
    found: dict[str, list[tuple[int, Fund]]] = {}
    made: dict[tuple[Any, ...], Fund] = {}  # many services live on the same call
    for record_id, place, name, *about in _rows(connection, wanted, table.c.service_id, ids):
        key = (name, *about)
        if key not in made:
            made[key] = Fund(written[name.casefold()], *about)
        found.setdefault(record_id, []).append((place, made[key]))
    return {
        record_id: tuple(fund for _, fund in sorted(funds, key=lambda row: row[0]))
        for record_id, funds in found.items()
    }


def commonest_spelling(often: Mapping[str, int]) -> dict[str, str]:
    """Return for each name without case the way in which it is written most often.

    Examples
    --------
    >>> commonest_spelling({"FAMI": 2, "Fami": 1})
    {'fami': 'FAMI'}
    """
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for name, count in often.items():
        counts[name.casefold()][name] = count
    return {
        key: min(spellings, key=lambda one: (-spellings[one], one))
        for key, spellings in counts.items()
    }


def read_organizations(
    connection: sa.Connection, ids: Collection[str] | None = None
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the name and, where it is stated, the kind of organisations by id; None: of all."""
    table = schema.organization
    wanted = sa.select(table.c.id, table.c.name, table.c.kind)
    rows = _rows(connection, wanted, table.c.id, ids)
    return {row.id: row.name for row in rows}, {row.id: row.kind for row in rows if row.kind}


def read_communities(connection: sa.Connection, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the countries whose communities each of some organisations stands for."""
    kept = store.read(connection, "organization", ids)
    found = {record_id: countries_of(one.content) for record_id, one in kept.items()}
    return {record_id: countries for record_id, countries in found.items() if countries}

"""Partnerships: the programme's territorial networks, with their municipalities, lead, partners."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data.catalog.municipalities import municipalities
from data.exchange.partnership_table import PartnershipEntry
from data.records.ids import stable_id
from data.register import schema, store
from data.register.access import Access
from data.register.register import Register
from data.register.roles import Action, require
from data.register.store import RecordChange
from geo.errors import UnknownName
from geo.names.folding import comparable

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Partnership:
    """A territorial network.

    Parameters
    ----------
    municipalities
        ISTAT codes.
    organizations
        Ids of all organisations, the lead's among them.
    lead
        Id of the one that leads it; None where none is stated.
    """

    name: str
    municipalities: tuple[str, ...]
    organizations: tuple[str, ...]
    lead: str | None = None


@dataclass(frozen=True, slots=True)
class PartnershipsSaved:
    """What saving a table did: how many partnerships stand, organisations that are new."""

    partnerships: int
    new_organizations: tuple[str, ...]


def partnership_places(register: Register) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the name of each partnership and its municipalities: that they exist is no secret."""
    table = schema.partnership
    wanted = sa.select(table.c.name, table.c.municipalities).order_by(table.c.name)
    with register.reading() as connection:
        return tuple((row.name, tuple(row.municipalities)) for row in connection.execute(wanted))


class Partnerships:
    """Reading and changing partnerships, as far as this person may."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def all(self) -> list[Partnership]:
        """Return all partnerships by name."""
        require(self._access.actor, Action.PLAN)
        with self._access.register.reading() as connection:
            return read_partnerships(connection)

    def put(
        self,
        name: str,
        codes: Collection[str],
        organizations: Collection[str],
        *,
        lead: str | None = None,
    ) -> None:
        """Write down a partnership, over one of the same name.

        Raises
        ------
        UnknownName
            ``municipality.unknown``, ``record.unknown`` for an organisation.
        """
        require(self._access.actor, Action.MANAGE)
        with self._access.register.writing() as connection:
            named = [*organizations, *([lead] if lead else [])]
            check_organizations(connection, named)
            _put(connection, Partnership(name, tuple(codes), tuple(dict.fromkeys(named)), lead))

    def remove(self, name: str) -> None:
        """Forget a partnership; whoever coordinated it reaches its records no more.

        Raises
        ------
        UnknownName
            ``partnership.unknown``.
        """
        require(self._access.actor, Action.MANAGE)
        with self._access.register.writing() as connection:
            partnership_named(connection, name)
            table = schema.partnership
            connection.execute(sa.delete(table).where(table.c.name == name))

    def put_table(
        self, partnerships: Iterable[PartnershipEntry], *, whole: bool
    ) -> PartnershipsSaved:
        """Write down the partnerships of a table, all or none.

        Organisations that the register does not have are added to it under the name that is given.

        Parameters
        ----------
        whole
            The table is all there are: others are forgotten.

        Raises
        ------
        UnknownName
            ``municipality.unknown``.
        """
        require(self._access.actor, Action.MANAGE)
        wanted = list(partnerships)
        with self._access.register.writing() as connection:
            ids, new = _organizations(connection, wanted)
            stamp = self._access.stamp("import")
            documents = [{"id": ids[comparable(name)], "name": name} for name in new]
            changes = [RecordChange("organization", one["id"], one) for one in documents]
            store.write(connection, changes, stamp)
            if whole:
                connection.execute(sa.delete(schema.partnership))
            for one in wanted:
                _put(connection, _with_ids(one, ids))
        return PartnershipsSaved(len(wanted), tuple(new))


def read_partnerships(connection: sa.Connection) -> list[Partnership]:
    """Return all partnerships by name."""
    table = schema.partnership
    rows = connection.execute(sa.select(table).order_by(table.c.name))
    return [_partnership_of(row) for row in rows]


def partnership_named(connection: sa.Connection, name: str) -> Partnership:
    """Return a partnership by its name.

    Raises
    ------
    UnknownName
        ``partnership.unknown`` with those that are there.
    """
    found = {one.name: one for one in read_partnerships(connection)}
    if name not in found:
        raise UnknownName("partnership.unknown", name=name, known=tuple(found))
    return found[name]


def check_organizations(connection: sa.Connection, ids: Collection[str]) -> None:
    """Demand that organisations are there.

    Raises
    ------
    UnknownName
        ``record.unknown`` with the first that is not.
    """
    table = schema.organization
    known = set(connection.scalars(sa.select(table.c.id).where(table.c.id.in_(list(ids)))))
    for record_id in ids:
        if record_id not in known:
            raise UnknownName("record.unknown", id=record_id)


def _put(connection: sa.Connection, partnership: Partnership) -> None:
    towns = municipalities()
    codes = dict.fromkeys(towns.get(code).code for code in partnership.municipalities)
    name = partnership.name.strip()[:LONGEST_NAME]
    table = schema.partnership
    connection.execute(sa.delete(table).where(table.c.name == name))
    connection.execute(
        sa.insert(table).values(
            id=stable_id("partnership", name),
            name=name,
            municipalities=list(codes),
            organizations=list(partnership.organizations),
            lead_id=partnership.lead,
        )
    )


def _organizations(
    connection: sa.Connection, partnerships: Iterable[PartnershipEntry]
) -> tuple[dict[str, str], list[str]]:
    """Return the id of each organisation named, by its comparable name, and the names of the new.

    An organisation may also be named by its id.
    """
    table = schema.organization
    ids: dict[str, str] = {}
    for row in connection.execute(sa.select(table.c.id, table.c.name).order_by(table.c.id)):
        ids.setdefault(comparable(row.name), row.id)
        ids[comparable(row.id)] = row.id
    new = []
    for one in partnerships:
        for name in filter(None, (one.lead, *one.partners)):
            if comparable(name) not in ids:
                ids[comparable(name)] = stable_id("organization", name.casefold())
                new.append(name)
    return ids, new


def _with_ids(partnership: PartnershipEntry, ids: dict[str, str]) -> Partnership:
    lead = ids[comparable(partnership.lead)] if partnership.lead else None
    partners = [ids[comparable(name)] for name in partnership.partners]
    organizations = dict.fromkeys([*([lead] if lead else []), *partners])
    return Partnership(partnership.name, partnership.municipalities, tuple(organizations), lead)


def _partnership_of(row: sa.Row[Any]) -> Partnership:
    return Partnership(row.name, tuple(row.municipalities), tuple(row.organizations), row.lead_id)

"""Records that may be one and the same: found without holding each against each.

Only records that share something rare are compared: a telephone, a code, the rarest word of their
names, or the place where they stand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from data.records.documents import PROFILE, Document, phones_at
from data.records.place_method import PlaceMethod
from data.records.protection import is_open
from data.register import schema, store
from data.register.links import parts
from data.register.name_index import NameIndex
from data.register.search import within
from geo.duplicates.candidates import Compared, pairs
from geo.duplicates.likeness import LIKELY, SOURCE, Likeness, Traits, likeness
from geo.names.italian_address import read_italian_address
from geo.phones import phone_keys

TYPING = 0.6
NEAR_M = 250.0
MOST_COMPARED = 120
"""While somebody types: the least score, how far around, how many are looked at."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two services that may be one, by id, with what says so."""

    first: str
    second: str
    likeness: Likeness


def candidates(connection: sa.Connection, *, limit: int = 100, least: float = LIKELY) -> list[Pair]:
    """Return pairs of services that may be one, the likest first.

    Pairs that somebody has decided on are left out.
    """
    services = compared(connection)
    decided = _decided(connection)
    found = []
    for one, other in pairs(services):
        if (one.id, other.id) in decided:
            continue
        result = likeness(one.traits, other.traits)
        if result.score >= least:
            found.append(Pair(min(one.id, other.id), max(one.id, other.id), result))
    found.sort(key=lambda pair: (-pair.likeness.score, pair.first, pair.second))
    return found[:limit]


def likely_like(
    connection: sa.Connection,
    names: NameIndex,
    draft: Traits,
    *,
    without: str | None = None,
    limit: int = 3,
) -> list[tuple[str, Likeness]]:
    """Return services that a draft may be, the likest first: by name, and by what stands around.

    Parameters
    ----------
    without
        The id of the service that is being edited.
    """
    ids = dict.fromkeys(names.alike(connection, draft.name))
    if draft.lon is not None and draft.lat is not None:
        around = [place for place, _ in within(connection, draft.lon, draft.lat, NEAR_M)]
        ids |= dict.fromkeys(_services_at(connection, around[:MOST_COMPARED]))
    ids.pop(without or "", None)
    found = [
        (one.id, result)
        for one in compared(connection, list(ids)[:MOST_COMPARED])
        if (result := likeness(draft, one.traits)).score >= TYPING
    ]
    found.sort(key=lambda pair: -pair[1].score)
    return found[:limit]


def compared(connection: sa.Connection, ids: Collection[str] | None = None) -> list[Compared]:
    """Return services as they are compared, by id; all of them where no ids are given."""
    services = _contents(connection, schema.service, ids)
    places = None if ids is None else _places(services.values())
    locations = _contents(connection, schema.location, places)
    named = {d.get("organization_id") for d in services.values()} - {None}
    organizations = _names(connection, [str(one) for one in named])
    return [
        Compared(record_id, traits)
        for record_id, document in services.items()
        for traits in [traits_of(document, locations, organizations)]
    ]


def traits_of(
    service: Document, locations: Mapping[str, Document], organizations: Mapping[str, str]
) -> Traits:
    """Return what a service is compared by: at the first of its public places."""
    profile = service.get(PROFILE) or {}
    location = next(
        (locations[p] for p in _places([service]) if p in locations and is_open(locations[p])), {}
    )
    address: Document = next(iter(location.get("addresses") or []), {})
    taken_apart = read_italian_address(str(address.get("address_1") or ""))
    here = _knows_door(location)
    source, source_id = profile.get("source"), profile.get("source_id")
    numbers = phones_at(service, *(service.get("service_at_locations") or []))
    phones = frozenset().union(*(phone_keys(str(phone.get("number") or "")) for phone in numbers))
    return Traits(
        name=str(service.get("name") or ""),
        organization=organizations.get(str(service.get("organization_id")), ""),
        street=taken_apart.street,
        number=taken_apart.number,
        lon=location.get("longitude") if here else None,
        lat=location.get("latitude") if here else None,
        phones=phones,
        codes={f"{SOURCE}{source}": str(source_id)} if source and source_id else {},
        needs=frozenset(profile.get("needs") or ()),
    )


def _knows_door(location: Document) -> bool:
    if location.get("longitude") is None or location.get("latitude") is None:
        return False
    return (location.get(PROFILE) or {}).get("place_method") != PlaceMethod.MUNICIPALITY


def _decided(connection: sa.Connection) -> set[tuple[str, str]]:
    table = schema.likeness
    rows = connection.execute(sa.select(table.c.first_id, table.c.second_id)).all()
    return {pair for row in rows for pair in ((row[0], row[1]), (row[1], row[0]))}


def _contents(
    connection: sa.Connection, table: sa.Table, ids: Collection[str] | None
) -> dict[str, Document]:
    if ids is not None:
        found = store.read(connection, table.name, ids)
        return {record_id: kept.content for record_id, kept in found.items()}
    rows = connection.execute(sa.select(table.c.id, table.c.content).order_by(table.c.id))
    return {row.id: row.content for row in rows}


def _places(services: Iterable[Document]) -> list[str]:
    found = [
        at["location_id"]
        for service in services
        for at in service.get("service_at_locations") or []
        if at.get("location_id")
    ]
    return list(dict.fromkeys(found))


def _names(connection: sa.Connection, ids: list[str]) -> dict[str, str]:
    table = schema.organization
    found: dict[str, str] = {}
    for part in parts(sorted(ids)):
        rows = connection.execute(sa.select(table.c.id, table.c.name).where(table.c.id.in_(part)))
        found.update((row.id, row.name) for row in rows)
    return found


def _services_at(connection: sa.Connection, places: list[str]) -> list[str]:
    table = schema.service_at_location
    wanted = sa.select(table.c.service_id).where(table.c.location_id.in_(places))
    return list(connection.scalars(wanted))

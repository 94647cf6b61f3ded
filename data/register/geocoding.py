"""Places for records that have an address and no position, found on this machine.

``location.approdo.place_method`` says how the position was found and ``place_confidence`` how far
it may be trusted as that of the entrance (`data.placing.place_address.Placed`). A position that
somebody clicked or that a source gave is never touched; that of a municipality gives way to that of
a street.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from data.placing.place_address import SURE_ENOUGH, Placed, Searched, Written, place_address
from data.records.documents import PROFILE, Document
from data.records.place_method import PlaceMethod
from data.records.protection import is_open
from data.register import schema, store
from data.register.access import Access
from data.register.belonging import belonging_of
from data.register.links import BATCH
from data.register.roles import Action, may, require
from data.register.store import Kept, RecordChange

PLACED = "place"
"""What the history calls it: no person's edit, so a source may go on telling the record."""


@dataclass(frozen=True, slots=True)
class Placing:
    """What was placed, or would be: numbers of locations.

    Parameters
    ----------
    nowhere
        With an address, and no place found.
    doubtful
        Of those placed, the ones that wait for a person to look at them.
    """

    address: int
    street: int
    municipality: int
    nowhere: int
    doubtful: int


def place_records(access: Access, areas: Sequence[Searched], *, dry_run: bool = False) -> Placing:
    """Place the locations that have an address only, as far as this person may import them.

    Addresses are looked up before anything is held; what somebody changed meanwhile is left.

    Parameters
    ----------
    areas
        Where to look; with none, only municipalities are found.
    dry_run
        Return what would be done, and do nothing.
    """
    require(access.actor, Action.IMPORT)
    with access.register.reading() as connection:
        waiting = [kept for kept in to_place(connection) if _may_place(access, connection, kept)]
    found = {kept.id: place_address(_written(kept.content), areas) for kept in waiting}
    better = {
        kept.id: placed
        for kept in waiting
        if (placed := found[kept.id]) and _is_better(kept.content, placed)
    }
    if not dry_run:
        _keep_places(access, [kept for kept in waiting if kept.id in better], better)
    nowhere = sum(placed is None for placed in found.values())
    return _counted(list(better.values()), nowhere)


def _may_place(access: Access, connection: sa.Connection, kept: Kept) -> bool:
    whose = belonging_of(connection, "location", kept.content, {})
    return may(access.actor, Action.IMPORT, whose)


def _keep_places(access: Access, waiting: Sequence[Kept], better: dict[str, Placed]) -> None:
    for part in _parts(waiting):
        with access.register.writing() as connection:
            now = store.read(connection, "location", [kept.id for kept in part], hold=True)
            changes = [
                RecordChange(
                    "location", kept.id, with_place(kept.content, better[kept.id]), kept.version
                )
                for kept in part
                if kept.id in now and now[kept.id].version == kept.version
            ]
            store.write(connection, changes, access.stamp(PLACED))


def to_place(connection: sa.Connection) -> list[Kept]:
    """Return the locations that have a public address and no position of their own, by id."""
    table = schema.location
    coarse = table.c.place_confidence.is_not(None)
    wanted = sa.select(table.c.id).where(
        table.c.location_type == "physical", table.c.lon.is_(None) | coarse
    )
    found = store.read(connection, "location", list(connection.scalars(wanted)))
    return [kept for kept in found.values() if _waits(kept.content)]


def with_place(location: Document, placed: Placed) -> Document:
    """Return a location at the place that was found for it."""
    profile = {
        **(location.get(PROFILE) or {}),
        "place_method": placed.method.value,
        "place_confidence": placed.confidence,
    }
    if placed.municipality and not profile.get("municipality"):
        profile["municipality"] = placed.municipality
    return {**location, "longitude": placed.lon, "latitude": placed.lat, PROFILE: profile}


def with_places(connection: sa.Connection, changes: Sequence[RecordChange]) -> list[RecordChange]:
    """Return what a source says, with the places that were found for the same addresses before.

    A source without positions is brought in again and again: what was found for it stays while the
    address does.
    """
    rows = [change for change in changes if change.kind == "location" and change.content]
    there = store.read(connection, "location", [change.id for change in rows])
    return [
        replace(change, content=_keeping_place(change.content, there[change.id].content))
        if change.content and change.kind == "location" and change.id in there
        else change
        for change in changes
    ]


def _keeping_place(fields: Document, kept: Document) -> Document:
    found_by_us = _method(kept) in tuple(PlaceMethod) and kept.get("longitude") is not None
    if not found_by_us or fields.get("longitude") is not None or not is_open(fields):
        return fields
    if _address(fields) != _address(kept):
        return fields
    profile = fields.get(PROFILE) or {}
    found = {key: value for key, value in (kept.get(PROFILE) or {}).items() if key in _FOUND}
    place = {key: kept[key] for key in ("longitude", "latitude")}
    return {**fields, **place, PROFILE: {**found, **profile}}


_FOUND = ("place_method", "place_confidence", "municipality")


def _waits(location: Document) -> bool:
    if not is_open(location) or not _address(location):
        return False
    if location.get("longitude") is None or location.get("latitude") is None:
        return True
    return _method(location) == PlaceMethod.MUNICIPALITY


def _is_better(location: Document, placed: Placed) -> bool:
    placed_before = location.get("longitude") is not None and location.get("latitude") is not None
    return not placed_before or placed.method is not PlaceMethod.MUNICIPALITY


def _method(location: Document) -> str | None:
    found = (location.get(PROFILE) or {}).get("place_method")
    return str(found) if found else None


def _address(location: Document) -> Document:
    """Return the first address that is not one for letters alone; empty where there is none."""
    for address in location.get("addresses") or []:
        found = address.get("address_1") or address.get("city")
        if found and address.get("address_type") in (None, "", "physical"):
            return dict(address)
    return {}


def _written(location: Document) -> Written:
    address = _address(location)
    return Written(
        str(address.get("address_1") or ""),
        str(address.get("city") or ""),
        str(address.get("state_province") or ""),
        str((location.get(PROFILE) or {}).get("municipality") or ""),
    )


def _counted(placed: Sequence[Placed], nowhere: int) -> Placing:
    methods = Counter(one.method for one in placed)
    return Placing(
        methods[PlaceMethod.ADDRESS],
        methods[PlaceMethod.STREET],
        methods[PlaceMethod.MUNICIPALITY],
        nowhere,
        sum(one.confidence < SURE_ENOUGH for one in placed),
    )


def _parts(waiting: Sequence[Kept]) -> list[Sequence[Kept]]:
    size = BATCH
    return [waiting[start : start + size] for start in range(0, len(waiting), size)]

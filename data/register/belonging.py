"""Whom records belong to: through their organisations and the places where they are given."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from data.records.documents import PROFILE, Directory, Document
from data.register import schema, store
from data.register.place_municipality import municipality_of
from data.register.roles import Belonging


def belonging(connection: sa.Connection, kind: str, record_id: str) -> Belonging:
    """Return whom a kept document belongs to; to nobody where it is not there."""
    kept = store.read(connection, kind, [record_id]).get(record_id)
    return Belonging() if kept is None else belonging_of(connection, kind, kept.content, {})


def belonging_of(
    connection: sa.Connection, kind: str, document: Document, beside: Directory
) -> Belonging:
    """Return whom a document belongs to.

    Parameters
    ----------
    beside
        Documents said together with it: its locations are looked for there first.
    """
    if kind == "organization":
        return Belonging(frozenset({document["id"]}))
    if kind == "location":
        return _of_location(connection, document)
    profile = document.get(PROFILE) or {}
    organizations = {
        document.get("organization_id"),
        *(partner.get("organization_id") for partner in profile.get("partners", [])),
    }
    places = {at.get("location_id") for at in document.get("service_at_locations") or []}
    rows = [beside.get("location", {}).get(place) for place in places]
    municipalities: set[Any] = {municipality_of(location) for location in rows if location}
    table = schema.location
    known = sa.select(table.c.municipality).where(table.c.id.in_(places - {None}))
    municipalities |= set(connection.scalars(known))
    return Belonging(frozenset(organizations - {None}), frozenset(municipalities - {None}))


def _of_location(connection: sa.Connection, document: Document) -> Belonging:
    at, service = schema.service_at_location, schema.service
    there = (
        sa.select(service.c.organization_id)
        .join(at, at.c.service_id == service.c.id)
        .where(at.c.location_id == document["id"])
    )
    organizations = {document.get("organization_id"), *connection.scalars(there)}
    municipality = municipality_of(document)
    return Belonging(
        frozenset(organizations - {None}), frozenset([municipality] if municipality else [])
    )

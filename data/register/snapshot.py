"""The whole register, or some services with what they name, as documents."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from data.records.documents import PROFILE, Directory, Document
from data.register import schema, store


def read_directory(connection: sa.Connection) -> Directory:
    """Return every document as the public may see it."""
    found: Directory = {}
    for kind, table in schema.DOCUMENTS.items():
        rows = connection.execute(sa.select(table.c.id, table.c.content).order_by(table.c.id))
        found[kind] = {row.id: row.content for row in rows}
    return found


def read_services(connection: sa.Connection, ids: Collection[str]) -> Directory:
    """Return services with every document that they name; what is not there is passed over."""
    found: Directory = {"service": _contents(connection, "service", set(ids))}
    named: dict[str, set[str]] = {"organization": set(), "program": set(), "location": set()}
    for document in found["service"].values():
        partners = (document.get(PROFILE) or {}).get("partners", [])
        named["organization"].update(
            str(item) for item in [
                document.get("organization_id"), *(p.get("organization_id") for p in partners)
            ]
        )  # fmt: skip
        named["program"].add(str(document.get("program_id")))
        named["location"].update(
            str(at.get("location_id")) for at in document.get("service_at_locations") or []
        )
    for kind, wanted in named.items():
        found[kind] = _contents(connection, kind, wanted)
    return found


def _contents(connection: sa.Connection, kind: str, ids: Collection[str]) -> dict[str, Document]:
    return {
        record_id: kept.content for record_id, kept in store.read(connection, kind, ids).items()
    }

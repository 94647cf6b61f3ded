"""Documents in their tables: read, written with their version and their history.

Everything here works inside a transaction that somebody else opened.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from data.records.documents import Directory, Document
from data.records.protection import open_part, protected_part
from data.register import schema
from data.register.columns import columns_of
from data.register.links import Terms, parts, put_protected, write_links
from geo.errors import ApprodoError


class EditConflict(ApprodoError):
    """Somebody else changed the record since it was read: ``edit.conflict`` with its id."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as the register keeps it."""

    kind: str
    id: str
    version: int
    content: Document
    updated_at: str
    updated_by: str


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What is to become of one document.

    Parameters
    ----------
    content
        The document; None: it goes.
    base_version
        The version that the change was made from, 0 for a document that is new; None: whatever
        is there is written over.
    """

    kind: str
    id: str
    content: Document | None
    base_version: int | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who changes something, when, how; and what the documents themselves do not say.

    `source`, `licence` and `area` hold for services that name none; where these are None, what
    was given of a service before goes on holding.
    """

    by: str
    at: datetime
    action: str = "edit"
    source: str | None = None
    licence: str | None = None
    area: str | None = None


def changes_of(directory: Directory) -> list[RecordChange]:
    """Return the changes that put a directory into the register, whatever is there."""
    return [
        RecordChange(kind, record_id, document)
        for kind in schema.DOCUMENTS
        for record_id, document in directory.get(kind, {}).items()
    ]


def content_sha256(content: Document) -> str:
    """Return a checksum that is equal for equal documents."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def read(
    connection: sa.Connection, kind: str, ids: Collection[str], *, hold: bool = False
) -> dict[str, Kept]:
    """Return the documents of a kind that are there, by id, as the public may see them.

    With `hold`, nobody else changes them until the transaction ends.
    """
    table = schema.DOCUMENTS[kind]
    found: dict[str, Kept] = {}
    for part in parts(sorted(ids)):
        rows = sa.select(*_kept_columns(table)).where(table.c.id.in_(part)).order_by(table.c.id)
        for row in connection.execute(rows.with_for_update() if hold else rows):
            found[row.id] = _kept(kind, row)
    return found


def _kept_columns(table: sa.Table) -> list[sa.Column[Any]]:
    return [table.c[key] for key in ("id", "version", "content", "updated_at", "updated_by")]


def _kept(kind: str, row: Any) -> Kept:
    return Kept(kind, row.id, row.version, row.content, row.updated_at, row.updated_by)


def write(
    connection: sa.Connection, changes: Sequence[RecordChange], stamp: Stamp
) -> list[RecordChange]:
    """Carry out changes; return those that changed something.

    A document equal to what is kept is left alone: a second run of an import changes nothing.

    Raises
    ------
    EditConflict
        ``edit.conflict`` where a document is not at the version that its change was made from.
    """
    carried_out = []
    terms = Terms(connection)
    for kind in schema.DOCUMENTS:
        of_kind = [change for change in changes if change.kind == kind]
        before = _before(connection, kind, [change.id for change in of_kind])
        new = [c for c in of_kind if _is_due(c, before.get(c.id))]
        _write_kind(connection, kind, new, before, stamp, terms)
        carried_out += new
    return carried_out


@dataclass(frozen=True, slots=True)
class _Before:
    """What is there before a change; `hidden` is what is protected of a location."""

    version: int
    content_sha256: str
    origin: dict[str, str | None]
    hidden: Document | None


def _is_due(change: RecordChange, before: _Before | None) -> bool:
    version = before.version if before else 0
    if change.base_version is not None and change.base_version != version:
        raise EditConflict("edit.conflict", kind=change.kind, id=change.id, version=version)
    if change.content is None:
        return before is not None
    if before is None or before.content_sha256 != _open_sha256(change.kind, change.content):
        return True
    hidden = protected_part(change.content) if change.kind == "location" else None
    return bool(hidden) and hidden != before.hidden


def _open_sha256(kind: str, content: Document) -> str:
    # A checksum over a protected address would let whoever guesses it know.
    return content_sha256(open_part(kind, content))


def _before(connection: sa.Connection, kind: str, ids: Sequence[str]) -> dict[str, _Before]:
    """Return what is there, and hold these rows until the end."""
    table = schema.DOCUMENTS[kind]
    found = {}
    hidden = hidden_parts(connection, ids) if kind == "location" else {}
    for part in parts(ids):
        wanted = (
            sa.select(table.c.id, table.c.version, table.c.content_sha256, *_origin_columns(kind))
            .where(table.c.id.in_(part))
            .order_by(table.c.id)  # one order for everybody: nobody waits in a circle
            .with_for_update()
        )
        for row in connection.execute(wanted):
            found[row.id] = _before_of(kind, row, hidden)
    return found


def _origin_columns(kind: str) -> list[sa.Column[Any]]:
    return [schema.service.c[key] for key in _ORIGIN] if kind == "service" else []


def _before_of(kind: str, row: Any, hidden: Mapping[str, Document]) -> _Before:
    fields = {column.name: getattr(row, column.name) for column in _origin_columns(kind)}
    return _Before(row.version, row.content_sha256, fields, hidden.get(row.id))


def hidden_parts(connection: sa.Connection, ids: Sequence[str]) -> dict[str, Document]:
    """Return what is kept apart of locations, by id: only for those who may see it."""
    table = schema.protected_location
    found = {}
    for part in parts(ids):
        rows = connection.execute(sa.select(table).where(table.c.id.in_(part)))
        found.update({row.id: row.content for row in rows})
    return found


_ORIGIN = ("source", "licence", "area")


def _write_kind(
    connection: sa.Connection,
    kind: str,
    changes: Sequence[RecordChange],
    before: Mapping[str, _Before],
    stamp: Stamp,
    terms: Terms,
) -> None:
    last = _last_versions(connection, [change.id for change in changes], before)
    rows = [_row(change, last.get(change.id, 0) + 1, stamp) for change in changes]
    gone = [row["id"] for row in rows if row["content"] is None]
    table = schema.DOCUMENTS[kind]
    if gone:
        for part in parts(gone):
            connection.execute(sa.delete(table).where(table.c.id.in_(part)))
        if kind == "location":
            put_protected(connection, dict.fromkeys(gone))
    stay = [row for row in rows if row["content"] is not None]
    if stay:
        items = [_origin_values(kind, row, stamp, before.get(row["id"])) for row in stay]
        connection.execute(_upsert(connection, table, list(items[0])), items)
    write_links(connection, kind, stay, terms)
    if rows:
        connection.execute(sa.insert(schema.audit), [_history(kind, row, stamp) for row in rows])


def _upsert(
    connection: sa.Connection, table: sa.Table, names: Sequence[str]
) -> sa.sql.dml.ReturningInsert[Any]:
    """Return the statement that writes rows, over those of the same id that are there.

    One statement for many rows: an update for each would go to a server and back for each.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    rows = insert(table)
    fields = {name: rows.excluded[name] for name in names if name != "id"}
    # Asked to say the ids, both databases take many rows in one statement.
    return rows.on_conflict_do_update(index_elements=["id"], set_=fields).returning(table.c.id)


def _last_versions(
    connection: sa.Connection, ids: Sequence[str], before: Mapping[str, _Before]
) -> dict[str, int]:
    """Return the version of each document; one that was taken out goes on where it stopped."""
    table = schema.audit
    found = {record_id: known.version for record_id, known in before.items()}
    for part in parts([record_id for record_id in ids if record_id not in before]):
        wanted = (
            sa.select(table.c.row_id, sa.func.max(table.c.new_version))
            .where(table.c.row_id.in_(part))
            .group_by(table.c.row_id)
        )
        found.update((record_id, version) for record_id, version in connection.execute(wanted))
    return found


def _row(change: RecordChange, version: int, stamp: Stamp) -> dict[str, Any]:
    content = change.content
    return {
        "id": change.id,
        "content": content,
        "content_sha256": "" if content is None else _open_sha256(change.kind, content),
        "version": version,
        "updated_at": stamp.at.isoformat(timespec="milliseconds"),
        "updated_by": stamp.by,
    }


def _origin_values(
    kind: str, row: dict[str, Any], stamp: Stamp, before: _Before | None
) -> dict[str, Any]:
    fields = {"source": stamp.source, "licence": stamp.licence, "area": stamp.area}
    kept = before.origin if before else {}
    origin = {key: value or kept.get(key) for key, value in fields.items()}
    origin = {**origin, "source": origin["source"] or "?", "licence": origin["licence"] or "?"}
    open_document = open_part(kind, row["content"])
    return {**row, "content": open_document, **columns_of(kind, open_document, origin)}


def _history(kind: str, row: dict[str, Any], stamp: Stamp) -> dict[str, Any]:
    content = row["content"]
    return {
        "kind": kind,
        "row_id": row["id"],
        "new_version": row["version"],
        "at": row["updated_at"],
        "by": stamp.by,
        "action": stamp.action,
        # What is protected enters no history: it would be a second place to guard.
        "content": sa.null() if content is None else open_part(kind, content),
    }

"""Documents in their tables: read, written with their version and their history.

Everything here works inside a transaction that somebody else opened.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from data.register import schema
from data.register.columns import columns_of, link_rows, needs_of, open_part, protected_part
from data.register.documents import Directory, Document
from data.register.traits import trait_rows
from geo.errors import ApprodoError

BATCH = 500
"""Rows asked for by one statement: databases limit how much one may name."""


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
class Change:
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
    """Who changes something, when, how; and what the documents themselves do not tell.

    `source`, `licence` and `area` hold for services that name none; where these are None, what
    was told of a service before goes on holding.
    """

    by: str
    at: datetime
    action: str = "edit"
    source: str | None = None
    licence: str | None = None
    area: str | None = None


def changes_of(directory: Directory) -> list[Change]:
    """Return the changes that put a directory into the register, whatever is there."""
    return [
        Change(kind, own, document)
        for kind in schema.DOCUMENTS
        for own, document in directory.get(kind, {}).items()
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
    wanted = (
        table.c.id, table.c.version, table.c.content, table.c.updated_at, table.c.updated_by,
    )  # fmt: skip
    found: dict[str, Kept] = {}
    for part in parts(sorted(ids)):
        rows = sa.select(*wanted).where(table.c.id.in_(part)).order_by(table.c.id)
        for row in connection.execute(rows.with_for_update() if hold else rows):
            found[row.id] = Kept(kind, *row[:2], row.content, row.updated_at, row.updated_by)
    return found


def write(connection: sa.Connection, changes: Sequence[Change], stamp: Stamp) -> list[Change]:
    """Carry out changes; return those that changed something.

    A document equal to what is kept is left alone: a second run of an import changes nothing.

    Raises
    ------
    EditConflict
        ``edit.conflict`` where a document is not at the version that its change was made from.
    """
    carried_out = []
    terms = _Terms(connection)
    for kind in schema.DOCUMENTS:
        own = [change for change in changes if change.kind == kind]
        before = _before(connection, kind, [change.id for change in own])
        new = [c for c in own if _is_due(c, before.get(c.id))]
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


def _is_due(change: Change, before: _Before | None) -> bool:
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
    origin = [table.c[key] for key in _ORIGIN] if kind == "service" else []
    found = {}
    hidden = hidden_parts(connection, ids) if kind == "location" else {}
    for part in parts(ids):
        wanted = (
            sa.select(table.c.id, table.c.version, table.c.content_sha256, *origin)
            .where(table.c.id.in_(part))
            .order_by(table.c.id)  # one order for everybody: nobody waits in a circle
            .with_for_update()
        )
        for row in connection.execute(wanted):
            told = {key: getattr(row, key) for key in _ORIGIN} if origin else {}
            found[row.id] = _Before(row.version, row.content_sha256, told, hidden.get(row.id))
    return found


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
    changes: Sequence[Change],
    before: Mapping[str, _Before],
    stamp: Stamp,
    terms: _Terms,
) -> None:
    last = _last_versions(connection, [change.id for change in changes], before)
    rows = [_row(change, last.get(change.id, 0) + 1, stamp) for change in changes]
    gone = [row["id"] for row in rows if row["content"] is None]
    table = schema.DOCUMENTS[kind]
    if gone:
        for part in parts(gone):
            connection.execute(sa.delete(table).where(table.c.id.in_(part)))
        if kind == "location":
            _put_protected(connection, dict.fromkeys(gone))
    stay = [row for row in rows if row["content"] is not None]
    if stay:
        told = [_own_columns(kind, row, stamp, before.get(row["id"])) for row in stay]
        connection.execute(_upsert(connection, table, list(told[0])), told)
    _write_links(connection, kind, stay, terms)
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
    told = {name: rows.excluded[name] for name in names if name != "id"}
    # Asked to tell the ids, both databases take many rows in one statement.
    return rows.on_conflict_do_update(index_elements=["id"], set_=told).returning(table.c.id)


def _last_versions(
    connection: sa.Connection, ids: Sequence[str], before: Mapping[str, _Before]
) -> dict[str, int]:
    """Return the version of each document; one that was taken out goes on where it stopped."""
    table = schema.audit
    found = {own: known.version for own, known in before.items()}
    for part in parts([own for own in ids if own not in before]):
        wanted = (
            sa.select(table.c.row_id, sa.func.max(table.c.new_version))
            .where(table.c.row_id.in_(part))
            .group_by(table.c.row_id)
        )
        found.update((own, version) for own, version in connection.execute(wanted))
    return found


def _row(change: Change, version: int, stamp: Stamp) -> dict[str, Any]:
    content = change.content
    return {
        "id": change.id,
        "content": content,
        "content_sha256": "" if content is None else _open_sha256(change.kind, content),
        "version": version,
        "updated_at": stamp.at.isoformat(timespec="milliseconds"),
        "updated_by": stamp.by,
    }


def _own_columns(
    kind: str, row: dict[str, Any], stamp: Stamp, before: _Before | None
) -> dict[str, Any]:
    told = {"source": stamp.source, "licence": stamp.licence, "area": stamp.area}
    kept = before.origin if before else {}
    origin = {key: value or kept.get(key) for key, value in told.items()}
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


def _write_links(
    connection: sa.Connection, kind: str, rows: Sequence[dict[str, Any]], terms: _Terms
) -> None:
    ids = [row["id"] for row in rows]
    if kind == "location":
        hidden = {row["id"]: protected_part(row["content"]) for row in rows}
        _put_protected(connection, hidden)
    if kind != "service":
        return
    for table in (schema.service_need, schema.service_at_location, schema.service_trait):
        for part in parts(ids):
            connection.execute(sa.delete(table).where(table.c.service_id.in_(part)))
    needs = [
        {"service_id": row["id"], "place": place, "need": need}
        for row in rows
        for place, need in enumerate(needs_of(row["content"], terms.named(row["content"])))
    ]
    places = [link for row in rows for link in link_rows(row["content"])]
    traits = [trait for row in rows for trait in trait_rows(row["content"])]
    for table, found in (
        (schema.service_need, needs),
        (schema.service_at_location, places),
        (schema.service_trait, traits),
    ):
        if found:
            connection.execute(sa.insert(table), found)


def _put_protected(connection: sa.Connection, hidden: Mapping[str, Document | None]) -> None:
    """Keep what is protected apart.

    A location that is told again without its place, as every reader sees it, keeps the place that
    is known; a location that has become public keeps none.
    """
    table = schema.protected_location
    told = {own: part for own, part in hidden.items() if part != {}}
    for ids in parts(list(told)):
        connection.execute(sa.delete(table).where(table.c.id.in_(ids)))
    rows = [{"id": own, "content": part} for own, part in told.items() if part]
    if rows:
        connection.execute(sa.insert(table), rows)


class _Terms:
    """Names of taxonomy terms, read when a document names one."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._names: dict[str, str] | None = None

    def named(self, document: Document) -> list[str]:
        """Return the names of the terms that a document's attributes carry."""
        told = [
            attribute.get("taxonomy_term_id")
            for attribute in document.get("attributes") or []
            if attribute.get("taxonomy_term_id")
        ]
        if not told:
            return []
        if self._names is None:
            rows = self._connection.execute(
                sa.select(schema.taxonomy_term.c.id, schema.taxonomy_term.c.content)
            )
            self._names = {row.id: str(row.content.get("name") or "") for row in rows}
        return [self._names.get(term, "") for term in told]


def parts(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    """Return ids in pieces that one statement can name."""
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))

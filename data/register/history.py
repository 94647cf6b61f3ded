"""Who changed what, and when; and how to take it back."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from data.records.documents import Document
from data.register import schema, store
from data.register.merging import Merged, merge
from data.register.store import EditConflict, RecordChange, Stamp
from geo.errors import UnknownName


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document. `content` is None where the change took it out."""

    kind: str
    id: str
    version: int
    at: str
    by: str
    action: str
    content: Document | None


def history(connection: sa.Connection, record_id: str) -> list[Version]:
    """Return every version of a document, the newest first; empty where there is none."""
    table = schema.audit
    wanted = (
        sa.select(table).where(table.c.row_id == record_id).order_by(table.c.new_version.desc())
    )
    return [
        Version(row.kind, row.row_id, row.new_version, row.at, row.by, row.action, row.content)
        for row in connection.execute(wanted)
    ]


def without(versions: list[Version], number: int) -> Merged:
    """Return the newest version with what one change did taken back out of it.

    Later changes stay; where one of them touched the same field, it is a clash, and the field is
    as the later one left it.

    Raises
    ------
    UnknownName
        ``version.unknown``.
    """
    fields = {version.version: version.content for version in versions}
    if number not in fields:
        raise UnknownName("version.unknown", version=number)
    newest = fields[max(fields)]
    return merge(fields[number] or {}, fields.get(number - 1) or {}, newest or {})


def undo(connection: sa.Connection, record_id: str, number: int, stamp: Stamp) -> None:
    """Take one change back; the history keeps both.

    Raises
    ------
    UnknownName
        ``version.unknown``.
    EditConflict
        ``undo.later`` where a later change touched the same fields.
    """
    versions = history(connection, record_id)
    merged = without(versions, number)
    if merged.clashes:
        fields = ", ".join(sorted({clash.path[0] for clash in merged.clashes}))
        raise EditConflict("undo.later", version=number, fields=fields)
    newest = versions[0]
    content = merged.document if merged.document.get("id") else None
    base = newest.version if newest.content is not None else 0
    store.write(connection, [RecordChange(newest.kind, record_id, content, base)], stamp)

"""A directory from a file brought into the register: again and again, and never over an edit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import sqlalchemy as sa

from data.records.documents import Directory
from data.records.protection import open_part
from data.register import proposal_store, schema, store
from data.register.geocoding import PLACED, with_places
from data.register.jobs import STALE
from data.register.links import parts
from data.register.proposal_store import ProposalKind, State, new_proposal
from data.register.store import RecordChange, Stamp

MACHINE = (PLACED, STALE)
"""What is no person's word: a source may go on telling the record."""


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did, or would do; numbers of documents of every kind.

    Parameters
    ----------
    waiting
        Changed by the source and by a person since it was last brought in: each waits in the queue.
    gone
        Services of this source that it no longer has: each waits in the queue.
    """

    new: int
    changed: int
    same: int
    waiting: int
    gone: int


def bring_in(
    connection: sa.Connection, directory: Directory, stamp: Stamp, *, whole: bool = False
) -> ImportOutcome:
    """Write what a source says.

    A document that nobody touched since its last import is what the source says. One that a person
    edited stays as it is; where the source says something new of it, that waits for a person.

    Parameters
    ----------
    whole
        The file is everything that the source has: what it lacks is gone there.
    """
    changes = store.changes_of(directory)
    last = _last_actions(connection, [change.id for change in changes])
    waiting = [change for change in changes if last.get(change.id, "import") != "import"]
    untouched = [change for change in changes if last.get(change.id, "import") == "import"]
    written = store.write(connection, with_places(connection, untouched), stamp)
    new = sum(change.id not in last for change in written)
    waits = sum(_put_in_queue(connection, change, stamp) for change in waiting)
    gone = _tell_gone(connection, directory, stamp) if whole else 0
    changed = len(written) - new
    return ImportOutcome(new, changed, len(changes) - len(written) - waits, waits, gone)


def _last_actions(connection: sa.Connection, ids: Collection[str]) -> dict[str, str]:
    """Return how each document came to be what it is; what was never there is left out."""
    table = schema.audit
    found: dict[str, str] = {}
    for part in parts(sorted(ids)):
        rows = connection.execute(
            sa.select(table.c.row_id, table.c.action)
            .where(table.c.row_id.in_(part), table.c.action.not_in(MACHINE))
            .order_by(table.c.row_id, table.c.new_version)
        )
        found.update((row.row_id, row.action) for row in rows)
    return found


def _put_in_queue(connection: sa.Connection, change: RecordChange, stamp: Stamp) -> bool:
    """Let what a source newly says of an edited document wait; return whether it is new."""
    table = schema.audit
    imported = connection.scalar(
        sa.select(table.c.content)
        .where(table.c.row_id == change.id, table.c.action == "import")
        .order_by(table.c.new_version.desc())
        .limit(1)
    )
    found, content = change.content, with_places(connection, [change])[0].content
    if found is None or content is None:
        return False
    if imported in (open_part(change.kind, found), open_part(change.kind, content)):
        return False
    now = store.read(connection, change.kind, [change.id]).get(change.id)
    base = now.version if now else 0
    if now is not None and now.content == open_part(change.kind, content):
        return False
    waits = new_proposal(
        ProposalKind.SOURCE, by=stamp.by, at=stamp.at, record_id=change.id,
        documents={change.kind: {change.id: content}}, base={change.id: base},
        message=stamp.source,
    )  # fmt: skip
    if _is_waiting(connection, waits):
        return False
    proposal_store.keep(connection, replace(waits, state=State.REVIEW))
    return True


def _tell_gone(connection: sa.Connection, directory: Directory, stamp: Stamp) -> int:
    table = schema.service
    there = connection.execute(
        sa.select(table.c.id, table.c.organization_id).where(table.c.source == stamp.source)
    ).all()
    found = 0
    for row in there:
        if row.id in directory.get("service", {}):
            continue
        waits = new_proposal(
            ProposalKind.GONE, by=stamp.by, at=stamp.at, record_id=row.id, message=stamp.source
        )
        waits = replace(waits, state=State.REVIEW, organization_id=row.organization_id)
        if not _is_waiting(connection, waits):
            proposal_store.keep(connection, waits)
            found += 1
    return found


def _is_waiting(connection: sa.Connection, proposal: proposal_store.Proposal) -> bool:
    """Return whether the same waits already: a second run says nobody a second time."""
    table = schema.proposal
    rows = connection.execute(
        sa.select(table.c.content).where(
            table.c.record_id == proposal.record_id,
            table.c.kind == proposal.kind.value,
            table.c.state == State.REVIEW.value,
        )
    )
    return any(row.content["documents"] == proposal.documents for row in rows)

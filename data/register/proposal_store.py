"""The queue: drafts, changes that wait for review, and what the public reports.

A change never waits inside the register's own tables: what is published is there, what is proposed
is here, and publishing carries it over in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from data.records.documents import Directory, Document
from data.records.ids import new_id
from data.records.protection import open_part, protected_part
from data.register import schema, store
from data.register.store import EditConflict, RecordChange, Stamp
from geo.errors import UnknownName


class State(StrEnum):
    """How far a proposal is."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    REFUSED = "refused"


OPEN = (State.DRAFT, State.REVIEW)


class ProposalKind(StrEnum):
    """Why something waits for a person."""

    NEW = "new"
    CHANGE = "change"
    REPORT = "report"
    SOURCE = "source"
    GONE = "gone"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that waits for a person, or did.

    Parameters
    ----------
    record_id
        The service that it is about.
    documents
        What the documents are to become, by kind and id; empty for a report.
    base
        The version that each was changed from, by id; 0 for one that is new.
    message
        What whoever made it says.
    version
        Of the proposal itself: two who work on one draft notice each other.
    """

    id: str
    kind: ProposalKind
    state: State
    record_id: str | None
    organization_id: str | None
    documents: Directory
    base: Mapping[str, int]
    message: str | None
    version: int
    made_at: str
    made_by: str
    decided_at: str | None = None
    decided_by: str | None = None


def changes_of(proposal: Proposal) -> list[RecordChange]:
    """Return the changes that publishing makes."""
    return [
        RecordChange(kind, record_id, document, proposal.base.get(record_id, 0))
        for kind, documents in proposal.documents.items()
        for record_id, document in documents.items()
    ]


def new_proposal(
    kind: ProposalKind,
    *,
    by: str,
    at: datetime,
    record_id: str | None = None,
    documents: Directory | None = None,
    base: Mapping[str, int] | None = None,
    message: str | None = None,
) -> Proposal:
    """Return a draft that nobody has kept yet."""
    documents = documents or {}
    service = next(iter(documents.get("service", {}).values()), {})
    return Proposal(
        new_id(),
        kind,
        State.DRAFT,
        record_id or service.get("id"),
        service.get("organization_id"),
        documents,
        base or {},
        message,
        0,
        _moment(at),
        by,
    )


def keep(connection: sa.Connection, proposal: Proposal) -> Proposal:
    """Keep a proposal that is new, or that was changed since it was read.

    Raises
    ------
    EditConflict
        ``edit.conflict`` where somebody else kept it since.
    """
    table = schema.proposal
    row = _row(proposal)
    if proposal.version == 0:
        connection.execute(sa.insert(table).values(**row))
    else:
        there = (table.c.id == proposal.id) & (table.c.version == proposal.version)
        if connection.execute(sa.update(table).where(there).values(**row)).rowcount == 0:
            raise EditConflict("edit.conflict", kind="proposal", id=proposal.id)
    _keep_protected(connection, proposal)
    return replace(proposal, version=proposal.version + 1)


def read_proposal(
    connection: sa.Connection, record_id: str, *, protected: bool = False
) -> Proposal:
    """Return a proposal; with the place of a protected site only where it is asked for.

    Raises
    ------
    UnknownName
        ``proposal.unknown``.
    """
    row = connection.execute(
        sa.select(schema.proposal).where(schema.proposal.c.id == record_id)
    ).first()
    if row is None:
        raise UnknownName("proposal.unknown", id=record_id)
    proposal = _proposal(row)
    return _with_protected(connection, proposal) if protected else proposal


def proposals(connection: sa.Connection, *, states: tuple[State, ...] = OPEN) -> list[Proposal]:
    """Return proposals in these states, the oldest first."""
    table = schema.proposal
    wanted = sa.select(table).where(table.c.state.in_([state.value for state in states]))
    return [_proposal(row) for row in connection.execute(wanted.order_by(table.c.made_at))]


def decide(
    connection: sa.Connection, proposal: Proposal, state: State, *, by: str, at: datetime
) -> Proposal:
    """Publish or refuse a proposal.

    Raises
    ------
    EditConflict
        Where a document was changed since the proposal was made, or another decided on it.
    """
    if state is State.PUBLISHED:
        whole = _with_protected(connection, proposal)
        store.write(connection, changes_of(whole), Stamp(by, at, action="publish"))
    decided = replace(proposal, state=state, decided_at=_moment(at), decided_by=by)
    found = keep(connection, decided)
    _forget_protected(connection, proposal.id)
    return found


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")


def _row(proposal: Proposal) -> dict[str, Any]:
    documents = {
        kind: {record_id: open_part(kind, document) for record_id, document in found.items()}
        for kind, found in proposal.documents.items()
    }
    return {
        "id": proposal.id,
        "kind": proposal.kind.value,
        "state": proposal.state.value,
        "record_id": proposal.record_id,
        "base_version": proposal.base.get(proposal.record_id or ""),
        "organization_id": proposal.organization_id,
        "content": {"documents": documents, "base": dict(proposal.base)},
        "message": proposal.message,
        "version": proposal.version + 1,
        "made_at": proposal.made_at,
        "made_by": proposal.made_by,
        "decided_at": proposal.decided_at,
        "decided_by": proposal.decided_by,
    }


def _proposal(row: Any) -> Proposal:
    return Proposal(
        row.id,
        ProposalKind(row.kind),
        State(row.state),
        row.record_id,
        row.organization_id,
        row.content["documents"],
        row.content["base"],
        row.message,
        row.version,
        row.made_at,
        row.made_by,
        row.decided_at,
        row.decided_by,
    )


def _keep_protected(connection: sa.Connection, proposal: Proposal) -> None:
    locations = proposal.documents.get("location", {})
    hidden = {record_id: protected_part(document) for record_id, document in locations.items()}
    fields = {record_id: part for record_id, part in hidden.items() if part}
    if not fields:
        return
    _forget_protected(connection, proposal.id)
    connection.execute(sa.insert(schema.protected_location).values(id=proposal.id, content=fields))


def _forget_protected(connection: sa.Connection, record_id: str) -> None:
    table = schema.protected_location
    connection.execute(sa.delete(table).where(table.c.id == record_id))


def _with_protected(connection: sa.Connection, proposal: Proposal) -> Proposal:
    table = schema.protected_location
    hidden: dict[str, Document] = (
        connection.scalar(sa.select(table.c.content).where(table.c.id == proposal.id)) or {}
    )
    locations = {
        record_id: {**document, **hidden.get(record_id, {})}
        for record_id, document in proposal.documents.get("location", {}).items()
    }
    return replace(proposal, documents={**proposal.documents, "location": locations})

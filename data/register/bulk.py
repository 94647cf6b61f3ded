"""Changes to many records at once: each one transaction, each taken back as one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import timedelta

import sqlalchemy as sa

from data.records.documents import PROFILE, Document
from data.records.ids import stable_id
from data.register import history, proposal_store, schema, store
from data.register.access import Access
from data.register.belonging import belonging_of
from data.register.proposal_store import ProposalKind, State, new_proposal
from data.register.roles import Action, Belonging, may, require
from data.register.store import RecordChange
from geo.errors import UnknownName
from geo.model import Fund, Level

CHANGED = "many"
"""How the history calls a change of many records at once."""

CONFIRMED = "confirm"
REVIEW = "review"
KEPT_FOR = timedelta(days=30)
"""How long changes of many are offered to be taken back; the history of each record stays."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A change of many records: who, when, how, and how many it changed."""

    at: str
    by: str
    action: str
    count: int


class BulkChanges:
    """What one person may do with many records at once.

    Every method raises `Forbidden` (``access.denied``) where this person may not change one of
    them: then none is changed.
    """

    def __init__(self, access: Access) -> None:
        self._access = access

    def confirm(self, ids: Collection[str]) -> Batch:
        """Say of services that everything is still correct today."""
        day = self._access.now.date().isoformat()
        return self._change(ids, Action.CONFIRM, CONFIRMED, lambda one: confirmed(one, day))

    def set_level(self, ids: Collection[str], level: Level) -> Batch:
        """Say at which level services are governed."""
        return self._change(ids, Action.PUBLISH, CHANGED, lambda d: _with(d, level=level.value))

    def set_action(self, ids: Collection[str], action: str) -> Batch:
        """Say to which action of the programme services belong: ``"01"`` to ``"04"``."""
        return self._change(ids, Action.PUBLISH, CHANGED, lambda d: _with(d, action=action))

    def add_fund(self, ids: Collection[str], fund: Fund) -> Batch:
        """Give services a fund; of one that they have already by name, the dates and amount."""
        return self._change(ids, Action.PUBLISH, CHANGED, lambda d: _with_fund(d, fund))

    def send_for_review(self, ids: Collection[str], message: str) -> Batch:
        """Put services into the queue, for somebody to look at."""
        with self._access.register.writing() as connection:
            found = self._read(connection, ids, Action.SEE_QUEUE)
            for kept in found.values():
                made = new_proposal(
                    ProposalKind.REPORT, by=self._access.actor.name, at=self._access.now,
                    record_id=kept.id, message=message,
                )  # fmt: skip
                organization = kept.content.get("organization_id")
                made = replace(made, state=State.REVIEW, organization_id=organization)
                proposal_store.keep(connection, made)
        return self._batch(REVIEW, len(found))

    def recent(self, limit: int = 5) -> list[Batch]:
        """Return the changes of many that this person made lately, the newest first."""
        require(self._access.actor, Action.SEE_HISTORY)
        audit = schema.audit
        since = (self._access.now - KEPT_FOR).isoformat(timespec="milliseconds")
        count = sa.func.count()
        wanted = (
            sa.select(audit.c.at, audit.c.by, audit.c.action, count)
            .where(audit.c.at > since, audit.c.action.in_((CHANGED, CONFIRMED)))
            .where(audit.c.by == self._access.actor.name)
            .group_by(audit.c.at, audit.c.by, audit.c.action)
            .having(count > 1)
            .order_by(audit.c.at.desc())
            .limit(limit)
        )
        with self._access.register.reading() as connection:
            return [Batch(*row) for row in connection.execute(wanted)]

    def undo(self, batch: Batch) -> int:
        """Take back what a change did to every record; return how many there were.

        Raises
        ------
        EditConflict
            ``undo.later`` where a later change touched the same fields of one: nothing is taken
            back then.
        UnknownName
            ``version.unknown`` where there is no such change.
        """
        if batch.action == REVIEW:
            return self._withdraw(batch)
        audit = schema.audit
        with self._access.register.writing() as connection:
            rows = connection.execute(
                sa.select(audit.c.row_id, audit.c.new_version).where(
                    audit.c.at == batch.at,
                    audit.c.by == batch.by,
                    audit.c.action == batch.action,
                )
            ).all()
            if not rows:
                raise UnknownName("version.unknown", version=batch.at)
            self._require(connection, [row.row_id for row in rows], Action.UNDO)
            for record_id, version in rows:
                history.undo(connection, record_id, version, self._access.stamp("undo"))
        return len(rows)

    def _change(
        self,
        ids: Collection[str],
        action: Action,
        name: str,
        change: Callable[[Document], Document],
    ) -> Batch:
        with self._access.register.writing() as connection:
            found = self._read(connection, ids, action)
            changes = [
                RecordChange("service", kept.id, change(kept.content), kept.version)
                for kept in found.values()
            ]
            done = store.write(connection, changes, self._access.stamp(name))
        return self._batch(name, len(done))

    def _read(
        self, connection: sa.Connection, ids: Collection[str], action: Action
    ) -> dict[str, store.Kept]:
        found = store.read(connection, "service", ids, hold=True)
        self._require_all(connection, found, action)
        return found

    def _require(self, connection: sa.Connection, ids: Collection[str], action: Action) -> None:
        self._require_all(connection, store.read(connection, "service", ids), action)

    def _require_all(
        self, connection: sa.Connection, found: dict[str, store.Kept], action: Action
    ) -> None:
        require(self._access.actor, action)
        if may(self._access.actor, action, Belonging()):
            return  # reaches what belongs to nobody: reaches everything
        for kept in found.values():
            whose = belonging_of(connection, "service", kept.content, {})
            require(self._access.actor, action, whose)

    def _withdraw(self, batch: Batch) -> int:
        """Take what was sent for review out of the queue, as far as it still waits there."""
        require(self._access.actor, Action.SEE_QUEUE)
        table = schema.proposal
        mine = (
            (table.c.made_at == batch.at)
            & (table.c.made_by == batch.by)
            & (table.c.made_by == self._access.actor.name)
            & (table.c.state == State.REVIEW.value)
        )
        with self._access.register.writing() as connection:
            return connection.execute(sa.delete(table).where(mine)).rowcount

    def _batch(self, action: str, count: int) -> Batch:
        at = self._access.now.isoformat(timespec="milliseconds")
        return Batch(at, self._access.actor.name, action, count)


def confirmed(document: Document, day: str) -> Document:
    """Return a service's document with somebody's word that it is correct on a day."""
    return {**_with(document, confidence="confirmed"), "assured_date": day}


def _with(document: Document, **fields: str) -> Document:
    return {**document, PROFILE: {**(document.get(PROFILE) or {}), **fields}}


def _with_fund(document: Document, fund: Fund) -> Document:
    about = {
        "amount_eur": fund.amount_eur,
        "starts": fund.starts and fund.starts.isoformat(),
        "ends": fund.ends and fund.ends.isoformat(),
    }
    given = {key: value for key, value in about.items() if value is not None}
    rows = list(document.get("funding") or [])
    for place, row in enumerate(rows):
        if str(row.get("source") or "").casefold() == fund.name.casefold():
            rows[place] = {**row, PROFILE: {**(row.get(PROFILE) or {}), **given}}
            return {**document, "funding": rows}
    made = {"id": stable_id(document["id"], "fund", fund.name.casefold()), "source": fund.name}
    return {**document, "funding": [*rows, {**made, PROFILE: given}]}

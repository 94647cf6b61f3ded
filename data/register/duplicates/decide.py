"""Two services that are one, as one person may say so; and take it back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data.records.documents import Document
from data.records.protection import is_open
from data.register import history, proposal_store, schema, store
from data.register.access import Access
from data.register.belonging import belonging, belonging_of
from data.register.duplicates import candidates
from data.register.duplicates.candidates import Pair
from data.register.duplicates.merge import Path, differing, two_in_one
from data.register.merging import Clash, merge
from data.register.proposal_store import ProposalKind
from data.register.roles import Action, may, require
from data.register.store import EditConflict, Kept, RecordChange, Stamp
from geo.duplicates.likeness import LIKELY, Likeness, Traits
from geo.errors import BadInput, UnknownName
from geo.network.sphere import metres_apart

MERGED, APART = "merged", "apart"
SAME_PLACE_M = 150.0
"""Places of two services that are one, nearer than this, are one place."""

_ORIGIN = ("source", "licence", "area")
_FOLLOWS = "merged_from"
"""Key of a report's content: the service that it was made about."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody said of two services; the first is the one that was kept."""

    first: str
    second: str
    names: tuple[str, str]
    decision: str
    at: str
    by: str


class Duplicates:
    """Deciding whether two services are one, as far as this person may."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def likely_pairs(self, *, limit: int = 100, least: float = LIKELY) -> list[Pair]:
        """Return services that may be one and that this person may merge, the likest first."""
        require(self._access.actor, Action.MERGE)
        with self._access.register.reading() as connection:
            found = candidates.candidates(connection, limit=limit, least=least)
            return [
                pair
                for pair in found
                if all(
                    self._may_merge(connection, record_id)
                    for record_id in (pair.first, pair.second)
                )
            ]

    def likely_like(
        self, draft: Traits, *, without: str | None = None
    ) -> list[tuple[str, str, Likeness]]:
        """Return id, name and likeness of services that a draft may be, the likest first."""
        require(self._access.actor, Action.READ)
        with self._access.register.reading() as connection:
            found = candidates.likely_like(
                connection, self._access.register.names, draft, without=without
            )
            kept = store.read(connection, "service", [record_id for record_id, _ in found])
        return [
            (record_id, str(kept[record_id].content.get("name") or ""), result)
            for record_id, result in found
        ]

    def differing(self, keep: str, gone: str) -> list[Clash]:
        """Return the fields that two services say otherwise, for somebody to choose."""
        require(self._access.actor, Action.READ)
        with self._access.register.reading() as connection:
            first, second = _both(connection, keep, gone)
            return differing(first.content, second.content)

    def merge(self, keep: str, gone: str, choose: Collection[Path] = ()) -> None:
        """Say that two services are one: the first stays, with what only the second said.

        Reports about the one that goes are about the one that stays from now on.

        Parameters
        ----------
        choose
            Paths of `differing` in which the second is right.

        Raises
        ------
        UnknownName
            ``record.unknown``.
        BadInput
            ``duplicates.same`` where both are the same record.
        """
        with self._access.register.writing() as connection:
            kept, going = self._both_of_mine(connection, keep, gone)
            found = two_in_one(
                kept.content, going.content, choose, _same_places(connection, kept, going)
            )
            origin = _origin(connection, gone)
            changes = [
                RecordChange("service", keep, found, kept.version),
                RecordChange("service", gone, None, going.version),
            ]
            store.write(connection, changes, self._access.stamp("merge"))
            versions = {
                "kept_version": kept.version, "gone_version": going.version, "gone_origin": origin,
            }  # fmt: skip
            self._decide_pair(connection, keep, gone, MERGED, versions)
            _move_reports(connection, gone, keep)

    def apart(self, first: str, second: str) -> None:
        """Say that two services that look alike are two: nobody is asked again.

        Raises
        ------
        UnknownName
            ``record.unknown``.
        BadInput
            ``duplicates.same``.
        """
        with self._access.register.writing() as connection:
            self._both_of_mine(connection, first, second)
            self._decide_pair(connection, min(first, second), max(first, second), APART, {})

    def unmerge(self, keep: str, gone: str) -> None:
        """Take back that two services were one, or that they were two.

        Both are as they were before. What was changed in the kept one since stays changed there.

        Raises
        ------
        UnknownName
            ``duplicates.unknown`` where nobody said it.
        EditConflict
            ``unmerge.later`` where a later change touched what the merge brought, or one of the
            two is not there, or there again; nothing is changed then.
        """
        with self._access.register.writing() as connection:
            row = _decision(connection, keep, gone)
            if row is None:
                raise UnknownName("duplicates.unknown", first=keep, second=gone)
            for record_id in (keep, gone):
                self._require_of_past(connection, record_id)
            if row.decision == MERGED:
                self._part(connection, row)
            _forget_pair(connection, keep, gone)

    def decisions(self, *, limit: int = 20) -> list[Decision]:
        """Return what was said of pairs that this person may merge, the newest first."""
        require(self._access.actor, Action.MERGE)
        table = schema.likeness
        with self._access.register.reading() as connection:
            rows = connection.execute(sa.select(table).order_by(table.c.at.desc()).limit(limit))
            return [
                Decision(
                    row.first_id, row.second_id,
                    (_name(connection, row.first_id), _name(connection, row.second_id)),
                    row.decision, row.at, row.by,
                )
                for row in rows.all()
                if self._may_merge(connection, row.first_id)
            ]  # fmt: skip

    def _both_of_mine(
        self, connection: sa.Connection, first: str, second: str
    ) -> tuple[Kept, Kept]:
        found = _both(connection, first, second, hold=True)
        for record_id in (first, second):
            require(self._access.actor, Action.MERGE, belonging(connection, "service", record_id))
        return found

    def _may_merge(self, connection: sa.Connection, record_id: str) -> bool:
        return may(self._access.actor, Action.MERGE, belonging(connection, "service", record_id))

    def _require_of_past(self, connection: sa.Connection, record_id: str) -> None:
        """Demand the right over a service as it is, or as it was before it went."""
        document = _last(connection, record_id)
        require(self._access.actor, Action.MERGE, belonging_of(connection, "service", document, {}))

    def _part(self, connection: sa.Connection, row: sa.Row[Any]) -> None:
        keep, gone = row.first_id, row.second_id
        there = store.read(connection, "service", [keep, gone], hold=True)
        before = _version(connection, keep, row.kept_version)
        joined = _joined(connection, row) or before
        if keep not in there or gone in there:
            raise EditConflict("unmerge.later", fields="id")
        parted = merge(joined, before, there[keep].content)
        if parted.clashes:
            fields = ", ".join(sorted({clash.path[0] for clash in parted.clashes}))
            raise EditConflict("unmerge.later", fields=fields)
        stamp = self._access.stamp("unmerge")
        mine = RecordChange("service", keep, parted.document, there[keep].version)
        store.write(connection, [mine], stamp)
        content = _version(connection, gone, row.gone_version)
        origin = row.gone_origin or {}
        gone_stamp = Stamp(stamp.by, stamp.at, stamp.action, *(origin.get(key) for key in _ORIGIN))
        store.write(connection, [RecordChange("service", gone, content, 0)], gone_stamp)
        _return_reports(connection, gone)

    def _decide_pair(
        self,
        connection: sa.Connection,
        first: str,
        second: str,
        decision: str,
        versions: dict[str, Any],
    ) -> None:
        _forget_pair(connection, first, second)
        connection.execute(
            sa.insert(schema.likeness).values(
                first_id=first, second_id=second, decision=decision,
                at=self._access.now.isoformat(timespec="milliseconds"),
                by=self._access.actor.name, **versions,
            )
        )  # fmt: skip


def _both(
    connection: sa.Connection, first: str, second: str, *, hold: bool = False
) -> tuple[Kept, Kept]:
    if first == second:
        raise BadInput("duplicates.same")
    found = store.read(connection, "service", [first, second], hold=hold)
    for record_id in (first, second):
        if record_id not in found:
            raise UnknownName("record.unknown", id=record_id)
    return found[first], found[second]


def _same_places(connection: sa.Connection, kept: Kept, gone: Kept) -> list[str]:
    """Return the places of the one that are where the other is given already."""
    mine, other = (
        [at["location_id"] for at in one.content.get("service_at_locations") or []]
        for one in (kept, gone)
    )
    found = store.read(connection, "location", [*mine, *other])
    return [
        place
        for place in other
        if place in found
        and any(
            _is_one(found[record_id].content, found[place].content)
            for record_id in mine
            if record_id in found
        )
    ]


def _is_one(first: Document, second: Document) -> bool:
    if not (is_open(first) and is_open(second)):
        return False  # where nobody sees it, nobody can say that it is the same
    places = [one.get(key) for one in (first, second) for key in ("longitude", "latitude")]
    if None in places:
        return True  # a place without a position adds nothing to one that has it
    return metres_apart(*map(float, places)) <= SAME_PLACE_M  # type: ignore[arg-type]


def _origin(connection: sa.Connection, record_id: str) -> dict[str, str | None]:
    table = schema.service
    row = connection.execute(
        sa.select(*(table.c[key] for key in _ORIGIN)).where(table.c.id == record_id)
    ).one()
    return dict(row._mapping)


def _version(connection: sa.Connection, record_id: str, number: int) -> Document:
    for version in history.history(connection, record_id):
        if version.version == number and version.content is not None:
            return version.content
    raise UnknownName("version.unknown", version=number)


def _joined(connection: sa.Connection, row: sa.Row[Any]) -> Document | None:
    """Return what the merge made of the kept one; None where the other brought nothing new."""
    for version in history.history(connection, row.first_id):
        if (version.version, version.action, version.at) == (row.kept_version + 1, "merge", row.at):
            return version.content
    return None


def _last(connection: sa.Connection, record_id: str) -> Document:
    """Return a service as it is, or as it last was."""
    rows = (version.content for version in history.history(connection, record_id))
    return next((content for content in rows if content is not None), {"id": record_id})


def _name(connection: sa.Connection, record_id: str) -> str:
    return str(_last(connection, record_id).get("name") or "")


def _decision(connection: sa.Connection, first: str, second: str) -> sa.Row[Any] | None:
    return connection.execute(sa.select(schema.likeness).where(_of_pair(first, second))).first()


def _forget_pair(connection: sa.Connection, first: str, second: str) -> None:
    connection.execute(sa.delete(schema.likeness).where(_of_pair(first, second)))


def _of_pair(first: str, second: str) -> sa.ColumnElement[bool]:
    table = schema.likeness
    return sa.or_(
        (table.c.first_id == first) & (table.c.second_id == second),
        (table.c.first_id == second) & (table.c.second_id == first),
    )


def _move_reports(connection: sa.Connection, gone: str, keep: str) -> None:
    """Let open reports about a service that goes be about the one that stays."""
    table = schema.proposal
    for proposal in proposal_store.proposals(connection):
        if proposal.record_id == gone and proposal.kind is ProposalKind.REPORT:
            content = {"documents": {}, "base": {}, _FOLLOWS: gone}
            connection.execute(
                sa.update(table)
                .where(table.c.id == proposal.id)
                .values(record_id=keep, content=content)
            )


def _return_reports(connection: sa.Connection, gone: str) -> None:
    table = schema.proposal
    rows = connection.execute(
        sa.select(table.c.id, table.c.content).where(
            table.c.kind == ProposalKind.REPORT.value,
            table.c.state.in_([state.value for state in proposal_store.OPEN]),
        )
    ).all()
    for row in rows:
        if (row.content or {}).get(_FOLLOWS) == gone:
            plain: Document = {"documents": {}, "base": {}}
            connection.execute(
                sa.update(table).where(table.c.id == row.id).values(record_id=gone, content=plain)
            )

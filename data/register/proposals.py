"""Proposals as one person may use them: proposing, reporting, deciding."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace

import sqlalchemy as sa

from data.records.documents import Directory, Document
from data.register import history, proposal_store, store
from data.register.access import Access
from data.register.belonging import belonging, belonging_of
from data.register.merging import Merged, merge
from data.register.proposal_store import Proposal, ProposalKind, State, new_proposal
from data.register.records import Record, read_record
from data.register.roles import Action, Belonging, may, require
from data.register.store import EditConflict, Kept
from geo.errors import BadInput, UnknownName

MOST_SAID = 2_000
"""Letters of a report of the public."""


class Proposals:
    """What one person may propose, report, see and decide."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def propose(
        self,
        documents: Directory,
        base: Mapping[str, int],
        *,
        message: str | None = None,
        submit: bool = False,
    ) -> Proposal:
        """Keep a change as a draft, or hand it in for review."""
        with self._access.register.writing() as connection:
            self._require_drafting(connection, documents)
            service = next(iter(documents.get("service", {})), "")
            kind = ProposalKind.CHANGE if base.get(service) else ProposalKind.NEW
            draft = new_proposal(
                kind, by=self._access.actor.name, at=self._access.now, documents=documents,
                base=base, message=message,
            )  # fmt: skip
            state = State.REVIEW if submit else State.DRAFT
            return proposal_store.keep(connection, replace(draft, state=state))

    def change_draft(
        self,
        record_id: str,
        version: int,
        documents: Directory,
        *,
        base: Mapping[str, int] | None = None,
        submit: bool = False,
    ) -> Proposal:
        """Put other documents into an open proposal.

        Parameters
        ----------
        base
            Of documents that were not in it: the version that each was changed from.
        """
        with self._access.register.writing() as connection:
            kept = self._open_proposal(connection, record_id)
            self._require_drafting(connection, kept.documents)
            self._require_drafting(connection, documents)
            state = State.REVIEW if submit else kept.state
            text = replace(
                kept, documents=documents, base={**(base or {}), **kept.base}, state=state,
                version=version,
            )  # fmt: skip
            return proposal_store.keep(connection, text)

    def report(self, record_id: str, message: str) -> Proposal:
        """Take what somebody of the public says is wrong with a service.

        Raises
        ------
        BadInput
            ``report.empty``, ``report.long``.
        UnknownName
            ``record.unknown``.
        """
        require(self._access.actor, Action.REPORT)
        found = _plain_text(message)
        if not found:
            raise BadInput("report.empty")
        if len(found) > MOST_SAID:
            raise BadInput("report.long", most=MOST_SAID)
        with self._access.register.writing() as connection:
            kept = store.read(connection, "service", [record_id]).get(record_id)
            if kept is None:
                raise UnknownName("record.unknown", id=record_id)
            made = new_proposal(
                ProposalKind.REPORT, by=self._access.actor.name, at=self._access.now,
                record_id=record_id, message=found,
            )  # fmt: skip
            organization = kept.content.get("organization_id")
            made = replace(made, state=State.REVIEW, organization_id=organization)
            return proposal_store.keep(connection, made)

    def waiting(self) -> list[Proposal]:
        """Return what waits and concerns this person, the oldest first."""
        require(self._access.actor, Action.SEE_QUEUE)
        with self._access.register.reading() as connection:
            return [
                proposal
                for proposal in proposal_store.proposals(connection)
                if may(self._access.actor, Action.SEE_QUEUE, self._of(connection, proposal))
            ]

    def get(self, record_id: str) -> Proposal:
        """Return a proposal; with a protected place where this person may see it."""
        with self._access.register.reading() as connection:
            kept = proposal_store.read_proposal(connection, record_id)
            whose = self._of(connection, kept)
            require(self._access.actor, Action.SEE_QUEUE, whose)
            if not may(self._access.actor, Action.SEE_PROTECTED, whose):
                return kept
            return proposal_store.read_proposal(connection, record_id, protected=True)

    def drafted(self, record_id: str) -> tuple[Proposal, Record]:
        """Return a proposal and the service that it would make, for somebody to go on with it.

        Raises
        ------
        UnknownName
            ``proposal.unknown``; ``record.unknown`` for a proposal that is about no service.
        """
        waits = self.get(record_id)
        service = next(iter(waits.documents.get("service", {})), waits.record_id or "")
        there = read_record(self._access, service) if waits.base.get(service) else None

        def proposed(kind: str, one: str) -> Kept | None:
            document = waits.documents.get(kind, {}).get(one)
            if document is None:
                return self._access.register.read(kind, one)
            return Kept(kind, one, waits.base.get(one, 0), document, waits.made_at, waits.made_by)

        kept = proposed("service", service)
        if kept is None:
            raise UnknownName("record.unknown", id=service)
        known = {place.id: place for place in there.locations} if there else {}
        places = [at["location_id"] for at in kept.content.get("service_at_locations") or []]
        found = [
            proposed("location", place) if place in waits.documents.get("location", {})
            else known.get(place) or proposed("location", place)
            for place in places
        ]  # fmt: skip
        organization = proposed("organization", str(kept.content.get("organization_id")))
        return waits, Record(kept, organization, tuple(place for place in found if place))

    def publish(self, record_id: str) -> Proposal:
        """Carry a proposal out.

        Raises
        ------
        EditConflict
            Where a document was changed since: see `merge_of`.
        """
        return self._decide(record_id, State.PUBLISHED)

    def refuse(self, record_id: str) -> Proposal:
        """Put a proposal away without carrying it out, as a report that was dealt with."""
        return self._decide(record_id, State.REFUSED)

    def merge_of(self, record_id: str) -> dict[str, Merged]:
        """Return how a proposal's documents go together with what was published since, by id."""
        kept = self.get(record_id)
        merged = {}
        with self._access.register.reading() as connection:
            for change in proposal_store.changes_of(kept):
                now = store.read(connection, change.kind, [change.id]).get(change.id)
                versions = history.history(connection, change.id)
                then = {v.version: v.content or {} for v in versions}.get(change.base_version or 0)
                mine = change.content or {}
                merged[change.id] = merge(then or {}, mine, now.content if now else {})
        return merged

    def rebase(self, record_id: str, version: int, documents: Mapping[str, Document]) -> Proposal:
        """Put merged documents into a proposal, as changes of what is published now."""
        with self._access.register.writing() as connection:
            kept = self._open_proposal(connection, record_id)
            require(self._access.actor, Action.DRAFT, self._of(connection, kept))
            base: dict[str, int] = {}
            for kind, found in kept.documents.items():
                now = store.read(connection, kind, list(found))
                base |= {one: now[one].version if one in now else 0 for one in found}
            fields = {
                kind: {one: documents.get(one, document) for one, document in found.items()}
                for kind, found in kept.documents.items()
            }
            return proposal_store.keep(
                connection, replace(kept, documents=fields, base=base, version=version)
            )

    def _decide(self, record_id: str, state: State) -> Proposal:
        with self._access.register.writing() as connection:
            kept = self._open_proposal(connection, record_id)
            require(self._access.actor, Action.PUBLISH, self._of(connection, kept))
            if state is State.PUBLISHED:
                self._access.require_of_all(connection, Action.PUBLISH, kept.documents)
            return proposal_store.decide(
                connection, kept, state, by=self._access.actor.name, at=self._access.now
            )

    def _open_proposal(self, connection: sa.Connection, record_id: str) -> Proposal:
        kept = proposal_store.read_proposal(connection, record_id)
        if kept.state not in proposal_store.OPEN:
            raise EditConflict("proposal.decided", by=kept.decided_by)
        return kept

    def _require_drafting(self, connection: sa.Connection, documents: Directory) -> None:
        self._access.require_of_all(connection, Action.DRAFT, documents)

    def _of(self, connection: sa.Connection, proposal: Proposal) -> Belonging:
        service = next(iter(proposal.documents.get("service", {}).values()), None)
        kept = (
            belonging(connection, "service", proposal.record_id)
            if proposal.record_id
            else Belonging()
        )
        if service is None:
            return kept
        found = belonging_of(connection, "service", service, proposal.documents)
        # What somebody hands in to be another's concerns both.
        return Belonging(
            kept.organizations | found.organizations, kept.municipalities | found.municipalities
        )


def _plain_text(text: str) -> str:
    """Return a text without control characters and marks that turn its direction."""
    return "".join(
        letter for letter in text if letter in _JOINERS or not _is_unseen(letter)
    ).strip()


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn")


_JOINERS = "\n\u200c\u200d"
"""Unseen, but part of how Persian, Bengali and Sinhala are written."""

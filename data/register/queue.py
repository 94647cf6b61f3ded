"""The queue as one person may use it: proposing, reporting, deciding."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from data.records.documents import Directory, Document
from data.register import history, proposals, store
from data.register.belonging import belonging, belonging_of
from data.register.merging import Merged, merge
from data.register.proposals import Proposal, ProposalKind, State, new_proposal
from data.register.register import Register
from data.register.roles import Action, Actor, Belonging, may, require
from data.register.store import EditConflict
from geo.errors import BadInput, UnknownName

MOST_SAID = 2_000
"""Letters of a report of the public."""


class Queue:
    """What one person can do with what waits; the half of a `data.register.desk.Desk`."""

    def __init__(self, register: Register, actor: Actor, now: datetime) -> None:
        self.register = register
        self.actor = actor
        self.now = now

    def propose(
        self,
        documents: Directory,
        base: Mapping[str, int],
        *,
        message: str | None = None,
        submit: bool = False,
    ) -> Proposal:
        """Keep a change as a draft, or hand it in for review."""
        with self.register.writing() as connection:
            self._require_drafting(connection, documents)
            service = next(iter(documents.get("service", {})), "")
            kind = ProposalKind.CHANGE if base.get(service) else ProposalKind.NEW
            draft = new_proposal(
                kind, by=self.actor.name, at=self.now, documents=documents, base=base,
                message=message,
            )  # fmt: skip
            state = State.REVIEW if submit else State.DRAFT
            return proposals.keep(connection, replace(draft, state=state))

    def change_draft(
        self,
        own: str,
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
        with self.register.writing() as connection:
            kept = self._open_proposal(connection, own)
            self._require_drafting(connection, kept.documents)
            self._require_drafting(connection, documents)
            state = State.REVIEW if submit else kept.state
            told = replace(
                kept, documents=documents, base={**(base or {}), **kept.base}, state=state,
                version=version,
            )  # fmt: skip
            return proposals.keep(connection, told)

    def report(self, record_id: str, message: str) -> Proposal:
        """Take what somebody of the public says is wrong with a service.

        Raises
        ------
        BadInput
            ``report.empty``, ``report.long``.
        UnknownName
            ``record.unknown``.
        """
        require(self.actor, Action.REPORT)
        told = _plain_text(message)
        if not told:
            raise BadInput("report.empty")
        if len(told) > MOST_SAID:
            raise BadInput("report.long", most=MOST_SAID)
        with self.register.writing() as connection:
            kept = store.read(connection, "service", [record_id]).get(record_id)
            if kept is None:
                raise UnknownName("record.unknown", id=record_id)
            made = new_proposal(
                ProposalKind.REPORT, by=self.actor.name, at=self.now, record_id=record_id,
                message=told,
            )  # fmt: skip
            organization = kept.content.get("organization_id")
            made = replace(made, state=State.REVIEW, organization_id=organization)
            return proposals.keep(connection, made)

    def queue(self) -> list[Proposal]:
        """Return what waits and concerns this person, the oldest first."""
        require(self.actor, Action.SEE_QUEUE)
        with self.register.reading() as connection:
            return [
                proposal
                for proposal in proposals.proposals(connection)
                if may(self.actor, Action.SEE_QUEUE, self._of(connection, proposal))
            ]

    def proposal(self, own: str) -> Proposal:
        """Return a proposal; with a protected place where this person may see it."""
        with self.register.reading() as connection:
            kept = proposals.read_proposal(connection, own)
            whose = self._of(connection, kept)
            require(self.actor, Action.SEE_QUEUE, whose)
            if not may(self.actor, Action.SEE_PROTECTED, whose):
                return kept
            return proposals.read_proposal(connection, own, protected=True)

    def publish(self, own: str) -> Proposal:
        """Carry a proposal out.

        Raises
        ------
        EditConflict
            Where a document was changed since: see `merge_of`.
        """
        return self._decide(own, State.PUBLISHED)

    def refuse(self, own: str) -> Proposal:
        """Put a proposal away without carrying it out, as a report that was dealt with."""
        return self._decide(own, State.REFUSED)

    def merge_of(self, own: str) -> dict[str, Merged]:
        """Return how a proposal's documents go together with what was published since, by id."""
        kept = self.proposal(own)
        merged = {}
        with self.register.reading() as connection:
            for change in proposals.changes_of(kept):
                now = store.read(connection, change.kind, [change.id]).get(change.id)
                versions = history.history(connection, change.id)
                then = {v.version: v.content or {} for v in versions}.get(change.base_version or 0)
                mine = change.content or {}
                merged[change.id] = merge(then or {}, mine, now.content if now else {})
        return merged

    def rebase(self, own: str, version: int, documents: Mapping[str, Document]) -> Proposal:
        """Put merged documents into a proposal, as changes of what is published now."""
        with self.register.writing() as connection:
            kept = self._open_proposal(connection, own)
            require(self.actor, Action.DRAFT, self._of(connection, kept))
            base: dict[str, int] = {}
            for kind, found in kept.documents.items():
                now = store.read(connection, kind, list(found))
                base |= {one: now[one].version if one in now else 0 for one in found}
            told = {
                kind: {one: documents.get(one, document) for one, document in found.items()}
                for kind, found in kept.documents.items()
            }
            return proposals.keep(
                connection, replace(kept, documents=told, base=base, version=version)
            )

    def _decide(self, own: str, state: State) -> Proposal:
        with self.register.writing() as connection:
            kept = self._open_proposal(connection, own)
            require(self.actor, Action.PUBLISH, self._of(connection, kept))
            if state is State.PUBLISHED:
                self._require_of_all(connection, Action.PUBLISH, kept.documents)
            return proposals.decide(connection, kept, state, by=self.actor.name, at=self.now)

    def _open_proposal(self, connection: sa.Connection, own: str) -> Proposal:
        kept = proposals.read_proposal(connection, own)
        if kept.state not in proposals.OPEN:
            raise EditConflict("proposal.decided", by=kept.decided_by)
        return kept

    def _require_drafting(self, connection: sa.Connection, documents: Directory) -> None:
        self._require_of_all(connection, Action.DRAFT, documents)

    def _require_of_all(
        self, connection: sa.Connection, action: Action, documents: Directory
    ) -> None:
        """Demand a right over each document, as it is and as it is to become.

        Who edits a service may make its place; nobody takes over what is another's by naming it.
        """
        if may(self.actor, action, Belonging()):
            return  # reaches what belongs to nobody: reaches everything
        for kind, found in documents.items():
            for own, document in found.items():
                there = store.read(connection, kind, [own])
                if there:
                    require(self.actor, action, belonging(connection, kind, own))
                if kind == "service":
                    whose = belonging_of(connection, kind, document, documents)
                    require(self.actor, action, whose)
                elif not there:
                    require(self.actor, action)

    def _of(self, connection: sa.Connection, proposal: Proposal) -> Belonging:
        service = next(iter(proposal.documents.get("service", {}).values()), None)
        kept = (
            belonging(connection, "service", proposal.record_id)
            if proposal.record_id
            else Belonging()
        )
        if service is None:
            return kept
        told = belonging_of(connection, "service", service, proposal.documents)
        # What somebody hands in to be another's concerns both.
        return Belonging(
            kept.organizations | told.organizations, kept.municipalities | told.municipalities
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

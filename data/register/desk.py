"""The register as one person may use it: every call asks first whether they may.

Pages, routes and commands hold a `Desk` and nothing below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from data.records.documents import PROFILE, Directory, Document
from data.records.known_school import KnownSchool
from data.register import history, store
from data.register.accounts import Accounts
from data.register.belonging import belonging, belonging_of
from data.register.geocoding import Places
from data.register.importing import Outcome, bring_in
from data.register.proposals import Proposal
from data.register.reading import Reader
from data.register.roles import Action, may, require
from data.register.schools import known_schools
from data.register.search import Filters, Page, page
from data.register.snapshot import read_directory, read_services
from data.register.store import Change, EditConflict, Kept, Stamp
from data.register.unmet import unmet_table
from geo.errors import UnknownName
from geo.unmet import UnmetTable


@dataclass(frozen=True, slots=True)
class Record:
    """A service with the documents that it names, as somebody may see them."""

    service: Kept
    organization: Kept | None
    locations: tuple[Kept, ...]

    @property
    def documents(self) -> Directory:
        """The documents by kind and id."""
        kept = [self.service, *self.locations, *([self.organization] if self.organization else [])]
        found: Directory = {}
        for one in kept:
            found.setdefault(one.kind, {})[one.id] = one.content
        return found

    @property
    def base(self) -> dict[str, int]:
        """The version of each document, by id."""
        kept = [self.service, *self.locations, *([self.organization] if self.organization else [])]
        return {one.id: one.version for one in kept}


class Desk(Places, Accounts):
    """What one person can do with the register.

    Every method raises `Forbidden` (``access.denied``) where this person may not.

    Parameters
    ----------
    now
        Asked for the moment of every change.
    """

    def may(self, action: Action, record_id: str | None = None) -> bool:
        """Return whether something may be done: with one service, or with any at all."""
        if record_id is None:
            return may(self.actor, action)
        with self.register.reading() as connection:
            return may(self.actor, action, belonging(connection, "service", record_id))

    def record(self, own: str) -> Record:
        """Return a service with what it names; protected places where this person may see them.

        Raises
        ------
        UnknownName
            ``record.unknown``.
        """
        require(self.actor, Action.READ)
        with self.register.reading() as connection:
            kept = store.read(connection, "service", [own]).get(own)
            if kept is None:
                raise UnknownName("record.unknown", id=own)
            organization = str(kept.content.get("organization_id"))
            places = [at["location_id"] for at in kept.content.get("service_at_locations") or []]
            found = store.read(connection, "location", places)
            if may(self.actor, Action.SEE_PROTECTED, belonging(connection, "service", own)):
                hidden = store.hidden_parts(connection, places)
                found = {
                    place: replace(one, content={**one.content, **hidden.get(place, {})})
                    for place, one in found.items()
                }
            return Record(
                kept,
                store.read(connection, "organization", [organization]).get(organization),
                tuple(found[place] for place in places if place in found),
            )

    def drafted(self, own: str) -> tuple[Proposal, Record]:
        """Return a proposal and the service that it would make, for somebody to go on with it.

        Raises
        ------
        UnknownName
            ``proposal.unknown``; ``record.unknown`` for a proposal that is about no service.
        """
        waits = self.proposal(own)
        service = next(iter(waits.documents.get("service", {})), waits.record_id or "")
        there = self.record(service) if waits.base.get(service) else None

        def told(kind: str, one: str) -> Kept | None:
            document = waits.documents.get(kind, {}).get(one)
            if document is None:
                return self.register.read(kind, one)
            return Kept(kind, one, waits.base.get(one, 0), document, waits.made_at, waits.made_by)

        kept = told("service", service)
        if kept is None:
            raise UnknownName("record.unknown", id=service)
        known = {place.id: place for place in there.locations} if there else {}
        places = [at["location_id"] for at in kept.content.get("service_at_locations") or []]
        found = [
            told("location", place) if place in waits.documents.get("location", {})
            else known.get(place) or told("location", place)
            for place in places
        ]  # fmt: skip
        organization = told("organization", str(kept.content.get("organization_id")))
        return waits, Record(kept, organization, tuple(place for place in found if place))

    def page(self, filters: Filters, *, number: int = 1, size: int = 50) -> Page:
        """Return a page of services by name."""
        require(self.actor, Action.READ)
        with self.register.reading() as connection:
            return page(connection, filters, number=number, size=size)

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Open a reader of what is public: all that it reads is of one moment."""
        require(self.actor, Action.READ)
        with self.register.reading() as connection:
            yield Reader(connection)

    def without_known(self, documents: Directory) -> Directory:
        """Return documents without organisations that are there already: naming one is no edit."""
        with self.register.reading() as connection:
            there = store.read(connection, "organization", list(documents.get("organization", {})))
        named = documents.get("organization", {}).items()
        return {**documents, "organization": {one: d for one, d in named if one not in there}}

    def confirm(self, ids: Iterable[str]) -> int:
        """Say of services that everything is still correct today; return how many there were."""
        ids = list(ids)
        day = self.now.date().isoformat()
        with self.register.writing() as connection:
            for own in ids:
                require(self.actor, Action.CONFIRM, belonging(connection, "service", own))
            kept = store.read(connection, "service", ids)
            changes = [
                Change("service", one.id, _confirmed(one.content, day), one.version)
                for one in kept.values()
            ]
            store.write(connection, changes, self._stamp("confirm"))
            return len(changes)

    def history(self, own: str) -> list[history.Version]:
        """Return every version of a service, the newest first."""
        with self.register.reading() as connection:
            require(self.actor, Action.SEE_HISTORY, belonging(connection, "service", own))
            return history.history(connection, own)

    def undo(self, own: str, version: int) -> None:
        """Take back what one version of a service changed.

        Raises
        ------
        EditConflict
            ``undo.later`` where a later change touched the same fields; ``undo.merge`` where two
            records were merged or parted: that is taken back for both, see `unmerge`.
        """
        with self.register.writing() as connection:
            require(self.actor, Action.UNDO, belonging(connection, "service", own))
            actions = {v.version: v.action for v in history.history(connection, own)}
            if actions.get(version) in ("merge", "unmerge"):
                raise EditConflict("undo.merge", version=version)
            history.undo(connection, own, version, self._stamp("undo"))

    def bring_in(
        self,
        directory: Directory,
        *,
        source: str,
        licence: str,
        area: str | None = None,
        whole: bool = False,
        dry_run: bool = False,
    ) -> Outcome:
        """Bring a directory from a file in: all of it, or nothing.

        Parameters
        ----------
        source, licence
            Where the file comes from; they hold for services that name none.
        whole
            The file is everything that the source has.
        dry_run
            Tell what would be done, and do nothing.
        """
        require(self.actor, Action.IMPORT)
        stamp = Stamp(self.actor.name, self.now, "import", source, licence, area)
        outcome = None
        try:
            with self.register.writing() as connection:
                self._require_of_all(
                    connection, Action.IMPORT, {**directory, "loose": {}, "taxonomy": {}}
                )
                outcome = bring_in(connection, directory, stamp, whole=whole)
                if dry_run:
                    raise _TakeBackError
        except _TakeBackError:
            assert outcome is not None
        return outcome

    def schools(self) -> list[KnownSchool]:
        """Return the schools that are there, for a newer register of them to be brought in."""
        require(self.actor, Action.IMPORT)
        with self.register.reading() as connection:
            return known_schools(connection)

    def export(self) -> Directory:
        """Return every document that this person may take away, as the public may see it."""
        require(self.actor, Action.EXPORT)
        with self.register.reading() as connection:
            whole = read_directory(connection)
            mine = [
                own
                for own, document in whole["service"].items()
                if may(
                    self.actor,
                    Action.EXPORT,
                    belonging_of(connection, "service", document, whole),
                )
            ]
            if len(mine) == len(whole["service"]):
                return whole
            return read_services(connection, mine)

    def unmet(self, area: str) -> UnmetTable:
        """Return what may be shown of an area's searches that ended with nothing."""
        require(self.actor, Action.SEE_UNMET)
        return unmet_table(self.register, area, today=self.now.date())

    def _stamp(self, action: str) -> Stamp:
        return Stamp(self.actor.name, self.now, action=action)


class _TakeBackError(Exception):
    """Leaves a transaction without keeping what it did."""


def _confirmed(document: Document, day: str) -> Document:
    profile = {**(document.get(PROFILE) or {}), "confidence": "confirmed"}
    return {**document, "assured_date": day, PROFILE: profile}

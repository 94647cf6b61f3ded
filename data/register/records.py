"""Records as one person may use them: reading, confirming, undoing, bringing in, taking away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from data.placing.place_address import Searched
from data.records.documents import Directory
from data.records.known_school import KnownSchool
from data.register import history, search, store
from data.register.access import Access
from data.register.belonging import belonging, belonging_of
from data.register.geocoding import Placing, place_records
from data.register.importing import ImportOutcome, bring_in
from data.register.reading import Reader
from data.register.roles import Action, may, require
from data.register.schools import known_schools
from data.register.search import Filters, Page, Sort
from data.register.snapshot import read_directory, read_services
from data.register.store import EditConflict, Kept, Stamp
from data.register.table import TablePage, table_page
from geo.errors import UnknownName


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


class Records:
    """What one person may do with records.

    Every method raises `Forbidden` (``access.denied``) where this person may not.
    """

    def __init__(self, access: Access) -> None:
        self._access = access

    def get(self, record_id: str) -> Record:
        """Return a service with what it names: see `read_record`."""
        return read_record(self._access, record_id)

    def page(
        self,
        filters: Filters,
        *,
        number: int = 1,
        size: int = 50,
        sort: Sort = Sort.NAME,
        descending: bool = False,
    ) -> Page:
        """Return a page of services: see `data.register.search.page`."""
        require(self._access.actor, Action.READ)
        with self._access.register.reading() as connection:
            return search.page(
                connection, filters, number=number, size=size, sort=sort, descending=descending
            )

    def table(
        self,
        filters: Filters,
        *,
        number: int = 1,
        size: int = 500,
        sort: Sort = Sort.NAME,
        descending: bool = False,
    ) -> TablePage:
        """Return a page of the table of services, with what each says and lacks."""
        require(self._access.actor, Action.SEE_QUEUE)
        with self._access.register.reading() as connection:
            return table_page(
                connection, filters, number=number, size=size, sort=sort, descending=descending
            )

    def names(self, ids: Sequence[str]) -> dict[str, dict[str, str]]:
        """Return the names by language of some services, where they have any."""
        require(self._access.actor, Action.READ)
        with self._access.register.reading() as connection:
            return search.names(connection, ids)

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Open a reader of what is public: all that it reads is of one moment."""
        require(self._access.actor, Action.READ)
        with self._access.register.reading() as connection:
            yield Reader(connection)

    def without_known(self, documents: Directory) -> Directory:
        """Return documents without organisations that are there already: naming one is no edit."""
        with self._access.register.reading() as connection:
            there = store.read(connection, "organization", list(documents.get("organization", {})))
        named = documents.get("organization", {}).items()
        return {**documents, "organization": {one: d for one, d in named if one not in there}}

    def history(self, record_id: str) -> list[history.Version]:
        """Return every version of a service, the newest first."""
        with self._access.register.reading() as connection:
            require(
                self._access.actor, Action.SEE_HISTORY, belonging(connection, "service", record_id)
            )
            return history.history(connection, record_id)

    def undo(self, record_id: str, version: int) -> None:
        """Take back what one version of a service changed.

        Raises
        ------
        EditConflict
            ``undo.later`` where a later change touched the same fields; ``undo.merge`` where two
            records were merged or parted: that is taken back for both, see `unmerge`.
        """
        with self._access.register.writing() as connection:
            require(self._access.actor, Action.UNDO, belonging(connection, "service", record_id))
            actions = {v.version: v.action for v in history.history(connection, record_id)}
            if actions.get(version) in ("merge", "unmerge"):
                raise EditConflict("undo.merge", version=version)
            history.undo(connection, record_id, version, self._access.stamp("undo"))

    def bring_in(
        self,
        directory: Directory,
        *,
        source: str,
        licence: str,
        area: str | None = None,
        whole: bool = False,
        dry_run: bool = False,
    ) -> ImportOutcome:
        """Bring a directory from a file in: all of it, or nothing.

        Parameters
        ----------
        source, licence
            Where the file comes from; they hold for services that name none.
        whole
            The file is everything that the source has.
        dry_run
            Say what would be done, and do nothing.
        """
        require(self._access.actor, Action.IMPORT)
        stamp = Stamp(self._access.actor.name, self._access.now, "import", source, licence, area)
        outcome = None
        try:
            with self._access.register.writing() as connection:
                self._access.require_of_all(
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
        require(self._access.actor, Action.IMPORT)
        with self._access.register.reading() as connection:
            return known_schools(connection)

    def school_register(self) -> dict[str, KnownSchool]:
        """Return what the ministry's register says of schools, by the id of their service."""
        require(self._access.actor, Action.PLAN)
        with self._access.register.reading() as connection:
            return {school.id: school for school in known_schools(connection)}

    def export(self, filters: Filters | None = None) -> Directory:
        """Return the documents that this person may take away, as the public may see them.

        Parameters
        ----------
        filters
            Only the services that they leave; None: all.
        """
        require(self._access.actor, Action.EXPORT)
        with self._access.register.reading() as connection:
            whole = read_directory(connection)
            if filters is not None:
                whole = read_services(connection, search.ids(connection, filters))
            mine = [
                record_id
                for record_id, document in whole["service"].items()
                if may(
                    self._access.actor,
                    Action.EXPORT,
                    belonging_of(connection, "service", document, whole),
                )
            ]
            if len(mine) == len(whole["service"]):
                return whole
            return read_services(connection, mine)

    def place(self, areas: Sequence[Searched], *, dry_run: bool = False) -> Placing:
        """Place the locations that have an address only: see `place_records`."""
        return place_records(self._access, areas, dry_run=dry_run)


def read_record(access: Access, record_id: str) -> Record:
    """Return a service with what it names; protected places where this person may see them.

    Raises
    ------
    UnknownName
        ``record.unknown``.
    """
    require(access.actor, Action.READ)
    with access.register.reading() as connection:
        kept = store.read(connection, "service", [record_id]).get(record_id)
        if kept is None:
            raise UnknownName("record.unknown", id=record_id)
        organization = str(kept.content.get("organization_id"))
        places = [at["location_id"] for at in kept.content.get("service_at_locations") or []]
        found = store.read(connection, "location", places)
        if may(access.actor, Action.SEE_PROTECTED, belonging(connection, "service", record_id)):
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


class _TakeBackError(Exception):
    """Leaves a transaction without keeping what it did."""

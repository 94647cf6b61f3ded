"""Reading the register from outside: lists page by page, and whole documents, many at once.

Nothing here reads what is protected. Whatever is asked for, the number of statements stays the
same: documents that others name are read together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from data.records.documents import PROFILE, Directory, Document
from data.register import schema, store
from data.register.asked import Narrowed, RecordQuery, narrowed, one_of
from data.register.columns import search_text
from data.register.links import parts
from data.register.traits import terms_in

RECENT = 10_000
_MANY = 2_000
"""From here on SQLite walks through a list, below it sorts; PostgreSQL finds out by itself."""

Key = tuple[str, int]
"""A service and the number of one of its places; 0 where only the service is meant."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list.

    Parameters
    ----------
    total
        Of all pages.
    keys
        Of this page, in order.
    metres
        How far each is from the asked position; empty where none was asked.
    """

    total: int
    keys: tuple[Key, ...]
    metres: tuple[float, ...] = ()


def newest_change(connection: sa.Connection) -> str:
    """Return a text that is another after every change: ``"1041.1041"``.

    The highest number of the history alone would not do: on a server a change may be kept after
    one that began later, so those of the newest numbers are counted, too.
    """
    table = schema.audit
    highest = connection.scalar(sa.select(sa.func.max(table.c.id))) or 0
    recent = sa.select(sa.func.count()).where(table.c.id > highest - RECENT)
    return f"{highest}.{connection.scalar(recent)}"


class Reader:
    """Reads what is public over one connection.

    Parameters
    ----------
    connection
        Open for reading: everything is read of the moment that it sees.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def newest(self) -> str:
        """Return a text that is another after every change."""
        return newest_change(self._connection)

    def services(self, asked: RecordQuery, *, number: int, size: int) -> Listing:
        """Return a page of services: by name, or the nearest first where a position is asked."""
        return _listing(self._connection, asked, number, size, by_place=False)

    def places(self, asked: RecordQuery, *, number: int, size: int) -> Listing:
        """Return a page of services at their places, in the same order."""
        return _listing(self._connection, asked, number, size, by_place=True)

    def minimal(
        self, asked: RecordQuery, *, number: int, size: int
    ) -> tuple[int, list[tuple[str, str]]]:
        """Return how many services there are, and of a page the id and moment of change, by id."""
        table = schema.service
        where = _of_services(narrowed(self._connection, asked))
        rows = self._connection.execute(
            sa.select(table.c.id, table.c.updated_at)
            .where(*where).order_by(table.c.id).limit(size).offset((number - 1) * size)
        )  # fmt: skip
        found = [(row.id, row.updated_at) for row in rows]
        return _count(self._connection, sa.select(table.c.id).where(*where)), found

    def organizations(self, words: str = "", *, number: int, size: int) -> tuple[int, list[str]]:
        """Return how many organisations there are, and the ids of a page of them by name.

        Each of `words` stands in the name or the description.
        """
        table = schema.organization
        ordered = sa.select(table.c.id).order_by(table.c.name, table.c.id)
        if not words.strip():
            page = ordered.limit(size).offset((number - 1) * size)
            return _count(self._connection, ordered), list(self._connection.scalars(page))
        # Accents are no business of either database's, and the list is short enough to read.
        about = table.c.content["description"].as_string()
        rows = self._connection.execute(ordered.add_columns(table.c.name, about))
        wanted = [search_text(word) for word in words.split()]
        texts = ((row[0], search_text(row[1], row[2])) for row in rows)
        found = [record_id for record_id, text in texts if all(word in text for word in wanted)]
        return len(found), found[(number - 1) * size : number * size]

    def whole(self, kind: Literal["taxonomy", "taxonomy_term"]) -> dict[str, Document]:
        """Return every taxonomy, or every term of all of them, by id."""
        table = schema.DOCUMENTS[kind]
        rows = self._connection.execute(sa.select(table.c.id, table.c.content))
        return {row.id: row.content for row in rows}

    def read_services(self, ids: Collection[str], *, full: bool) -> Directory:
        """Return services with their organisations and programs; in `full` with all that they name.

        Every service says its source, its licence and when it was last changed here.
        """
        table = schema.service
        wanted = (
            "id", "content", "source", "source_id", "licence", "confidence", "demonstration",
            "updated_at",
        )  # fmt: skip
        services: dict[str, Document] = {}
        for part in parts(sorted(ids)):
            rows = sa.select(*(table.c[key] for key in wanted)).where(table.c.id.in_(part))
            services.update((row.id, _with_origin(row)) for row in self._connection.execute(rows))
        found: Directory = {"service": services}
        documents = services.values()
        for kind in ("organization", "program"):
            _read_into(self._connection, found, kind, (d.get(f"{kind}_id") for d in documents))
        if full:
            _read_into(self._connection, found, "location", _places_of(documents))
            _read_terms(self._connection, found)
        return found

    def read_places(self, keys: Sequence[Key], *, full: bool) -> Directory:
        """Return the services of places with what they name, their locations among it."""
        found = self.read_services({record_id for record_id, _ in keys}, full=full)
        if not full:
            _read_into(self._connection, found, "location", _places_of(found["service"].values()))
        return found

    def find_place(self, record_id: str) -> Key | None:
        """Return the service and the number of a place by the place's id."""
        table = schema.service_at_location
        wanted = sa.select(table.c.service_id, table.c.place).where(table.c.id == record_id)
        row = self._connection.execute(wanted.order_by(table.c.service_id, table.c.place)).first()
        return (row.service_id, row.place) if row else None

    def read_organizations(
        self, ids: Collection[str], *, services: Literal["none", "ids", "full"]
    ) -> Directory:
        """Return organisations with their programs, locations and services, as much as is asked."""
        found: Directory = {}
        _read_into(self._connection, found, "organization", ids)
        if services == "none":
            return found
        given = _ids_naming(self._connection, schema.service, ids)
        found |= {
            kind: documents if kind != "organization" else {**documents, **found["organization"]}
            for kind, documents in self.read_services(given, full=services == "full").items()
        }
        for kind in ("program", "location"):
            named = _ids_naming(self._connection, schema.DOCUMENTS[kind], ids)
            _read_into(self._connection, found, kind, {*found.get(kind, {}), *named})
        _read_terms(self._connection, found)
        return found

    def read_terms(self, ids: Collection[str]) -> Directory:
        """Return taxonomy terms with their taxonomies."""
        found: Directory = {}
        _read_into(self._connection, found, "taxonomy_term", ids)
        terms = found["taxonomy_term"].values()
        _read_into(self._connection, found, "taxonomy", (term.get("taxonomy_id") for term in terms))
        return found


def _listing(
    connection: sa.Connection, asked: RecordQuery, number: int, size: int, *, by_place: bool
) -> Listing:
    conditions = narrowed(connection, asked)
    if conditions.distances is not None:
        rows = connection.execute(_places(conditions))
        near = [(conditions.distances[row[2]], row[0], row[1]) for row in rows]
        return _nearest(near, number, size, by_place=by_place)
    wanted = _places(conditions) if by_place else _services(conditions)
    total = _count(connection, wanted)
    if (number - 1) * size >= total:
        return Listing(total, ())
    walks = connection.dialect.name == "sqlite" and not (by_place and conditions.places)
    if walks and total > _MANY:
        page = _walk(conditions, by_place=by_place)
    else:
        order = (schema.service.c.name, schema.service.c.id, *list(wanted.selected_columns)[1:2])
        page = wanted.order_by(*order)
    found = connection.execute(page.limit(size).offset((number - 1) * size))
    return Listing(total, tuple((row[0], row[1]) for row in found))


def _services(conditions: Narrowed) -> sa.Select[Any]:
    wanted = sa.select(schema.service.c.id, sa.literal(0).label("place"))
    return wanted.where(*_of_services(conditions))


def _places(conditions: Narrowed) -> sa.Select[Any]:
    service, at, location = schema.service, schema.service_at_location, schema.location
    wanted = sa.select(at.c.service_id, at.c.place, at.c.location_id)
    wanted = wanted.join(service, service.c.id == at.c.service_id).where(*conditions.services)
    if not conditions.places:
        return wanted
    return wanted.join(location, location.c.id == at.c.location_id).where(*conditions.places)


def _walk(conditions: Narrowed, *, by_place: bool) -> sa.Select[Any]:
    """Return a selection that goes through the names and looks at one service after the other.

    Where many are found, a page is full soon; sorting them all would cost more than finding them.
    """
    inner, shown, at = schema.service, schema.service.alias("shown"), schema.service_at_location
    fits = sa.select(sa.literal(1)).where(inner.c.id == shown.c.id, *_of_services(conditions))
    wanted: sa.Select[Any] = sa.select(shown.c.id, sa.literal(0))
    if by_place:
        # With nothing put after it, SQLite would go through the places and sort.
        linked = at.c.service_id == shown.c.id + ""
        wanted = sa.select(shown.c.id, at.c.place).join_from(shown, at, linked)
    if conditions.services or conditions.places:
        wanted = wanted.where(fits.correlate(shown).exists())
    order = (shown.c.name, shown.c.id, *([at.c.place] if by_place else []))
    return wanted.order_by(*order)


def _nearest(
    near: list[tuple[float, str, int]], number: int, size: int, *, by_place: bool
) -> Listing:
    near.sort()
    if not by_place:
        # A service with several places in the circle stands where the nearest of them does.
        first: dict[str, tuple[float, str, int]] = {}
        for one in near:
            first.setdefault(one[1], (one[0], one[1], 0))
        near = list(first.values())
    page = near[(number - 1) * size : number * size]
    return Listing(
        len(near),
        tuple((record_id, place) for _, record_id, place in page),
        tuple(one[0] for one in page),
    )


def _of_services(conditions: Narrowed) -> list[sa.ColumnElement[bool]]:
    if not conditions.places:
        return conditions.services
    at, location = schema.service_at_location, schema.location
    there = (
        sa.select(at.c.service_id)
        .join(location, location.c.id == at.c.location_id)
        .where(*conditions.places)
    )
    return [*conditions.services, schema.service.c.id.in_(there)]


def _count(connection: sa.Connection, wanted: sa.Select[Any]) -> int:
    counted = sa.select(sa.func.count()).select_from(wanted.order_by(None).subquery())
    return connection.scalar(counted) or 0


def _with_origin(row: sa.Row[Any]) -> Document:
    profile = row.content.get(PROFILE) or {}
    origin = {
        "source": row.source,
        "source_id": row.source_id,
        "licence": row.licence,
        "confidence": row.confidence,
        "demonstration": row.demonstration or None,
    }
    fields = {key: value for key, value in origin.items() if value is not None}
    return {**row.content, "last_modified": row.updated_at, PROFILE: {**profile, **fields}}


def _places_of(services: Iterable[Document]) -> set[Any]:
    return {at.get("location_id") for s in services for at in s.get("service_at_locations") or []}


def _read_into(connection: sa.Connection, found: Directory, kind: str, ids: Iterable[Any]) -> None:
    known = found.setdefault(kind, {})
    missing = {record_id for record_id in ids if isinstance(record_id, str)} - set(known)
    known.update(
        (record_id, k.content) for record_id, k in store.read(connection, kind, missing).items()
    )


def _read_terms(connection: sa.Connection, found: Directory) -> None:
    lines = [list(documents.values()) for documents in found.values()]
    terms = {term for term in terms_in(lines) if isinstance(term, str)}
    found |= Reader(connection).read_terms(terms)


def _ids_naming(
    connection: sa.Connection, table: sa.Table, organizations: Collection[str]
) -> list[str]:
    named = table.c.organization_id.in_(one_of(connection, organizations))
    return list(connection.scalars(sa.select(table.c.id).where(named).order_by(table.c.id)))

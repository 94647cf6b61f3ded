"""What somebody who reads the register from outside can ask for, as conditions of SQL."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from data.register import schema
from data.register.columns import search_text
from data.register.search import within
from data.register.traits import HOURS, LANGUAGE, TERM
from geo.hours.opening import OpeningKind, state_at
from geo.model import Calendar

Conditions = list[sa.ColumnElement[bool]]

HERE = Calendar("Europe/Rome", "IT", 12.5, 41.9)
"""Where hours are read: Italy's clock and holidays. Only sunrise would ask for more."""


@dataclass(frozen=True, slots=True)
class Near:
    """A circle: degrees EPSG:4326, metres on the sphere."""

    lon: float
    lat: float
    metres: float


@dataclass(frozen=True, slots=True)
class RecordQuery:
    """What a list of services is narrowed to; all of it holds at once. None and empty: it is not.

    Parameters
    ----------
    words
        Each stands in the name, in one of its languages, without regard to case and accents.
    needs, terms
        Of each set one at least: needs of our taxonomy, ids of taxonomy terms.
    taxonomy_id
        A service carries a term of it.
    languages
        ISO 639-3; each is spoken or mediated in one slot at least.
    municipality, postal_code, near, postal_metres
        All of one place of the service. With `postal_metres`, the place is that near to the middle
        of the places with this postal code.
    modified_after
        The service, its organisation or one of its places was changed then or later.
    opening, at
        What is known of the hours at a moment.
    """

    words: str = ""
    needs: tuple[frozenset[str], ...] = ()
    terms: tuple[frozenset[str], ...] = ()
    taxonomy_id: str | None = None
    organization_id: str | None = None
    languages: tuple[str, ...] = ()
    status: str | None = None
    area: str | None = None
    municipality: str | None = None
    postal_code: str | None = None
    postal_metres: float | None = None
    near: Near | None = None
    modified_after: datetime | None = None
    opening: OpeningKind | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Conditions on services and on their places.

    Parameters
    ----------
    distances
        Metres from the asked position, by location; None where none was asked.
    """

    services: Conditions
    places: Conditions
    distances: dict[str, float] | None


def narrowed(connection: sa.Connection, asked: RecordQuery) -> Narrowed:
    """Return the conditions that say what is asked."""
    table = schema.service
    found: Conditions = [
        table.c.search_text.contains(search_text(word), autoescape=True)
        for word in asked.words.split()
    ]
    for name in ("organization_id", "status", "area"):
        value = getattr(asked, name)
        if value is not None:
            found.append(table.c[name] == value)
    need = schema.service_need
    for needs in asked.needs:
        found.append(_among(sa.select(need.c.service_id).where(need.c.need.in_(needs))))
    found += [_among(_having(LANGUAGE, [code])) for code in asked.languages]
    found += [_among(_having(TERM, terms)) for terms in asked.terms]
    if asked.taxonomy_id is not None:
        found.append(_among(_of_taxonomy(asked.taxonomy_id)))
    if asked.modified_after is not None:
        found.append(_changed_since(asked.modified_after))
    if asked.opening is not None:
        found.append(_known_of_hours(connection, asked.opening, asked.at or datetime.now(UTC)))
    return Narrowed(found, *_of_places(connection, asked))


def one_of(connection: sa.Connection, values: Collection[str]) -> sa.Select[Any]:
    """Return a selection of texts: one parameter, however many there are."""
    found = json.dumps(sorted(values))
    if connection.dialect.name == "postgresql":
        each = sa.func.json_array_elements_text(sa.cast(sa.literal(found, sa.Text), sa.JSON))
        return sa.select(each.column_valued("value"))
    return sa.select(sa.func.json_each(found).table_valued("value").c.value)


def _among(ids: sa.Select[Any]) -> sa.ColumnElement[bool]:
    return schema.service.c.id.in_(ids)


def _having(facet: str, values: Iterable[str]) -> sa.Select[Any]:
    trait = schema.service_trait
    return sa.select(trait.c.service_id).where(trait.c.facet == facet, trait.c.value.in_(values))


def _of_taxonomy(record_id: str) -> sa.Select[Any]:
    trait, term = schema.service_trait, schema.taxonomy_term
    terms = sa.select(term.c.id).where(term.c.taxonomy_id == record_id)
    return sa.select(trait.c.service_id).where(trait.c.facet == TERM, trait.c.value.in_(terms))


def _changed_since(moment: datetime) -> sa.ColumnElement[bool]:
    service, at = schema.service, schema.service_at_location
    # Moments are given in UTC, all in one form: their texts are in their order.
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")

    def changed(table: sa.FromClause) -> sa.Select[Any]:
        return sa.select(table.c.id).where(table.c.updated_at >= text)

    other = service.alias()
    given = sa.select(other.c.id).where(other.c.organization_id.in_(changed(schema.organization)))
    there = sa.select(at.c.service_id).where(at.c.location_id.in_(changed(schema.location)))
    return service.c.id.in_(sa.union_all(changed(other), given, there))


def _known_of_hours(
    connection: sa.Connection, kind: OpeningKind, moment: datetime
) -> sa.ColumnElement[bool]:
    """Open if one slot is, else ask, else unknown if one is; closed if all are."""
    trait = schema.service_trait
    texts = connection.scalars(sa.select(trait.c.value).where(trait.c.facet == HOURS).distinct())
    minute = moment.replace(second=0, microsecond=0)
    by_kind: dict[OpeningKind, list[str]] = {one: [] for one in OpeningKind}
    for text in texts:
        by_kind[_kind_at(text, minute)].append(text)

    def has(one: OpeningKind) -> sa.ColumnElement[bool]:
        found = one_of(connection, by_kind[one])
        of_kind = sa.select(trait.c.service_id).where(trait.c.facet == HOURS)
        return _among(of_kind.where(trait.c.value.in_(found)))

    if kind is OpeningKind.OPEN:
        return has(kind)
    rank = (OpeningKind.OPEN, OpeningKind.ASK, OpeningKind.UNKNOWN, OpeningKind.CLOSED)
    stronger = [~has(one) for one in rank[: rank.index(kind)]]
    holds = has(kind)
    if kind is OpeningKind.UNKNOWN:
        holds |= ~_among(sa.select(trait.c.service_id).where(trait.c.facet == HOURS))
    return sa.and_(holds, *stronger)


@lru_cache(maxsize=32_768)
def _kind_at(text: str, minute: datetime) -> OpeningKind:
    return state_at(text, minute, HERE).kind


def _of_places(
    connection: sa.Connection, asked: RecordQuery
) -> tuple[Conditions, dict[str, float] | None]:
    table = schema.location
    found: Conditions = []
    if asked.municipality is not None:
        found.append(table.c.municipality == asked.municipality)
    circles = [asked.near] if asked.near else []
    if asked.postal_code is not None and asked.postal_metres is not None:
        middle = _middle_of(connection, asked.postal_code, asked.postal_metres)
        circles += [middle] if middle else []
        found += [] if middle else [sa.false()]
    elif asked.postal_code is not None:
        found.append(table.c.postal_code == asked.postal_code)
    distances: dict[str, float] | None = None
    for circle in circles:
        around = dict(within(connection, circle.lon, circle.lat, circle.metres))
        found.append(table.c.id.in_(one_of(connection, around)))
        distances = around if distances is None else distances
    return found, distances


def _middle_of(connection: sa.Connection, postal_code: str, metres: float) -> Near | None:
    table = schema.location
    row = connection.execute(
        sa.select(sa.func.avg(table.c.lon), sa.func.avg(table.c.lat)).where(
            table.c.postal_code == postal_code, table.c.lon.is_not(None)
        )
    ).one()
    return None if row[0] is None else Near(float(row[0]), float(row[1]), metres)

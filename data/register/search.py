"""Finding records: lists with filters, page by page; what stands around a place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from data.records.documents import PROFILE
from data.register import schema
from data.register.columns import search_text
from data.register.links import parts
from data.register.traits import HOURS, LANGUAGE
from geo.arrays import Box
from geo.model import Exposure
from geo.network.sphere import metres_apart

_DEGREE_M = 111_000.0
"""A little less than a degree of latitude: boxes made with it are never too small."""

Row = sa.Row[Any]


class Missing(StrEnum):
    """What a record does not say."""

    HOURS = "hours"
    LANGUAGES = "languages"
    NEEDS = "needs"
    PLACE = "place"
    MUNICIPALITY = "municipality"
    FUND = "fund"
    LEVEL = "level"
    ACTION = "action"
    ORGANIZATION = "organization"
    CHECK = "check"


class Sort(StrEnum):
    """What a list is in the order of."""

    NAME = "name"
    CHECKED = "assured_on"
    CHANGED = "updated_at"
    SOURCE = "source"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; all of it holds at once. None and empty: not narrowed.

    Parameters
    ----------
    text
        A part of the name, in any of its languages, without regard to case and accents.
    checked_before
        Services last checked before this day, or never.
    place_below
        Services at a place that was found by an address, with less confidence than this.
    fund
        Name of one of its funds.
    partner_id
        An organisation that leads it or is one of its partners.
    missing
        What it does not say, all of it.
    ids
        Only these.
    area, bounds
        Services of an area, as of `of_area`, and those of none of which nobody knows publicly where
        they stand: a protected one is in every list, or it would be in none.
    """

    text: str = ""
    need: str | None = None
    status: str | None = None
    organization_id: str | None = None
    municipality: str | None = None
    source: str | None = None
    action: str | None = None
    level: str | None = None
    checked_before: date | None = None
    demonstration: bool | None = None
    place_below: float | None = None
    area: str | None = None
    bounds: Box | None = None
    fund: str | None = None
    partner_id: str | None = None
    missing: frozenset[Missing] = frozenset()
    ids: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: rows of `id`, `name`, `names` by language or None, `status`,
    `assured_on`, `version`, `updated_at`.
    """

    total: int
    rows: tuple[Row, ...]


def page(
    connection: sa.Connection,
    filters: Filters,
    *,
    number: int = 1,
    size: int = 50,
    sort: Sort = Sort.NAME,
    descending: bool = False,
) -> Page:
    """Return a page of services, by name where nothing else is wanted; empty beyond the last one.

    What has no value to sort by comes last.
    """
    table = schema.service
    ordered = _order(table, sort, descending=descending)
    total, found = _found(connection, filters, ordered, (size, (number - 1) * size))
    # Documents are opened for this page alone: a database may else open all before it sorts them.
    columns = (*(table.c[name] for name in _COLUMNS), names_of(table).label("names"))
    listed = sa.select(*columns).where(table.c.id.in_(found)).order_by(*ordered)
    return Page(total, tuple(connection.execute(listed)))


def _found(
    connection: sa.Connection,
    filters: Filters,
    ordered: Sequence[sa.ColumnElement[Any]],
    within_page: tuple[int, int],
) -> tuple[int, list[str]]:
    """Return how many services filters leave, and the ids of those on a page."""
    table, wanted = schema.service, _where(filters)
    if filters.missing:
        return _counted(connection, wanted, ordered, within_page)
    listed = sa.select(table.c.id).order_by(*ordered)
    if filters.text.strip():
        # What few are called is found first: else every row is read in the order of names.
        inner = table.alias()
        listed = listed.where(table.c.id.in_(sa.select(inner.c.id).where(*_where(filters, inner))))
    else:
        listed = listed.where(*wanted)
    size, skipped = within_page
    found = connection.scalars(listed.limit(size).offset(skipped))
    return _count(connection, wanted), list(found)


def _counted(
    connection: sa.Connection,
    wanted: Sequence[sa.ColumnElement[bool]],
    ordered: Sequence[sa.ColumnElement[Any]],
    within_page: tuple[int, int],
) -> tuple[int, list[str]]:
    """Return how many services hold something and the ids of a page of them.

    Both in one statement: what is missing takes a walk through all places, and is walked once.
    """
    size, skipped = within_page
    columns = (schema.service.c.id, sa.func.count().over().label("total"))
    listed = sa.select(*columns).where(*wanted).order_by(*ordered)
    rows = connection.execute(listed.limit(size).offset(skipped)).all()
    if not rows:  # beyond the last page nothing carries the count
        return (_count(connection, wanted) if skipped else 0), []
    return rows[0].total, [row.id for row in rows]


def _count(connection: sa.Connection, wanted: Sequence[sa.ColumnElement[bool]]) -> int:
    counted = sa.select(sa.func.count()).select_from(schema.service).where(*wanted)
    return connection.scalar(counted) or 0


def ids(connection: sa.Connection, filters: Filters) -> list[str]:
    """Return the ids of all services that filters leave."""
    table = schema.service
    wanted = sa.select(table.c.id).where(*_where(filters)).order_by(table.c.id)
    return list(connection.scalars(wanted))


def lacking(connection: sa.Connection, ids: Sequence[str], what: Missing) -> set[str]:
    """Return those of some services that do not say something which stands in a table."""
    stating = _stating(what)
    (service_id,) = stating.selected_columns
    there = {
        one
        for part in parts(ids)
        for one in connection.scalars(stating.where(service_id.in_(part)))
    }
    return set(ids) - there


def names(connection: sa.Connection, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the names by language of some services, where they have any."""
    table = schema.service
    rows = connection.execute(
        sa.select(table.c.id, names_of(table).label("names")).where(table.c.id.in_(ids))
    )
    return {row.id: row.names for row in rows if row.names}


def names_of(table: sa.FromClause) -> sa.ColumnElement[Any]:
    """Return the names of services by language, as their documents have them."""
    return table.c.content[(PROFILE, "names")]


def of_area(area: str | None, bounds: Box | None) -> sa.ColumnElement[bool]:
    """Return what holds for the services of an area, and those of none that stand within bounds."""
    table = schema.service
    wanted = []
    if area is not None:
        wanted.append(table.c.area == area)
    if bounds is not None:
        west, south, east, north = bounds
        location = schema.location
        inside = location.c.lon.between(west, east) & location.c.lat.between(south, north)
        wanted.append(table.c.area.is_(None) & table.c.id.in_(_at_location(inside)))
    return sa.or_(*wanted) if wanted else sa.true()


_COLUMNS = (
    "id", "name", "status", "assured_on", "confidence", "source", "version", "updated_at",
    "organization_id", "demonstration", "level", "action",
)  # fmt: skip


def within(
    connection: sa.Connection, lon: float, lat: float, metres: float
) -> list[tuple[str, float]]:
    """Return the locations around a place with their distance in metres, the nearest first.

    Straight distances on the sphere; locations without a public place are not found.

    Parameters
    ----------
    lon, lat
        Degrees EPSG:4326.
    """
    fields = {"lon": lon, "lat": lat, "metres": metres}
    if connection.dialect.name == "postgresql":
        # A sphere here as well, not PostGIS's spheroid: one answer whatever the database.
        rows = connection.execute(sa.text(_AROUND_POSTGIS), fields)
    else:
        up = metres / _DEGREE_M
        across = up / max(0.01, math.cos(math.radians(min(89.0, abs(lat) + up))))
        box = {"w": lon - across, "e": lon + across, "s": lat - up, "n": lat + up}
        rows = connection.execute(sa.text(_AROUND_SQLITE), box)
    found = ((row.id, metres_apart(lon, lat, row.lon, row.lat)) for row in rows)
    return sorted((near for near in found if near[1] <= metres), key=lambda near: near[1])


# The box takes in a little more than the circle: distances decide.
_AROUND_POSTGIS = """
SELECT id, lon, lat FROM location
WHERE ST_DWithin(
    place, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326)::geography, :metres * 1.01, false
)
"""
_AROUND_SQLITE = """
SELECT location.id, location.lon, location.lat FROM location_tree
JOIN location ON location.number = location_tree.number
WHERE west <= :e AND east >= :w AND south <= :n AND north >= :s
"""


def _where(filters: Filters, table: sa.FromClause = schema.service) -> list[sa.ColumnElement[bool]]:
    return [*_of_columns(filters, table), *_of_tables(filters, table)]


def _of_columns(filters: Filters, table: sa.FromClause) -> list[sa.ColumnElement[bool]]:
    """Return what the service's own columns have to hold."""
    wanted: list[sa.ColumnElement[bool]] = []
    for name in ("status", "organization_id", "source", "action", "level", "demonstration"):
        value = getattr(filters, name)
        if value is not None:
            wanted.append(table.c[name] == value)
    if filters.text.strip():
        wanted.append(table.c.search_text.contains(search_text(filters.text), autoescape=True))
    if filters.checked_before is not None:
        checked = table.c.assured_on
        wanted.append(checked.is_(None) | (checked < filters.checked_before))
    if filters.ids is not None:
        wanted.append(table.c.id.in_(sorted(filters.ids)))
    return wanted


def _of_tables(filters: Filters, table: sa.FromClause) -> list[sa.ColumnElement[bool]]:
    """Return what the tables beside the services have to hold."""
    wanted: list[sa.ColumnElement[bool]] = []
    if filters.area is not None or filters.bounds is not None:
        service = schema.service
        placed = _at_location(schema.location.c.lon.is_not(None))
        nowhere = service.c.area.is_(None) & service.c.id.not_in(placed)
        here = of_area(filters.area, filters.bounds) | nowhere
        wanted.append(table.c.id.in_(sa.select(service.c.id).where(here)))
    if filters.need is not None:
        need = schema.service_need
        wanted.append(
            table.c.id.in_(sa.select(need.c.service_id).where(need.c.need == filters.need))
        )
    if filters.municipality is not None:
        there = schema.location.c.municipality == filters.municipality
        wanted.append(table.c.id.in_(_at_location(there)))
    if filters.place_below is not None:
        doubtful = schema.location.c.place_confidence < filters.place_below
        wanted.append(table.c.id.in_(_at_location(doubtful)))
    if filters.fund is not None:
        fund = schema.service_fund
        same = sa.func.lower(fund.c.name) == filters.fund.lower()
        wanted.append(table.c.id.in_(sa.select(fund.c.service_id).where(same)))
    if filters.partner_id is not None:
        partner = schema.service_partner
        beside = sa.select(partner.c.service_id).where(
            partner.c.organization_id == filters.partner_id
        )
        led = table.c.organization_id == filters.partner_id
        wanted.append(led | table.c.id.in_(beside))
    wanted += [_lacks(what, table) for what in sorted(filters.missing)]
    return wanted


def _order(
    table: sa.FromClause, sort: Sort, *, descending: bool
) -> tuple[sa.ColumnElement[Any], ...]:
    column = table.c[sort.value]
    ordered = column.desc() if descending else column.asc()
    if sort is Sort.NAME:
        return ordered, table.c.id
    return column.is_(None), ordered, table.c.name, table.c.id


def _lacks(what: Missing, table: sa.FromClause) -> sa.ColumnElement[bool]:
    """Return what holds for the services that do not say something."""
    if what in _COLUMN_OF:
        return table.c[_COLUMN_OF[what]].is_(None)
    return table.c.id.not_in(_stating(what))


def _stating(what: Missing) -> sa.Select[tuple[str]]:
    """Return the services that say something which stands in a table beside them."""
    trait, need, fund = schema.service_trait, schema.service_need, schema.service_fund
    location = schema.location
    return {
        Missing.HOURS: sa.select(trait.c.service_id).where(trait.c.facet == HOURS),
        Missing.LANGUAGES: sa.select(trait.c.service_id).where(trait.c.facet == LANGUAGE),
        Missing.NEEDS: sa.select(need.c.service_id),
        Missing.FUND: sa.select(fund.c.service_id),
        # Where a protected one stands is nobody's business; it is not missing.
        Missing.PLACE: _at_location(
            location.c.lon.is_not(None) | (location.c.exposure != Exposure.PUBLIC.value)
        ),
        Missing.MUNICIPALITY: _at_location(location.c.municipality.is_not(None)),
    }[what]


_COLUMN_OF = {
    Missing.LEVEL: "level",
    Missing.ACTION: "action",
    Missing.ORGANIZATION: "organization_id",
    Missing.CHECK: "assured_on",
}


def _at_location(which: sa.ColumnElement[bool]) -> sa.Select[tuple[str]]:
    at, location = schema.service_at_location, schema.location
    return sa.select(at.c.service_id).join(location, location.c.id == at.c.location_id).where(which)

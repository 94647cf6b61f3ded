"""The register as a table: one row a service, with what it says, lacks and lives on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data.register import search
from data.register.activities import read_activities
from data.register.search import Filters, Missing, Row, Sort
from geo.partnerships.activity import Activity


@dataclass(frozen=True, slots=True)
class TableRow:
    """A service as the table shows it.

    Attributes
    ----------
    names
        By language, where the record has any.
    missing
        What it does not say.
    place_confidence
        Of the position found by an address; None where it is the source's own.
    """

    id: str
    name: str
    names: Mapping[str, str]
    status: str
    source: str
    assured_on: date | None
    updated_on: date
    demonstration: bool
    activity: Activity
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class TablePage:
    """One page of the table; `organizations` are names by id."""

    total: int
    rows: tuple[TableRow, ...]
    organizations: Mapping[str, str]


def table_page(
    connection: sa.Connection,
    filters: Filters,
    *,
    number: int,
    size: int,
    sort: Sort,
    descending: bool,
) -> TablePage:
    """Return a page of the table; empty beyond the last one."""
    found = search.page(
        connection, filters, number=number, size=size, sort=sort, descending=descending
    )
    ids = [row.id for row in found.rows]
    read = read_activities(connection, ids, defunct=True)
    activities = {one.id: one for one in read.rows}
    lacking = {
        what: search.lacking(connection, ids, what) for what in (Missing.HOURS, Missing.PLACE)
    }
    rows = tuple(_row(row, activities[row.id], lacking) for row in found.rows)
    return TablePage(found.total, rows, read.organizations)


def _row(row: Row, activity: Activity, lacking: Mapping[Missing, Collection[str]]) -> TableRow:
    stated = {
        Missing.HOURS: row.id not in lacking[Missing.HOURS],
        Missing.LANGUAGES: bool(activity.languages),
        Missing.NEEDS: bool(activity.needs),
        Missing.PLACE: row.id not in lacking[Missing.PLACE],
        Missing.MUNICIPALITY: bool(activity.municipalities),
        Missing.FUND: bool(activity.funds),
        Missing.LEVEL: row.level is not None,
        Missing.ACTION: row.action is not None,
        Missing.ORGANIZATION: activity.organization is not None,
        Missing.CHECK: row.assured_on is not None,
    }
    return TableRow(
        id=row.id,
        name=row.name,
        names=row.names or {},
        status=row.status,
        source=row.source,
        assured_on=row.assured_on,
        updated_on=date.fromisoformat(row.updated_at[:10]),
        demonstration=row.demonstration,
        activity=activity,
        missing=tuple(what for what, there in stated.items() if not there),
    )

"""Where services are given publicly, and in which hours of a week."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time

import sqlalchemy as sa

from data.records.documents import Document, plain_schedules
from data.register import schema, store
from geo.hours.opening_week import OpenDay, opening_week
from geo.model import Calendar

DAY_MIN = 24 * 60
WeekHours = tuple[tuple[int, int], ...]
"""Opening and closing in minutes of a week, from Monday 0:00."""


def positions_of(connection: sa.Connection, ids: Collection[str]) -> list[tuple[str, float, float]]:
    """Return id, longitude and latitude (EPSG:4326) of each public place of some services."""
    at, location = schema.service_at_location, schema.location
    wanted = (
        sa.select(at.c.service_id, location.c.lon, location.c.lat)
        .join(location, location.c.id == at.c.location_id)
        .where(location.c.lon.is_not(None), location.c.exposure == "public")
    )
    rows = connection.execute(wanted).all()
    known = set(ids)
    return sorted((row[0], row[1], row[2]) for row in rows if row[0] in known)


def weekly_hours(
    connection: sa.Connection, ids: Collection[str], monday: date, calendar: Calendar
) -> dict[str, WeekHours | None]:
    """Return the hours of each service in a week; None where they are not known for certain."""
    found = store.read(connection, "service", ids)
    return {record_id: _week(kept.content, monday, calendar) for record_id, kept in found.items()}


def _week(document: Document, monday: date, calendar: Calendar) -> WeekHours | None:
    places = document.get("service_at_locations") or []
    schedules = [row for one in (document, *places) for row in plain_schedules(one)]
    weeks = [opening_week(row.get("opening_hours"), monday, calendar) for row in schedules]
    spans = [span for week in weeks for day in week or () for span in day.spans]
    if not weeks or None in weeks or not all(span.known for span in spans):
        return None
    return tuple(sorted({span for week in weeks if week for span in _spans(week, monday)}))


def _spans(week: tuple[OpenDay, ...], monday: date) -> list[tuple[int, int]]:
    found = []
    for day in week:
        start = (day.day - monday).days * DAY_MIN
        for span in day.spans:
            opens, closes = (_minutes(moment) for moment in (span.opens, span.closes))
            closes += DAY_MIN if closes <= opens else 0
            found.append((start + opens, start + closes))
    return found


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute

"""Tables of the register: HSDS 3.0's objects, and the programme's fields beside them.

Ids are UUIDs as text or a stable id of the source, positions are degrees in floats, lists and
mappings are JSON: the same schema serves SQLite and PostgreSQL. What a *public* reader must never
see, the exact place of a protected site, stands in a table of its own that `Register.services`
does not know.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()


def _id() -> Column[str]:
    return Column("id", String(120), primary_key=True)


def _of(table: str, *, primary: bool = False) -> Column[str]:
    target = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Column(f"{table}_id", String(120), target, nullable=False, primary_key=primary)


def _place() -> Column[int]:
    """Return the place of a row among its siblings: order is kept."""
    return Column("place", Integer, primary_key=True)


organization = Table(
    "organization",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("kind", String(40)),
    Column("website", Text),
)

service = Table(
    "service",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("status", String(40), nullable=False),
    Column("url", Text),
    Column("email", Text),
    Column("access", String(40)),
    Column("action", String(4)),
    Column("level", String(40)),
    Column("names", JSON, nullable=False),
    Column("descriptions", JSON, nullable=False),
    Column("eligibility", JSON, nullable=False),
    Column("source", Text, nullable=False),
    Column("source_id", Text),
    Column("licence", String(80), nullable=False),
    Column("confidence", String(40), nullable=False),
    Column("assured_on", Date),
    Column("demonstration", Boolean, nullable=False),
    Column("area", String(60), index=True),
    Column("content_sha256", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", String(40), nullable=False),
    Column("updated_by", Text, nullable=False),
)

service_need = Table(
    "service_need", metadata, _of("service", primary=True), _place(), Column("need", String(60))
)

service_organization = Table(
    "service_organization",
    metadata,
    _of("service", primary=True),
    _place(),
    _of("organization"),
    Column("role", String(40)),
)

location = Table(
    "location",
    metadata,
    _id(),
    Column("location_type", String(20), nullable=False),
    Column("lon", Float, index=True),
    Column("lat", Float, index=True),
    Column("exposure", String(20), nullable=False),
    Column("wheelchair", String(10), nullable=False),
)

protected_location = Table(
    "protected_location",
    metadata,
    _of("location", primary=True),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("address_1", Text),
)

address = Table(
    "address",
    metadata,
    _of("location", primary=True),
    Column("address_1", Text, nullable=False),
    Column("city", Text),
    Column("postal_code", String(20)),
    Column("country", String(2)),
    Column("address_type", String(20), nullable=False),
)

service_at_location = Table(
    "service_at_location", metadata, _of("service", primary=True), _of("location", primary=True)
)

phone = Table(
    "phone",
    metadata,
    _of("service", primary=True),
    _place(),
    Column("number", Text, nullable=False),
    Column("description", Text),
)

schedule = Table(
    "schedule",
    metadata,
    _of("service", primary=True),
    _place(),
    Column("opening_hours", Text),
    Column("languages", JSON),
    Column("mediation_languages", JSON),
    Column("appointment", String(20)),
)

edition = Table(
    "edition",
    metadata,
    _of("service", primary=True),
    _place(),
    Column("enrolment_starts", Date),
    Column("enrolment_ends", Date),
    Column("starts", Date),
    Column("ends", Date),
)

service_capacity = Table(
    "service_capacity",
    metadata,
    _of("service", primary=True),
    Column("unit", Text, nullable=False),
    Column("maximum", Integer),
    Column("available", Integer),
    Column("updated", Date),
)

fund = Table(
    "fund",
    metadata,
    _of("service", primary=True),
    _place(),
    Column("name", Text, nullable=False),
    Column("amount_eur", Float),
    Column("starts", Date),
    Column("ends", Date),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("row_id", String(120), nullable=False),
    Column("new_version", Integer, nullable=False),
    Column("at", String(40), nullable=False),
    Column("by", Text, nullable=False),
    Column("content", JSON, nullable=False),
    UniqueConstraint("row_id", "new_version"),
)

CHILDREN = (
    service_need,
    service_organization,
    service_at_location,
    phone,
    schedule,
    edition,
    service_capacity,
    fund,
)
"""Tables whose rows belong to one service and are written anew with it."""

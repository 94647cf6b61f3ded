"""Tables of the register: one for every HSDS object with an identity, its document inside.

A *document* is the HSDS 3.0 object as JSON: what it is searched, joined and protected by stands
beside it in columns; phones, schedules, funds and the like, which belong to one object alone,
stay inside. Why: ``docs/decisions/0007-documents-with-columns-beside.md``.

Ids are UUIDs as text, positions degrees in floats: the same schema serves SQLite and PostgreSQL.
SQLite keeps an R*Tree beside `location`, PostgreSQL a generated PostGIS column; both belong to the
migrations, as SQLAlchemy cannot say them. What a *public* reader must never see, the exact place of
a protected site, stands in a table of its own.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

Columns = list[Column[Any]]


def _document() -> Columns:
    """Return what every object with an identity has."""
    return [
        Column("id", String(36), primary_key=True),
        Column("content", JSON, nullable=False),
        *_versioned(),
    ]


def _versioned() -> Columns:
    return [
        Column("content_sha256", String(64), nullable=False),
        Column("version", Integer, nullable=False),
        Column("updated_at", String(40), nullable=False),
        Column("updated_by", Text, nullable=False),
    ]


def _of(table: str, *, name: str = "", needed: bool = True) -> Column[Any]:
    # Checked when the transaction ends: an import may say a child before its parent.
    target = ForeignKey(
        f"{table}.id", ondelete="CASCADE" if needed else "SET NULL", deferrable=True,
        initially="DEFERRED",
    )  # fmt: skip
    return Column(name or f"{table}_id", String(36), target, nullable=not needed, index=True)


def _names(table: str) -> Column[Any]:
    """Return the id of what a document names, there or not: directories name what they lack."""
    return Column(f"{table}_id", Text, index=True)


organization = Table(
    "organization",
    metadata,
    *_document(),
    Column("name", Text, nullable=False),
    Column("kind", String(40)),
    Index("ix_organization_updated_at", "updated_at", "id"),
)

program = Table("program", metadata, *_document(), _names("organization"))

service = Table(
    "service",
    metadata,
    *_document(),
    _of("organization", needed=False),
    _of("program", needed=False),
    Column("name", Text, nullable=False),
    Column("search_text", Text, nullable=False),
    Column("status", String(40), nullable=False, index=True),
    Column("access", String(40)),
    Column("action", String(4)),
    Column("level", String(40)),
    Column("source", Text, nullable=False, index=True),
    Column("source_id", Text),
    Column("licence", String(80), nullable=False),
    Column("confidence", String(40), nullable=False),
    Column("assured_on", Date, index=True),
    Column("demonstration", Boolean, nullable=False),
    Column("area", String(60), index=True),
    Index("ix_service_name", "name", "id"),
    Index("ix_service_updated_at", "updated_at", "id"),
)

service_need = Table(
    "service_need",
    metadata,
    Column("service_id", ForeignKey("service.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("need", String(60), nullable=False),
    Index("ix_service_need_need", "need", "service_id"),
)

location = Table(
    "location",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("content", JSON, nullable=False),
    *_versioned(),
    _names("organization"),
    Column("location_type", String(20), nullable=False),
    Column("lon", Float),
    Column("lat", Float),
    Column("municipality", String(6), index=True),
    Column("postal_code", String(20), index=True),
    Column("exposure", String(20), nullable=False, index=True),
    Column("place_confidence", Float),
    Index("ix_location_updated_at", "updated_at", "id"),
    sqlite_autoincrement=True,
)
"""`number` is the key of the R*Tree: a table's hidden row numbers change when it is packed."""

service_at_location = Table(
    "service_at_location",
    metadata,
    Column("service_id", ForeignKey("service.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("id", String(36), nullable=False, index=True),
    _of("location"),
)

service_trait = Table(
    "service_trait",
    metadata,
    Column("service_id", ForeignKey("service.id", ondelete="CASCADE"), primary_key=True),
    Column("facet", String(20), primary_key=True),
    Column("value", Text, primary_key=True),
    Index("ix_service_trait_value", "facet", "value", "service_id"),
)
"""What services are asked for by, taken out of their documents: ``data.register.traits``."""

service_fund = Table(
    "service_fund",
    metadata,
    Column("service_id", ForeignKey("service.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("amount_eur", Float),
    Column("starts", Date),
    Column("ends", Date),
    Index("ix_service_fund_name", "name", "service_id"),
)

service_partner = Table(
    "service_partner",
    metadata,
    Column("service_id", ForeignKey("service.id", ondelete="CASCADE"), primary_key=True),
    Column("organization_id", Text, primary_key=True),
    Column("role", String(40)),
    Index("ix_service_partner_organization", "organization_id", "service_id"),
)
"""Organisations beside the one that a service belongs to."""

protected_location = Table(
    "protected_location",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("content", JSON, nullable=False),
)
"""What was taken out of the document of a location that is not public, by the location's id; by
that of the proposal while the location is only proposed."""

taxonomy = Table("taxonomy", metadata, *_document())
taxonomy_term = Table("taxonomy_term", metadata, *_document(), _names("taxonomy"))
loose = Table("loose", metadata, *_document())
"""HSDS objects that hang on nothing that is there: kept, so that what came in can go out whole."""

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(40), nullable=False),
    Column("row_id", String(36), nullable=False),
    Column("new_version", Integer, nullable=False),
    Column("at", String(40), nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("action", String(20), nullable=False),
    Column("content", JSON),
    UniqueConstraint("row_id", "new_version"),
)
"""The history, only ever added to. `content` is the document after the change; none: it is gone."""

proposal = Table(
    "proposal",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("record_id", String(36), index=True),
    Column("base_version", Integer),
    Column("organization_id", String(36)),
    Column("content", JSON),
    Column("message", Text),
    Column("version", Integer, nullable=False),
    Column("made_at", String(40), nullable=False),
    Column("made_by", Text, nullable=False),
    Column("decided_at", String(40)),
    Column("decided_by", Text),
)
"""What waits for somebody: drafts, changes to review, reports of the public."""

likeness = Table(
    "likeness",
    metadata,
    Column("first_id", String(36), primary_key=True),
    Column("second_id", String(36), primary_key=True),
    Column("decision", String(20), nullable=False),
    Column("kept_version", Integer),
    Column("gone_version", Integer),
    Column("gone_origin", JSON),
    Column("at", String(40), nullable=False),
    Column("by", Text, nullable=False),
)
"""What a person said of two records that look alike: one thing (``merged``) or two (``apart``).

Where merged, the first is kept; the versions before, and what stood beside the document that is
gone, are given, so that it can be taken back."""

account = Table(
    "account",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("organizations", JSON, nullable=False),
    Column("partnerships", JSON, nullable=False),
    Column("disabled", Boolean, nullable=False),
    UniqueConstraint("issuer", "subject"),
)

scenario = Table(
    "scenario",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("area", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("content", JSON, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("kept_by", Text, nullable=False),
    Column("kept_at", String(40), nullable=False),
    UniqueConstraint("area", "kept_by", "name"),
)

partnership = Table(
    "partnership",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("municipalities", JSON, nullable=False),
    Column("organizations", JSON, nullable=False),
    Column("lead_id", Text),
)

job = Table(
    "job",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("at", String(40), nullable=False),
    Column("outcome", JSON, nullable=False),
)

unmet = Table(
    "unmet",
    metadata,
    Column("area", String(60), primary_key=True),
    Column("need", String(60), primary_key=True),
    Column("cell", String(60), primary_key=True),
    Column("reason", String(20), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("count", Integer, nullable=False),
)
"""How many searches ended with nothing, by area, need, coarse square, reason and month."""

column_match = Table(
    "column_match",
    metadata,
    Column("source", Text, primary_key=True),
    Column("heading", Text, primary_key=True),
    Column("field", String(60), nullable=False),
)
"""Which field a heading of a partner's tables names, where somebody has said so."""

DOCUMENTS: dict[str, Table] = {
    table.name: table
    for table in (
        organization, program, service, location, taxonomy, taxonomy_term, loose,
    )
}  # fmt: skip
"""Kind of document → its table, in an order in which each names only those before it."""

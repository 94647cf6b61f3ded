"""Columns for what the interface is asked for: languages, hours, terms, postal codes."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from data.register.columns import postal_code_of
from data.register.traits import trait_rows

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BATCH = 1_000


def upgrade() -> None:
    """Make the columns and fill them from the documents that are there."""
    op.create_table(
        "service_trait",
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("facet", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("service_id", "facet", "value"),
    )
    op.create_index("ix_service_trait_value", "service_trait", ["facet", "value", "service_id"])
    op.add_column("location", sa.Column("postal_code", sa.String(length=20), nullable=True))
    op.create_index("ix_location_postal_code", "location", ["postal_code"])
    op.create_index("ix_service_at_location_id", "service_at_location", ["id"])
    for table in ("organization", "service", "location"):
        op.create_index(f"ix_{table}_updated_at", table, ["updated_at", "id"])
    connection = op.get_bind()
    for rows in _batches(connection, "service"):
        traits = [trait for row in rows for trait in trait_rows(row.content)]
        if traits:
            connection.execute(_TRAITS, traits)
    for rows in _batches(connection, "location"):
        codes = [{"own": row.id, "code": postal_code_of(row.content)} for row in rows]
        connection.execute(_CODES, codes)


_TRAITS = sa.text(
    "INSERT INTO service_trait (service_id, facet, value) VALUES (:service_id, :facet, :value)"
)
_CODES = sa.text("UPDATE location SET postal_code = :code WHERE id = :own")


def _batches(connection: sa.Connection, table: str) -> Iterator[list[sa.Row[tuple[object, ...]]]]:
    """Yield the documents of a table, as the public may see them."""
    wanted = sa.text(
        f"SELECT id, content FROM {table} WHERE id > :last ORDER BY id LIMIT {_BATCH}"  # noqa: S608
    ).columns(id=sa.String, content=sa.JSON)
    last = ""
    while rows := list(connection.execute(wanted, {"last": last})):
        yield rows
        last = rows[-1].id

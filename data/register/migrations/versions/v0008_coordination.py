"""Funds, partners, accepted statuses and municipalities beside the documents; leads."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from data.register.funding import fund_rows, partner_rows
from data.register.place_municipality import municipality_of
from data.register.traits import ACCEPTS, trait_rows

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_BATCH = 1_000


def upgrade() -> None:
    """Make the tables and fill them from the documents that are there."""
    op.create_table(
        "service_fund",
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("amount_eur", sa.Float(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("service_id", "place"),
    )
    op.create_index("ix_service_fund_name", "service_fund", ["name", "service_id"])
    op.create_table(
        "service_partner",
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("service_id", "organization_id"),
    )
    op.create_index(
        "ix_service_partner_organization", "service_partner", ["organization_id", "service_id"]
    )
    op.add_column("partnership", sa.Column("lead_id", sa.Text(), nullable=True))
    connection = op.get_bind()
    # The third migration fills the traits as they are read today, these among them.
    connection.execute(sa.delete(_TRAIT_TABLE).where(_TRAIT_TABLE.c.facet == ACCEPTS))
    for rows in _batches(connection, "service"):
        documents = [row.content for row in rows]
        _insert(connection, _FUNDS, [r for d in documents for r in fund_rows(d)])
        _insert(connection, _PARTNERS, [r for d in documents for r in partner_rows(d)])
        traits = [r for d in documents for r in trait_rows(d) if r["facet"] == ACCEPTS]
        _insert(connection, _TRAITS, traits)
    for rows in _batches(connection, "location"):
        codes = [{"id": row.id, "code": municipality_of(row.content)} for row in rows]
        _insert(connection, _CODES, [row for row in codes if row["code"]])


_TRAIT_TABLE = sa.table("service_trait", sa.column("facet"))
_FUNDS = sa.text(
    "INSERT INTO service_fund (service_id, place, name, amount_eur, starts, ends)"
    " VALUES (:service_id, :place, :name, :amount_eur, :starts, :ends)"
).bindparams(sa.bindparam("starts", type_=sa.Date), sa.bindparam("ends", type_=sa.Date))
_PARTNERS = sa.text(
    "INSERT INTO service_partner (service_id, organization_id, role)"
    " VALUES (:service_id, :organization_id, :role)"
)
_TRAITS = sa.text(
    "INSERT INTO service_trait (service_id, facet, value) VALUES (:service_id, :facet, :value)"
)
_CODES = sa.text("UPDATE location SET municipality = :code WHERE id = :id")


def _insert(
    connection: sa.Connection, statement: sa.TextClause, rows: list[dict[str, object]]
) -> None:
    if rows:
        connection.execute(statement, rows)


def _batches(connection: sa.Connection, table: str) -> Iterator[list[sa.Row[tuple[object, ...]]]]:
    """Yield the documents of a table, as the public may see them."""
    wanted = sa.text(
        f"SELECT id, content FROM {table} WHERE id > :last ORDER BY id LIMIT {_BATCH}"  # noqa: S608
    ).columns(id=sa.String, content=sa.JSON)
    last = ""
    while rows := list(connection.execute(wanted, {"last": last})):
        yield rows
        last = rows[-1].id

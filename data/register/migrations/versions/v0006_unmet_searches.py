"""Counters of searches that ended with nothing: no time of day, no id, nothing of the person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "unmet",
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("need", sa.String(length=60), nullable=False),
        sa.Column("cell", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("area", "need", "cell", "reason", "month"),
    )

"""What stands beside a document that is merged into another, so that it comes back whole."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("likeness", sa.Column("gone_origin", sa.JSON(), nullable=True))

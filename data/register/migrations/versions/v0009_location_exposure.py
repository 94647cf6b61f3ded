"""An index of the few locations that are not public: coordination asks for them at every change."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_location_exposure", "location", ["exposure"])

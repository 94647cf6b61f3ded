"""Bring a database to the newest schema; its history of migrations only ever grows."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from geo.errors import StorageFailure

FOLDER = Path(__file__).parent / "migrations"
HEAD = "0001"
"""The newest migration; a test compares it with the folder."""


def migrate(engine: sa.Engine) -> None:
    """Run every migration that a database has not seen.

    Raises
    ------
    StorageFailure
        ``register.newer`` where a newer version of the project wrote it.
    """
    if _revision(engine) == HEAD:
        return  # loading the migration tool costs more than everything else at the start
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StorageFailure("register.newer") from error
        connection.commit()


def _revision(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        told = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return None if told is None else str(told)

"""Bring a database to the newest schema; its history of migrations only ever grows."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from data.register.engines import writing
from geo.errors import StorageFailure

FOLDER = Path(__file__).parent / "migrations"

HEAD = "0009"
"""The newest migration; a test compares it with the folder."""

_ONE_AT_A_TIME = 0x617070726F  # a number that stands for this project in PostgreSQL's locks


def migrate(engine: sa.Engine) -> None:
    """Run every migration that a database has not seen.

    Raises
    ------
    StorageFailure
        ``register.newer`` where a newer version of the project wrote it.
    """
    with engine.connect() as connection:
        if _revision(connection) == HEAD:
            return  # loading the migration tool costs more than everything else at the start
    # One process migrates, the others wait for it and then find nothing to do.
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
        if _revision(connection) != HEAD:
            _upgrade(connection)


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StorageFailure("register.newer") from error
    _put_back_first_schema(connection)


def _put_back_first_schema(connection: sa.Connection) -> None:
    from data.register.first_schema import KEPT, put_back

    put_back(connection, connection.info.pop(KEPT, []))


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)

"""The two databases that can hold the register, and how each is opened.

SQLite is the embedded default, PostgreSQL with PostGIS stands behind an address. Everything else in
the register is the same for both.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy import event

from data.files.disk import is_full
from geo.errors import ApprodoError, BadInput, StorageFailure

BUSY_MS = 15_000
"""How long a writer waits for another before it gives up."""

WRITES = "writes"
"""Execution option of a connection that will write: it queues from its first statement."""


def make_engine(url: str) -> sa.Engine:
    """Return an engine for an SQLAlchemy address.

    A plain ``postgresql://`` is spoken to by the project's own driver.

    Raises
    ------
    BadInput
        ``register.address`` where the address is none, or names another database.
    """
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise BadInput("register.address", address=url.split("@")[-1]) from error
    backend = address.get_backend_name()
    # Errors are written down, and parameters say where somebody is: they stay out of errors.
    if backend == "postgresql":
        address = address.set(drivername="postgresql+pg8000")
        engine = sa.create_engine(
            address, pool_pre_ping=True, hide_parameters=True, connect_args={"timeout": 30}
        )
        # This driver sends many rows one by one: 15 times slower than many in one statement.
        engine.dialect.use_insertmanyvalues_wo_returning = True
        event.listen(engine, "connect", _send_at_once)
        event.listen(engine, "connect", _wait_no_longer)
        return engine
    if backend != "sqlite":
        raise BadInput("register.address", address=backend)
    engine = sa.create_engine(address, hide_parameters=True)
    _make_sqlite_strict(engine)
    return engine


def _send_at_once(connection: Any, _record: Any) -> None:
    """Send what is longer than the driver's buffer without waiting for the server's receipt.

    Otherwise each such statement costs the 40 ms after which the receipt comes.
    """
    line = connection._usock
    if line.family in (socket.AF_INET, socket.AF_INET6):
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _wait_no_longer(connection: Any, _record: Any) -> None:
    """Give up waiting for another writer after as long as on SQLite."""
    cursor = connection.cursor()
    cursor.execute(f"SET lock_timeout = {BUSY_MS}")
    cursor.close()
    connection.commit()


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open a connection that sees one moment of the register."""
    with translate_errors(), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open a transaction that writes: all of it is kept, or nothing.

    Writers queue: on SQLite by a lock of the system beside the file, as its own waiting lets
    writers starve; on PostgreSQL by the rows that they lock.
    """
    with translate_errors(), _turn(engine), engine.connect() as plain:
        connection = plain.execution_options(**{WRITES: True})
        with connection.begin():
            yield connection


@contextmanager
def translate_errors() -> Iterator[None]:
    """Turn what the database says into our errors.

    Raises
    ------
    StorageFailure
        ``register.locked``, ``register.read_only``, ``register.away``, ``register.damaged``,
        ``disk.full``.
    BadInput
        ``register.reference`` where a document names another that is not there.
    """
    try:
        yield
    except (sa.exc.DatabaseError, sa.exc.InterfaceError) as error:
        raise _failure(error) from error
    except (ConnectionError, TimeoutError) as error:
        raise StorageFailure("register.away") from error


_SAID = (
    (("readonly", "read-only"), "register.read_only"),
    # A key that is there twice: two were the first at once.
    (
        (
            "unique constraint", "23505", "database is locked", "deadlock", "could not serialize",
            "lock timeout",
        ),
        "register.locked",
    ),
    (
        (
            "can't create a connection", "network error", "server closed", "connection refused",
            "terminating connection", "does not exist", "password authentication", "57p0",
            "is starting up", "shutting down", "connection is closed", "too many connections",
        ),
        "register.away",
    ),
)  # fmt: skip


def _failure(error: sa.exc.DBAPIError) -> ApprodoError:
    said = str(error.orig).lower()
    if "foreign key" in said or "23503" in said:
        return BadInput("register.reference")
    if is_full(error) or "53100" in said:
        return StorageFailure("disk.full", path="register")
    for words, code in _SAID:
        if any(word in said for word in words):
            return StorageFailure(code)
    return StorageFailure("register.damaged")


def sqlite_file(engine: sa.Engine) -> Path | None:
    """Return the file of an SQLite register; None for a server's, and for one in memory."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return None
    return Path(name)


@contextmanager
def _turn(engine: sa.Engine) -> Iterator[None]:
    """Wait for one's turn to write to an SQLite file."""
    path = sqlite_file(engine)
    if path is None or sys.platform == "win32":
        yield  # there, SQLite's own waiting has to do
        return
    with _queue_file(path) as queue:
        import fcntl

        fcntl.flock(queue, fcntl.LOCK_EX)
        yield  # closing the file lets the next one go


@contextmanager
def _queue_file(path: Path) -> Iterator[IO[bytes]]:
    try:
        descriptor = os.open(path.with_name(f"{path.name}.queue"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StorageFailure("register.read_only") from error
    with os.fdopen(descriptor, "rb") as queue:
        yield queue


def _make_sqlite_strict(engine: sa.Engine) -> None:
    """Foreign keys on, readers beside one writer, and writers that queue from the start."""

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            _switch_to_wal(connection)
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _switch_to_wal(connection: Any) -> None:
    """Switch once for the file's life; SQLite does not queue for this, so others are waited for."""
    deadline = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "readonly" in str(error):
                return  # what may only be read can be read either way
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)

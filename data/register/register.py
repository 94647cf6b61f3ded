"""The register: every record that is not OpenStreetMap's, kept with its history."""

from __future__ import annotations

import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from data.areas.service_store import to_plain
from data.register import schema
from data.register.migrate import WRITES, migrate
from data.register.records import (
    build_location,
    build_service,
    child_rows,
    content_sha256,
    location_rows,
    organization_rows,
    service_fields,
)
from data.settings import var_folder
from geo.errors import StorageFailure
from geo.model import Exposure, Service

BUSY_MS = 15_000
"""How long a writer waits for another before it gives up."""


class Register:
    """A register of services.

    Parameters
    ----------
    engine
        A database that is up to date with `data.register.migrate`.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def services(self, *, area: str | None = None) -> tuple[Service, ...]:
        """Return what the public may see, by id; of one area where it is named.

        The exact place of a protected site is not read here: its location has neither position nor
        address.
        """
        with self._reading() as connection:
            wanted = sa.select(schema.service).order_by(schema.service.c.id)
            if area is not None:
                wanted = wanted.where(schema.service.c.area == area)
            rows = connection.execute(wanted).all()
            children = {t.name: _by_service(connection, t) for t in schema.CHILDREN}
            children["service_organization"] = _organizations(connection)
            locations = {r.id: r for r in connection.execute(sa.select(schema.location))}
            addresses = {r.location_id: r for r in connection.execute(sa.select(schema.address))}
        services = []
        for row in rows:
            own = {name: found[row.id] for name, found in children.items()}
            place = own["service_at_location"][0].location_id
            location = build_location(locations[place], addresses.get(place))
            services.append(build_service(row, own, location))
        return tuple(services)

    def upsert(
        self, services: Iterable[Service], *, area: str | None, by: str, at: datetime
    ) -> int:
        """Write services in one transaction; return how many were new or changed.

        A service equal to what is kept is left alone: a second run changes nothing.

        Parameters
        ----------
        area
            The study area that the records belong to.
        by, at
            Who and when, for the history.
        """
        written = 0
        with self._writing() as connection:
            table = schema.service
            known = connection.execute(sa.select(table.c.id, table.c.content_sha256))
            kept = {row.id: row.content_sha256 for row in known}
            for service in services:
                if kept.get(service.id) != content_sha256(service):
                    _write(connection, service, area=area, by=by, at=at)
                    written += 1
        return written

    def protect(self, location_id: str, *, lon: float, lat: float, address_1: str | None) -> None:
        """Keep the exact place of a location that is not public, out of the public's reach."""
        with self._writing() as connection:
            table = schema.protected_location
            connection.execute(sa.delete(table).where(table.c.location_id == location_id))
            connection.execute(
                sa.insert(table).values(
                    location_id=location_id, lon=lon, lat=lat, address_1=address_1
                )
            )

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with _told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with _told(), self._engine.connect() as plain:
            connection = plain.execution_options(**{WRITES: True})
            with connection.begin():
                yield connection


def open_register(url: str | None = None) -> Register:
    """Open the register, bringing its tables up to date.

    Parameters
    ----------
    url
        An SQLAlchemy address; a SQLite file under the run-time folder where it is not told.

    Raises
    ------
    StorageFailure
        ``register.damaged``, ``register.locked``, ``register.newer``.
    """
    if url is None:
        path = var_folder() / "register.sqlite"
        path.parent.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{path}"
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        _make_sqlite_strict(engine)
    with _told():
        migrate(engine)
    return Register(engine)


def register_file() -> Path:
    """Return where the embedded register lives."""
    return var_folder() / "register.sqlite"


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
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


@contextmanager
def _told() -> Iterator[None]:
    """Turn what the database says into our errors."""
    try:
        yield
    except sa.exc.OperationalError as error:
        locked = "locked" in str(error).lower()
        raise StorageFailure("register.locked" if locked else "register.damaged") from error
    except sa.exc.DatabaseError as error:
        raise StorageFailure("register.damaged") from error


def _by_service(connection: sa.Connection, table: sa.Table) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    order = [table.c.service_id, *([table.c.place] if "place" in table.c else [])]
    for row in connection.execute(sa.select(table).order_by(*order)):
        found[row.service_id].append(row)
    return found


def _organizations(connection: sa.Connection) -> dict[str, list[Any]]:
    link, organization = schema.service_organization, schema.organization
    wanted = (
        sa.select(link.c.service_id, link.c.role, organization)
        .join(organization, organization.c.id == link.c.organization_id)
        .order_by(link.c.service_id, link.c.place)
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(wanted):
        found[row.service_id].append(row)
    return found


def _write(
    connection: sa.Connection, service: Service, *, area: str | None, by: str, at: datetime
) -> None:
    table = schema.service
    version = connection.scalar(sa.select(table.c.version).where(table.c.id == service.id))
    fields = {
        **service_fields(service),
        "area": area,
        "version": (version or 0) + 1,
        "updated_at": at.isoformat(),
        "updated_by": by,
    }
    _put(connection, schema.location, location_rows(service.location)[0])
    _write_address(connection, service)
    for organization in organization_rows(service):
        _put(connection, schema.organization, organization)
    _put(connection, table, fields)
    children = child_rows(service)
    for child in schema.CHILDREN:
        connection.execute(sa.delete(child).where(child.c.service_id == service.id))
        if children[child.name]:
            connection.execute(sa.insert(child), children[child.name])
    connection.execute(
        sa.insert(schema.audit).values(
            row_id=service.id,
            new_version=fields["version"],
            at=fields["updated_at"],
            by=by,
            content=to_plain(service),
        )
    )


def _write_address(connection: sa.Connection, service: Service) -> None:
    table = schema.address
    own = service.location.id
    connection.execute(sa.delete(table).where(table.c.location_id == own))
    row = location_rows(service.location)[1]
    if row is not None and service.location.exposure is Exposure.PUBLIC:
        connection.execute(sa.insert(table), row)


def _put(connection: sa.Connection, table: sa.Table, row: dict[str, Any]) -> None:
    """Update the row of an id, or insert it; rows that hang on it stay."""
    done = connection.execute(sa.update(table).where(table.c.id == row["id"]).values(row))
    if done.rowcount == 0:
        connection.execute(sa.insert(table), row)

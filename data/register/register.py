"""The register: every record that is not OpenStreetMap's, kept with its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data.records.documents import Document, services_of
from data.register import schema, store
from data.register.engines import make_engine, reading, translate_errors, writing
from data.register.links import BATCH
from data.register.migrate import migrate
from data.register.name_index import NameIndex
from data.register.search import of_area
from data.register.store import Kept, RecordChange, Stamp
from data.settings import database_url, var_folder
from geo.arrays import Box
from geo.model import Service


class Register:
    """A register of services.

    Parameters
    ----------
    engine
        A database that is up to date with `data.register.migrate`.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self.names = NameIndex()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a connection that sees one moment of the register."""
        with reading(self.engine) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open a transaction: all of it is kept, or nothing."""
        with writing(self.engine) as connection:
            yield connection

    def services(
        self, *, area: str | None = None, bounds: Box | None = None
    ) -> tuple[Service, ...]:
        """Return what the public may see, by id.

        The exact place of a protected site is not read here: its location has neither position nor
        address.

        Parameters
        ----------
        area
            Only the services of this area; all where neither this nor `bounds` is given.
        bounds
            Services of no area of their own that stand within these, besides.
        """
        table = schema.service
        with self.reading() as connection:
            wanted = sa.select(table.c.id, table.c.content, table.c.source, table.c.licence)
            rows = connection.execute(
                wanted.where(of_area(area, bounds)).order_by(table.c.id)
            ).all()
            needs = _needs(connection, [row.id for row in rows])
            named = _named([row.content for row in rows])
            found = {kind: store.read(connection, kind, ids) for kind, ids in named.items()}
        organizations, locations = (
            {record_id: kept.content for record_id, kept in found[kind].items()}
            for kind in ("organization", "location")
        )
        return tuple(
            service
            for row in rows
            for service in services_of(
                row.content,
                needs.get(row.id, ()),
                {"source": row.source, "licence": row.licence},
                organizations,
                locations,
            )
        )

    def newest_change(self) -> int:
        """Return a number that grows with every change; 0 where there was none yet."""
        with self.reading() as connection:
            return connection.scalar(sa.select(sa.func.max(schema.audit.c.id))) or 0

    def service_of(self, record_id: str) -> str:
        """Return the id of the record that a service of the finder comes from.

        A record with several places is found once for each, by the id of the place.
        """
        table = schema.service_at_location
        with self.reading() as connection:
            wanted = sa.select(table.c.service_id).where(table.c.id == record_id)
            return connection.scalar(wanted) or record_id

    def read(self, kind: str, record_id: str) -> Kept | None:
        """Return one document as the public may see it; None where it is not there."""
        with self.reading() as connection:
            return store.read(connection, kind, [record_id]).get(record_id)

    def write(self, changes: Sequence[RecordChange], stamp: Stamp) -> list[RecordChange]:
        """Carry out changes in one transaction; return those that changed something.

        Raises
        ------
        EditConflict
            ``edit.conflict`` where a document was changed since it was read; nothing is written.
        BadInput
            ``register.reference`` where a document names another that is not there.
        """
        with self.writing() as connection:
            return store.write(connection, changes, stamp)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_register(url: str | None = None) -> Register:
    """Open the register, bringing its tables up to date.

    Parameters
    ----------
    url
        An SQLAlchemy address; ``APPRODO_DATABASE_URL`` where it is not set, and a SQLite file
        under the run-time folder where that is not set.

    Raises
    ------
    StorageFailure
        ``register.damaged``, ``register.locked``, ``register.newer``, ``register.away``,
        ``register.read_only``.
    BadInput
        ``register.address``.
    """
    url = url or database_url()
    if url is None:
        path = register_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{path}"
    engine = make_engine(url)
    with translate_errors():
        migrate(engine)
    return Register(engine)


def register_file() -> Path:
    """Return where the embedded register lives."""
    return var_folder() / "register.sqlite"


def _needs(connection: sa.Connection, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    table = schema.service_need
    wanted = sa.select(table.c.service_id, table.c.need).order_by(table.c.service_id, table.c.place)
    if len(ids) <= BATCH:
        wanted = wanted.where(table.c.service_id.in_(ids))
    found: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(wanted):
        found[row.service_id].append(row.need)
    return {record_id: tuple(needs) for record_id, needs in found.items()}


def _named(documents: Iterable[Document]) -> dict[str, set[str]]:
    """Return the ids of organisations and locations that services name."""
    named: dict[str, set[Any]] = {"organization": set(), "location": set()}
    for document in documents:
        partners = (document.get("approdo") or {}).get("partners", [])
        named["organization"].update(
            [document.get("organization_id"), *(p["organization_id"] for p in partners)]
        )
        named["location"].update(
            at.get("location_id") for at in document.get("service_at_locations") or []
        )
    return {kind: ids - {None} for kind, ids in named.items()}

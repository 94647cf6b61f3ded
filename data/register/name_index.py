"""The names of all services in memory, kept up with the register: for asking while somebody types.

A name that is nearly the one that is typed cannot be asked of a database in time; of 50,000 names
in memory it is found within ten milliseconds.
"""

from __future__ import annotations

from threading import Lock

import sqlalchemy as sa
from rapidfuzz import fuzz, process

from data.register import schema
from data.register.links import parts
from geo.duplicates.likeness import name_words

LEAST_ALIKE = 50.0
OVERLAP = 2_000
"""Changes that are looked at again: others that began earlier may have been kept later."""


class NameIndex:
    """The services by name; safe to share between threads."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._newest = -1
        self._lock = Lock()

    def alike(self, connection: sa.Connection, name: str, *, limit: int = 30) -> list[str]:
        """Return the ids of services called nearly so, the likest first; empty for no words."""
        asked = _plain(name)
        if not asked:
            return []
        with self._lock:
            self._keep_up(connection)
            found = process.extract(
                asked, self._names, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=limit
            )
        return [record_id for _, _, record_id in found]

    def _keep_up(self, connection: sa.Connection) -> None:
        audit, service = schema.audit, schema.service
        newest = connection.scalar(sa.select(sa.func.max(audit.c.id))) or 0
        if newest == self._newest:
            return
        changed = set(
            connection.scalars(
                sa.select(audit.c.row_id).where(
                    audit.c.id > self._newest - OVERLAP, audit.c.kind == "service"
                )
            )
        )
        many = self._newest < 0 or len(changed) > OVERLAP
        if not many:
            for record_id in changed:
                self._names.pop(record_id, None)
            for part in parts(sorted(changed)):
                self._read(connection, service.c.id.in_(part))
        there = connection.scalar(sa.select(sa.func.count()).select_from(service))
        if many or there != len(self._names):
            self._names = {}
            self._read(connection, sa.true())
        self._newest = newest

    def _read(self, connection: sa.Connection, which: sa.ColumnElement[bool]) -> None:
        table = schema.service
        rows = connection.execute(sa.select(table.c.id, table.c.name).where(which))
        self._names.update((row.id, _plain(row.name)) for row in rows)


def _plain(name: str) -> str:
    return " ".join(sorted(name_words(name)))

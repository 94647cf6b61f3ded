"""A register carried from one database to another, equal row for row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa

from data.register import schema
from data.register.register import Register
from geo.errors import BadInput

BATCH = 1_000
_OF_THE_DATABASE = {("location", "number"), ("audit", "id")}
"""Numbers that each database gives for itself."""


def copy_register(source: Register, target: Register) -> dict[str, int]:
    """Copy every row into an empty register; return how many of each table.

    Raises
    ------
    BadInput
        ``copy.not_empty`` where the target holds something; ``copy.differs`` where what arrived is
        not what was sent: nothing is kept then.
    """
    copied = {}
    with source.reading() as reading, target.writing() as writing:
        for table in schema.metadata.sorted_tables:
            if writing.scalar(sa.select(sa.func.count()).select_from(table)):
                raise BadInput("copy.not_empty", table=table.name)
        for table in schema.metadata.sorted_tables:
            copied[table.name] = _copy_table(reading, writing, table)
            if table_sha256(reading, table) != table_sha256(writing, table):
                raise BadInput("copy.differs", table=table.name)
    return copied


def table_sha256(connection: sa.Connection, table: sa.Table) -> str:
    """Return a checksum over the rows of a table, equal on either database for equal rows."""
    found = hashlib.sha256()
    for row in _rows(connection, table):
        plain = {
            key: value for key, value in row.items() if (table.name, key) not in _OF_THE_DATABASE
        }
        found.update(json.dumps(plain, sort_keys=True, default=_as_text).encode())
    return found.hexdigest()


def _copy_table(reading: sa.Connection, writing: sa.Connection, table: sa.Table) -> int:
    rows: list[dict[str, Any]] = []
    count = 0
    for row in _rows(reading, table):
        rows.append({k: v for k, v in row.items() if (table.name, k) not in _OF_THE_DATABASE})
        count += 1
        if len(rows) == BATCH:
            writing.execute(sa.insert(table), rows)
            rows = []
    if rows:
        writing.execute(sa.insert(table), rows)
    return count


def _rows(connection: sa.Connection, table: sa.Table) -> Iterator[dict[str, Any]]:
    """Yield rows in an order that both databases share: of bytes, or in which they were written."""
    keys = [
        column for column in table.primary_key if (table.name, column.name) not in _OF_THE_DATABASE
    ]
    if table.name == "audit" or not keys:
        keys = [table.c.id]
    by_bytes = [
        sa.collate(key, "C" if connection.dialect.name == "postgresql" else "BINARY")
        if isinstance(key.type, sa.String)
        else key
        for key in keys
    ]
    for row in connection.execute(sa.select(table).order_by(*by_bytes)).mappings():
        yield dict(row)


def _as_text(value: object) -> str:
    assert isinstance(value, date), value
    return value.isoformat()

"""Copies of the register to fall back on, each with its checksum."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data.files.atomic import replacing
from data.files.disk import sha256_of
from data.register import schema
from data.register.migrate import HEAD
from data.register.register import Register
from geo.errors import BadInput, StorageFailure

_PROTECTED = "protected_location"


def back_up(register: Register, path: Path, *, protected: Path | None = None) -> dict[str, int]:
    """Write every row into a file, and its SHA-256 into a file beside it.

    The places of protected sites are not in it: a backup travels further than a register. They go
    into a file of their own, readable by its owner alone, where one is named.

    Returns
    -------
    dict
        How many rows of each table.

    Raises
    ------
    StorageFailure
        ``disk.full``, ``disk.refused``.
    """
    counts: dict[str, int] = {}
    with register.reading() as connection:
        for target, tables in ((path, _open_tables()), (protected, [_protected_table()])):
            if target is not None:
                counts |= _write(connection, tables, target)
    return counts


def restore(register: Register, path: Path, *, protected: Path | None = None) -> dict[str, int]:
    """Put what a backup holds into an empty register.

    Raises
    ------
    BadInput
        ``backup.not_empty``, ``file.missing``, ``backup.version``.
    StorageFailure
        ``backup.damaged`` where a file is not what its checksum says; nothing is written then.
    """
    counts: dict[str, int] = {}
    for source in (path, protected):
        if source is not None:
            _check(source)
    with register.writing() as connection:
        for table in schema.metadata.sorted_tables:
            if connection.scalar(sa.select(sa.func.count()).select_from(table)):
                raise BadInput("backup.not_empty", table=table.name)
        for source in (path, protected):
            if source is not None:
                counts |= _read(connection, source)
    return counts


def checksum_file(path: Path) -> Path:
    """Return where the checksum of a backup stands."""
    return path.with_name(f"{path.name}.sha256")


def _open_tables() -> list[sa.Table]:
    return [table for table in schema.metadata.sorted_tables if table.name != _PROTECTED]


def _protected_table() -> sa.Table:
    return schema.metadata.tables[_PROTECTED]


def _write(connection: sa.Connection, tables: list[sa.Table], path: Path) -> dict[str, int]:
    counts: dict[str, int] = {}
    with replacing(path) as unfinished:
        with _private(unfinished) as file:
            _line(file, {"approdo_backup": HEAD})
            for table in tables:
                counts[table.name] = 0
                for row in connection.execute(sa.select(table)).mappings():
                    _line(file, {"table": table.name, "row": dict(row)})
                    counts[table.name] += 1
        checksum_file(path).write_text(f"{sha256_of(unfinished)}  {path.name}\n", "utf-8")
    return counts


def _private(path: Path) -> gzip.GzipFile:
    """Open a new packed file that only its owner can read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    # No time in it: equal registers give equal files.
    return gzip.GzipFile("", "wb", fileobj=os.fdopen(descriptor, "wb"), mtime=0)


def _line(file: gzip.GzipFile, fields: dict[str, Any]) -> None:
    text = json.dumps(fields, ensure_ascii=True, default=_plain)
    file.write(text.encode() + b"\n")


def _plain(value: object) -> str:
    assert isinstance(value, date), value
    return value.isoformat()


def _check(path: Path) -> None:
    if not path.is_file() or not checksum_file(path).is_file():
        raise BadInput("file.missing", path=path.name)
    found = checksum_file(path).read_text(encoding="utf-8").split()
    if not found or found[0] != sha256_of(path):
        raise StorageFailure("backup.damaged", path=path.name)


def _read(connection: sa.Connection, path: Path) -> dict[str, int]:
    counts: dict[str, int] = {}
    batch: list[dict[str, Any]] = []
    current = ""
    for item in _lines(path):
        if item["table"] != current or len(batch) >= 1_000:
            _insert(connection, current, batch)
            current, batch = item["table"], []
        batch.append(item["row"])
        counts[current] = counts.get(current, 0) + 1
    _insert(connection, current, batch)
    return counts


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        head = json.loads(next(file, "{}"))
        if head.get("approdo_backup") != HEAD:
            raise BadInput("backup.version", path=path.name)
        for line in file:
            yield json.loads(line)


def _insert(connection: sa.Connection, name: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    table = schema.metadata.tables[name]
    days = [column.name for column in table.c if isinstance(column.type, sa.Date)]
    # Numbers that the database gives for itself are given anew.
    drop = {"number"} if name == "location" else {"id"} if name == "audit" else set()
    connection.execute(
        sa.insert(table),
        [
            {
                key: date.fromisoformat(value) if key in days and value else value
                for key, value in row.items()
                if key not in drop
            }
            for row in rows
        ],
    )

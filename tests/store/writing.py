"""Writing into a register as the tests need it, by the statements that the product writes with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from data.records.documents import Document, directory_of
from data.register import store
from data.register.register import Register
from data.register.store import RecordChange, Stamp
from geo.model import Service


def edit(
    register: Register,
    kind: str,
    record_id: str,
    change: Callable[[Document], Document],
    stamp: Stamp,
) -> None:
    """Read, change and write one document in one transaction, as jobs do."""
    with register.writing() as connection:
        for kept in store.read(connection, kind, [record_id], hold=True).values():
            changed = RecordChange(kind, record_id, change(kept.content), kept.version)
            store.write(connection, [changed], stamp)


def upsert(
    register: Register, services: Iterable[Service], *, area: str | None, by: str, at: datetime
) -> int:
    """Write services in one transaction; return how many were new or changed."""
    stamp = Stamp(by, at, action="import", area=area)
    done = register.write(store.changes_of(directory_of(services)), stamp)
    return sum(change.kind == "service" for change in done)

"""What registers of the first schema held, put back as documents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from data.records.documents import directory_of
from data.records.plain_records import from_plain
from data.register.store import RecordChange, Stamp, changes_of, write

KEPT = "first_schema"
"""Where the second migration leaves what it took out, with the connection."""


def put_back(connection: sa.Connection, kept: Iterable[dict[str, Any]]) -> None:
    """Write every version of every service again, in the order in which they were written.

    Parameters
    ----------
    kept
        Rows of the first schema's history, each with the protected ``places`` by their ids.
    """
    for row in kept:
        service = from_plain(row["content"])
        stamp = Stamp(
            row["by"], datetime.fromisoformat(row["at"]), action="import", area=row["area"]
        )
        changes = changes_of(directory_of([service]))
        place = row["places"].get(service.location.id)
        write(connection, [_with_place(change, place) for change in changes], stamp)


def _with_place(change: RecordChange, place: dict[str, Any] | None) -> RecordChange:
    if change.kind != "location" or place is None or change.content is None:
        return change
    address = {"address_1": place["address_1"]} if place["address_1"] else None
    fields = {"longitude": place["lon"], "latitude": place["lat"]}
    if address:
        fields["addresses"] = [address]
    return RecordChange(change.kind, change.id, {**change.content, **fields})

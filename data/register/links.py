"""What stands beside a document: the needs, places and traits of a service, protected places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from data.records.documents import Document
from data.records.protection import protected_part
from data.register import schema
from data.register.columns import link_rows, needs_of
from data.register.funding import fund_rows, partner_rows
from data.register.traits import trait_rows

BATCH = 500
"""Rows asked for by one statement: databases limit how much one may name."""


_BESIDE = (
    schema.service_need,
    schema.service_at_location,
    schema.service_trait,
    schema.service_fund,
    schema.service_partner,
)


def parts(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    """Return ids in pieces that one statement can name."""
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


class Terms:
    """Names of taxonomy terms, read when a document names one."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._names: dict[str, str] | None = None

    def named(self, document: Document) -> list[str]:
        """Return the names of the terms that a document's attributes carry."""
        items = [
            attribute.get("taxonomy_term_id")
            for attribute in document.get("attributes") or []
            if attribute.get("taxonomy_term_id")
        ]
        if not items:
            return []
        if self._names is None:
            rows = self._connection.execute(
                sa.select(schema.taxonomy_term.c.id, schema.taxonomy_term.c.content)
            )
            self._names = {row.id: str(row.content.get("name") or "") for row in rows}
        return [self._names.get(term, "") for term in items]


def write_links(
    connection: sa.Connection, kind: str, rows: Sequence[dict[str, Any]], terms: Terms
) -> None:
    """Write what stands beside documents that were written."""
    ids = [row["id"] for row in rows]
    if kind == "location":
        hidden = {row["id"]: protected_part(row["content"]) for row in rows}
        put_protected(connection, hidden)
    if kind != "service":
        return
    for table in _BESIDE:
        for part in parts(ids):
            connection.execute(sa.delete(table).where(table.c.service_id.in_(part)))
    needs = [
        {"service_id": row["id"], "place": place, "need": need}
        for row in rows
        for place, need in enumerate(needs_of(row["content"], terms.named(row["content"])))
    ]
    places = [link for row in rows for link in link_rows(row["content"])]
    traits = [trait for row in rows for trait in trait_rows(row["content"])]
    funds = [fund for row in rows for fund in fund_rows(row["content"])]
    partners = [partner for row in rows for partner in partner_rows(row["content"])]
    for table, found in zip(_BESIDE, (needs, places, traits, funds, partners), strict=True):
        if found:
            connection.execute(sa.insert(table), found)


def put_protected(connection: sa.Connection, hidden: Mapping[str, Document | None]) -> None:
    """Keep what is protected apart.

    A location that is given again without its place, as every reader sees it, keeps the place that
    is known; a location that has become public keeps none.
    """
    table = schema.protected_location
    fields = {record_id: part for record_id, part in hidden.items() if part != {}}
    for ids in parts(list(fields)):
        connection.execute(sa.delete(table).where(table.c.id.in_(ids)))
    rows = [{"id": record_id, "content": part} for record_id, part in fields.items() if part]
    if rows:
        connection.execute(sa.insert(table), rows)

"""Headings of a partner's tables that somebody matched with a field, kept for the next table."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from data.register.access import Access
from data.register.roles import Action, require
from data.register.schema import column_match


class ColumnMatches:
    """The matches of every source, for whoever may bring tables in."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def of(self, source: str) -> dict[str, str]:
        """Return heading → field of a source; empty where nobody has matched any."""
        require(self._access.actor, Action.IMPORT)
        table = column_match
        with self._access.register.reading() as connection:
            rows = connection.execute(
                sa.select(table.c.heading, table.c.field).where(table.c.source == source)
            )
            return {row.heading: row.field for row in rows}

    def keep(self, source: str, matches: Mapping[str, str]) -> None:
        """Keep the matches of a source in the place of those before."""
        require(self._access.actor, Action.IMPORT)
        rows = [
            {"source": source, "heading": heading, "field": field}
            for heading, field in matches.items()
        ]
        with self._access.register.writing() as connection:
            connection.execute(sa.delete(column_match).where(column_match.c.source == source))
            if rows:
                connection.execute(sa.insert(column_match), rows)

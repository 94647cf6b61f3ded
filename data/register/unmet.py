"""Counters of searches that ended with nothing, kept where an administrator allows it.

A counter is of an area, a need, a coarse square, a reason and a month. Which search it was, when,
whose, in which language or situation is not there: it is never handed over. What is shown of the
counters is `unmet_table`, after suppression, and nothing else.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from data.catalog.tables import load_taxonomy
from data.register.register import Register
from data.register.schema import unmet
from geo.coarse_cell import cell_of
from geo.unmet import (
    UnmetCount,
    UnmetReason,
    UnmetTable,
    countable_needs,
    reporting_year,
    unmet_report,
)


def count_unmet(
    register: Register,
    area: str,
    need: str,
    *,
    lon: float,
    lat: float,
    reason: UnmetReason,
    on: date,
) -> bool:
    """Count one search; return whether it may be counted: a sensitive need never is.

    The database adds one to the counter in one statement, so no writer loses what another adds.
    Counters of before the year that is reported are of no more use and go.

    Parameters
    ----------
    lon, lat
        Degrees (EPSG:4326); only the square that they are in is kept.
    on
        The day at the place; only its month is kept.

    Raises
    ------
    StorageFailure
        Where the database refuses; nothing is counted then.
    """
    if need not in countable_needs(load_taxonomy()):
        return False
    key = {
        "area": area, "need": need, "cell": cell_of(lon, lat), "reason": reason.value,
        "month": f"{on:%Y-%m}",
    }  # fmt: skip
    with register.writing() as connection:
        connection.execute(sa.delete(unmet).where(unmet.c.month < f"{reporting_year(on)}-01"))
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(
            insert(unmet)
            .values(**key, count=1)
            .on_conflict_do_update(index_elements=list(key), set_={"count": unmet.c.count + 1})
        )
    return True


def unmet_table(register: Register, area: str, *, today: date) -> UnmetTable:
    """Return what may be shown of an area's counters: the last full year, suppressed.

    For whoever may see it: pages ask `RegisterSession.unmet_searches`.
    """
    year = reporting_year(today)
    wanted = (
        sa.select(unmet.c.need, unmet.c.cell, unmet.c.reason, sa.func.sum(unmet.c.count))
        .where(unmet.c.area == area, unmet.c.month.between(f"{year}-01", f"{year}-12"))
        .group_by(unmet.c.need, unmet.c.cell, unmet.c.reason)
    )
    with register.reading() as connection:
        counts = [
            UnmetCount(need, cell, reason, int(count))
            for need, cell, reason, count in connection.execute(wanted)
        ]
    return unmet_report(counts, countable_needs(load_taxonomy()), year=year)

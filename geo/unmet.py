"""Searches that ended with nothing: why, which of them may be counted, and what is shown of that.

What is kept of such a search is a need, a coarse square, a reason and a month: nothing of the
person. What is shown of the counts passes `geo.small_cells`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from geo.finder import Findings
from geo.matching import Criterion
from geo.small_cells import SafeTable, suppress
from geo.taxonomy import Taxonomy


class UnmetReason(StrEnum):
    """Why a search ended with nothing suitable; of equally frequent ones the first is given.

    What a person says of age, sex, children, residence and documents is one reason, not five: each
    alone would say something of the person.
    """

    LANGUAGE = "language"
    STATUS = "status"
    CONDITIONS = "conditions"
    CLOSED = "closed"
    FULL = "full"
    REFERRAL = "referral"
    INACTIVE = "inactive"
    TOO_FAR = "too_far"
    NO_WAY = "no_way"
    NO_SERVICE = "no_service"


REASON_OF: dict[Criterion, UnmetReason] = {
    Criterion.ACTIVE: UnmetReason.INACTIVE,
    Criterion.ACCESS: UnmetReason.REFERRAL,
    Criterion.STATUS: UnmetReason.STATUS,
    Criterion.RESIDENCE: UnmetReason.CONDITIONS,
    Criterion.AGE: UnmetReason.CONDITIONS,
    Criterion.SEX: UnmetReason.CONDITIONS,
    Criterion.CHILDREN: UnmetReason.CONDITIONS,
    Criterion.LANGUAGE: UnmetReason.LANGUAGE,
    Criterion.DOCUMENTS: UnmetReason.CONDITIONS,
    Criterion.EDITION: UnmetReason.FULL,
    Criterion.CAPACITY: UnmetReason.FULL,
    Criterion.OPEN: UnmetReason.CLOSED,
    Criterion.APPOINTMENT: UnmetReason.FULL,
    Criterion.EXPOSURE: UnmetReason.REFERRAL,
}
"""Every criterion that can leave a service out. `FULL`: no place, or no enrolment, now."""


@dataclass(frozen=True, slots=True)
class UnmetCount:
    """How many searches for a need from a square ended for a reason."""

    need: str
    cell: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class UnmetTable:
    """What may be shown of a year's counts. Needs and squares of which nothing is, are left out.

    Attributes
    ----------
    year
        Of the calendar: January to December.
    needs
        Needs and sectors: the rows of both tables.
    reasons, cells
        Columns of `by_reason` and of `by_cell`.
    """

    year: int
    needs: tuple[str, ...]
    reasons: tuple[str, ...]
    cells: tuple[str, ...]
    by_reason: SafeTable
    by_cell: SafeTable

    @property
    def is_empty(self) -> bool:
        """Whether nothing is shown."""
        return self.by_reason.is_empty and self.by_cell.is_empty


def unmet_reason(findings: Findings) -> UnmetReason | None:
    """Return why a search ended with nothing suitable; None where it ended with something.

    A service to be reached by telephone alone is something. Where services within the limit were
    left out, the criterion that left most of them out is the reason, whatever is farther away;
    where there are some that suit but are closed at arrival, that is. `NO_WAY`: there are services
    of the need, but none with a way to it of two hours or less.

    Examples
    --------
    >>> unmet_reason(Findings((), (), (), (), beyond_limit=2, nearest_beyond_min=70.0, unreached=1))
    <UnmetReason.TOO_FAR: 'too_far'>
    """
    if findings.results or findings.protected:
        return None
    if findings.later:
        return UnmetReason.CLOSED
    if findings.left_out:
        counted: Counter[UnmetReason] = Counter()
        for group in findings.left_out:
            counted[REASON_OF[group.criterion]] += group.count
        most = max(counted.values())
        return next(reason for reason in UnmetReason if counted[reason] == most)
    if findings.beyond_limit:
        return UnmetReason.TOO_FAR
    return UnmetReason.NO_WAY if findings.unreached else UnmetReason.NO_SERVICE


def countable_needs(taxonomy: Taxonomy) -> tuple[str, ...]:
    """Return the needs and sectors whose searches may be counted, in the order of the taxonomy.

    Never a sensitive need, nor a sector with one: the person may mean it.

    Examples
    --------
    >>> from geo.taxonomy import Need
    >>> needs = (Need("a", "s"), Need("b", "t"), Need("c", "t", sensitive=True))
    >>> countable_needs(Taxonomy(("s", "t"), needs))
    ('s', 'a', 'b')
    """
    names = (
        name
        for sector in taxonomy.sectors
        for name in (sector, *(need.id for need in taxonomy.needs if need.sector == sector))
    )
    return tuple(name for name in names if not taxonomy.is_sensitive(name))


def reporting_year(today: date) -> int:
    """Return the year that is reported on a day: the last whole one, until the next is whole.

    Twelve full months, and never the same month in two reports: of reports that overlap, one could
    be taken from the other. ``docs/decisions/0010-unmet-searches.md`` shows how.

    Examples
    --------
    >>> reporting_year(date(2026, 12, 31)), reporting_year(date(2027, 1, 1))
    (2025, 2026)
    """
    return today.year - 1


def unmet_report(counts: Iterable[UnmetCount], needs: Sequence[str], *, year: int) -> UnmetTable:
    """Return what may be shown of counts: by need and reason, and by need and square, together.

    Parameters
    ----------
    counts
        Of the whole year, each of need, square and reason once or more.
    needs
        Those that may be shown, in order; counts of others are left out.
    """
    rows = {need: number for number, need in enumerate(needs)}
    items = [one for one in counts if one.need in rows and one.reason in set(UnmetReason)]
    reasons = [reason.value for reason in UnmetReason]
    cells = sorted({one.cell for one in items})
    by_reason = np.zeros((len(rows), len(reasons)), dtype=np.int64)
    by_cell = np.zeros((len(rows), len(cells)), dtype=np.int64)
    for one in items:
        by_reason[rows[one.need], reasons.index(one.reason)] += one.count
        by_cell[rows[one.need], cells.index(one.cell)] += one.count
    safe = suppress(by_reason, by_cell)
    keep = [n for n in range(len(rows)) if any(_row(table, n) for table in safe)]
    near = [n for n in range(len(cells)) if _column(safe[1], n)]
    return UnmetTable(
        year,
        tuple(needs[n] for n in keep),
        tuple(reasons),
        tuple(cells[n] for n in near),
        _part(safe[0], keep, range(len(reasons))),
        _part(safe[1], keep, near),
    )


def _row(table: SafeTable, number: int) -> bool:
    return any((*table.cells[number], table.row_totals[number]))


def _column(table: SafeTable, number: int) -> bool:
    return any((*(row[number] for row in table.cells), table.column_totals[number]))


def _part(table: SafeTable, rows: Sequence[int], columns: Sequence[int]) -> SafeTable:
    return SafeTable(
        tuple(tuple(table.cells[r][c] for c in columns) for r in rows),
        tuple(table.row_totals[r] for r in rows),
        tuple(table.column_totals[c] for c in columns),
        table.total,
    )

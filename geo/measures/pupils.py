"""Pupils of schools by year and country of citizenship: what may be shown, against the average.

Counts are confidential: they are shown as levels (`geo.small_cells`), and a share only where every
count that it is made of is at least the threshold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from geo.small_cells import THRESHOLD, SafeTable, suppress

HOME, NOT_KNOWN = "IT", ""
FLAG_SHARE = 0.30
"""Share of foreign pupils above which a class is flagged: C.M. 2/2010."""


@dataclass(frozen=True, slots=True)
class PupilRow:
    """Pupils of a school, a school year and a country; `behind` their grade, `left` during it.

    Parameters
    ----------
    code
        The school's *codice meccanografico*.
    year
        In which the school year begins.
    country
        ISO 3166-1 code of the citizenship; empty: not known.
    behind, left
        None where the source does not say.
    """

    code: str
    year: int
    country: str
    pupils: int
    behind: int | None = None
    left: int | None = None


@dataclass(frozen=True, slots=True)
class SafeShare:
    """A share that may be shown, or None; `average` is that of all schools of the year."""

    share: float | None
    average: float | None


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A school in a year, as it may be shown.

    Attributes
    ----------
    foreign, behind_foreign, behind_home, left_foreign, left_home
        Shares: of foreign pupils among those whose citizenship is known; of those behind and of
        those who left, among the foreign and among the others.
    is_flagged
        Whether more than 30 % are foreign; None where the share may not be shown.
    countries
        In the order of the rows of the tables.
    behind, left
        Country × (behind, not behind) and country × (left, stayed); None where the source does not
        say it of every row.
    """

    code: str
    year: int
    foreign: SafeShare
    behind_foreign: SafeShare
    behind_home: SafeShare
    left_foreign: SafeShare
    left_home: SafeShare
    countries: tuple[str, ...]
    pupils: SafeTable
    behind: SafeTable | None
    left: SafeTable | None

    @property
    def is_flagged(self) -> bool | None:
        """Whether more than 30 % are foreign."""
        return None if self.foreign.share is None else self.foreign.share > FLAG_SHARE


def school_years(rows: Sequence[PupilRow]) -> tuple[SchoolYear, ...]:
    """Return every school in every year as it may be shown, by code, the newest year first.

    Examples
    --------
    >>> rows = [PupilRow("A", 2024, "IT", 60, 6), PupilRow("A", 2024, "MA", 40, 12)]
    >>> (found,) = school_years(rows)
    >>> found.foreign.share, found.is_flagged, found.behind_foreign.share
    (0.4, True, 0.3)
    """
    groups: dict[tuple[str, int], list[PupilRow]] = {}
    years: dict[int, list[PupilRow]] = {}
    for row in rows:
        groups.setdefault((row.code, row.year), []).append(row)
        years.setdefault(row.year, []).append(row)
    found = [_school_year(group, years[year]) for (_, year), group in groups.items()]
    return tuple(sorted(found, key=lambda one: (one.code, -one.year)))


def _school_year(rows: Sequence[PupilRow], of_year: Sequence[PupilRow]) -> SchoolYear:
    ordered = sorted(rows, key=lambda row: (row.country != HOME, -row.pupils, row.country))
    pupils = np.array([[row.pupils] for row in ordered], np.int64)
    tables, places = [pupils], {}
    for name in ("behind", "left"):
        values = [getattr(row, name) for row in ordered]
        if None not in values:
            places[name] = len(tables)
            these = np.array(values, np.int64)
            tables.append(np.column_stack([these, pupils[:, 0] - these]))
    safe = suppress(*tables)
    foreign = [row for row in rows if row.country not in (HOME, NOT_KNOWN)]
    home = [row for row in rows if row.country == HOME]
    all_foreign = [row for row in of_year if row.country not in (HOME, NOT_KNOWN)]
    all_home = [row for row in of_year if row.country == HOME]
    return SchoolYear(
        code=rows[0].code,
        year=rows[0].year,
        foreign=SafeShare(
            _share(_sum(foreign), _sum(foreign) + _sum(home)),
            _share(_sum(all_foreign), _sum(all_foreign) + _sum(all_home)),
        ),
        behind_foreign=_both(foreign, all_foreign, "behind"),
        behind_home=_both(home, all_home, "behind"),
        left_foreign=_both(foreign, all_foreign, "left"),
        left_home=_both(home, all_home, "left"),
        countries=tuple(row.country for row in ordered),
        pupils=safe[0],
        behind=safe[places["behind"]] if "behind" in places else None,
        left=safe[places["left"]] if "left" in places else None,
    )


def _both(rows: Sequence[PupilRow], of_year: Sequence[PupilRow], name: str) -> SafeShare:
    return SafeShare(_share_of(rows, name), _share_of(of_year, name))


def _share_of(rows: Sequence[PupilRow], name: str) -> float | None:
    known = [row for row in rows if getattr(row, name) is not None]
    if not known or len(known) != len(rows):
        return None
    return _share(sum(getattr(row, name) for row in known), _sum(known))


def _sum(rows: Iterable[PupilRow]) -> int:
    return sum(row.pupils for row in rows)


def _share(part: int, whole: int) -> float | None:
    """Return a share in whole percents; None where a part or its rest is small, but not nothing."""
    if whole < THRESHOLD or part < THRESHOLD or whole - part < THRESHOLD:
        return None
    return round(part / whole, 2)

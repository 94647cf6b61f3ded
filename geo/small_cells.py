"""Counts of few people, made safe to show: the one place where confidential counts are suppressed.

A number is shown as one of a few fixed levels ("5–9", "10–19" …), or not at all. What is below
`THRESHOLD` is never shown (*primary suppression*). Levels and totals together could still give a
hidden number away, so more numbers are hidden (*secondary suppression*) until whoever solves the
sums can say of no number below the threshold more than what the threshold says of it anyway.

Levels and threshold are constants, not options: two reports on the same counts are the same
report, and nothing can be learnt by taking one from the other.
``docs/decisions/0010-unmet-searches.md`` says why.

References
----------
Hundepool, A. et al. (2024). Handbook on Statistical Disclosure Control, 2nd edition, chapters on
magnitude and frequency tables (threshold rule, secondary suppression, linked tables).
Cox, L. H. (1980). Suppression methodology and statistical disclosure control. Journal of the
American Statistical Association 75, 377–385.
Fischetti, M. & Salazar, J. J. (2001). Solving the cell suppression problem on tabular data with
linear constraints. Management Science 47, 1008–1027: the attacker who solves linear programmes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

from geo.errors import BadInput

LEVELS: Final = (5, 10, 20, 50, 100)
"""The least count of each level. Below the first nothing is shown; the last has no end."""

THRESHOLD: Final = LEVELS[0]

Counts = NDArray[np.int64]
_Flags = NDArray[np.bool_]
_Numbers = NDArray[np.float64]

_NEAR = 1e-6
"""What a solver's zero may differ from zero."""


@dataclass(frozen=True, slots=True, order=True)
class CountBand:
    """What is shown of a count: it lies between these, both included. `most` None: no end."""

    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class SafeTable:
    """A table that can be shown; None: not shown, whether it is small, nothing, or protects others.

    Attributes
    ----------
    cells
        By row, then column.
    row_totals, column_totals, total
        Counted before anything was hidden.
    """

    cells: tuple[tuple[CountBand | None, ...], ...]
    row_totals: tuple[CountBand | None, ...]
    column_totals: tuple[CountBand | None, ...]
    total: CountBand | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is shown."""
        rest = (*self.row_totals, *self.column_totals, self.total)
        return not any(item for row in (*self.cells, rest) for item in row)


def level_of(count: int) -> CountBand | None:
    """Return the level that a count is shown as, None below the threshold.

    Examples
    --------
    >>> level_of(4), level_of(7), level_of(250)
    (None, CountBand(least=5, most=9), CountBand(least=100, most=None))
    """
    at = int(np.searchsorted(LEVELS, count, side="right"))
    if at == 0:
        return None
    return CountBand(LEVELS[at - 1], LEVELS[at] - 1 if at < len(LEVELS) else None)


def suppress(*tables: Counts) -> tuple[SafeTable, ...]:
    """Return tables of counts of the same things as they may be shown together.

    Tables shown beside each other are protected together: what one hides, another could say.
    Tables shown apart, over some of the same things, are not safe: make them here in one call.

    Parameters
    ----------
    tables
        One or more, (rows, columns) of whole numbers from zero up. Their rows are the same, and
        each row has the same total in all: searches by need and reason, and by need and place.
        A table may have no rows or no columns.

    Returns
    -------
    tuple of SafeTable
        In the order of `tables`. From all of them and their totals, whoever solves the sums can
        say of a number below `THRESHOLD` only that it is 0 … `THRESHOLD` − 1 or more; and of any
        other hidden number only a range of at least `THRESHOLD` values.

    Raises
    ------
    BadInput
        ``counts.not_counts`` for a table that is not two-dimensional, or holds what is no count;
        ``counts.totals`` where the rows of two tables differ in number or in total.

    Examples
    --------
    >>> (safe,) = suppress(np.array([[30, 6], [7, 2]]))
    >>> safe.cells[1]
    (CountBand(least=5, most=9), None)
    >>> safe.total
    CountBand(least=20, most=49)
    """
    counted = [_checked(table) for table in tables]
    rows = counted[0].sum(axis=1)
    if any(t.shape[0] != rows.size or (t.sum(axis=1) != rows).any() for t in counted):
        raise BadInput("counts.totals")
    layout = _laid_out(counted)
    shown = layout.values >= THRESHOLD
    while shown.any() and (exposed := _exposed(layout, shown)).any():
        shown = shown & ~_to_hide(exposed, shown, layout)
    return _tables([table.shape for table in counted], layout.values, shown)


def _checked(table: Counts) -> Counts:
    array = np.asarray(table)
    if array.ndim != 2 or (array.size and not (np.isfinite(array).all() and (array >= 0).all())):
        raise BadInput("counts.not_counts")
    whole: Counts = array.astype(np.int64)
    if (whole != array).any():
        raise BadInput("counts.not_counts")
    return whole


@dataclass(frozen=True, slots=True)
class _Layout:
    """Every number in one line: the cells of each table, the columns' totals, the rows', the whole.

    Cells come first: of two equal numbers the cell is hidden, not the total.

    Attributes
    ----------
    sums
        The sums among them, as rows of ±1 that give zero.
    table, row, column
        Where each stands. Totals stand in a row, a column and a table of their own.
    """

    values: Counts
    sums: sparse.csr_array
    table: Counts
    row: Counts
    column: Counts


def _laid_out(tables: Sequence[Counts]) -> _Layout:
    count, widths = tables[0].shape[0], [table.shape[1] for table in tables]
    ends = np.cumsum([0, *widths])
    below, beside, apart = count, int(ends[-1]), len(tables)
    values, places = [], []
    for number, cells in enumerate(tables):
        values.append(cells.ravel())
        places += [(number, r, ends[number] + c) for r, c in np.ndindex(cells.shape)]
    for number, cells in enumerate(tables):
        values.append(cells.sum(axis=0))
        places += [(number, below, ends[number] + c) for c in range(widths[number])]
    rows = tables[0].sum(axis=1)
    values += [rows, np.array([rows.sum()])]
    places += [(apart, r, beside) for r in range(count + 1)]
    table, row, column = np.array(places, dtype=np.int64).T
    # Down each column, and along each row of each table: the parts, less their total.
    down = [np.where(column == c, np.where(row == below, -1, 1), 0) for c in range(beside + 1)]
    along = [
        np.where(row == r, (table == number) * 1 - (table == apart) * 1, 0)
        for number in range(apart)
        for r in range(count + 1)
        if widths[number]
    ]
    sums = sparse.vstack([sparse.csr_array(each[np.newaxis]) for each in down + along])
    return _Layout(np.concatenate(values), sums, table, row, column)


def _alike(layout: _Layout, shown: _Flags) -> Counts:
    """Return a label for each number; hidden ones with the same can be exchanged.

    Of columns of which nothing is shown, whoever looks cannot say one from the other, nor of such
    rows: what one of them can be, each can.
    """
    rows = np.where(np.isin(layout.row, layout.row[shown]), layout.row, -1)
    rows[layout.row == layout.row[-1]] = layout.row[-1]
    columns = np.where(
        np.isin(layout.column, layout.column[shown]), layout.column, -1 - layout.table
    )
    columns[layout.column == layout.column[-1]] = layout.column[-1]
    labels: Counts = np.unique(np.stack([rows, columns]), axis=1, return_inverse=True)[1].ravel()
    return labels


def _exposed(layout: _Layout, shown: _Flags) -> _Flags:
    """Return which hidden numbers the shown ones say too much of.

    Every solution of the sums stretches what is known to be possible for all numbers at once, so
    few programmes are solved: first for all together, then for each that is left. The sums are
    those of a network flow: what a linear programme finds possible, whole numbers attain.
    """
    values, alike = layout.values, _alike(layout, shown)
    small = values < THRESHOLD
    enough = np.where(small, THRESHOLD - 1, values + THRESHOLD - 1)
    attacker = _Attacker(layout, shown)
    low, high = np.full(alike.max() + 1, np.inf), np.full(alike.max() + 1, -np.inf)
    np.minimum.at(low, alike, values)
    np.maximum.at(high, alike, values)

    def look(which: Counts, *, up: bool) -> None:
        found = attacker.most(which, enough[which]) if up else attacker.least(which)
        np.minimum.at(low, alike, found)
        np.maximum.at(high, alike, found)

    def narrow() -> _Flags:
        least, most = low[alike], high[alike]
        result = small & ((least > _NEAR) | (most < THRESHOLD - 1 - _NEAR))
        return ~shown & (result | (most - least < THRESHOLD - 1 - _NEAR))

    def one_of_each() -> Counts:
        left = np.flatnonzero(narrow())
        return left[np.unique(alike[left], return_index=True)[1]]

    for up in (False, True):
        left, before = one_of_each(), values.size + 1
        while 0 < left.size < before:
            look(left, up=up)
            left, before = one_of_each(), left.size
    for one in one_of_each():
        for up in (False, True):
            look(np.array([one]), up=up)
    return narrow()


def _to_hide(exposed: _Flags, shown: _Flags, layout: _Layout) -> _Flags:
    """Return one more shown number for each exposed one: the smallest in a sum with it, if any."""
    hide = np.zeros(shown.size, bool)
    for one in np.flatnonzero(exposed):
        beside = (layout.row == layout.row[one]) | (layout.column == layout.column[one])
        near = np.flatnonzero(beside & shown)
        choice = near if near.size else np.flatnonzero(shown)
        hide[choice[np.argmin(layout.values[choice])]] = True
    return hide


def _tables(
    shapes: Sequence[tuple[int, ...]], values: Counts, shown: _Flags
) -> tuple[SafeTable, ...]:
    line = iter(_levels(values, shown))
    cells = [
        tuple(tuple(next(line) for _ in range(columns)) for _ in range(rows))
        for rows, columns in shapes
    ]
    column_totals = [tuple(next(line) for _ in range(columns)) for _, columns in shapes]
    row_totals = tuple(next(line) for _ in range(shapes[0][0]))
    total = next(line)
    return tuple(
        SafeTable(inner, row_totals, totals, total)
        for inner, totals in zip(cells, column_totals, strict=True)
    )


def _levels(values: Counts, shown: _Flags) -> list[CountBand | None]:
    return [level_of(int(v)) if seen else None for v, seen in zip(values, shown, strict=True)]


class _Attacker:
    """Whoever knows what is shown and the sums: hidden numbers are anything from zero up."""

    def __init__(self, layout: _Layout, shown: _Flags) -> None:
        found = _levels(layout.values, shown)
        self._bounds = [(level.least, level.most) if level else (0, None) for level in found]
        self._sums = layout.sums

    def least(self, which: Counts) -> _Numbers:
        """Return numbers that fit, with the sum of `which` as small as can be."""
        aim = np.zeros(len(self._bounds))
        aim[which] = 1.0
        return self._solve(aim, self._bounds)

    def most(self, which: Counts, enough: Counts) -> _Numbers:
        """Return numbers that fit, with `which` together as near to `enough` as can be.

        What goes beyond gains nothing: it would only take from the others.
        """
        count, extra = len(self._bounds), which.size
        aim = np.concatenate([np.zeros(count), -np.ones(extra)])
        places = (np.arange(extra), which)
        over = sparse.csr_array((np.ones(extra), places), shape=(extra, count))
        capped = sparse.hstack([-over, sparse.eye_array(extra)], format="csr")
        return self._solve(aim, [*self._bounds, *((0, int(e)) for e in enough)], capped)

    def _solve(
        self,
        aim: _Numbers,
        bounds: Sequence[tuple[int, int | None]],
        capped: sparse.csr_array | None = None,
    ) -> _Numbers:
        sums, count = self._sums, len(self._bounds)
        blank = sparse.csr_array((sums.shape[0], len(bounds) - count))
        found = linprog(
            aim,
            A_eq=sparse.hstack([sums, blank], format="csr"),
            b_eq=np.zeros(sums.shape[0]),
            A_ub=capped,
            b_ub=None if capped is None else np.zeros(capped.shape[0]),
            bounds=bounds,
            method="highs",
        )
        assert found.x is not None, found.message  # the true numbers fit
        numbers: _Numbers = found.x[:count]
        return numbers

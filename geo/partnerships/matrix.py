"""Matrices of activities: one dimension by another, each cell with the records behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from geo.arrays import Ints
from geo.partnerships.activity import NOT_STATED, Activity, Dimension, Memberships, values_of


@dataclass(frozen=True, slots=True)
class Matrix:
    """How many activities there are under each pair of keys.

    An activity that has two needs stands in two rows: cells of a row do not add up to its total.
    `row_totals` and `column_totals` count each activity once.

    Attributes
    ----------
    rows, columns
        The keys, as shown; `NOT_STATED` comes last.
    counts
        Activities, one row for each of `rows`, one column for each of `columns`.
    total
        All activities.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Ints
    row_totals: Ints
    column_totals: Ints
    total: int

    @property
    def empty_cells(self) -> int:
        """How many pairs of stated keys have no activity."""
        rows = [place for place, key in enumerate(self.rows) if key != NOT_STATED]
        columns = [place for place, key in enumerate(self.columns) if key != NOT_STATED]
        return int((self.counts[np.ix_(rows, columns)] == 0).sum())


def matrix(
    activities: Sequence[Activity],
    rows: Dimension,
    columns: Dimension,
    *,
    memberships: Memberships,
    row_keys: Iterable[str] = (),
    column_keys: Iterable[str] = (),
) -> Matrix:
    """Count activities by two dimensions.

    Parameters
    ----------
    row_keys, column_keys
        Keys that are shown whether or not any activity has them, in their order: what is missing
        can only be seen where it has a cell. Other keys follow, those with the most activities
        first.

    Examples
    --------
    >>> desk = Activity("1", "Desk", sectors=("work",), municipalities=("015146",))
    >>> found = matrix([desk], Dimension.SECTOR, Dimension.MUNICIPALITY, memberships={},
    ...                row_keys=("work", "health"))
    >>> found.rows, found.columns, found.counts.tolist()
    (('work', 'health'), ('015146',), [[1], [0]])
    """
    pairs = [
        (values_of(one, rows, memberships), values_of(one, columns, memberships))
        for one in activities
    ]
    row_index = _index((row for row, _ in pairs), row_keys)
    column_index = _index((column for _, column in pairs), column_keys)
    counts = np.zeros((len(row_index), len(column_index)), np.int32)
    row_totals = np.zeros(len(row_index), np.int32)
    column_totals = np.zeros(len(column_index), np.int32)
    for row_values, column_values in pairs:
        column_places = [column_index[value] for value in column_values]
        for value in row_values:
            place = row_index[value]
            row_totals[place] += 1
            for column in column_places:
                counts[place, column] += 1
        for column in column_places:
            column_totals[column] += 1
    return Matrix(
        tuple(row_index), tuple(column_index), counts, row_totals, column_totals, len(pairs)
    )


def activities_of(
    activities: Iterable[Activity],
    keys: Iterable[tuple[Dimension, str]],
    memberships: Memberships,
) -> list[Activity]:
    """Return the activities that have every one of some keys: those behind a cell.

    Examples
    --------
    >>> desk = Activity("1", "Desk", sectors=("work",), level="municipal")
    >>> keys = [(Dimension.SECTOR, "work"), (Dimension.LEVEL, "national")]
    >>> activities_of([desk], keys[:1], {}) == [desk], activities_of([desk], keys, {})
    (True, [])
    """
    wanted = list(keys)
    return [
        one
        for one in activities
        if all(key in values_of(one, dimension, memberships) for dimension, key in wanted)
    ]


def _index(found: Iterable[tuple[str, ...]], keys: Iterable[str]) -> dict[str, int]:
    """Return each key with its place: the given ones, the others by frequency, `NOT_STATED`."""
    often: dict[str, int] = {}
    for values in found:
        for value in values:
            often[value] = often.get(value, 0) + 1
    given = [key for key in dict.fromkeys(keys) if key != NOT_STATED]
    others = sorted(often.keys() - set(given) - {NOT_STATED}, key=lambda key: (-often[key], key))
    last = [NOT_STATED] if NOT_STATED in often else []
    return {key: place for place, key in enumerate((*given, *others, *last))}

"""Activities and what is counted of them as rows of tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from geo.partnerships.activity import Activity, Dimension
from geo.partnerships.funding import paid_until
from geo.partnerships.matrix import Matrix
from layers.partnerships.labels import PlaceName, key_label
from layers.words import Words


@dataclass(frozen=True, slots=True)
class MatrixTable:
    """A matrix as it is shown: `heads` are unique, the last is the total."""

    heads: tuple[str, ...]
    labels: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]


def labeller(
    dimension: Dimension, words: Words, organizations: Mapping[str, str], place_name: PlaceName
) -> Callable[[str], str]:
    """Return what gives a key of a dimension in the reader's words."""
    return lambda key: key_label(
        dimension, key, words, organizations=organizations, place_name=place_name
    )


def matrix_table(
    matrix: Matrix, row_label: Callable[[str], str], column_label: Callable[[str], str], total: str
) -> MatrixTable:
    """Return a matrix with its labels and a total for each row.

    Examples
    --------
    >>> import numpy as np
    >>> counts = np.array([[1, 2]])
    >>> found = Matrix(("a",), ("x", "y"), counts, np.array([3]), np.array([1, 2]), 3)
    >>> matrix_table(found, str.upper, lambda key: "same", "Total")
    MatrixTable(heads=('same', 'same (2)', 'Total'), labels=('A',), cells=((1, 2, 3),))
    """
    heads = _unique([column_label(key) for key in matrix.columns] + [total])
    labels = tuple(row_label(key) for key in matrix.rows)
    cells = tuple(
        (*row, all_of_it)
        for row, all_of_it in zip(matrix.counts.tolist(), matrix.row_totals.tolist(), strict=True)
    )
    return MatrixTable(heads, labels, cells)


def record_note(
    activity: Activity, words: Words, organizations: Mapping[str, str], place_name: PlaceName
) -> str:
    """Return who gives a service, where, and with which money, in one line."""
    bodies = [organizations.get(one, one) for one in activity.organizations]
    places = [place_name(code, words.language) for code in activity.municipalities]
    parts = [words.separator.join(bodies), words.separator.join(places)]
    if activity.funds:
        until = paid_until(activity.funds)
        end = (
            words.say("partnerships.open_ended")
            if until is None
            else words.say("partnerships.ends", day=until)
        )
        parts.append(f"{words.separator.join(activity.fund_names)}: {end}")
    return " · ".join(part for part in parts if part)


def _unique(heads: list[str]) -> tuple[str, ...]:
    """Return headings of which none is twice: two organisations may have one name."""
    seen: dict[str, int] = {}
    found = []
    for head in heads:
        seen[head] = seen.get(head, 0) + 1
        found.append(head if seen[head] == 1 else f"{head} ({seen[head]})")
    return tuple(found)

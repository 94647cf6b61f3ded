"""Two sets of activities side by side: two partnerships, or one of them on two days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geo.partnerships.activity import Activity, Dimension, Memberships, values_of


@dataclass(frozen=True, slots=True)
class ComparedKey:
    """How many activities have a key in the first set and in the second."""

    key: str
    first: int
    second: int

    @property
    def difference(self) -> int:
        """How many more the second has; negative: fewer."""
        return self.second - self.first


def compare(
    first: Iterable[Activity],
    second: Iterable[Activity],
    dimension: Dimension,
    memberships: Memberships,
) -> tuple[ComparedKey, ...]:
    """Count both sets by a dimension; what differs most comes first.

    Examples
    --------
    >>> desk = Activity("1", "Desk", needs=("a",))
    >>> compare([desk], [], Dimension.NEED, {})
    (ComparedKey(key='a', first=1, second=0),)
    """
    counts = [
        Counter(key for one in rows for key in values_of(one, dimension, memberships))
        for rows in (first, second)
    ]
    found = [ComparedKey(key, counts[0][key], counts[1][key]) for key in counts[0] | counts[1]]
    return tuple(sorted(found, key=lambda row: (-abs(row.difference), -row.second, row.key)))


def added(first: Sequence[Activity], second: Sequence[Activity]) -> tuple[Activity, ...]:
    """Return the activities of the second set that the first has not, by their ids.

    Examples
    --------
    >>> one, two = Activity("1", "a"), Activity("2", "b")
    >>> added([one], [one, two]) == (two,)
    True
    """
    known = {one.id for one in first}
    return tuple(one for one in second if one.id not in known)

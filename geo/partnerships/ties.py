"""Who works with whom: organisations that carry a service together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from geo.partnerships.activity import Activity


@dataclass(frozen=True, slots=True)
class Tie:
    """Two organisations, ids in their order, with the services that they carry together."""

    first: str
    second: str
    services: tuple[str, ...]
    needs: tuple[str, ...]


def ties_of(activities: Iterable[Activity]) -> tuple[Tie, ...]:
    """Return every pair that carries a service together, the most services first.

    Examples
    --------
    >>> desk = Activity("1", "Desk", needs=("a",), organization="x", partners=("y", "x"))
    >>> ties_of([desk])
    (Tie(first='x', second='y', services=('1',), needs=('a',)),)
    """
    services: dict[tuple[str, str], list[str]] = {}
    needs: dict[tuple[str, str], dict[str, None]] = {}
    for one in activities:
        for first, second in combinations(sorted(one.organizations), 2):
            services.setdefault((first, second), []).append(one.id)
            needs.setdefault((first, second), {}).update(dict.fromkeys(one.needs))
    found = [
        Tie(first, second, tuple(ids), tuple(needs[first, second]))
        for (first, second), ids in services.items()
    ]
    return tuple(sorted(found, key=lambda tie: (-len(tie.services), tie.first, tie.second)))

"""How much is known of the services: counts of what each record says, never a guess."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from geo.model import Service

FACTS: Mapping[str, Callable[[Service], bool]] = {
    "address": lambda s: s.location.address is not None,
    "phone": lambda s: bool(s.phones),
    "hours": lambda s: any(schedule.opening_hours for schedule in s.schedules),
    "languages": lambda s: any(schedule.languages is not None for schedule in s.schedules),
    "statuses": lambda s: bool(s.eligibility.statuses),
    "assured": lambda s: s.provenance.assured_on is not None,
}
"""What is looked for in a record, by the name it has in words."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many services a group has, and of how many each fact is known.

    `demonstrations` are counted among the services too.
    """

    group: str
    services: int
    demonstrations: int
    known: Mapping[str, int]


def completeness(
    services: Iterable[Service], *, group_of: Callable[[Service], str]
) -> tuple[Completeness, ...]:
    """Return what is known, by group, in the order in which groups are first met.

    Examples
    --------
    >>> from geo.model import Location, Phone, Provenance
    >>> service = Service(
    ...     "1", "Desk", ("a",), Location("1", 7.4, 43.7), Provenance("me", "CC0-1.0"),
    ...     phones=(Phone("112"),),
    ... )
    >>> row, = completeness([service], group_of=lambda service: service.needs[0])
    >>> row.group, row.services, row.known["phone"], row.known["hours"]
    ('a', 1, 1, 0)
    """
    groups: dict[str, list[Service]] = {}
    for service in services:
        groups.setdefault(group_of(service), []).append(service)
    return tuple(
        Completeness(
            group,
            len(members),
            sum(member.provenance.demonstration for member in members),
            {name: sum(map(found, members)) for name, found in FACTS.items()},
        )
        for group, members in groups.items()
    )

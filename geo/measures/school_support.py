"""Support for schools: which services a school can walk to that help at the right hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from geo.arrays import Bools
from geo.measures.fragility import funded_until
from geo.model import Service
from geo.network.routing import SparseTimes


@dataclass(frozen=True, slots=True)
class Nearby:
    """A service that a school reaches: number of the service, minutes; sure or perhaps."""

    service: int
    minutes: float
    certain: bool


@dataclass(frozen=True, slots=True)
class Support:
    """What one kind of support offers a school, the nearest first.

    Services that are sure to fail the test are not in it.
    """

    nearby: tuple[Nearby, ...] = ()

    @property
    def certain(self) -> int:
        """How many are sure to help."""
        return sum(one.certain for one in self.nearby)

    @property
    def possible(self) -> int:
        """How many may help."""
        return len(self.nearby)


@dataclass(frozen=True, slots=True)
class LeavingSupport:
    """The only service of a kind that a school reaches, and the last day its money is known for."""

    kind: str
    service: int
    until: date


def support_of(
    times: SparseTimes, schools: int, certain: Bools, possible: Bools, *, limit_min: float
) -> tuple[Support, ...]:
    """Return the support of one kind for each school.

    Parameters
    ----------
    times
        From schools (origins) to services (destinations), minutes.
    certain, possible
        Shape (services,): whether a service helps at the right hours, surely or perhaps.

    Examples
    --------
    >>> import numpy as np
    >>> times = SparseTimes(np.array([0, 0]), np.array([0, 1]), np.array([9.0, 4.0]))
    >>> (found,) = support_of(times, 1, np.array([True, False]), np.array([True, True]),
    ...                       limit_min=15.0)
    >>> [one.service for one in found.nearby], found.certain
    ([1, 0], 1)
    """
    found: list[list[Nearby]] = [[] for _ in range(schools)]
    within = (times.minutes <= limit_min) & possible[times.destination]
    for school, service, minutes in zip(
        times.origin[within].tolist(), times.destination[within].tolist(),
        times.minutes[within].tolist(), strict=True,
    ):  # fmt: skip
        found[school].append(Nearby(service, minutes, bool(certain[service])))
    return tuple(
        Support(tuple(sorted(rows, key=lambda one: (one.minutes, one.service)))) for rows in found
    )


def leaving(
    supports: Mapping[str, Support], services: Mapping[str, Sequence[Service]]
) -> tuple[LeavingSupport, ...]:
    """Return the kinds of support that one service alone gives a school, where its money ends.

    Parameters
    ----------
    supports
        Of one school, by kind.
    services
        Kind → services, as their numbers count.
    """
    found = []
    for kind, support in supports.items():
        if support.possible == 1:
            number = support.nearby[0].service
            until = funded_until(services[kind][number])
            if until is not None:
                found.append(LeavingSupport(kind, number, until))
    return tuple(sorted(found, key=lambda row: (row.until, row.kind)))

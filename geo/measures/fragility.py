"""What holds coverage up: services that nobody could replace, and money that ends on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from geo.arrays import Bools, Floats
from geo.measures.coverage import PeopleRange, Reach, cover, within
from geo.measures.steps import Screening
from geo.model import Service
from geo.partnerships.funding import paid_until


def left_without(reach: Reach, people: Floats, screening: Screening, *, limit_min: float) -> Floats:
    """Return the people that would have nothing if a service closed, shape (services,).

    People for whom it is the only service in reach that passes every step, at least perhaps.

    Examples
    --------
    >>> from geo.network.routing import SparseTimes
    >>> times = SparseTimes(np.array([0, 0, 1]), np.array([0, 1, 1]), np.zeros(3))
    >>> screening = Screening(*(np.ones((6, 2), bool),) * 3)
    >>> reach = Reach(times, np.ones(2, bool))
    >>> left_without(reach, np.array([5.0, 2.0]), screening, limit_min=30).tolist()
    [0.0, 2.0]
    """
    near = within(reach.times, limit_min)
    kept = screening.possible[-1][near.destination]
    origin, service = near.origin[kept], near.destination[kept]
    choices = np.bincount(origin, minlength=len(people))
    only = choices[origin] == 1
    return np.asarray(
        np.bincount(service[only], people[origin[only]], minlength=len(screening)), np.float64
    )


def funded_until(service: Service) -> date | None:
    """Return the last day on which a known fund pays; None where money is not known to end.

    Examples
    --------
    >>> from geo.model import Fund, Location, Provenance
    >>> funds = (Fund("FAMI", ends=date(2026, 12, 31)), Fund("own"))
    >>> where, who = Location("1", 7.4, 43.7), Provenance("me", "CC0-1.0")
    >>> funded_until(Service("1", "Desk", ("a",), where, who, funds=funds[:1]))
    datetime.date(2026, 12, 31)
    >>> funded_until(Service("1", "Desk", ("a",), where, who, funds=funds)) is None
    True
    """
    return paid_until(service.funds)


@dataclass(frozen=True, slots=True)
class Cliff:
    """A day on which money ends.

    Attributes
    ----------
    day
        The last day that is paid.
    services
        Numbers of the services whose money ends on that day.
    left
        Coverage afterwards, if every service whose money has ended until then closes.
    lost
        People who have something (perhaps) before the day and nothing after.
    """

    day: date
    services: tuple[int, ...]
    left: PeopleRange
    lost: float


def funding_cliff(
    services: Sequence[Service],
    reach: Reach,
    people: Floats,
    screening: Screening,
    *,
    limit_min: float,
    today: date,
) -> tuple[Cliff, ...]:
    """Return what is left after each day on which money ends, the first first.

    Money that ended before today is taken as renewed: the service is still in the register.
    """
    ends = [funded_until(service) for service in services]
    days = sorted({end for end in ends if end is not None and end >= today})
    closed = np.zeros(len(services), bool)
    before = cover(reach, people, screening, limit_min=limit_min).band()
    rows = []
    for day in days:
        gone = tuple(number for number, end in enumerate(ends) if end == day)
        closed[list(gone)] = True
        left = cover(reach, people, without(screening, closed), limit_min=limit_min).band()
        rows.append(Cliff(day, gone, left, before.possible - left.possible))
        before = left
    return tuple(rows)


def without(screening: Screening, closed: Bools) -> Screening:
    """Return how far each service goes when some have closed."""
    return replace(
        screening, certain=screening.certain & ~closed, possible=screening.possible & ~closed
    )

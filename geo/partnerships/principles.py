"""The four principles of the programme as indicators, and how a need is split over bodies.

Every indicator is a share with what is not known kept apart: a service without a stated fund may
live on one or on several.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from geo.partnerships.activity import Activity


@dataclass(frozen=True, slots=True)
class Share:
    """How many of something hold a condition: yes, no, and those of which it is not known.

    Examples
    --------
    >>> found = Share(yes=2, no=1, unknown=1)
    >>> found.total, found.certain, found.possible
    (4, 0.5, 0.75)
    """

    yes: int
    no: int
    unknown: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.yes + self.no + self.unknown

    @property
    def certain(self) -> float:
        """The share that holds it for certain; NaN of none."""
        return self.yes / self.total if self.total else float("nan")

    @property
    def possible(self) -> float:
        """The share that may hold it; NaN of none."""
        return (self.yes + self.unknown) / self.total if self.total else float("nan")


@dataclass(frozen=True, slots=True)
class Principles:
    """The four principles.

    Attributes
    ----------
    sectors
        Pairs of a municipality and a sector that have a service there.
    levels
        Needs that are served at two levels of government or more.
    stakeholders
        Services that two organisations or more carry.
    funds
        Services that live on two funds or more.
    """

    sectors: Share
    levels: Share
    stakeholders: Share
    funds: Share


def principles(
    activities: Sequence[Activity], *, sectors: Collection[str], municipalities: Collection[str]
) -> Principles:
    """Return the four principles over some municipalities; all shares are of none where empty.

    Parameters
    ----------
    sectors
        All sectors of the taxonomy.
    municipalities
        Those in which every sector is looked for.

    Examples
    --------
    >>> desk = Activity("1", "Desk", sectors=("work",), municipalities=("015146",))
    >>> principles([desk], sectors=("work", "health"), municipalities=("015146",)).sectors
    Share(yes=1, no=1, unknown=0)
    """
    wanted, known = set(municipalities), set(sectors)
    pairs = {
        (code, sector)
        for one in activities
        for code in one.municipalities
        if code in wanted
        for sector in one.sectors
        if sector in known
    }
    return Principles(
        sectors=Share(len(pairs), len(wanted) * len(known) - len(pairs)),
        levels=_levels(activities),
        stakeholders=_at_least_two(len(one.organizations) for one in activities),
        funds=_at_least_two(len(one.fund_names) for one in activities),
    )


@dataclass(frozen=True, slots=True)
class Concentration:
    """How the services of one need are split over the organisations that lead them.

    Attributes
    ----------
    services, organizations
        How many there are; services without a stated organisation are in `not_stated` alone.
    index
        Herfindahl-Hirschman index: the sum of the squares of the organisations' shares of the
        services, from 1 divided by their number (evenly split) to 1 (all with one); NaN of none.
    """

    need: str
    services: int
    organizations: int
    not_stated: int
    index: float

    @property
    def fragmentation(self) -> float:
        """1 - `index`: how probable it is that two services drawn belong to two bodies."""
        return 1.0 - self.index


def concentration(activities: Iterable[Activity]) -> tuple[Concentration, ...]:
    """Return how each need is split over organisations, the needs with most services first.

    Source: Hirschman, *The paternity of an index*, American Economic Review 54 (1964); one minus it
    is the Gini-Simpson index.

    Examples
    --------
    >>> desks = [Activity(str(n), "", needs=("a",), organization=who) for n, who in
    ...          enumerate(("x", "x", "x", "y", None))]
    >>> (found,) = concentration(desks)
    >>> found.services, found.organizations, found.not_stated, found.index
    (5, 2, 1, 0.625)
    """
    leads: dict[str, Counter[str]] = defaultdict(Counter)
    unled: Counter[str] = Counter()
    for one in activities:
        for need in one.needs:
            if one.organization is None:
                unled[need] += 1
            else:
                leads[need][one.organization] += 1
    found = [_concentration(need, leads[need], unled[need]) for need in leads.keys() | unled.keys()]
    return tuple(sorted(found, key=lambda row: (-row.services, row.need)))


def _concentration(need: str, leads: Counter[str], unled: int) -> Concentration:
    total = leads.total()
    index = sum(count * count for count in leads.values()) / total**2 if total else float("nan")
    return Concentration(need, total + unled, len(leads), unled, index)


def _levels(activities: Iterable[Activity]) -> Share:
    levels: dict[str, set[str]] = defaultdict(set)
    unstated: set[str] = set()
    for one in activities:
        for need in one.needs:
            if one.level:
                levels[need].add(one.level)
            else:
                unstated.add(need)
    yes = {need for need, found in levels.items() if len(found) > 1}
    needs = levels.keys() | unstated
    unknown = {need for need in needs - yes if need in unstated}
    return Share(len(yes), len(needs - yes - unknown), len(unknown))


def _at_least_two(numbers: Iterable[int]) -> Share:
    """Return how many are two or more; of those with none nothing is known."""
    found = Counter(min(number, 2) for number in numbers)
    return Share(found[2], found[1], found[0])

"""The money behind activities: which services live on one fund, and what a fund's end takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from geo.model import Fund
from geo.partnerships.activity import Activity


@dataclass(frozen=True, slots=True)
class FundRow:
    """A fund over all services that it pays.

    Attributes
    ----------
    services, alone
        How many it pays, and how many of these live on it alone.
    amount_eur, unstated
        Sum of the amounts that are stated, and how many services state none.
    first, last
        Its earliest start and its latest end, as far as they are stated.
    open_ended
        How many services state no end of it.
    """

    name: str
    services: int
    alone: int
    amount_eur: float
    unstated: int
    first: date | None
    last: date | None
    open_ended: int


@dataclass(frozen=True, slots=True)
class LeftWithout:
    """A need that no service of a municipality answers any more after a day.

    `services` are those that end; the last of them leaves nobody.
    """

    need: str
    municipality: str
    services: tuple[str, ...]


def paid_until(funds: Iterable[Fund]) -> date | None:
    """Return the last day on which a known fund pays; None where money is not known to end.

    Examples
    --------
    >>> paid_until([Fund("FAMI", ends=date(2026, 12, 31)), Fund("FSE+", ends=date(2027, 6, 30))])
    datetime.date(2027, 6, 30)
    >>> paid_until([Fund("FAMI", ends=date(2026, 12, 31)), Fund("own")]), paid_until([])
    (None, None)
    """
    last: date | None = None
    for fund in funds:
        if fund.ends is None:
            return None
        last = fund.ends if last is None else max(last, fund.ends)
    return last


def funds_of(activities: Sequence[Activity]) -> tuple[FundRow, ...]:
    """Return every fund, those that pay most services first.

    Examples
    --------
    >>> desk = Activity("1", "Desk", funds=(Fund("FAMI", 1000.0, ends=date(2026, 12, 31)),))
    >>> funds_of([desk])
    (FundRow(name='FAMI', services=1, alone=1, amount_eur=1000.0, unstated=0, first=None, \
last=datetime.date(2026, 12, 31), open_ended=0),)
    """
    paid: dict[str, list[list[Fund]]] = defaultdict(list)
    alone: dict[str, int] = defaultdict(int)
    for one in activities:
        for name in one.fund_names:
            paid[name].append([fund for fund in one.funds if fund.name == name])
            alone[name] += len(one.fund_names) == 1
    rows = [_row(name, grants, alone[name]) for name, grants in paid.items()]
    return tuple(sorted(rows, key=lambda row: (-row.services, row.name)))


def _row(name: str, grants: Sequence[Sequence[Fund]], alone: int) -> FundRow:
    """Return a fund's row from what it gives to each service."""
    all_of_them = [fund for grant in grants for fund in grant]
    amounts = [fund.amount_eur for fund in all_of_them if fund.amount_eur is not None]
    starts = [fund.starts for fund in all_of_them if fund.starts is not None]
    ends = [fund.ends for fund in all_of_them if fund.ends is not None]
    return FundRow(
        name=name,
        services=len(grants),
        alone=alone,
        amount_eur=sum(amounts),
        unstated=sum(all(fund.amount_eur is None for fund in grant) for grant in grants),
        first=min(starts, default=None),
        last=max(ends, default=None),
        open_ended=sum(any(fund.ends is None for fund in grant) for grant in grants),
    )


def ending_by(activities: Iterable[Activity], day: date, *, today: date) -> tuple[Activity, ...]:
    """Return the services that are paid today and no longer after a day.

    Money that ended before today is taken as renewed: the service is still in the register.
    """
    found = ((one, paid_until(one.funds)) for one in activities)
    return tuple(one for one, until in found if until is not None and today <= until <= day)


def left_without(
    activities: Sequence[Activity], day: date, *, today: date
) -> tuple[LeftWithout, ...]:
    """Return the needs that a municipality's services answer today and none after a day.

    Examples
    --------
    >>> desk = Activity("1", "", needs=("a",), municipalities=("015146",),
    ...                 funds=(Fund("FAMI", ends=date(2027, 6, 30)),))
    >>> [row.need for row in left_without([desk], date(2027, 6, 30), today=date(2026, 11, 28))]
    ['a']
    >>> left_without([desk], date(2027, 6, 29), today=date(2026, 11, 28))
    ()
    """
    gone = {one.id for one in ending_by(activities, day, today=today)}
    cells: dict[tuple[str, str], list[str]] = defaultdict(list)
    stays: set[tuple[str, str]] = set()
    for one in activities:
        for need in one.needs:
            for code in one.municipalities:
                if one.id in gone:
                    cells[need, code].append(one.id)
                else:
                    stays.add((need, code))
    return tuple(
        LeftWithout(need, code, tuple(cells[need, code]))
        for need, code in sorted(cells.keys() - stays)
    )

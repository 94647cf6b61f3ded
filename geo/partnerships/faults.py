"""What is wrong in partnerships, funds and organisations as they are recorded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geo.partnerships.activity import Activity, Memberships


class FaultKind(StrEnum):
    """What is wrong."""

    SEVERAL_PARTNERSHIPS = "several_partnerships"
    NO_PARTNERSHIP = "no_partnership"
    NO_MUNICIPALITY = "no_municipality"
    FUND_WITHOUT_DATES = "fund_without_dates"
    FUND_ENDS_BEFORE_START = "fund_ends_before_start"
    FUND_ENDED = "fund_ended"
    OWN_PARTNER = "own_partner"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    `about` is a municipality for the first two kinds, else a service; `detail` is what the sentence
    names besides: partnerships, or a fund.
    """

    kind: FaultKind
    about: str
    detail: tuple[str, ...] = ()


def membership_faults(
    memberships: Memberships, municipalities: Collection[str]
) -> tuple[Fault, ...]:
    """Return the municipalities in several partnerships, and of those asked for the ones in none.

    Examples
    --------
    >>> found = membership_faults({"015146": ("A", "B")}, ["015146", "015009"])
    >>> [(fault.kind.value, fault.about) for fault in found]
    [('several_partnerships', '015146'), ('no_partnership', '015009')]
    """
    several = [
        Fault(FaultKind.SEVERAL_PARTNERSHIPS, code, names)
        for code, names in sorted(memberships.items())
        if len(names) > 1
    ]
    none = [
        Fault(FaultKind.NO_PARTNERSHIP, code)
        for code in sorted(set(municipalities))
        if not memberships.get(code)
    ]
    return (*several, *none)


def activity_faults(activities: Iterable[Activity], *, today: date) -> tuple[Fault, ...]:
    """Return what is wrong in services: funds without dates or that have ended, their partners.

    Parameters
    ----------
    today
        A fund that ended before it has ended.
    """
    return tuple(fault for one in activities for fault in _faults_of(one, today))


def _faults_of(activity: Activity, today: date) -> Iterable[Fault]:
    if not activity.municipalities:
        yield Fault(FaultKind.NO_MUNICIPALITY, activity.id)
    if activity.organization is not None and activity.organization in activity.partners:
        yield Fault(FaultKind.OWN_PARTNER, activity.id, (activity.organization,))
    for fund in activity.funds:
        if fund.starts is None and fund.ends is None:
            yield Fault(FaultKind.FUND_WITHOUT_DATES, activity.id, (fund.name,))
        elif fund.starts is not None and fund.ends is not None and fund.ends < fund.starts:
            yield Fault(FaultKind.FUND_ENDS_BEFORE_START, activity.id, (fund.name,))
        elif fund.ends is not None and fund.ends < today:
            yield Fault(FaultKind.FUND_ENDED, activity.id, (fund.name,))


def memberships_of(partnerships: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Return the partnerships of each municipality, in the order of `partnerships`.

    Parameters
    ----------
    partnerships
        Name → municipalities.

    Examples
    --------
    >>> memberships_of({"A": ["015146"], "B": ["015146", "015009"]})
    {'015146': ('A', 'B'), '015009': ('B',)}
    """
    found: dict[str, list[str]] = {}
    for name, codes in partnerships.items():
        for code in dict.fromkeys(codes):
            found.setdefault(code, []).append(name)
    return {code: tuple(names) for code, names in found.items()}

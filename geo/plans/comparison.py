"""What is other in one plan than in another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geo.model import Service
from geo.plans.model import Plan, Stop, Trip


@dataclass(frozen=True, slots=True)
class NeedChange:
    """A need that is met elsewhere, on another day, no longer, or newly.

    None: not met in that plan.
    """

    need: str
    before: Service | None
    after: Service | None
    day_before: date | None
    day_after: date | None


@dataclass(frozen=True, slots=True)
class PlanComparison:
    """One plan beside another; numbers are those of the second less those of the first.

    Attributes
    ----------
    trips, minutes, doubtful, unmet
        More or fewer trips, minutes away from home, stops with something unknown, needs without
        stop.
    days
        By how many days the last trip is later; 0 where either has none.
    needs
        What changed, in the order of the first plan's stops.
    """

    trips: int
    minutes: int
    doubtful: int
    unmet: int
    days: int
    needs: tuple[NeedChange, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing that a person would notice is other."""
        return not (
            self.trips or self.minutes or self.doubtful or self.unmet or self.days or self.needs
        )


def compare(before: Plan, after: Plan) -> PlanComparison:
    """Return what is other in the second plan.

    Examples
    --------
    >>> compare(Plan((), ("a",)), Plan((), ("a",))).is_same
    True
    """
    first, second = _by_need(before), _by_need(after)
    changes = (
        NeedChange(
            need,
            first[need][1].service if need in first else None,
            second[need][1].service if need in second else None,
            first[need][0].leaves_home.date() if need in first else None,
            second[need][0].leaves_home.date() if need in second else None,
        )
        for need in dict.fromkeys((*first, *second))
    )
    last = (before.last_day, after.last_day)
    return PlanComparison(
        trips=len(after.trips) - len(before.trips),
        minutes=after.minutes - before.minutes,
        doubtful=len(after.doubtful) - len(before.doubtful),
        unmet=len(after.unmet) - len(before.unmet),
        days=(last[1] - last[0]).days if last[0] and last[1] else 0,
        needs=tuple(one for one in changes if _is_other(one)),
    )


def _is_other(change: NeedChange) -> bool:
    ids = tuple(service and service.id for service in (change.before, change.after))
    return ids[0] != ids[1] or change.day_before != change.day_after


def _by_need(plan: Plan) -> dict[str, tuple[Trip, Stop]]:
    return {need: (trip, stop) for trip in plan.trips for stop in trip.stops for need in stop.needs}

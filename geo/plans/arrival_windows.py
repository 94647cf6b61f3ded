"""When a visit may begin: the moments at which a service takes a person and stays open for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from geo.hours.changes import changes_between
from geo.hours.opening import OpeningKind
from geo.matching import Match, is_by_appointment, is_sure, match
from geo.model import Answer, Calendar, Service, Situation
from geo.plans.model import Period, later, minutes_between

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ArrivalWindow:
    """Minutes of a period, both included, in which a visit may begin.

    `sure` says whether nothing about service and person is unknown, as of `is_sure`.
    """

    first: int
    last: int
    sure: bool


def arrival_windows(
    service: Service,
    situation: Situation,
    period: Period,
    *,
    visit_min: int,
    calendar: Calendar,
    bookable_from: date | None = None,
) -> tuple[ArrivalWindow, ...]:
    """Return when a visit to a service may begin in a period, in order of time.

    Every moment of a window passes `geo.matching.match` with an answer other than no, and the
    service is not closed before the visit ends. Where it takes people by appointment only, no
    window lies before `bookable_from`.

    Examples
    --------
    >>> from zoneinfo import ZoneInfo
    >>> from geo.model import Location, Provenance, Schedule
    >>> rome = Calendar("Europe/Rome", "IT", 9.2, 45.5)
    >>> morning = datetime(2026, 11, 26, 8, 0, tzinfo=ZoneInfo("Europe/Rome"))
    >>> service = Service(
    ...     "1", "Info point", ("orientation",), Location("1", 9.2, 45.5),
    ...     Provenance("me", "CC0-1.0"), schedules=(Schedule("Th 09:00-12:00"),),
    ... )
    >>> arrival_windows(
    ...     service, Situation(), Period(morning, later(morning, 300)),
    ...     visit_min=30, calendar=rome,
    ... )
    (ArrivalWindow(first=60, last=210, sure=True),)
    """
    pieces = _pieces(service, situation, period, calendar)
    windows: list[ArrivalWindow] = []
    open_until = period.starts
    for begins, ends, found in reversed(pieces):
        if found.opening.kind is OpeningKind.CLOSED:
            open_until = begins
            continue
        open_until = max(open_until, ends)
        if found.answer is Answer.NO or _is_too_soon(found, begins.date(), bookable_from):
            continue
        last = min(ends - MINUTE, later(open_until, -visit_min))
        first = _minute(period, begins)
        if minutes_between(period.starts, last) >= first and last >= begins:
            windows.append(
                ArrivalWindow(first, minutes_between(period.starts, last), is_sure(found))
            )
    return tuple(_joined(reversed(windows)))


def may_suit(service: Service, situation: Situation, *, calendar: Calendar) -> bool:
    """Return whether a service takes the person at any time at all."""
    return match(service, situation, None, calendar=calendar).answer is not Answer.NO


def nearest_miss(
    service: Service, situation: Situation, periods: Sequence[Period], *, calendar: Calendar
) -> Match | None:
    """Return what speaks least against a service that has no arrival window; None without periods.

    Of all moments of the periods, that at which the fewest criteria say no.
    """
    misses = [
        found for period in periods for _, _, found in _pieces(service, situation, period, calendar)
    ]
    return min(misses, key=lambda one: (len(one.against()), is_by_appointment(one)), default=None)


def holding(situation: Situation, documents: frozenset[str]) -> Situation:
    """Return the person with more documents; one who has not said which stays silent about them."""
    if situation.documents is None or documents <= situation.documents:
        return situation
    return replace(situation, documents=situation.documents | documents)


def _pieces(
    service: Service, situation: Situation, period: Period, calendar: Calendar
) -> list[tuple[datetime, datetime, Match]]:
    """Return spans of a period in which nothing changes, with what holds in each."""
    moments = {period.starts, period.ends}
    for schedule in service.schedules:
        moments.update(
            changes_between(schedule.opening_hours, period.starts, period.ends, calendar)
        )
    return [
        (begins, ends, match(service, situation, begins, calendar=calendar))
        for begins, ends in pairwise(sorted(moments))
    ]


def _is_too_soon(found: Match, day: date, bookable_from: date | None) -> bool:
    return bookable_from is not None and day < bookable_from and is_by_appointment(found)


def _minute(period: Period, moment: datetime) -> int:
    """Return the first whole minute of a period that is not before a moment."""
    minute = minutes_between(period.starts, moment)
    return minute if period.at(minute) >= moment else minute + 1


def _joined(windows: Iterable[ArrivalWindow]) -> list[ArrivalWindow]:
    found: list[ArrivalWindow] = []
    for window in windows:
        if found and found[-1].sure is window.sure and window.first == found[-1].last + 1:
            found[-1] = replace(found[-1], last=window.last)
        else:
            found.append(window)
    return found

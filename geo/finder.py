"""Find: the services for a need that suit a person, by time to the door, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from geo.arrays import Floats
from geo.hours.opening import OpeningKind
from geo.matching import Criterion, Match, match
from geo.model import Answer, Calendar, FindCriteria, Service
from geo.network.modes import Mode
from geo.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Result:
    """A service in an answer.

    Attributes
    ----------
    service, number
        The service and its place in the list that was searched.
    minutes
        From door to door; None for a protected place, which has no position, and where nobody
        said where from.
    match
        Why it is here, what is unknown, and the state at arrival.
    mode
        How the minutes are travelled.
    """

    service: Service
    number: int
    minutes: float | None
    match: Match
    mode: Mode = Mode.WALK


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many services of the need a criterion excluded, and the nearest of them."""

    criterion: Criterion
    count: int
    nearest: Result


@dataclass(frozen=True, slots=True)
class Findings:
    """The answer to a query.

    Attributes
    ----------
    results
        Services that suit, or may suit, when the person arrives; nearest first.
    later
        Services that suit but for the hour: closed at arrival. Soonest to open first.
    protected
        Services without a public position, reached by telephone.
    left_out
        By the first criterion that said no; most excluded first.
    beyond_limit
        How many services of the need are farther than the limit, and the nearest of them.
    nearest_beyond_min
        Its minutes; None where there is none.
    unreached
        How many have no way to them.
    """

    results: tuple[Result, ...]
    later: tuple[Result, ...]
    protected: tuple[Result, ...]
    left_out: tuple[LeftOut, ...]
    beyond_limit: int
    nearest_beyond_min: float | None
    unreached: int


def find_services(
    services: Sequence[Service],
    minutes: Floats,
    query: FindCriteria,
    *,
    taxonomy: Taxonomy,
    calendar: Calendar,
) -> Findings:
    """Return the services of a need that will take a person, nearest first.

    Parameters
    ----------
    services
        Every service of the area.
    minutes
        Minutes on the way to each, in the same order; NaN where there is no way.
    query
        Need or sector, situation, time of departure and limit.
    taxonomy
        What the need's name stands for.
    calendar
        Clock and calendar of the area.

    Returns
    -------
    Findings
        Empty tuples where nothing has the need; see its attributes for what is counted where.

    Examples
    --------
    >>> from geo.model import Location, Provenance
    >>> from geo.taxonomy import Need
    >>> service = Service("1", "A", ("a",), Location("1", 7.4, 43.7), Provenance("me", "CC0-1.0"))
    >>> found = find_services(
    ...     [service], np.array([12.0]), FindCriteria("a"),
    ...     taxonomy=Taxonomy(("s",), (Need("a", "s"),)),
    ...     calendar=Calendar("Europe/Monaco", "MC", 7.4, 43.7),
    ... )
    >>> [(r.service.name, r.minutes) for r in found.results]
    [('A', 12.0)]
    """
    wanted = taxonomy.covered_by(query.need)
    asked = [n for n, service in enumerate(services) if wanted & set(service.needs)]
    positioned = [n for n in asked if services[n].location.is_public]
    near = [n for n in positioned if minutes[n] <= query.limit_min]
    beyond = [float(minutes[n]) for n in positioned if minutes[n] > query.limit_min]
    judged = [_judge(services, minutes, n, query, calendar) for n in near]
    protected = [
        _judge(services, minutes, n, query, calendar) for n in asked if n not in set(positioned)
    ]
    return Findings(
        results=tuple(sorted((r for r in judged if r.match.answer is not Answer.NO), key=_by_time)),
        later=tuple(sorted((r for r in judged if _only_closed(r)), key=_by_opening)),
        # One calls before coming: closed now is given, and no reason to hide the number.
        protected=tuple(r for r in protected if r.match.answer is not Answer.NO or _only_closed(r)),
        left_out=left_out([r for r in (*judged, *protected) if r.match.answer is Answer.NO]),
        beyond_limit=len(beyond),
        nearest_beyond_min=min(beyond, default=None),
        unreached=sum(1 for n in positioned if np.isnan(minutes[n])),
    )


def _judge(
    services: Sequence[Service],
    minutes: Floats,
    number: int,
    query: FindCriteria,
    calendar: Calendar,
) -> Result:
    service = services[number]
    protected = not service.location.is_public
    on_the_way = None if protected else float(minutes[number])
    arrival = query.at + timedelta(minutes=on_the_way or 0.0) if query.at else None
    found = match(service, query.situation, arrival, calendar=calendar)
    return Result(service, number, on_the_way, found)


def _only_closed(result: Result) -> bool:
    against = result.match.against()
    return against == (Criterion.OPEN,)


def _by_time(result: Result) -> tuple[float, str]:
    return (result.minutes if result.minutes is not None else np.inf, result.service.id)


def _by_opening(result: Result) -> tuple[bool, float, float, str]:
    opens = result.match.opening.opens_at
    known = result.match.opening.kind is OpeningKind.CLOSED and opens is not None
    stamp = opens.timestamp() if opens is not None else np.inf
    return (not known, stamp, *_by_time(result))


def left_out(excluded: Sequence[Result]) -> tuple[LeftOut, ...]:
    """Return services that were excluded by the criterion that counts first, most excluded first.

    Those that are only closed are none of them.
    """
    groups: dict[Criterion, list[Result]] = {}
    for result in excluded:
        if not _only_closed(result):
            groups.setdefault(result.match.against()[0], []).append(result)
    found = [
        LeftOut(criterion, len(members), min(members, key=_by_time))
        for criterion, members in groups.items()
    ]
    return tuple(sorted(found, key=lambda group: (-group.count, group.criterion)))

"""Plan: several needs in as few trips as possible, and why a need has no stop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import numpy as np

from answers.find import FARTHER_MIN
from answers.opened_area import OpenArea
from answers.opening_words import understood, with_meanings
from answers.travel import BY_DEFAULT, TransitOptions, travel_times
from data.catalog.tables import load_taxonomy
from geo.errors import BadInput
from geo.finder import Findings, LeftOut, Result, find_services, left_out
from geo.hours.windows import Window
from geo.matching import Criterion
from geo.model import FindCriteria, Situation
from geo.network.modes import Mode
from geo.network.routing import Path, Snapped, all_of, one_of, some_of
from geo.network.travel import TravelTimes, snap_one
from geo.network.walking import WALK_SPEED_KMH
from geo.plans.arrival_windows import holding
from geo.plans.comparison import PlanComparison, compare
from geo.plans.model import Candidate, Plan, PlanNeed, PlanProblem, Priority, Stop, Trip
from geo.plans.periods import periods
from geo.plans.place_times import PlaceTimes
from geo.plans.reasons import Obstacle, obstacle
from geo.plans.search import PlanSearch
from geo.transit.travel import QUARTER_MIN

NOT_SAID = Situation()
MOST_NEEDS = 7
MOST_CANDIDATES = {6: 20, 7: 12}
"""So many services, the nearest that suit, are tried for each of so many needs; thirty for fewer:
the bound of the search, which keeps it to a second or two.
"""
MOST_DAYS = 14
LONGEST_VISIT_MIN = 480


@dataclass(frozen=True, slots=True)
class PlanQuery:
    """What is to be planned.

    Attributes
    ----------
    needs
        Needs of the taxonomy, or sectors. One that is given twice counts once.
    lon, lat
        Home, where every trip begins and ends; degrees EPSG:4326.
    departure
        Aware: the earliest moment to leave.
    situation
        What the person says about themselves.
    hours
        Hours of the week that the person has; empty: seven to twenty-two on any day.
    days
        How many days are looked at, that of the departure included.
    limit_min
        Minutes from home to a stop, at most.
    visit_min
        How long a visit takes, by need, where it is not the table's assumption.
    pinned
        The service that is wanted, by need.
    excluded
        Needs with the services that are not wanted for them.
    on_day
        The day on which a need is to be met.
    priority
        What counts first.
    asked_on
        The day on which the plan is made: appointments can be had from the day after on. None: the
        day of the departure.
    mode, speed_kmh
        How they travel, and how fast they walk.
    """

    needs: tuple[str, ...]
    lon: float
    lat: float
    departure: datetime
    situation: Situation = NOT_SAID
    hours: tuple[Window, ...] = ()
    days: int = 7
    limit_min: float = 60.0
    visit_min: Mapping[str, int] = field(default_factory=dict)
    pinned: Mapping[str, str] = field(default_factory=dict)
    excluded: frozenset[tuple[str, str]] = frozenset()
    on_day: Mapping[str, date] = field(default_factory=dict)
    priority: Priority = Priority.FEWEST_TRIPS
    asked_on: date | None = None
    mode: Mode = Mode.WALK
    speed_kmh: float = WALK_SPEED_KMH
    transit: TransitOptions = BY_DEFAULT


@dataclass(frozen=True, slots=True)
class Unmet:
    """A need without a stop.

    Attributes
    ----------
    obstacle
        What kept it out.
    findings
        What the finder says of the need at any time: what was left out for which reason, how far
        the nearest beyond the limit is.
    refused
        What was left out of those that suit at other times, for which reason.
    ask_also
        Needs that would give a document that services ask for and the person has not.
    """

    need: str
    obstacle: Obstacle
    findings: Findings
    refused: tuple[LeftOut, ...]
    ask_also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another plan, what it is best at, and what is other in it."""

    priority: Priority
    plan: Plan
    comparison: PlanComparison


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """The best plan, others, and what stands in no plan.

    Attributes
    ----------
    query
        What was asked.
    plan
        The best by the priority that was asked for.
    alternatives
        Plans that are best at something else and not the same.
    unmet
        Needs without a stop, in the order in which they were asked for.
    on_call
        Protected services that may answer a need, which one calls before coming; by need.
    choices
        The services that were tried, the nearest first, by need.
    not_tried
        How many more would suit, beyond the nearest that were tried; by need.
    repeated
        Needs that were given more than once.
    lost_pins
        Needs whose wanted service does not suit or is not there; others were tried instead.
    """

    query: PlanQuery
    plan: Plan
    alternatives: tuple[Alternative, ...]
    unmet: tuple[Unmet, ...]
    on_call: Mapping[str, tuple[Result, ...]]
    choices: Mapping[str, tuple[Result, ...]]
    not_tried: Mapping[str, int]
    repeated: tuple[str, ...]
    lost_pins: tuple[str, ...]
    places: Snapped
    times: TravelTimes


@dataclass(frozen=True, slots=True)
class _Tried:
    """What is known of one need before anything is planned."""

    findings: Findings
    results: tuple[Result, ...]
    not_tried: int
    pin_is_lost: bool


def plan(opened: OpenArea, query: PlanQuery) -> PlanAnswer:
    """Return the best plan over several needs.

    Raises
    ------
    BadInput
        ``plan.no_needs``, ``plan.too_many_needs``, ``plan.days``, ``plan.visit``; ``window.empty``
        for hours that end before they start.
    OutsideArea
        ``position.outside`` where no street is near enough to home.
    UnknownName
        ``need.unknown``; ``mode.unknown`` where the area was not built for the mode.
    """
    needs = _plan_needs(query)
    # A plan looks at times every quarter of an hour: whoever leaves at any minute of it arrives.
    slowest = replace(query.transit, window_min=QUARTER_MIN, percentile=100.0)
    times = travel_times(opened.area, query.mode, speed_kmh=query.speed_kmh, transit=slowest)
    home = snap_one(times, query.lon, query.lat)
    tried = _tried(opened, query, needs, times, home)
    numbers = sorted({result.number for one in tried.values() for result in one.results})
    places = (
        all_of(home, some_of(opened.snapped(query.mode), np.array(numbers))) if numbers else home
    )
    problem = PlanProblem(
        needs=needs,
        candidates=tuple(
            Candidate(need, result.service, numbers.index(result.number) + 1)
            for need, one in tried.items()
            for result in one.results
        ),
        periods=periods(
            query.hours, query.departure, days=query.days, calendar=opened.area.calendar
        ),
        situation=query.situation,
        calendar=opened.area.calendar,
        travel=PlaceTimes(times, places, max(FARTHER_MIN, query.limit_min)),
        bookable_from=(query.asked_on or query.departure.date()) + timedelta(days=1),
    )
    search = PlanSearch(problem)
    best = _understood(search.best(query.priority))
    return PlanAnswer(
        query=query,
        plan=best,
        alternatives=_alternatives(search, best, query.priority),
        unmet=tuple(_unmet(search, need, tried[need]) for need in best.unmet),
        on_call={need: one.findings.protected for need, one in tried.items()},
        choices={need: one.results for need, one in tried.items()},
        not_tried={need: one.not_tried for need, one in tried.items() if one.not_tried},
        repeated=tuple(n.id for n in needs if query.needs.count(n.id) > 1),
        lost_pins=tuple(need for need, one in tried.items() if one.pin_is_lost),
        places=places,
        times=times,
    )


def near_addresses(opened: OpenArea, found: Plan) -> dict[str, str]:
    """Return the nearest known address of each stop that has none of its own, by service."""
    near: dict[str, str] = {}
    for stop in found.stops:
        place = stop.service.location
        if place.address is None and place.lon is not None and place.lat is not None:
            label = opened.area.addresses.nearest_label(place.lon, place.lat)
            if label:
                near[stop.service.id] = label
    return near


def trip_paths(answer: PlanAnswer, trip: Trip) -> tuple[Path, ...]:
    """Return the ways of a trip: to each stop, and home again."""
    stops = [0, *(stop.place for stop in trip.stops), 0]
    leaves = [trip.leaves_home, *(stop.leaves for stop in trip.stops)]
    found = (
        answer.times.path(
            one_of(answer.places, origin), one_of(answer.places, goal), departure=departure
        )
        for origin, goal, departure in zip(stops, stops[1:], leaves, strict=False)
    )
    return tuple(path for path in found if path is not None)


def _plan_needs(query: PlanQuery) -> tuple[PlanNeed, ...]:
    names = tuple(dict.fromkeys(query.needs))
    if not names:
        raise BadInput("plan.no_needs")
    if len(names) > MOST_NEEDS:
        raise BadInput("plan.too_many_needs", count=len(names), most=MOST_NEEDS)
    if not 1 <= query.days <= MOST_DAYS:
        raise BadInput("plan.days", days=query.days, most=MOST_DAYS)
    taxonomy = load_taxonomy()
    for name, minutes in query.visit_min.items():
        if not 1 <= minutes <= LONGEST_VISIT_MIN:
            raise BadInput("plan.visit", need=name, minutes=minutes, most=LONGEST_VISIT_MIN)
    return tuple(
        PlanNeed(
            name,
            query.visit_min.get(name, taxonomy.need(name).visit_min),
            taxonomy.need(name).after,
            taxonomy.need(name).gives,
            query.on_day.get(name),
        )
        for name in names
    )


def _tried(
    opened: OpenArea,
    query: PlanQuery,
    needs: tuple[PlanNeed, ...],
    times: TravelTimes,
    home: Snapped,
) -> dict[str, _Tried]:
    """Return for each need what the finder finds at any time, and what of it is tried."""
    minutes = times.minutes_from(
        home,
        opened.snapped(query.mode),
        limit_min=max(FARTHER_MIN, query.limit_min),
        departure=query.departure,
    )
    found: dict[str, _Tried] = {}
    for need in needs:
        gifts = (other.gives for other in needs if other.id != need.id)
        situation = holding(query.situation, frozenset[str]().union(*gifts))
        findings = with_meanings(
            find_services(
                opened.services,
                minutes,
                FindCriteria(need.id, situation, None, query.limit_min),
                taxonomy=load_taxonomy(),
                calendar=opened.area.calendar,
            )
        )
        found[need.id] = _chosen(query, need.id, findings)
    return found


def _chosen(query: PlanQuery, need: str, findings: Findings) -> _Tried:
    results = tuple(r for r in findings.results if (need, r.service.id) not in query.excluded)
    most = MOST_CANDIDATES.get(len(set(query.needs)), 30)
    wanted = query.pinned.get(need)
    pinned = tuple(r for r in findings.results if r.service.id == wanted)
    if pinned:
        return _Tried(findings, pinned, 0, pin_is_lost=False)
    return _Tried(
        findings,
        results[:most],
        max(0, len(results) - most),
        pin_is_lost=wanted is not None,
    )


def _alternatives(search: PlanSearch, best: Plan, asked: Priority) -> tuple[Alternative, ...]:
    """Return the other plans, each once, with what is other in them."""
    found: list[Alternative] = []
    seen = [best]
    for priority in Priority:
        if priority is asked:
            continue
        other = _understood(search.best(priority))
        if all(not compare(one, other).is_same for one in seen) and other.trips:
            seen.append(other)
            found.append(Alternative(priority, other, compare(best, other)))
    return tuple(found)


def _unmet(search: PlanSearch, need: str, tried: _Tried) -> Unmet:
    found = _obstacle(search, need, tried)
    misses = search.misses(need) if found is Obstacle.NOT_THEN else ()
    refused = [Result(one.service, 0, None, miss) for one, miss in misses]
    return Unmet(need, found, tried.findings, left_out(refused), _ask_also(search, tried))


def _obstacle(search: PlanSearch, need: str, tried: _Tried) -> Obstacle:
    findings = tried.findings
    if tried.results:
        return obstacle(search, need)
    if findings.results:
        return Obstacle.EXCLUDED
    if findings.protected:
        return Obstacle.ON_CALL
    if findings.left_out:
        return Obstacle.NONE_SUITS
    return Obstacle.TOO_FAR if findings.beyond_limit or findings.unreached else Obstacle.NO_SERVICE


def _ask_also(search: PlanSearch, tried: _Tried) -> tuple[str, ...]:
    missing: set[object] = set()
    for group in tried.findings.left_out:
        if group.criterion is Criterion.DOCUMENTS:
            for reason in group.nearest.match.reasons:
                if reason.code == "missing":
                    missing.update(_texts(reason.facts["documents"]))
    asked = {need.id for need in search.problem.needs}
    return tuple(
        need.id for need in load_taxonomy().needs if need.gives & missing and need.id not in asked
    )


def _texts(value: object) -> Iterable[str]:
    return value if isinstance(value, tuple) else ()


def _understood(found: Plan) -> Plan:
    """Return a plan in which the comments of opening hours are understood."""
    return replace(
        found,
        trips=tuple(
            replace(trip, stops=tuple(_understood_stop(stop) for stop in trip.stops))
            for trip in found.trips
        ),
    )


def _understood_stop(stop: Stop) -> Stop:
    return replace(stop, match=understood(Result(stop.service, 0, None, stop.match)).match)

"""Door to door in Monaco by invented timetables: what holds whatever the timetable says."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from answers.opened_area import OpenArea
from geo.network.routing import Snapped, one_of
from geo.network.walking import Walker
from geo.transit.journeys import HERE, RideLeg, journey_between
from geo.transit.kernels import NEVER
from geo.transit.network import TransitLimits, TransitNetwork
from geo.transit.timetable import Timetable
from tests.reference.geo.transit.random_feeds import random_timetable

DAY = date(2022, 6, 14)
WALKER = Walker()
LIMITS = TransitLimits(walk_min=6, longest_min=120)
DEPARTURES = np.arange(8 * 3600, 9 * 3600, 300, dtype=np.int32)


def placed(timetable: Timetable, opened: OpenArea, dice: random.Random) -> Timetable:
    """Return a timetable whose stops stand at crossings of the area."""
    streets = opened.area.walking.streets
    main = np.flatnonzero(streets.main)
    nodes = np.array([dice.choice(main.tolist()) for _ in timetable.stops.ids])
    stops = replace(timetable.stops, lon=streets.lon[nodes], lat=streets.lat[nodes])
    return replace(timetable, stops=stops)


def timetable(seed: int, opened: OpenArea) -> Timetable:
    dice = random.Random(seed)
    days = [DAY.toordinal()]
    found = random_timetable(
        dice, stops=16, trips=400, days=days, zones=("Europe/Monaco",), longest_hop_min=3
    )
    hours = np.repeat(
        [dice.choice((0, 0, 0, 7, 8, 8)) * 3600 for _ in found.trips.ids],
        np.diff(found.trips.first),
    )
    start = np.repeat(found.trips.arrival_s[found.trips.first[:-1]], np.diff(found.trips.first))
    moved = np.where(hours > 0, hours + start % 3600 - start, 0).astype(np.int32)
    trips = replace(
        found.trips,
        arrival_s=found.trips.arrival_s + moved,
        departure_s=found.trips.departure_s + moved,
    )
    return placed(replace(found, trips=trips), opened, dice)


def points(opened: OpenArea, dice: random.Random, count: int) -> Snapped:
    streets = opened.area.walking.streets
    nodes = np.array(dice.sample(np.flatnonzero(streets.main).tolist(), count))
    return opened.area.walking.snap(streets.lon[nodes], streets.lat[nodes])


@pytest.fixture(params=range(6))
def case(request: pytest.FixtureRequest, monaco: OpenArea) -> tuple[TransitNetwork, Snapped]:
    network = TransitNetwork(timetable(request.param, monaco), monaco.area.walking, "Europe/Monaco")
    return network, points(monaco, random.Random(request.param), 12)


Case = tuple[TransitNetwork, Snapped]


def arrivals(case: Case, limits: TransitLimits = LIMITS) -> np.ndarray:
    network, places = case
    return network.arrivals(places, places, DAY, DEPARTURES, walker=WALKER, limits=limits)


def test_nobody_is_slower_than_on_foot(case: Case) -> None:
    network, places = case
    walks = network.walking.pairs_within(places, places, cutoff_min=LIMITS.longest_min)
    found = arrivals(case)
    assert (found != NEVER).mean() > 0.9
    faster = 0
    for a, b, minutes in zip(walks.origin, walks.destination, walks.minutes, strict=True):
        on_foot = DEPARTURES + np.ceil(minutes * 60 - 1e-6)
        assert (found[a, :, b] <= on_foot).all()
        faster += int((found[a, :, b] < on_foot).sum())
    assert faster  # somebody takes the bus


def test_who_leaves_earlier_arrives_no_later(case: Case) -> None:
    found = arrivals(case).astype(np.int64)
    reached = found[:, 1:] != NEVER
    assert (found[:, :-1][reached] <= found[:, 1:][reached]).all()


def test_more_changes_are_never_slower(case: Case) -> None:
    tables = [arrivals(case, replace(LIMITS, changes=changes)) for changes in (0, 1, 2, 4)]
    for fewer, more in pairwise(tables):
        assert (more <= fewer).all()


def test_longer_walks_are_never_slower(case: Case) -> None:
    near, far = (arrivals(case, replace(LIMITS, walk_min=minutes)) for minutes in (3, 8))
    assert (far <= near).all()


def test_numbering_changes_nothing(case: Case) -> None:
    network, places = case
    before, dice = network.timetable, random.Random(1)
    order = np.array(dice.sample(range(len(before.stops)), len(before.stops)))
    place = np.argsort(order).astype(np.int32)
    stops = before.stops
    turned = replace(
        before,
        stops=replace(stops, lon=stops.lon[order], lat=stops.lat[order]),
        trips=replace(before.trips, stop=place[before.trips.stop]),
        transfers=replace(
            before.transfers,
            from_stop=place[before.transfers.from_stop],
            to_stop=place[before.transfers.to_stop],
        ),
    )
    other = TransitNetwork(turned, network.walking, "Europe/Monaco")
    assert (arrivals((other, places)) == arrivals(case)).all()


def test_journeys_arrive_when_the_table_says_and_their_legs_meet(case: Case) -> None:
    network, places = case
    found = arrivals(case)
    trips, ridden = network.timetable.trips, 0
    for a in range(len(places)):
        for b in range(len(places)):
            journey = journey_between(
                network, one_of(places, a), one_of(places, b), DAY, int(DEPARTURES[0]),
                walker=WALKER, limits=LIMITS,
            )  # fmt: skip
            if found[a, 0, b] == NEVER:
                assert journey is None
                continue
            assert journey is not None
            assert journey.arrives_s == found[a, 0, b]
            assert journey.departs_s >= DEPARTURES[0]
            assert len(journey.rides) <= LIMITS.changes + 1
            for one, other in pairwise(journey.legs):
                assert one.arrives_s <= other.departs_s
                end = one.calls[-1].stop if isinstance(one, RideLeg) else one.end
                start = other.calls[0].stop if isinstance(other, RideLeg) else other.start
                assert end == start != HERE
            for leg in journey.rides:
                ridden += 1
                (trip,) = leg.trips
                rows = slice(trips.first[trip], trips.first[trip + 1])
                called = [call.stop for call in leg.calls]
                assert _is_within(called, trips.stop[rows].tolist())
                assert leg.wait_s >= 0
    assert ridden


def test_leaving_later_arrives_later(case: Case) -> None:
    """A journey leaves as late as it may: a minute later nobody arrives as early."""
    network, places = case
    asked = 0
    for a, b in [(a, b) for a in range(4) for b in range(len(places)) if a != b]:
        ends = one_of(places, a), one_of(places, b)
        journey = journey_between(
            network, *ends, DAY, int(DEPARTURES[0]), walker=WALKER, limits=LIMITS
        )
        if journey is None or not journey.rides:
            continue
        asked += 1
        later = journey_between(
            network, *ends, DAY, journey.departs_s + 60, walker=WALKER, limits=LIMITS
        )
        assert later is None or later.arrives_s > journey.arrives_s
    assert asked


def _is_within(called: list[int], stops: list[int]) -> bool:
    return any(stops[at : at + len(called)] == called for at in range(len(stops)))

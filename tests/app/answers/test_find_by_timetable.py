"""The finder by timetable: arrival decides what is open, who is as soon on foot walks."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from answers.find import FindAnswer, FindQuery, find, journey_to, minutes_on_foot, path_to
from answers.opened_area import OpenArea, open_area
from answers.plan import PlanQuery, plan
from answers.travel import travel_times
from geo.matching import match
from geo.model import Situation
from geo.network.modes import Mode
from geo.network.routing import one_of
from geo.network.travel import snap_one

AT = datetime(2026, 11, 24, 8, 10, tzinfo=ZoneInfo("Europe/Monaco"))


@pytest.fixture(scope="module")
def bus(bus_var: Path) -> OpenArea:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("APPRODO_VAR", str(bus_var))
        assert os.environ["APPRODO_VAR"]
        return open_area("bus")


def asked(opened: OpenArea, mode: Mode) -> FindAnswer:
    query = FindQuery("health", 7.4146, 43.7301, at=AT, limit_min=60, mode=mode)
    return find(opened, query)


def test_minutes_and_modes(bus: OpenArea) -> None:
    on_foot = {r.number: r.minutes for r in asked(bus, Mode.WALK).findings.results}
    answer = asked(bus, Mode.TRANSIT)
    modes = {result.mode for result in answer.findings.results}
    assert modes == {Mode.WALK, Mode.TRANSIT}
    for result in answer.findings.results:
        assert result.minutes is not None
        walked = on_foot.get(result.number)
        if result.mode is Mode.TRANSIT:
            assert walked is None or result.minutes < walked
        elif walked is not None:
            assert result.minutes == pytest.approx(walked, abs=1 / 60)


def test_journeys_and_paths(bus: OpenArea) -> None:
    answer = asked(bus, Mode.TRANSIT)
    network = bus.area.transit
    assert network is not None
    for result in answer.findings.results[:40]:
        journey, path = journey_to(bus, answer, result), path_to(bus, answer, result)
        assert path is not None
        assert len(path.lon) == len(path.lat) > 1
        if result.mode is Mode.WALK:
            assert journey is None
            assert len(path.arcs)
            continue
        assert journey is not None
        assert journey.rides
        arrives = network.moment(journey.day, journey.arrives_s)
        assert result.minutes is not None
        assert abs(arrives - (AT + timedelta(minutes=result.minutes))) < timedelta(seconds=1)
        walked = minutes_on_foot(bus, answer, result)
        assert walked is None or walked > result.minutes


def test_arrival_decides_what_is_open(bus: OpenArea) -> None:
    answer = asked(bus, Mode.TRANSIT)
    rode = [one for one in answer.findings.results if one.mode is Mode.TRANSIT]
    assert rode
    for result in rode:
        assert result.minutes is not None
        arrival = AT + timedelta(minutes=result.minutes)
        there = match(result.service, Situation(), arrival, calendar=bus.area.calendar)
        assert result.match.opening.kind == there.opening.kind
        assert result.match.opening.closes_at == there.opening.closes_at


def test_plan_promises_no_bus_that_has_left(bus: OpenArea) -> None:
    """Times of a quarter of an hour hold for whoever leaves at any minute of it."""
    at = AT + timedelta(minutes=8)  # two minutes before the bus
    answer = find(bus, FindQuery("school", 7.4146, 43.7301, at=at, mode=Mode.TRANSIT))
    ridden = [one for one in answer.findings.results if one.mode is Mode.TRANSIT]
    school = max(ridden, key=lambda r: (minutes_on_foot(bus, answer, r) or 120) - (r.minutes or 0))
    query = PlanQuery(
        ("school",), 7.4146, 43.7301, at, pinned={"school": school.service.id}, days=1,
        mode=Mode.TRANSIT,
    )  # fmt: skip
    (trip,) = plan(bus, query).plan.trips
    times = travel_times(bus.area, Mode.TRANSIT)
    origin = snap_one(times, 7.4146, 43.7301)
    there = one_of(bus.snapped(Mode.TRANSIT), school.number)
    slowest = max(
        float(times.minutes_from(origin, there, limit_min=120, departure=leaves)[0])
        for leaves in (at + timedelta(minutes=later) for later in range(15))
    )
    assert school.minutes is not None
    assert slowest > school.minutes + 5
    assert trip.stops[0].travel_min >= int(slowest)

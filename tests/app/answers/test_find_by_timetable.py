"""The finder by timetable: arrival decides what is open, who is as soon on foot walks."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from answers.find import FindAnswer, FindQuery, find, journey_to, minutes_on_foot, path_to
from answers.opened_area import OpenArea, open_area
from geo.matching import match
from geo.model import Situation
from geo.network.modes import Mode

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

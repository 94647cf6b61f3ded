"""Timetables of an area: several feeds in one, kept as they were, with a report of each."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from data.areas.transit_store import load_reports, load_timetable, report_of, save_timetable
from data.sources.gtfs.feed import Feed, read_feed
from geo.transit.joining import joined
from geo.transit.timetable import Timetable
from tests.feeds import AGENCY, CALENDAR, feed_texts, write_feed
from tests.unit.geo.transit.riding import minutes

EVERY_TEN_MINUTES = (
    "trip_id,start_time,end_time,headway_secs,exact_times\nT,06:00:00,07:00:00,600,1\n"
)
RIDES = {"T": [("A", "08:00"), ("B", "08:10")], "U": [("B", "08:15"), ("C", "08:20")]}


def read(folder: Path, name: str, **files: str) -> Feed:
    path = write_feed(folder / f"{name}.zip", feed_texts(RIDES, **files))
    return read_feed(path, time_zone="Europe/Rome")


def assert_equal(one: Timetable, other: Timetable) -> None:
    for part in ("stops", "lines", "trips", "headways", "transfers"):
        for field in fields(getattr(one, part)):
            first, second = (getattr(getattr(t, part), field.name) for t in (one, other))
            if isinstance(first, tuple):
                assert first == second, field.name
            else:
                np.testing.assert_array_equal(first, second)
                assert first.dtype == second.dtype, field.name
    assert [d.tolist() for d in one.service_days] == [d.tolist() for d in other.service_days]
    assert (one.zones, one.feeds) == (other.zones, other.feeds)


def test_a_timetable_comes_back_as_it_was(tmp_path: Path) -> None:
    feed = read(
        tmp_path, "town",
        transfers="from_stop_id,to_stop_id,transfer_type\nA,B,3\n",
        frequencies=EVERY_TEN_MINUTES,
    )  # fmt: skip
    save_timetable(tmp_path / "transit", feed.timetable, [report_of(feed)])
    found = load_timetable(tmp_path / "transit")
    assert found is not None
    assert_equal(found, feed.timetable)
    assert load_reports(tmp_path / "transit") == (report_of(feed),)


def test_area_without_a_timetable(tmp_path: Path) -> None:
    assert load_timetable(tmp_path / "transit") is None
    assert load_reports(tmp_path / "transit") == ()


def test_two_feeds_with_equal_ids(tmp_path: Path) -> None:
    north = read(tmp_path, "north", transfers="from_stop_id,to_stop_id,transfer_type\nB,B,3\n")
    south = read(
        tmp_path, "south",
        agency=AGENCY.replace("Europe/Rome", "Europe/London"),
        calendar=CALENDAR.replace("D,1,1,1,1,1,1,1", "D,0,1,0,0,0,0,0"),
        trips="route_id,service_id,trip_id,block_id\nL,D,T,1\nL,D,U,1\n",
        frequencies=EVERY_TEN_MINUTES,
    )  # fmt: skip
    both = joined([north.timetable, south.timetable])
    assert both.trips.ids == ("north:T", "north:U", "south:T", "south:U")
    assert both.feeds == ("north", "south")
    save_timetable(tmp_path / "transit", both, [report_of(north), report_of(south)])
    found = load_timetable(tmp_path / "transit")
    assert found is not None
    assert_equal(found, both)
    count = len(north.timetable.stops)
    assert both.trips.stop.tolist() == [
        *north.timetable.trips.stop.tolist(),
        *(south.timetable.trips.stop + count).tolist(),
    ]
    assert both.trips.block.tolist() == [-1, -1, 0, 0]
    assert both.headways.trip.tolist() == [2]
    assert [len(days) for days in both.service_days] == [30, 4]
    assert both.trips_on(date(2022, 6, 15)).tolist() == [0, 1]


def test_each_feed_of_two_gives_its_own_answers(tmp_path: Path) -> None:
    north, south = (read(tmp_path, name) for name in ("north", "south"))
    both = joined([north.timetable, south.timetable])
    alone = minutes(north.timetable, "A", "C", "08:00")
    assert alone == 20
    assert minutes(both, "A", "C", "08:00") == alone  # the first feed's stops are met first


def test_report(tmp_path: Path) -> None:
    weekly = CALENDAR.replace("D,1,1,1,1,1,1,1", "D,1,1,1,1,1,0,0")
    feed = read(tmp_path, "town", agency="", calendar=weekly)
    report = report_of(feed)
    assert (report.first_day, report.last_day) == (date(2022, 6, 1), date(2022, 6, 30))
    assert report.trips_by_day["2022-06-14"] == 2
    assert "2022-06-18" not in report.trips_by_day
    assert report.faults == {"gtfs.no_agency": 1}
    assert (report.stops, report.lines, report.trips) == (6, 1, 2)
    assert report.rows["stop_times.txt"] == 4


@pytest.mark.parametrize(
    ("place", "days", "trips", "times"),
    [
        ("areas/trento/gtfs_trento_urbano_2022.zip", ("2022-06-11", "2022-09-11"), 2427, 61295),
        ("gtfs/gtfs_prato_2016.zip", ("2016-04-07", "2016-12-31"), 4401, 107752),
    ],
)
def test_real_feed(
    testdata: Path, place: str, days: tuple[str, str], trips: int, times: int
) -> None:
    feed = read_feed(testdata / place, time_zone="Europe/Rome")
    report = report_of(feed)
    assert report.faults == {}
    found = report.first_day, report.last_day
    assert tuple(day.isoformat() for day in found if day) == days
    assert (report.trips, report.rows["stop_times.txt"]) == (trips, times)
    assert len(feed.timetable.trips.stop) == times

"""Timetables on which routers go wrong, each with the right answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geo.transit.timetable import Timetable
from tests.feeds import AGENCY, CALENDAR, feed_texts, stops_csv
from tests.unit.geo.transit.riding import TUESDAY, minutes, timetable_of, walk

HEAD = "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type\n"
MONDAY, SUNDAY = date(2022, 6, 13), date(2022, 6, 12)


def table(folder: Path, rides: dict[str, list[tuple[str, str]]], **files: str) -> Timetable:
    return timetable_of(folder, {**feed_texts(rides, **files)})


def test_ride_and_change(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        {"T": [("A", "08:05"), ("B", "08:10")], "U": [("B", "08:12"), ("C", "08:20")]},
    )
    assert minutes(found, "A", "B", "08:00") == 10
    assert minutes(found, "A", "C", "08:00") == 20
    assert minutes(found, "A", "C", "08:00", changes=0) is None
    assert minutes(found, "A", "C", "08:06") is None
    assert minutes(found, "C", "A", "08:00") is None
    assert minutes(found, "A", "C", "08:00", least_s=180) is None


def test_no_getting_on_and_no_getting_off(tmp_path: Path) -> None:
    rows = "T,08:00:00,08:00:00,A,1,1,0\nT,08:10:00,08:10:00,B,2,0,1\nT,08:20:00,08:20:00,C,3,0,0\n"
    found = table(tmp_path, {"T": [("A", "8:00"), ("B", "8:10")]}, stop_times=HEAD + rows)
    assert minutes(found, "A", "C", "07:55") is None
    assert minutes(found, "A", "B", "07:55") is None
    assert minutes(found, "B", "C", "08:00") == 20


CHANGING = {"T": [("A", "08:00"), ("B", "08:10")], "U": [("B", "08:12"), ("C", "08:20")],
            "V": [("B", "08:30"), ("C", "08:38")]}  # fmt: skip
TRANSFERS = "from_stop_id,to_stop_id,transfer_type,min_transfer_time\n"


def test_transfer_takes_ten_minutes(tmp_path: Path) -> None:
    found = table(tmp_path, CHANGING, transfers=f"{TRANSFERS}B,B,2,600\n")
    assert minutes(found, "A", "C", "08:00") == 38


def test_transfer_is_forbidden(tmp_path: Path) -> None:
    found = table(tmp_path, CHANGING, transfers=f"{TRANSFERS}B,B,3,\n")
    assert minutes(found, "A", "C", "08:00") is None
    assert minutes(found, "B", "C", "08:00") == 20


def test_transfer_to_another_stop(tmp_path: Path) -> None:
    rides = {"T": [("A", "08:00"), ("B", "08:10")], "U": [("C", "08:15"), ("D", "08:30")]}
    near = stops_csv("ABCD").replace("C,C,46.06,11.145900", "C,C,46.06,11.133950")
    found = table(tmp_path, rides, stops=near, transfers=f"{TRANSFERS}B,C,2,180\n")
    assert minutes(found, "A", "D", "08:00") == 30
    assert minutes(table(tmp_path, rides, stops=near), "A", "D", "08:00") is None


def test_transfer_of_no_time_shortens_no_walk(tmp_path: Path) -> None:
    rides = {"T": [("A", "08:00"), ("B", "08:10")], "U": [("C", "08:15"), ("D", "08:30")]}
    found = table(tmp_path, rides, transfers=f"{TRANSFERS}B,C,2,0\n")
    assert minutes(found, "A", "D", "08:00") is None  # a kilometre in five minutes
    assert minutes(found, "A", "D", "08:00", walks=walk(found, "B", "C", 290)) == 30
    assert minutes(found, "A", "D", "08:00", walks=walk(found, "B", "C", 310)) is None


def test_transfer_between_stations_holds_for_their_stops(tmp_path: Path) -> None:
    stops = (
        "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
        "S,S,46.06,11.13,1,\nA,A,46.06,11.12,0,\nB,B,46.06,11.13,0,S\nC,C,46.06,11.13,0,S\n"
        "D,D,46.06,11.15,0,\n"
    )
    rides = {"T": [("A", "08:00"), ("B", "08:10")], "U": [("C", "08:15"), ("D", "08:30")]}
    found = table(tmp_path, rides, stops=stops, transfers=f"{TRANSFERS}S,S,2,240\n")
    assert minutes(found, "A", "D", "08:00") == 30
    found = table(tmp_path, rides, stops=stops, transfers=f"{TRANSFERS}S,S,2,360\n")
    assert minutes(found, "A", "D", "08:00") is None


def test_block_is_one_ride(tmp_path: Path) -> None:
    rides = {"T": [("A", "08:00"), ("B", "08:10")], "U": [("B", "08:10"), ("C", "08:20")]}
    blocks = "route_id,service_id,trip_id,block_id\nL,D,T,7\nL,D,U,7\n"
    found = table(tmp_path, rides, trips=blocks, transfers=f"{TRANSFERS}B,B,3,\n")
    assert minutes(found, "A", "C", "08:00", changes=0, least_s=300) == 20
    other = table(tmp_path, rides, trips=blocks.replace("U,7", "U,8"))
    assert minutes(other, "A", "C", "08:00", changes=0) is None


def test_block_where_everybody_gets_off(tmp_path: Path) -> None:
    rides = {"T": [("A", "08:00"), ("B", "08:10")], "U": [("B", "08:10"), ("C", "08:20")]}
    found = table(
        tmp_path, rides,
        trips="route_id,service_id,trip_id,block_id\nL,D,T,7\nL,D,U,7\n",
        transfers="from_trip_id,to_trip_id,transfer_type\nT,U,5\n",
    )  # fmt: skip
    assert minutes(found, "A", "C", "08:00", changes=0) is None


def test_staying_seated_is_one_ride(tmp_path: Path) -> None:
    rides = {"T": [("A", "08:00"), ("B", "08:10")], "U": [("B", "08:10"), ("C", "08:20")]}
    found = table(
        tmp_path, rides, transfers="from_trip_id,to_trip_id,transfer_type\nT,U,4\n"
    )  # fmt: skip
    assert minutes(found, "A", "C", "08:00", changes=0, least_s=300) == 20


def test_after_midnight(tmp_path: Path) -> None:
    found = table(
        tmp_path, {"T": [("A", "24:30"), ("B", "24:40")], "U": [("A", "26:30"), ("B", "26:40")]}
    )
    assert minutes(found, "A", "B", "00:20") == 20  # yesterday's
    assert minutes(found, "A", "B", "02:00") == 40
    assert minutes(found, "A", "B", "23:50") == 50


def test_tomorrow_morning(tmp_path: Path) -> None:
    found = table(tmp_path, {"T": [("A", "00:05"), ("B", "00:15")]})
    assert minutes(found, "A", "B", "23:50") == 25


def test_bus_before_midnight_and_bus_after_it(tmp_path: Path) -> None:
    found = table(
        tmp_path, {"T": [("A", "23:30"), ("B", "23:50")], "U": [("B", "00:10"), ("C", "00:30")]}
    )
    assert minutes(found, "A", "C", "23:30") == 60


def test_two_days_later(tmp_path: Path) -> None:
    found = table(tmp_path, {"T": [("A", "49:00"), ("B", "49:20")]})
    assert minutes(found, "A", "B", "00:50") == 30


@pytest.mark.parametrize(
    ("day", "service", "ride", "asked", "wanted"),
    [
        # Clocks go back at 3 on Sunday 30 October: 28:10 of Saturday is 3:10 of winter time.
        (date(2022, 10, 30), "20221029", ("28:10", "28:30"), "03:00", 30),
        # Clocks go forward at 2 on Sunday 27 March: 26:10 of Saturday is 3:10 of summer time.
        (date(2022, 3, 27), "20220326", ("26:10", "26:30"), "03:00", 30),
    ],
)
def test_night_in_which_clocks_change(
    tmp_path: Path, day: date, service: str, ride: tuple[str, str], asked: str, wanted: int
) -> None:
    """`asked` is on the day's own clock, twelve hours before its noon."""
    found = table(
        tmp_path, {"T": [("A", ride[0]), ("B", ride[1])]}, calendar="",
        calendar_dates=f"service_id,date,exception_type\nD,{service},1\n",
    )  # fmt: skip
    assert minutes(found, "A", "B", asked, day=day) == wanted


def test_calendar_dates(tmp_path: Path) -> None:
    weekly = CALENDAR.replace("D,1,1,1,1,1,1,1", "D,0,1,0,0,0,0,0")
    exceptions = "service_id,date,exception_type\nD,20220614,2\nD,20220613,1\n"
    found = table(
        tmp_path, {"T": [("A", "08:00"), ("B", "08:10")]},
        calendar=weekly, calendar_dates=exceptions,
    )  # fmt: skip
    assert minutes(found, "A", "B", "07:50", longest_min=60) is None
    assert minutes(found, "A", "B", "07:50", day=MONDAY, longest_min=60) == 20
    assert minutes(found, "A", "B", "07:50", day=SUNDAY, longest_min=60) is None


FREQUENCIES = "trip_id,start_time,end_time,headway_secs,exact_times\n"


def test_intervals_on_a_grid(tmp_path: Path) -> None:
    rides = {"T": [("A", "00:00"), ("B", "00:10")]}
    found = table(tmp_path, rides, frequencies=f"{FREQUENCIES}T,08:00:00,09:00:00,900,1\n")
    assert minutes(found, "A", "B", "08:01") == 24
    assert minutes(found, "A", "B", "08:46", longest_min=60) is None  # 9:00 is not among them


def test_intervals_without_a_grid_take_half_of_one(tmp_path: Path) -> None:
    rides = {"T": [("A", "00:00"), ("B", "00:10")]}
    found = table(tmp_path, rides, frequencies=f"{FREQUENCIES}T,08:00:00,09:00:00,900,0\n")
    for asked in ("08:00", "08:01", "08:14", "08:15"):
        assert minutes(found, "A", "B", asked) == 17.5
    assert minutes(found, "A", "B", "07:30") == 47.5


def test_loop(tmp_path: Path) -> None:
    loop = [("A", "08:00"), ("B", "08:10"), ("C", "08:20"), ("A", "08:30"), ("D", "08:40")]
    found = table(tmp_path, {"T": loop})
    assert minutes(found, "C", "B", "08:00") is None
    assert minutes(found, "C", "D", "08:00") == 40
    assert minutes(found, "A", "D", "08:15") == 25
    assert minutes(found, "B", "A", "08:00") == 30


def test_overtaking(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        {"T": [("A", "08:00"), ("B", "08:40")], "U": [("A", "08:05"), ("B", "08:20")]},
    )
    assert minutes(found, "A", "B", "07:55") == 25


def test_day_that_no_feed_knows(tmp_path: Path) -> None:
    found = table(tmp_path, {"T": [("A", "08:00"), ("B", "08:10")]})
    assert minutes(found, "A", "B", "07:55", day=date(2023, 1, 10)) is None


def test_zone_of_the_agency(tmp_path: Path) -> None:
    london = AGENCY.replace("Europe/Rome", "Europe/London")
    found = table(tmp_path, {"T": [("A", "08:00"), ("B", "08:10")]}, agency=london)
    assert minutes(found, "A", "B", "08:55", day=TUESDAY) == 15


def test_walk_between_rides_is_one_change(tmp_path: Path) -> None:
    rides = {"T": [("A", "08:00"), ("B", "08:10")], "U": [("C", "08:15"), ("D", "08:30")]}
    found = table(tmp_path, rides)
    ways = walk(found, "B", "C", 240)
    assert minutes(found, "A", "D", "08:00", walks=ways, changes=1) == 30
    assert minutes(found, "A", "D", "08:00", walks=ways, changes=0) is None


def test_order_of_files_and_rows_changes_nothing(tmp_path: Path) -> None:
    for one in (CHANGING, dict(reversed(CHANGING.items()))):
        assert minutes(table(tmp_path, one), "A", "C", "08:00") == 20

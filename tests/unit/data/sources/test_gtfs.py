"""Feeds in GTFS: what is read, what is reported, what is left out."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from data.sources.gtfs.feed import Feed, read_feed
from geo.errors import BadInput
from layers.sentences import error_sentences
from layers.words import Words
from tests.feeds import AGENCY, CALENDAR, ROUTES, feed_texts, stops_csv, times_csv, write_feed

TRIPS = {
    "T1": [("A", "08:00"), ("B", "08:05"), ("C", "08:10")],
    "T2": [("A", "9:00"), ("C", "9:10")],
}
ZONE = "Europe/Rome"


def read(tmp_path: Path, texts: dict[str, str | bytes], *, folder: str = "") -> Feed:
    return read_feed(write_feed(tmp_path / "town.zip", texts, folder=folder), time_zone=ZONE)


def codes(feed: Feed) -> Counter[str]:
    return Counter(note.code.removeprefix("gtfs.") for note in feed.notes)


def test_feed(tmp_path: Path) -> None:
    feed = read(tmp_path, {**feed_texts(TRIPS)})
    found = feed.timetable
    assert not feed.notes
    assert found.trips.ids == ("town:T1", "town:T2")
    assert found.trips.first.tolist() == [0, 3, 5]
    assert [found.stops.names[n] for n in found.trips.stop] == ["A", "B", "C", "A", "C"]
    assert found.trips.arrival_s.tolist() == [28800, 29100, 29400, 32400, 33000]
    assert found.lines.short_names == ("5",)
    assert found.lines.agencies == ("Bus",)
    assert found.days == (date(2022, 6, 1), date(2022, 6, 30))
    assert found.trips_on(date(2022, 6, 14)).tolist() == [0, 1]
    assert found.trips_on(date(2022, 7, 1)).tolist() == []
    assert feed.publisher == "Bus"


@pytest.mark.parametrize("folder", ["gtfs/", "a/b/", "__MACOSX/../feed/"])
def test_folder_in_the_zip(tmp_path: Path, folder: str) -> None:
    if ".." in folder:
        with pytest.raises(BadInput, match=r"archive\.path"):
            read(tmp_path, {**feed_texts(TRIPS)}, folder=folder)
        return
    assert len(read(tmp_path, {**feed_texts(TRIPS)}, folder=folder).timetable.trips) == 2


def test_zip_in_the_zip(tmp_path: Path) -> None:
    inner = write_feed(tmp_path / "inner.zip", feed_texts(TRIPS))
    outer = write_feed(tmp_path / "outer.zip", {"feeds/inner.zip": inner.read_bytes()})
    assert len(read_feed(outer, time_zone=ZONE).timetable.trips) == 2
    two = write_feed(tmp_path / "two.zip", {n: inner.read_bytes() for n in ("a.zip", "b.zip")})
    with pytest.raises(BadInput, match=r"gtfs\.no_files"):
        read_feed(two, time_zone=ZONE)


def test_archive_that_swells(tmp_path: Path) -> None:
    path = write_feed(tmp_path / "town.zip", {**feed_texts(TRIPS), "shapes.txt": b"0" * 2**25})
    with pytest.raises(BadInput, match=r"archive\.bomb"):
        read_feed(path, time_zone=ZONE)


def test_archive_that_declares_two_gigabytes(tmp_path: Path) -> None:
    path = write_feed(tmp_path / "town.zip", feed_texts(TRIPS))
    raw = bytearray(path.read_bytes())
    entry = raw.index(b"PK\x01\x02")
    raw[entry + 24 : entry + 28] = (2**31 - 1).to_bytes(4, "little")
    path.write_bytes(raw)
    with pytest.raises(BadInput, match=r"archive\.bomb"):
        read_feed(path, time_zone=ZONE)


@pytest.mark.parametrize("name", ["stops", "routes", "trips", "stop_times", "calendar"])
def test_missing_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=r"gtfs\.no_file"):
        read(tmp_path, {**feed_texts(TRIPS, **{name: ""})})


def test_no_feed(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"gtfs\.no_files"):
        read(tmp_path, {"readme.txt": "hello"})
    (tmp_path / "text.zip").write_text("no archive")
    with pytest.raises(BadInput, match=r"archive\.damaged"):
        read_feed(tmp_path / "text.zip", time_zone=ZONE)
    with pytest.raises(BadInput, match=r"file\.missing"):
        read_feed(tmp_path / "nothing.zip", time_zone=ZONE)


def test_missing_agency(tmp_path: Path) -> None:
    feed = read(tmp_path, {**feed_texts(TRIPS, agency="")})
    assert codes(feed) == {"no_agency": 1}
    assert feed.timetable.zones == (ZONE,)


def test_unknown_zone(tmp_path: Path) -> None:
    feed = read(tmp_path, {**feed_texts(TRIPS, agency=AGENCY.replace("Europe/Rome", "Roma"))})
    assert codes(feed) == {"zone": 1}


def test_days(tmp_path: Path) -> None:
    weekly = CALENDAR.replace("D,1,1,1,1,1,1,1", "D,1,1,1,1,1,0,0")
    exceptions = (
        "service_id,date,exception_type\nD,20220614,2\nD,20220619,1\nE,20220703,1\nD,2022,1\n"
    )
    feed = read(tmp_path, {**feed_texts(TRIPS, calendar=weekly, calendar_dates=exceptions)})
    days = [date.fromordinal(one) for one in feed.timetable.service_days[0]]
    assert date(2022, 6, 14) not in days
    assert date(2022, 6, 19) in days
    assert date(2022, 6, 18) not in days
    assert len(days) == 22
    assert codes(feed) == {"date": 1}


def test_calendar_dates_alone(tmp_path: Path) -> None:
    exceptions = "service_id,date,exception_type\nD,20220614,1\n"
    feed = read(tmp_path, {**feed_texts(TRIPS, calendar="", calendar_dates=exceptions)})
    assert feed.timetable.days == (date(2022, 6, 14), date(2022, 6, 14))


def test_period_that_ends_before_it_begins(tmp_path: Path) -> None:
    turned = CALENDAR.replace("20220601,20220630", "20220630,20220601")
    feed = read(tmp_path, {**feed_texts(TRIPS, calendar=turned)})
    assert codes(feed) == {"ends_before": 1}
    assert feed.timetable.days is None


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("T1,08:05:00,08:05:00,B,1", "T1,08:05:00,08:05:00,X,1", "unknown"),
        ("T1,08:05:00,08:05:00,B,1", "T9,08:05:00,08:05:00,B,1", "unknown"),
        ("T1,08:05:00,08:05:00,B,1", "T1,8.05,8.05,B,1", "time"),
        ("T1,08:05:00,08:05:00,B,1", "T1,08:05:00,08:05:00,B,", "order"),
        ("T1,08:05:00,08:05:00,B,1", "T1,08:05:00,08:05:00,B,0", "order"),
        ("T1,08:05:00,08:05:00,B,1", "T1,08:05:00,08:05:00,B", "order"),
    ],
)
def test_row_that_cannot_be_used(tmp_path: Path, old: str, new: str, code: str) -> None:
    text = times_csv(TRIPS)
    assert old in text
    feed = read(tmp_path, {**feed_texts(TRIPS, stop_times=text.replace(old, new))})
    assert code in codes(feed)
    note = next(note for note in feed.notes if note.code == f"gtfs.{code}")
    assert (note.file, note.row) == ("stop_times.txt", "3")
    assert len(feed.timetable.trips) == 2  # the rest is used


@pytest.mark.parametrize(
    ("times", "code"),
    [
        ([("A", "08:00"), ("B", "07:55"), ("C", "08:10")], "backwards"),
        ([("A", "23:50"), ("B", "00:10")], "backwards"),
        ([("A", "08:00")], "one_stop"),
        ([("A", ""), ("B", "08:05")], "no_ends"),
    ],
)
def test_trip_that_cannot_run(tmp_path: Path, times: list[tuple[str, str]], code: str) -> None:
    feed = read(tmp_path, {**feed_texts({**TRIPS, "T3": times})})
    assert codes(feed) == {code: 1}
    assert len(feed.timetable.trips) == 2


def test_blank_times_lie_between(tmp_path: Path) -> None:
    trips = {"T": [("A", "08:00"), ("B", ""), ("C", ""), ("D", "08:30")]}
    feed = read(tmp_path, {**feed_texts(trips)})
    assert feed.timetable.trips.arrival_s.tolist() == [28800, 29400, 30000, 30600]
    assert not feed.notes


def test_times_beyond_midnight(tmp_path: Path) -> None:
    trips = {"T": [("A", "24:30"), ("B", "49:00")]}
    found = read(tmp_path, {**feed_texts(trips)}).timetable
    assert found.trips.departure_s.tolist() == [88200, 176400]


def test_getting_on_and_off(tmp_path: Path) -> None:
    text = (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type\n"
        "T1,08:00:00,08:00:00,A,1,,1\nT1,08:05:00,08:05:00,B,2,1,0\nT1,08:10:00,08:10:00,C,3,2,3\n"
    )
    trips = read(tmp_path, {**feed_texts(TRIPS, stop_times=text)}).timetable.trips
    assert trips.boards.tolist() == [True, False, True]
    assert trips.alights.tolist() == [False, True, True]


def test_flexible_row(tmp_path: Path) -> None:
    text = (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence,location_id\n"
        "T1,08:00:00,08:00:00,A,1,\nT1,,,,2,zone\nT1,08:10:00,08:10:00,C,3,\n"
    )
    feed = read(tmp_path, {**feed_texts(TRIPS, stop_times=text)})
    assert codes(feed) == {"flexible": 1}
    assert len(feed.timetable.trips) == 1


def test_stop_far_off(tmp_path: Path) -> None:
    wrong = stops_csv("ABCDEF").replace(f"B,B,46.06,{11.12 + 0.01295:.6f}", "B,B,46.33,11.13295")
    feed = (
        read(tmp_path, {**feed_texts(TRIPS, stops=wrong)}) if wrong != stops_csv("ABCDEF") else None
    )
    assert feed is not None
    assert codes(feed) == {"far": 1}
    stops = feed.timetable.stops
    nowhere = [name for name, lon in zip(stops.names, stops.lon, strict=True) if lon != lon]
    assert nowhere == ["B"]


@pytest.mark.parametrize("place", ["B,B,,", "B,B,0,0", "B,B,946.1,11.1", "B,B,north,east"])
def test_stop_without_a_position(tmp_path: Path, place: str) -> None:
    text = stops_csv("ABC").replace(f"B,B,46.06,{11.12 + 0.01295:.6f}", place)
    feed = read(tmp_path, {**feed_texts(TRIPS, stops=text)})
    assert "position" in codes(feed)
    assert len(feed.timetable.trips) == 2


def test_names_that_are_not_utf_8(tmp_path: Path) -> None:
    texts: dict[str, str | bytes] = {**feed_texts(TRIPS)}
    texts["stops.txt"] = stops_csv("ABC").replace("A,A", "A,Città").encode("latin-1")
    feed = read(tmp_path, texts)
    assert codes(feed) == {"encoding": 1}
    assert feed.timetable.stops.names[0] == "Città"


def test_heading_with_spaces_mark_and_quotes(tmp_path: Path) -> None:
    texts: dict[str, str | bytes] = {**feed_texts(TRIPS)}
    texts["routes.txt"] = "\ufeff" + ROUTES.replace("agency_id,", " agency_id ,").replace(
        "5", '"5"'
    )
    feed = read(tmp_path, texts)
    assert feed.timetable.lines.short_names == ("5",)
    assert not feed.notes


def test_ids_twice(tmp_path: Path) -> None:
    feed = read(tmp_path, {**feed_texts(TRIPS, stops=stops_csv("ABCDEF") + "A,Other,46.0,11.0\n")})
    assert codes(feed) == {"twice": 1}
    assert feed.timetable.stops.names[0] == "A"


def test_wheelchair_of_the_station(tmp_path: Path) -> None:
    text = (
        "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding\n"
        "S,Station,46.06,11.12,1,,1\nA,A,46.06,11.12,0,S,\nB,B,46.06,11.13,0,S,2\nC,C,46.06,11.14,0,,\n"
    )
    stops = read(tmp_path, {**feed_texts(TRIPS, stops=text)}).timetable.stops
    assert stops.wheelchair.tolist() == [1, 1, 2, 0]
    assert stops.station.tolist() == [-1, 0, 0, -1]


def test_headways(tmp_path: Path) -> None:
    text = (
        "trip_id,start_time,end_time,headway_secs,exact_times\n"
        "T1,06:00:00,09:00:00,600,1\nT2,06:00:00,09:00:00,900,\nT2,09:00:00,06:00:00,900,0\n"
        "T1,06:00:00,09:00:00,0,0\nT8,06:00:00,09:00:00,60,0\n"
    )
    feed = read(tmp_path, {**feed_texts(TRIPS, frequencies=text)})
    found = feed.timetable.headways
    assert found.headway_s.tolist() == [600, 900]
    assert found.exact.tolist() == [True, False]
    assert codes(feed) == {"interval": 2, "unknown": 1}


def test_transfers(tmp_path: Path) -> None:
    text = (
        "from_stop_id,to_stop_id,from_trip_id,to_trip_id,from_route_id,transfer_type,min_transfer_time\n"
        "A,A,,,,2,600\nB,C,,,,3,\n,,T1,T2,,4,\nA,X,,,,2,60\nA,B,T1,,,2,60\nA,B,,,L,1,\n"
    )
    feed = read(tmp_path, {**feed_texts(TRIPS, transfers=text)})
    found = feed.timetable.transfers
    assert found.kind.tolist() == [2, 3, 4]
    assert found.least_s.tolist() == [600, 0, 0]
    assert (found.from_trip[2], found.to_trip[2]) == (0, 1)
    assert codes(feed) == {"unknown": 1, "narrow_transfer": 2}


def test_feed_without_a_usable_trip(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"gtfs\.no_trips"):
        read(tmp_path, {**feed_texts({"T": [("A", "08:00")]})})


@pytest.mark.parametrize("language", ["it", "en", "ar"])
def test_every_note_is_a_sentence(tmp_path: Path, language: str) -> None:
    text = times_csv(TRIPS) + "T1,25,25,A,9,extra\nT7,08:00:00,08:00:00,A,1\n"
    feed = read(tmp_path, {**feed_texts(TRIPS, stop_times=text, agency="")})
    words = Words(language)
    for note in feed.notes:
        (sentence,) = error_sentences(note.error(), words)
        assert note.file in sentence
        assert "{" not in sentence


def test_file_order_and_empty_lines_change_nothing(tmp_path: Path) -> None:
    text = times_csv(TRIPS)
    heading, *rows = text.strip().split("\n")
    turned = "\r\n".join([heading, "", *reversed(rows), ""])
    first = read(tmp_path, {**feed_texts(TRIPS)}).timetable.trips
    second = read(tmp_path, {**feed_texts(TRIPS, stop_times=turned)}).timetable.trips
    assert first.ids == second.ids
    assert first.stop.tolist() == second.stop.tolist()
    assert first.arrival_s.tolist() == second.arrival_s.tolist()


def test_zip_written_by_a_mac(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in feed_texts(TRIPS).items():
            archive.writestr(f"feed/{name}", text)
            archive.writestr(f"__MACOSX/feed/._{name}", b"\x00\x05\x16")
    (tmp_path / "mac.zip").write_bytes(buffer.getvalue())
    assert len(read_feed(tmp_path / "mac.zip", time_zone=ZONE).timetable.trips) == 2

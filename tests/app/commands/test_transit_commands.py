"""Commands by timetable: an area built with a feed, asked for services, ways and tables."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from data.areas.transit_store import report_of
from data.sources.gtfs.feed import read_feed
from layers.transit.feed_texts import feed_texts
from layers.words import Words
from tests.feeds import monaco_bus, write_feed

WEST, EAST = "7.4146,43.7301", "7.4400,43.7507"
Run = Callable[..., tuple[int, str, list[str]]]


@pytest.fixture
def run(bus_var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("APPRODO_VAR", str(bus_var))

    def run_one(*arguments: str, lang: str = "en") -> tuple[int, str, list[str]]:
        code = cli.main(["--lang", lang, *arguments])
        out, err = capsys.readouterr()
        return code, out, err.splitlines()

    return run_one


def route(*more: str) -> list[str]:
    return ["route", "--area", "bus", "--from", WEST, "--to", EAST, "--mode", "transit", *more]


def test_route(run: Run) -> None:
    code, out, _ = run(*route("--depart", "2026-11-24T08:01", "--json"))
    journey = json.loads(out)
    assert code == 0
    assert [leg["mode"] for leg in journey["legs"]] == ["walk", "transit", "walk"]
    ride = journey["legs"][1]
    assert ride["line"] == "5"
    assert [stop["name"] for stop in ride["stops"]] == ["Ouest", "Milieu", "Est"]
    assert ride["departs"] == "2026-11-24T08:20:00+01:00"
    assert journey["arrives"] > ride["arrives"] == "2026-11-24T08:28:00+01:00"
    assert journey["departs"] > "2026-11-24T08:01"  # nobody has to stand at the stop


@pytest.mark.parametrize(
    ("lang", "line"), [("it", "Linea 5 verso Est"), ("en", "Line 5 towards Est"), ("ar", "الخط")]
)
def test_route_in_words(run: Run, lang: str, line: str) -> None:
    code, out, _ = run(*route("--depart", "2026-11-24T08:01"), lang=lang)
    assert code == 0
    assert line in out
    assert "08:20" in out


def test_who_is_as_fast_on_foot_walks(run: Run) -> None:
    _, out, _ = run(*route("--depart", "2026-11-24T21:00", "--json"))
    (leg,) = json.loads(out)["legs"]
    assert leg["mode"] == "walk"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ([], "give a day and a time"),
        (["--depart", "2027-03-01T08:00"], "from 1 November 2026 to 31 December 2026"),
        (["--depart", "2026-11-24T08:00", "--max-transfers", "many"], "--max-transfers"),
        (["--depart", "2026-11-24T08:00", "--percentile", "0"], "--percentile"),
    ],
)
def test_question_without_an_answer(run: Run, more: list[str], words: str) -> None:
    code, _, lines = run(*route(*more))
    assert code == 2
    assert len(lines) == 1
    assert words in lines[0]


def test_nearest(run: Run) -> None:
    asked = ["nearest", "--area", "bus", "--from", WEST, "--need", "health", "--limit", "60",
             "--depart", "2026-11-24T08:19", "--json"]  # fmt: skip
    _, on_foot, _ = run(*asked)
    _, by_bus, _ = run(*asked, "--mode", "transit")
    walked = {row["service_id"]: row["minutes"] for row in json.loads(on_foot)}
    ridden = {row["service_id"]: row["minutes"] for row in json.loads(by_bus)}
    both = walked.keys() & ridden.keys()
    # A second is the unit by timetable.
    assert all(ridden[one] <= walked[one] + 1 / 60 + 0.01 for one in both)
    assert any(ridden[one] < walked[one] - 3 for one in both)


def test_matrix(run: Run, tmp_path: Path) -> None:
    for name, at in (("from", WEST), ("to", EAST)):
        (tmp_path / f"{name}.csv").write_text(f"id,lon,lat\n{name},{at}\n")
    asked = ["matrix", "--area", "bus", "--origins", str(tmp_path / "from.csv"),
             "--destinations", str(tmp_path / "to.csv"), "--out", str(tmp_path / "out.csv"),
             "--mode", "transit", "--depart", "2026-11-24T08:00"]  # fmt: skip

    def minutes(*more: str) -> float:
        assert run(*asked, *more)[0] == 0
        with (tmp_path / "out.csv").open() as file:
            return float(next(csv.DictReader(file))["minutes"])

    best, median, worst = (
        minutes("--window-min", "60", "--percentile", percent) for percent in ("1", "50", "100")
    )
    assert best < median < worst
    assert worst - best == pytest.approx(19, abs=0.02)  # a bus every 20 minutes
    assert minutes() >= best


def test_plan(run: Run) -> None:
    code, out, _ = run(
        "plan", "--area", "bus", "--from", WEST, "--needs", "pharmacy,school", "--mode", "transit",
        "--depart", "2026-11-24T08:30", "--json",
    )  # fmt: skip
    assert code == 0
    assert json.loads(out)


def test_feeds(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("area", "feeds", "bus")
    assert code == 0
    assert "Holds from 1 November 2026 to 31 December 2026." in out
    assert "No faults." in out
    (report,) = json.loads(run("area", "feeds", "bus", "--json")[1])
    assert report["trips_by_day"]["2026-11-24"] == report["trips"] == 39
    assert run("area", "feeds", "monaco")[2] == [
        "This area has no timetables of public transport: build it with --gtfs."
    ]
    assert run("area", "feeds", "nowhere")[0] == 2


@pytest.mark.parametrize("lang", ["it", "en", "ar"])
def test_faults_of_a_feed_in_words(tmp_path: Path, lang: str) -> None:
    texts = monaco_bus()
    texts["stop_times.txt"] += "".join(f"X{n},08:00:00,08:00:00,W,1\n" for n in range(9))
    del texts["agency.txt"]
    report = report_of(read_feed(write_feed(tmp_path / "bus.zip", texts), time_zone="Europe/Rome"))
    assert report.faults == {"gtfs.no_agency": 1, "gtfs.unknown": 9}
    lines = feed_texts(report, Words(lang))
    assert len(lines) == 1 + 1 + 5 + 1
    assert "4" in lines[-1]
    assert all("{" not in line for line in lines)


def test_area_without_timetables(
    run: Run, built_var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APPRODO_VAR", str(built_var))
    asked = [*route("--depart", "2026-11-24T08:00")]
    asked[asked.index("bus")] = "monaco"
    code, _, lines = run(*asked)
    assert code == 2
    assert "transit" in lines[0]

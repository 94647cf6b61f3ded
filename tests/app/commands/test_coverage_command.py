"""Coverage, scenarios and sites by the command line: the same twice, faults said, nothing lost."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import geopandas
import pytest
import shapely

import cli
from answers.coverage_settings import CoverageSettings, read_settings, write_settings
from geo.errors import ApprodoError
from geo.hours.windows import PRESETS
from geo.measures.question import CoverageQuestion
from geo.model import Situation

SETTINGS = """\
area = "monaco"
need = "italian_course"
limit_min = 15
when = "evenings"
on = 2026-11-24
language = "{language}"
[situation]
languages = ["ara"]
"""
SCENARIO = """\
name = "Arabic in the evening"
[[change]]
kind = "add"
name = "New course"
need = "italian_course"
lon = 7.4236
lat = 43.7409
opening_hours = "Mo-Fr 18:00-21:00"
languages = ["ara"]
"""


@pytest.fixture(autouse=True)
def _areas(built_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    var = tmp_path / "var"
    (var / "areas").mkdir(parents=True)
    (var / "areas" / "monaco").symlink_to(built_var / "areas" / "monaco")
    monkeypatch.setenv("APPRODO_VAR", str(var))


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(SETTINGS.format(language="it"))
    return path


def run(*arguments: object) -> int:
    return cli.main(["--lang", "en", *map(str, arguments)])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_same_settings_give_the_same_report(settings: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    assert run("coverage", "--settings", settings, "--out", first) == 0
    again = first / "settings.toml"
    assert run("coverage", "--settings", again, "--out", second) == 0
    names = sorted(path.name for path in first.iterdir())
    assert names == sorted(path.name for path in second.iterdir())
    for name in names:
        if not name.endswith(".gpkg"):  # the database says when it was written
            assert (first / name).read_bytes() == (second / name).read_bytes(), name
    one, other = (geopandas.read_file(folder / "layers.gpkg", layer="homes")
                  for folder in (first, second))  # fmt: skip
    assert one.equals(other)
    assert one.crs.to_epsg() == 4326


def test_the_tables_tell_what_the_answer_says(
    settings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report"
    assert run("coverage", "--settings", settings, "--out", out) == 0
    said = capsys.readouterr().out.splitlines()[0]
    steps = {row["step"]: float(row["possible"]) for row in rows(out / "steps.csv")}
    missing = sum(float(row["missing"]) for row in rows(out / "places.csv"))
    homes = geopandas.read_file(out / "layers.gpkg", layer="homes")
    share = 1 - steps["room"] / homes.people.sum()
    assert (
        "For a person who speaks Arabic: no “Language course” within 15\N{NO-BREAK SPACE}min"
        in said
    )
    assert f"{share:.0%} of the residents" in said
    assert missing == pytest.approx(homes.people.sum() - steps["room"], abs=1.0)
    assert homes.missing.sum() == pytest.approx(missing, abs=1.0)
    lost = [column for column in rows(out / "places.csv")[0] if column.startswith("lost_")]
    for row in rows(out / "places.csv"):
        assert sum(float(row[name]) for name in lost) == pytest.approx(
            float(row["missing"]), abs=0.4
        )
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF")
    assert (out / "map.png").read_bytes().startswith(b"\x89PNG")
    assert {row["demonstration"] for row in rows(out / "services.csv")} == {"True"}


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_reading_guide_names_every_file(tmp_path: Path, language: str) -> None:
    path, out = tmp_path / "s.toml", tmp_path / "report"
    path.write_text(SETTINGS.format(language=language))
    assert run("coverage", "--settings", path, "--out", out) == 0
    guide = (out / "README.txt").read_text(encoding="utf-8")
    assert "OpenStreetMap" in guide
    for name in out.iterdir():
        assert name.name == "README.txt" or name.name in guide


def test_own_outlines_travel_with_the_report(tmp_path: Path) -> None:
    squares = geopandas.GeoDataFrame(
        {"nome": ["=West", "East"]},
        geometry=[shapely.box(7.40, 43.70, 7.42, 43.76), shapely.box(7.42, 43.70, 7.45, 43.76)],
        crs=4326,
    ).to_crs(32632)
    squares.to_file(tmp_path / "quarters.gpkg", driver="GPKG")
    path, out, again = tmp_path / "s.toml", tmp_path / "one", tmp_path / "two"
    path.write_text(
        'area = "monaco"\nneed = "job_search"\nlimit_min = 10\non = 2026-11-24\n'
        'places = "own"\noutlines = "quarters.gpkg"\n'
    )
    assert run("coverage", "--settings", path, "--out", out) == 0
    assert run("coverage", "--settings", out / "settings.toml", "--out", again) == 0
    assert {row["place"] for row in rows(out / "places.csv")} == {"'=West", "East"}
    assert (out / "places.csv").read_bytes() == (again / "places.csv").read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("quarters.geojson", "{", "no polygons"),
        ("quarters.txt", "x", "no polygons"),
        ("quarters.geojson", '{"type":"FeatureCollection","features":[{"type":"Feature",'
         '"properties":{"colour":"red"},"geometry":{"type":"Polygon","coordinates":'
         "[[[7.4,43.7],[7.5,43.7],[7.5,43.8],[7.4,43.7]]]}}]}", "no column of names"),
    ],
)  # fmt: skip
def test_bad_outlines_are_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, sentence: str
) -> None:
    (tmp_path / name).write_text(content)
    path = tmp_path / "s.toml"
    path.write_text(f'area = "monaco"\nneed = "job_search"\nplaces = "own"\noutlines = "{name}"\n')
    assert run("coverage", "--settings", path) == 2
    assert sentence in capsys.readouterr().err


def test_another_folder_is_left_alone(
    settings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / "letter.txt").write_text("dear")
    assert run("coverage", "--settings", settings, "--out", out) == 2
    assert "something else" in capsys.readouterr().err
    assert (out / "letter.txt").read_text() == "dear"


def test_every_fault_of_the_settings_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "s.toml"
    path.write_text('need = 3\nlimit_min = 900\nwehn = "evenings"\nwhen = "never"\n')
    assert run("coverage", "--settings", path) == 2
    found = capsys.readouterr().err
    for key in ("area", "need", "limit_min", "wehn", "when"):
        assert f'"{key}"' in found
    path.write_text("area = ")
    assert run("coverage", "--settings", path) == 2
    assert "TOML" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('need = "flying"', "no need"),
        ('need = "pharmacy"\ngroup = "martians"', "no group"),
        ('need = "pharmacy"\nplaces = "municipalities"', "no places"),
    ],
)
def test_what_the_area_lacks_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, sentence: str
) -> None:
    path = tmp_path / "s.toml"
    path.write_text(f'area = "monaco"\n{line}\n')
    assert run("coverage", "--settings", path) == 2
    assert sentence in capsys.readouterr().err


def test_a_scenario_gains_what_its_desk_reaches(
    settings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario, out = tmp_path / "scenario.toml", tmp_path / "compared.csv"
    scenario.write_text(SCENARIO)
    command = ["scenario", "compare", "--settings", settings, "--scenario", scenario]
    assert run(*command, "--out", out) == 0
    said = capsys.readouterr().out
    gained = -sum(float(row["change"]) for row in rows(out))
    assert gained > 1000
    assert said.startswith(f"{round(gained):,} more people")
    assert run(*command, "--beside", scenario, "--out", out) == 0
    assert {float(row["change"]) for row in rows(out)} == {0.0}


def test_a_scenario_whose_service_has_gone_is_reported(
    settings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario, out = tmp_path / "scenario.toml", tmp_path / "compared.csv"
    scenario.write_text('[[change]]\nkind = "close"\nservice = "gone"\nname = "Old desk"\n')
    command = ["scenario", "compare", "--settings", settings, "--scenario", scenario]
    assert run(*command, "--out", out) == 2
    assert "Old desk" in capsys.readouterr().err
    scenario.write_text('[[change]]\nkind = "fly"\ncolour = "red"\n')
    assert run(*command, "--out", out) == 2
    found = capsys.readouterr().err
    assert "kind" in found
    assert "colour" in found
    assert not out.exists()


def test_sites_are_proven_and_add_up(
    settings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "sites.csv"
    assert run("site", "--settings", settings, "--new", 2, "--out", out) == 0
    assert "Proven" in capsys.readouterr().out
    answers = rows(out)
    assert len([row for row in answers if row["answer"] == "1"]) == 2
    best = [float(row["people"]) for row in answers]
    assert best == sorted(best, reverse=True)
    assert run("site", "--settings", settings, "--share", 90, "--out", out) == 0
    shares = [float(row["share"]) for row in rows(out)]
    assert shares == sorted(shares)
    assert shares[-1] >= 0.9
    assert run("site", "--settings", settings, "--candidates", "schools", "--new", 500,
               "--out", out) == 2  # fmt: skip


@pytest.mark.parametrize(
    "asked",
    [
        CoverageSettings("monaco", CoverageQuestion("pharmacy")),
        CoverageSettings(
            "monaco",
            CoverageQuestion(
                "italian_course",
                "women",
                Situation(frozenset({"ara", "ben"}), "permit", age=30, documents=frozenset()),
                PRESETS["after_work"],
                20.0,
                3.5,
            ),
            when="",
            cell_m=50.0,
            language="en",
        ),
    ],
)
def test_settings_come_back(tmp_path: Path, asked: CoverageSettings) -> None:
    path = tmp_path / "s.toml"
    path.write_text(write_settings(asked), encoding="utf-8")
    assert read_settings(path) == asked
    tomllib.loads(path.read_text())


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ApprodoError, match=r"file\.missing"):
        read_settings(tmp_path / "none.toml")


def test_speakers_of_a_language_are_counted_and_marked_as_inferred(
    settings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.write_text('group = "speaks:ara"\n' + settings.read_text())
    assert run("coverage", "--settings", settings) == 0
    assert "inferred from citizenships assumed" in capsys.readouterr().out
    (tmp_path / "mine.csv").write_text("paese;persone\nMarocco;30\nFrancia;70\n")
    settings.write_text('citizenships = "mine.csv"\n' + settings.read_text())
    first, second = tmp_path / "one", tmp_path / "two"
    assert run("coverage", "--settings", settings, "--out", first) == 0
    # 39,050 residents, 75 % foreign, 30 % Moroccans, of whom 87 % speak Arabic.
    people = round(39_050 * 0.75 * 0.3 * 0.87)
    assert f"at least {people:,}, at most {people:,}" in capsys.readouterr().out
    assert "Unicode-3.0" in (first / "README.txt").read_text(encoding="utf-8")
    assert run("coverage", "--settings", first / "settings.toml", "--out", second) == 0
    assert (first / "report.pdf").read_bytes() == (second / "report.pdf").read_bytes()


def test_a_fault_of_a_list_of_citizenships_is_reported(
    settings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.csv").write_text("paese;persone\nAtlantide;30\n")
    lines = 'group = "speaks:ara"\ncitizenships = "mine.csv"\n'
    settings.write_text(lines + settings.read_text())
    assert run("coverage", "--settings", settings) != 0
    assert "mine.csv, row 2, column country" in capsys.readouterr().err

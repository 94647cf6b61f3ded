"""Measures on plain tables by the command line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import cli

PEOPLE = "id,people\n1,100\n2,50\n3,10\n"
DOCTORS = "id,capacity\n1,15\n2,20\n3,100\n"
JAMMED = [(1, 1, 1), (2, 2, 1), (3, 3, 1), (1, 3, 40), (2, 3, 40), (3, 1, 40), (3, 2, 40),
          (1, 2, 80), (2, 1, 80)]  # fmt: skip


@pytest.fixture
def tables(tmp_path: Path) -> list[str]:
    cost = "".join(f"{i},{j},{t}\n" for i, j, t in JAMMED)
    (tmp_path / "d.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "s.csv").write_text(DOCTORS, encoding="utf-8")
    (tmp_path / "c.csv").write_text(f"demand_id,service_id,minutes\n{cost}", encoding="utf-8")
    return ["--demand", str(tmp_path / "d.csv"), "--supply", str(tmp_path / "s.csv"),
            "--cost", str(tmp_path / "c.csv"), "--out", str(tmp_path / "o.csv")]  # fmt: skip


def run(*words: str) -> int:
    return cli.main(["--lang", "en", "measure", *words])


def values(tmp_path: Path) -> dict[str, str]:
    with (tmp_path / "o.csv").open(encoding="utf-8") as file:
        return {row["id"]: row["value"] for row in csv.DictReader(file)}


def numbers(tmp_path: Path) -> list[float]:
    return [float(value) for value in values(tmp_path).values()]


def test_the_hospital_example_comes_out_as_published(tables: list[str], tmp_path: Path) -> None:
    assert run("2sfca", *tables, "--decay", "power:-1", "--threshold", "61") == 0
    assert [round(v, 7) for v in numbers(tmp_path)] == [0.3314441, 0.5798281, 7.2864182]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["2sfca", "--threshold", "30"], [0.15, 0.4, 10.0]),
        (["cumulative", "--threshold", "41"], [115.0, 120.0, 135.0]),
        (["nearest"], [1.0, 1.0, 1.0]),
        (["nearest", "--k", "2"], [40.0, 40.0, 40.0]),
        (["gravity", "--decay", "linear", "--threshold", "80"], [64.8125, 69.75, 116.25]),
    ],
)  # fmt: skip
def test_values_computed_by_hand(
    words: list[str], expected: list[float], tables: list[str], tmp_path: Path
) -> None:
    assert run(*words, *tables) == 0
    assert numbers(tmp_path) == pytest.approx(expected)


@pytest.mark.parametrize("measure", ["2sfca", "e2sfca", "3sfca"])
def test_what_is_shared_out_is_what_there_is(
    measure: str, tables: list[str], tmp_path: Path
) -> None:
    assert run(measure, *tables, "--threshold", "81") == 0
    people = [100, 50, 10]
    given = sum(p * v for p, v in zip(people, numbers(tmp_path), strict=True))
    assert given == pytest.approx(135.0)
    assert run("spatial-availability", *tables, "--threshold", "81") == 0
    assert sum(numbers(tmp_path)) == pytest.approx(135.0)


def test_a_place_that_reaches_nothing_has_no_nearest(tables: list[str], tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text(PEOPLE + "9,7\n", encoding="utf-8")
    assert run("nearest", *tables) == 0
    assert values(tmp_path)["9"] == ""
    assert run("2sfca", *tables, "--threshold", "30") == 0
    assert values(tmp_path)["9"] == "0.0"


BAD = [
    ("d.csv", "id,people\n1,-5\n", "d.csv, row 2, people: “-5”"),
    ("d.csv", "id,people\n1,many\n", "“many” is no number"),
    ("d.csv", "id,people\n1,5\n1,6\n", "1 is there already"),
    ("d.csv", "id,folk\n1,5\n", "people"),
    ("s.csv", "id,capacity\n1,\n", "“” is no number"),
    ("c.csv", "demand_id,service_id,minutes\n7,1,5\n", "7 is not in d.csv"),
    ("c.csv", "demand_id,service_id,minutes\n1,8,5\n", "8 is not in s.csv"),
    ("c.csv", "demand_id,service_id,minutes\n1,1,-3\n", "“-3” is no number"),
    ("c.csv", "demand_id,service_id,minutes\n1,1,inf\n", "“inf” is no number"),
]


@pytest.mark.parametrize(("name", "text", "sentence"), BAD)
def test_a_bad_cell_is_reported_with_its_row_and_column(
    name: str, text: str, sentence: str, tables: list[str], tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert run("2sfca", *tables, "--threshold", "30") == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "o.csv").exists()


@pytest.mark.parametrize(
    "words",
    [["2sfca"], ["gravity", "--threshold", "30"], ["2sfca", "--decay", "magic:3"],
     ["2sfca", "--decay", "linear"], ["2sfca", "--threshold", "x"], ["2sfca", "--threshold", "0"],
     ["e2sfca", "--decay", "zones:10,5/1,1"], ["nearest", "--k", "0"], ["nearest", "--k", "x"]],
)  # fmt: skip
def test_what_cannot_be_asked_is_reported(
    words: list[str], tables: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words, *tables) == 2
    assert capsys.readouterr().err.strip()

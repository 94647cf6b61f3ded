"""The command line: answers on standard output, one sentence per fault on standard error."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import cli

ROOT = Path(__file__).parents[3]
HERE = "7.4246,43.7384"
FIELDS = {
    "service_id", "name", "need", "lon", "lat", "address", "phone", "url", "minutes", "distance_m",
    "reasons", "unknowns",
}  # fmt: skip

Run = Callable[..., tuple[int, str, list[str]]]


@pytest.fixture
def run(
    built_var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.setenv("APPRODO_VAR", str(built_var))

    def run_one(*arguments: str, lang: str = "en") -> tuple[int, str, list[str]]:
        code = cli.main(["--lang", lang, *arguments])
        out, err = capsys.readouterr()
        return code, out, [line for line in err.splitlines() if "%" not in line[:5]]

    return run_one


def nearest(*more: str, area: str = "monaco", at: str = HERE, need: str = "pharmacy") -> list[str]:
    return ["nearest", "--area", area, "--from", at, "--need", need, *more]


def test_nearest_tells_the_fields_it_promises(run: Run) -> None:
    code, out, _ = run(*nearest("--at", "2026-11-24T09:00", "--language", "ara", "--json"))
    rows = json.loads(out)
    assert code == 0
    assert rows
    assert all(set(row) >= FIELDS for row in rows)
    assert [row["minutes"] for row in rows] == sorted(row["minutes"] for row in rows)
    assert all(row["distance_m"] >= 0 for row in rows)
    assert all(
        set(row["unknowns"]) == {r["criterion"] for r in row["reasons"] if r["answer"] == "unknown"}
        for row in rows
    )


def test_a_sector_counts_as_a_need(run: Run) -> None:
    _, out, _ = run(*nearest("--json", "--limit", "50", need="health"))
    needs = {row["need"] for row in json.loads(out)}
    assert {"pharmacy"} < needs


def test_the_limit_and_a_slower_walk_hold(run: Run) -> None:
    rows = json.loads(run(*nearest("--json", "--limit", "3"))[1])
    slow = json.loads(run(*nearest("--json", "--limit", "3", "--walk-speed-kmh", "2,25"))[1])
    assert len(rows) == len(slow) == 3
    assert slow[0]["minutes"] == pytest.approx(2 * rows[0]["minutes"], abs=0.02)
    assert slow[0]["distance_m"] == rows[0]["distance_m"]


def test_a_situation_leaves_out_with_a_reason(run: Run) -> None:
    text = run(*nearest("--status", "no_permit", "--at", "2026-11-24T09:00", need="work"))
    assert text[0] == 0
    assert any("your papers" in line for line in text[2])


def test_matrix_writes_the_pairs_reached_and_names_the_others(run: Run, tmp_path: Path) -> None:
    homes, sessions, out = (tmp_path / name for name in ("homes.csv", "desks.csv", "minutes.csv"))
    homes.write_text(f"id,lon,lat\nhome,{HERE}\nsea,7.46,43.70\n=1+1,7.4246,43.7384\n")
    sessions.write_text("id,lon,lat\ndesk,7.4250,43.7386\nfar,7.4130,43.7270\n")
    code, text, found = run(
        "matrix", "--area", "monaco", "--origins", str(homes), "--destinations", str(sessions),
        "--cutoff-min", "10", "--out", str(out),
    )  # fmt: skip
    rows = list(csv.DictReader(out.open()))
    assert (code, text) == (0, "")
    assert list(rows[0]) == ["origin_id", "destination_id", "minutes"]
    assert [(row["origin_id"], row["destination_id"]) for row in rows] == [
        ("home", "desk"), ("'=1+1", "desk"),
    ]  # fmt: skip
    assert 0 < float(rows[0]["minutes"]) < 3
    assert len(found) == 1
    assert "sea" in found[0]


def test_route_tells_minutes_line_and_steps(run: Run) -> None:
    _, out, _ = run("route", "--area", "monaco", "--from", HERE, "--to", "7.4190,43.7310", "--json")
    fields = json.loads(out)
    assert fields["minutes"] == pytest.approx(fields["distance_m"] / 75, rel=0.5)
    assert fields["geometry"]["type"] == "LineString"
    assert len(fields["geometry"]["coordinates"]) > 10
    assert len(fields["steps"]) > 3
    assert fields["steps"][-1] == "You have arrived."


def test_area_lists_and_describes(run: Run) -> None:
    listed = json.loads(run("area", "list", "--json")[1])
    assert {"monaco", "neubrandenburg"} <= {row["id"] for row in listed}
    fields = json.loads(run("area", "info", "monaco")[1])
    assert fields["sources"][0]["licence"] == "ODbL-1.0"


@pytest.mark.parametrize(
    "arguments",
    [
        nearest(area="atlantis"),
        nearest(area="../monaco"),
        nearest(need="gold"),
        nearest(at="7.46,43.70"),
        nearest(at="12.5,41.9"),
        nearest(at="43.7384,7.4246"),
        nearest(at="seven,eight"),
        nearest(at="7.4"),
        nearest(at="999,999"),
        nearest(at="nan,43.7"),
        nearest("--mode", "camel"),
        nearest("--language", "klingon"),
        nearest("--status", "vip"),
        nearest("--documents", "crown"),
        nearest("--at", "tomorrow"),
        nearest("--limit", "0"),
        nearest("--limit", "many"),
        nearest("--age", "-3"),
        nearest("--within-min", "-1"),
        nearest("--walk-speed-kmh", "0"),
        nearest("--walk-speed-kmh", "nan"),
        ["area", "info", "atlantis"],
        ["area", "remove", "atlantis"],
        ["area", "build", "--id", "monaco", "--osm", "x.osm.pbf"],
        ["area", "build", "--id", "Bad Name", "--osm", "x.osm.pbf"],
        ["area", "build", "--id", "town", "--osm", "missing.osm.pbf"],
        ["matrix", "--area", "monaco", "--origins", "no.csv", "--destinations", "no.csv",
         "--out", "out.csv"],
        ["route", "--area", "monaco", "--from", HERE, "--to", "7.46,43.70"],
    ],
    ids=lambda arguments: " ".join(arguments[1:] if isinstance(arguments, list) else []),
)  # fmt: skip
@pytest.mark.parametrize("lang", ["it", "en", "ar"])
def test_bad_input_gets_one_sentence(run: Run, arguments: list[str], lang: str) -> None:
    code, out, found = run(*arguments, lang=lang)
    assert code == 2
    assert out == ""
    assert len(found) == 1, found
    assert found[0].rstrip().endswith((".", "؟", "…")), found
    assert "{" not in found[0]


def test_an_output_that_cannot_be_written_is_reported(run: Run, tmp_path: Path) -> None:
    points = tmp_path / "a.csv"
    points.write_text(f"id,lon,lat\na,{HERE}\n")
    both = ["--origins", str(points), "--destinations", str(points)]
    code, _, found = run(
        "matrix", "--area", "monaco", *both, "--out", str(tmp_path / "no" / "o.csv")
    )
    assert code == 2
    assert len(found) == 1
    assert "o.csv" in found[0]


@pytest.mark.parametrize(
    "command", [[], ["area"], ["area", "build"], ["nearest"], ["matrix"], ["route"]]
)
def test_help_teaches(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "cli.py", *command, "--help"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0
    assert "usage: python cli.py" in done.stdout
    assert done.stderr == ""


def test_a_bundled_area_is_built_at_its_first_use(own_var: Path) -> None:
    done = subprocess.run(
        [sys.executable, "cli.py", *nearest("--json")],
        cwd=ROOT, capture_output=True, text=True, env={**os.environ, "APPRODO_VAR": str(own_var)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
    assert "100%" in done.stderr


def test_a_protected_address_is_shown_nowhere(run: Run, built_var: Path) -> None:
    _, out, _ = run(*nearest("--json", "--limit", "100", need="safety_from_violence"))
    hidden = [row for row in json.loads(out) if row["lon"] is None]
    assert hidden
    assert all(row["address"] is None and row["minutes"] is None for row in hidden)
    assert all("exposure" in row["unknowns"] for row in hidden)

"""What the commands print and write, to be compared byte by byte between two versions of the code.

``python tests/golden/golden_commands.py FOLDER`` runs every command below on both sample areas and
keeps its output; run it with two versions and the same ``APPRODO_VAR``, then ``diff -r`` the
folders. GeoPackage files are left out: the database records when it was written.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
DAY = "2026-11-24"

PLACES = {
    "monaco": ("7.4246,43.7384", "7.4190,43.7310", 7.4236, 43.7409),
    "neubrandenburg": ("13.2600,53.5570", "13.2700,53.5500", 13.2610, 53.5570),
}
NEEDS = ("pharmacy", "health", "italian_course", "school_enrolment", "safety_from_violence")

SETTINGS = """\
area = "{area}"
need = "{need}"
limit_min = 15
when = "{when}"
on = {day}
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
lon = {lon}
lat = {lat}
opening_hours = "Mo-Fr 18:00-21:00"
languages = ["ara"]
"""


def run(out: Path, name: str, *arguments: str) -> None:
    """Run one command; keep its exit code, its output and its messages."""
    command = [sys.executable, "cli.py", "--lang", "en", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    text = f"exit {done.returncode}\n{done.stdout}\n--\n{done.stderr}".replace(str(out), "OUT")
    (out / f"{name}.txt").write_text(text, encoding="utf-8")


def finder(out: Path, area: str) -> None:
    start, end, _, _ = PLACES[area]
    for need in NEEDS:
        asked = ("nearest", "--area", area, "--from", start, "--need", need)
        run(out, f"nearest-{need}", *asked, "--json")
        run(out, f"nearest-{need}-text", *asked)
        run(out, f"nearest-{need}-ara", *asked, "--language", "ara", "--at", f"{DAY}T09:00",
            "--children", "--status", "asylum_seeker", "--documents", "none", "--json")  # fmt: skip
    run(out, "nearest-slow", "nearest", "--area", area, "--from", start, "--need", "pharmacy",
        "--walk-speed-kmh", "3", "--within-min", "150", "--limit", "50", "--json")  # fmt: skip
    run(out, "nearest-outside", "nearest", "--area", area, "--from", "0,0", "--need", "pharmacy")
    run(out, "nearest-mode", "nearest", "--area", area, "--from", start, "--need", "pharmacy",
        "--mode", "boat")  # fmt: skip
    run(out, "route", "route", "--area", area, "--from", start, "--to", end, "--json")
    run(out, "route-text", "route", "--area", area, "--from", start, "--to", end)
    points = out / "points.csv"
    points.write_text(f"id,lon,lat\na,{start}\nb,{end}\n", encoding="utf-8")
    run(out, "matrix", "matrix", "--area", area, "--origins", str(points), "--destinations",
        str(points), "--out", str(out / "matrix.csv"))  # fmt: skip


def planner(out: Path, area: str) -> None:
    _, _, lon, lat = PLACES[area]
    asked = (("italian_course", "evenings", "en"), ("pharmacy", "mornings", "it"))
    for need, when, language in asked:
        settings = out / f"{need}.toml"
        text = SETTINGS.format(area=area, need=need, when=when, day=DAY, language=language)
        settings.write_text(text, encoding="utf-8")
        run(out, f"coverage-{need}", "coverage", "--settings", str(settings), "--out",
            str(out / f"report-{need}"))  # fmt: skip
    settings, scenario = out / "italian_course.toml", out / "scenario.toml"
    scenario.write_text(SCENARIO.format(lon=lon, lat=lat), encoding="utf-8")
    run(out, "scenario", "scenario", "compare", "--settings", str(settings), "--scenario",
        str(scenario), "--out", str(out / "scenario.csv"))  # fmt: skip
    run(out, "scenario-beside", "scenario", "compare", "--settings", str(settings), "--scenario",
        str(scenario), "--beside", str(scenario), "--out", str(out / "beside.csv"))  # fmt: skip
    for objective in ("people", "worst_off", "minutes", "served", "everybody"):
        run(out, f"site-{objective}", "site", "--settings", str(settings), "--objective",
            objective, "--new", "2", "--capacity", "500", "--candidates", "public", "--out",
            str(out / f"site-{objective}.csv"))  # fmt: skip
    run(out, "site-share", "site", "--settings", str(settings), "--share", "90", "--out",
        str(out / "site-share.csv"))  # fmt: skip


def main(folder: Path) -> None:
    """Write the outputs of every command into a folder that is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    for area in PLACES:
        out = (folder / area).resolve()
        out.mkdir(parents=True)
        run(out, "build", "nearest", "--area", area, "--from", "0,0", "--need", "pharmacy")
        (out / "build.txt").unlink()  # the first command of a new folder reports the build
        finder(out, area)
        planner(out, area)
        for path in out.rglob("*.gpkg"):
            path.unlink()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path, help="made anew")
    main(options.parse_args().folder)

"""A build is whole or not at all: killed, out of room, twice at once, twice the same."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data.areas.load import load_area
from data.areas.manifest import read_manifest

pytestmark = pytest.mark.landing

ROOT = Path(__file__).parents[4]
MONACO = ROOT / "data" / "sample" / "monaco.osm.pbf"
BUILD = ["area", "build", "--id", "town", "--osm", str(MONACO)]


def start(var: Path, *arguments: str, limit: int | None = None) -> subprocess.Popen[str]:
    def small_files() -> None:
        import resource

        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, "cli.py", "--lang", "en", *arguments],
        cwd=ROOT,
        env={**os.environ, "APPRODO_VAR": str(var)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=small_files,
    )


def finished(process: subprocess.Popen[str]) -> tuple[int, list[str]]:
    _, err = process.communicate(timeout=100)
    return process.returncode, [line for line in err.splitlines() if "%" not in line[:5]]


@pytest.fixture
def town(built_town: Path, own_var: Path) -> Path:
    shutil.copytree(built_town, own_var)
    return own_var / "areas" / "town"


def leftovers(town: Path) -> list[str]:
    return [p.name for p in town.iterdir() if p.name.startswith(".building")]


def test_a_kill_at_any_step_leaves_the_old_area(town: Path, own_var: Path) -> None:
    version = (town / "current").read_text()
    for step in ("Reading", "services", "addresses", "map"):
        process = start(own_var, *BUILD)
        assert process.stderr is not None
        for line in process.stderr:
            if step.lower() in line.lower():
                break
        time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert (town / "current").read_text() == version
        assert load_area("town").walking.node_count > 5000
    assert finished(start(own_var, *BUILD)) == (0, [])
    assert leftovers(town) == []
    assert len([p for p in town.iterdir() if p.is_dir()]) == 1


@pytest.mark.parametrize("limit", [1_000, 60_000, 400_000])
def test_without_room_the_old_area_stays_and_the_disk_is_named(
    town: Path, own_var: Path, limit: int
) -> None:
    version = (town / "current").read_text()
    code, found = finished(start(own_var, *BUILD, limit=limit))
    assert code == 1
    assert len(found) == 1, found
    assert "room" in found[0] or "full" in found[0]
    assert (town / "current").read_text() == version
    assert leftovers(town) == []
    assert load_area("town").walking.node_count > 5000


def test_of_two_builds_at_once_one_wins_and_one_says_so(own_var: Path) -> None:
    ends = [finished(p) for p in (start(own_var, *BUILD), start(own_var, *BUILD))]
    codes = sorted(code for code, _ in ends)
    assert codes in ([0, 0], [0, 1])
    for code, found in ends:
        assert len(found) == code
        assert all("town" in sentence for sentence in found)
    assert load_area("town").walking.node_count > 5000


def test_the_same_file_gives_the_same_bytes(town: Path, own_var: Path) -> None:
    version = (town / "current").read_text().strip()
    first = read_manifest(town / version).sha256
    assert finished(start(own_var, *BUILD)) == (0, [])
    assert (town / "current").read_text().strip() == version
    assert read_manifest(town / version).sha256 == first


def test_a_torn_area_says_how_to_cure_it(town: Path, own_var: Path) -> None:
    version = (town / "current").read_text().strip()
    (town / version / "walk" / "head.npy").write_bytes(b"")
    arguments = ["nearest", "--area", "town", "--from", "7.42,43.73", "--need", "pharmacy"]
    code, found = finished(start(own_var, *arguments))
    assert code == 1
    assert len(found) == 1
    assert "build it again" in found[0]

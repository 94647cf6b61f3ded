"""What a real city may cost: its build and its opening, each in a fresh process."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.areas import BUILD, OPEN, run

pytestmark = [pytest.mark.real, pytest.mark.nightly]


def test_trento_is_built_and_opened_within_its_budget(testdata: Path, tmp_path: Path) -> None:
    osm = testdata / "areas" / "trento" / "trento.osm.pbf"
    seconds, megabytes = run(BUILD, str(tmp_path), str(osm))
    opened = [run(OPEN, str(tmp_path))[0] for _ in range(3)]
    print(f"built in {seconds:.1f} s with {megabytes:.0f} MB, opened in {min(opened):.2f} s")
    assert seconds <= 25
    assert megabytes <= 1000
    assert min(opened) <= 0.5

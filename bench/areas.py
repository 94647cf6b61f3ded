"""What an area costs: seconds and memory of its build, seconds of opening it, each in a process."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "data" / "sample"

BUILD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from data.areas.build import build_area
from data.areas.request import AreaRequest
from bench.memory import peak_mb
start = time.perf_counter()
request = AreaRequest("town", Path(sys.argv[1]), None, {"it": "town"}, "Europe/Rome", "IT")
build_area(request, now=datetime.now(UTC), on_progress=lambda *_: None)
seconds = time.perf_counter() - start
print(f"{seconds:.2f} {peak_mb():.0f}")
"""
OPEN = """
import time
from answers.opened_area import open_area
start = time.perf_counter()
opened = open_area("town")
print(f"{time.perf_counter() - start:.3f} {len(opened.services)}")
"""


def run(code: str, var: str, *arguments: str) -> tuple[float, float]:
    """Run code in a fresh process; return the two numbers it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "APPRODO_VAR": var},
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = done.stdout.split()
    return float(first), float(second)


def main() -> None:
    """Build and open each town at hand."""
    towns = [SAMPLES / "monaco.osm.pbf", SAMPLES / "neubrandenburg.osm.pbf"]
    folder = os.environ.get("APPRODO_TESTDATA")
    if folder:
        towns.append(Path(folder) / "areas" / "trento" / "trento.osm.pbf")
    for osm in towns:
        with tempfile.TemporaryDirectory() as var:
            seconds, megabytes = run(BUILD, var, str(osm))
            opened = [run(OPEN, var)[0] for _ in range(3)]
        text = ", ".join(f"{s:.2f}" for s in opened)
        print(f"{osm.name:<26} built {seconds:5.1f} s, {megabytes:4.0f} MB; opened {text} s")


if __name__ == "__main__":
    main()

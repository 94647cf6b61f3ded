"""Build a big area: a town laid out until it has 200,000 buildings and 150,000 ways for walking."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.laid_out import lay_out
from bench.towns import town_extract

COPIES = 17
BUILD = """
import json, sys, time
from datetime import UTC, datetime
from pathlib import Path
from data.areas.build import build_area
from data.areas.manifest import Origin
from data.areas.request import AreaRequest
from bench.memory import peak_mb
origin = Origin(codes=("022205",))
osm = Path(sys.argv[1])
start = time.perf_counter()
request = AreaRequest("big", osm, None, {"it": "big"}, "Europe/Rome", "IT", origin=origin)
manifest = build_area(request, now=datetime.now(UTC), on_progress=lambda *_: None)
seconds = time.perf_counter() - start
print(json.dumps({"s": seconds, "mb": peak_mb(), **manifest.counts}))
"""


def main() -> None:
    """Print seconds, memory and size of the build."""
    from data.sources.osm_buildings import read_buildings

    with tempfile.TemporaryDirectory() as folder:
        osm = Path(folder) / "big.osm.pbf"
        lay_out(town_extract(), osm, COPIES)
        buildings = len(read_buildings(osm))
        done = subprocess.run(
            [sys.executable, "-c", BUILD, str(osm)],
            cwd=Path(__file__).parents[1],
            env={"APPRODO_VAR": f"{folder}/var", "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        )
    fields = json.loads(done.stdout)
    print(
        f"bench big_area buildings={buildings} arcs={fields['streets_arcs']}"
        f" nodes={fields['streets_nodes']} build_s={fields['s']:.0f} limit_s=300"
        f" peak_mb={fields['mb']:.0f} limit_mb=3000"
    )


if __name__ == "__main__":
    main()

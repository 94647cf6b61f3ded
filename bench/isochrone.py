"""One isochrone against the same reached streets buffered by Shapely, in one run.

The worst and the 99th percentile of the metres along a street that an outline is on its wrong side
are those of the test's oracle, over several origins and limits of each town; `worst_m` of a limit
is that of the timed shape. With ``APPRODO_TESTDATA`` the timed town is Trento, else the sample
Neubrandenburg.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import shapely

from data.sources.osm_streets import read_streets
from geo.arrays import Floats
from geo.network.isochrone import isochrone
from geo.network.outline_kernels import REACH_M
from geo.network.routing_numba import NumbaNetwork
from geo.network.sphere import METRES_PER_DEGREE
from geo.network.streets import StreetNetwork, build_streets
from tests.unit.geo.network.test_isochrone import MINUTES, origins, walk, wrong_runs

SAMPLES = Path(__file__).parents[1] / "data" / "sample"
CENTRES = {
    "monaco": (7.4246, 43.7384),
    "neubrandenburg": (13.2610, 53.5570),
    "trento": (11.1217, 46.0679),
}
MORE_ORIGINS = 3


def towns() -> dict[str, Path]:
    """Return the extracts at hand; the last one is timed."""
    found = {name: SAMPLES / f"{name}.osm.pbf" for name in ("monaco", "neubrandenburg")}
    trento = Path(os.environ.get("APPRODO_TESTDATA", "")) / "areas/trento/trento.osm.pbf"
    return found | ({"trento": trento} if trento.is_file() else {})


def buffered(streets: StreetNetwork, node_minutes: Floats, limit: float) -> shapely.Geometry:
    """Return the reached parts of all arcs, grown by the same width."""
    start = node_minutes[streets.tail]
    arcs = np.flatnonzero(start <= limit)
    share = np.clip((limit - start[arcs]) * 60_000 / streets.weight_ms[arcs], 0, 1)[:, None]
    lat0 = float(streets.lat[streets.tail[arcs]].mean())
    scale = METRES_PER_DEGREE * np.array([np.cos(np.radians(lat0)), 1.0])
    place = np.column_stack([streets.lon, streets.lat]) * scale
    a, b = place[streets.tail[arcs]], place[streets.head[arcs]]
    lines = shapely.linestrings(np.stack([a, a + share * (b - a)], axis=1))
    # One buffer of all lines takes a minute: each for itself, then united.
    grown = shapely.union_all(shapely.buffer(lines, REACH_M, quad_segs=3))
    return shapely.transform(grown, lambda points: points / scale)


def seconds(work: Callable[[], object], times: int) -> float:
    """Return the median seconds of some runs."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def exactness(name: str, network: NumbaNetwork) -> None:
    """Print how far outlines are off along streets, over all origins and limits."""
    runs = []
    for minutes in origins(network, CENTRES[name], MORE_ORIGINS):
        for band in isochrone(network.streets, minutes, MINUTES):
            walked = walk(network.streets, minutes, band.minutes)
            runs.append(wrong_runs(walked, band.minutes, band.shape))
    metres = np.concatenate(runs)
    some = metres[metres > 0]
    print(
        f"exactness {name} origins={MORE_ORIGINS + 1} worst_m={some.max():.1f}"
        f" p99_m={np.quantile(some, 0.99):.1f} median_m={np.median(some):.1f} crossings={len(some)}"
    )


def compare(network: NumbaNetwork, minutes: Floats, limit: int) -> None:
    """Print the times of both sides, and how far each is off along a street."""
    streets = network.streets
    (band,) = isochrone(streets, minutes, (limit,))
    peer = buffered(streets, minutes, limit)
    walked = walk(streets, minutes, limit)
    off = wrong_runs(walked, limit, band.shape)
    ours_s = seconds(lambda: isochrone(streets, minutes, (limit,)), 15)
    peer_s = seconds(lambda: buffered(streets, minutes, limit), 3)
    print(
        f"bench isochrone_{limit} ours_s={ours_s:.4f} peer=shapely_buffer peer_s={peer_s:.4f}"
        f" ratio={peer_s / ours_s:.1f} worst_m={off.max():.1f}"
        f" p99_m={np.quantile(off[off > 0], 0.99):.1f}"
        f" peer_worst_m={wrong_runs(walked, limit, peer).max():.1f}"
    )


def main() -> None:
    """Measure exactness everywhere, then the times in the largest town."""
    for name, osm in towns().items():
        network = NumbaNetwork(build_streets(read_streets(osm)))
        exactness(name, network)
    minutes = origins(network, CENTRES[name], 0)[0]
    for limit in (15, 30):
        compare(network, minutes, limit)
    four_s = seconds(lambda: isochrone(network.streets, minutes, MINUTES), 9)
    print(f"four bands of {name} ours_s={four_s:.4f}")


if __name__ == "__main__":
    main()

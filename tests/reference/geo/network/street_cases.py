"""Small street files on which the product was wrong: minutes on foot from a file to a point."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from data.sources.osm_file import check_osm_file, reading
from data.sources.osm_normal import normalised
from data.sources.osm_streets import read_streets
from geo.errors import ApprodoError
from geo.network.routing_numba import NumbaNetwork
from geo.network.snapping import build_grid
from geo.network.streets import StreetNetwork, build_streets

STREETS = Path(__file__).parents[2] / "cases/streets"
Place = tuple[float, float]


def network_of(name: str | Path) -> StreetNetwork:
    path = STREETS / name
    check_osm_file(path)
    with tempfile.TemporaryDirectory() as folder, reading(path):
        return build_streets(read_streets(normalised(path, Path(folder))))


def walk(name: str | Path, start: Place, end: Place) -> float | str:
    """Minutes on foot in a file of `STREETS`; the code of its error, "outside", "no way"."""
    try:
        streets = network_of(name)
    except ApprodoError as error:
        return error.code
    network = NumbaNetwork(streets, build_grid(streets))
    lon, lat = np.array([start, end]).T
    ends = network.snap(lon, lat)
    if not ends.found.all():
        return "outside"
    origin, destination = (network.snap(lon[n : n + 1], lat[n : n + 1]) for n in range(2))
    minutes = float(network.minutes_from(origin, destination, cutoff_min=500.0)[0])
    return "no way" if np.isnan(minutes) else round(minutes, 2)

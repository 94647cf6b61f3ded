"""The picker's map: all municipalities of Italy as vector tiles, made once from the table."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

import freestiler
import geopandas
import numpy as np
import shapely

from data.catalog.municipalities import TABLE, municipalities
from data.files.disk import sha256_of, translate_disk_errors
from data.settings import var_folder

DENSITIES = (50.0, 150.0, 400.0, 1500.0)
"""Residents per km² at which a class ends: empty, rural, settled, dense, city."""

LEAST_HOLE_DEG2 = 0.002
MOST_ZOOM = 9
VERSION = "3"
"""Raised whenever the layers below change shape."""


def italy_folder() -> Path:
    """Return where the picker's map is kept."""
    return var_folder() / "italy"


def italy_tiles() -> Path:
    """Return the tiles, made where they are missing or the table has changed (some seconds).

    Layers: ``municipalities`` (``density`` class 0–4, ``istat`` its code as a number),
    ``regions``, ``names`` (``name``, ``rank`` 0 region, 1 … 4 by residents).

    Raises
    ------
    StorageFailure
        ``disk.full``, ``disk.refused``.
    """
    path = italy_folder() / f"{sha256_of(TABLE)[:12]}-{VERSION}.pmtiles"
    if path.is_file():
        return path
    with translate_disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{os.getpid()}-{path.name}")
        layers = {
            name: freestiler.freestile_layer(frame, min_zoom=zoom, max_zoom=MOST_ZOOM)
            for name, frame, zoom in _layers()
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            freestiler.freestile(layers, unfinished, min_zoom=4, max_zoom=MOST_ZOOM, quiet=True)
        unfinished.replace(path)
    return path


def _layers() -> list[tuple[str, geopandas.GeoDataFrame, int]]:
    table = municipalities()
    people = np.array([row.residents for row in table.rows])
    density = np.nan_to_num(people) / np.array([row.area_km2 for row in table.rows])
    region = np.array([row.region_code for row in table.rows])
    codes = np.unique(region)
    outlines = [_without_slivers(table.outlines[region == code]) for code in codes]
    names = [
        next(row.region for row in table.rows if row.region_code == code).split("/")[0]
        for code in codes
    ]
    middles = shapely.point_on_surface(np.concatenate([table.outlines, outlines]))
    ranks = [_rank(row.residents) for row in table.rows] + [0] * len(codes)
    labels = [row.name for row in table.rows] + names
    classes = np.digitize(density, DENSITIES)
    istat = [int(row.code) for row in table.rows]
    return [
        ("municipalities", _frame(table.outlines, density=classes, istat=istat), 4),
        ("regions", _frame(np.array(outlines, object), code=codes), 4),
        ("names", _frame(middles, name=labels, rank=ranks), 4),
    ]


def _without_slivers(outlines: np.ndarray) -> shapely.Geometry:
    """Join outlines; gaps between generalised neighbours are no holes, San Marino is one."""
    joined = shapely.union_all(outlines)
    return shapely.union_all(
        [
            shapely.Polygon(
                part.exterior,
                [ring for ring in part.interiors if shapely.Polygon(ring).area > LEAST_HOLE_DEG2],
            )
            for part in getattr(joined, "geoms", [joined])
        ]
    )


def _rank(people: float) -> int:
    return 1 if people > 200_000 else 2 if people > 60_000 else 3 if people > 15_000 else 4


def _frame(shapes: np.ndarray, **columns: object) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")

"""Outlines of a planner's own: any vector file with polygons and a column of names."""

from __future__ import annotations

import warnings
from pathlib import Path

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import BadInput

NAME_COLUMNS = ("name", "nome", "denominazione", "comune", "label", "id")
SUFFIXES = (".geojson", ".json", ".gpkg", ".zip", ".fgb")


def read_outlines(path: Path) -> tuple[NDArray[np.object_], tuple[str, ...]]:
    """Return polygons, EPSG:4326, and their names.

    GeoJSON, GeoPackage, FlatGeobuf or a zipped shapefile, in any reference system that the file
    names. Invalid outlines are mended; parts with one name stay apart.

    Raises
    ------
    BadInput
        ``file.missing``, ``outlines.form`` (not readable, or no polygon), ``outlines.crs`` (no
        reference system), ``outlines.name`` with the columns found.
    """
    if not path.is_file():
        raise BadInput("file.missing", path=path.name)
    if path.suffix.lower() not in SUFFIXES:
        raise BadInput("outlines.form", path=path.name, known=SUFFIXES)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damaged rings: they are mended below
            result = geopandas.read_file(path)
    except Exception as error:  # the driver's own error classes are not public
        raise BadInput("outlines.form", path=path.name, known=SUFFIXES) from error
    if "geometry" not in result or result.geometry.isna().all():
        raise BadInput("outlines.form", path=path.name, known=SUFFIXES)
    if result.crs is None:
        raise BadInput("outlines.crs", path=path.name)
    result = result[~result.geometry.isna()].to_crs(4326)
    shapes = shapely.make_valid(np.asarray(result.geometry.array, object))
    area = shapely.get_dimensions(shapes) == 2
    if not area.any():
        raise BadInput("outlines.form", path=path.name, known=SUFFIXES)
    columns = {str(column).lower(): column for column in result.columns}
    named = next((columns[name] for name in NAME_COLUMNS if name in columns), None)
    if named is None:
        found = tuple(name for name in columns if name != "geometry")
        raise BadInput("outlines.name", path=path.name, known=NAME_COLUMNS, found=found)
    names = [str(name).strip() for name in result[named]]
    return shapes[area], tuple(name for name, kept in zip(names, area, strict=True) if kept)

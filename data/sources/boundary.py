"""Read the boundary of an area from GeoJSON, in Python, without a native driver."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

from geo.errors import BadInput

_DEGREES = re.compile(r"CRS84|\b(?:4326|4258|4979)\b")
"""Systems in longitude and latitude that lie within a metre of each other: WGS 84, ETRS89."""


def read_boundary(path: Path) -> shapely.Geometry:
    """Return the polygon or multipolygon of a GeoJSON file, EPSG:4326.

    Several polygons are joined.

    Raises
    ------
    BadInput
        ``file.missing``, ``boundary.not_geojson``, ``boundary.no_polygon``, ``boundary.crs``
        (metres instead of degrees, or another system named).
    """
    if not path.is_file():
        raise BadInput("file.missing", path=path.name)
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BadInput("boundary.not_geojson", path=path.name) from error
    if not isinstance(document, dict):
        raise BadInput("boundary.not_geojson", path=path.name)
    if not is_in_degrees(document):
        raise BadInput("boundary.crs", path=path.name)
    polygons = [part for found in _geometries(document) for part in _polygons(found, path)]
    if not polygons:
        raise BadInput("boundary.no_polygon", path=path.name)
    joined = shapely.make_valid(shapely.union_all(polygons))
    west, south, east, north = joined.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise BadInput("boundary.crs", path=path.name)
    return joined


def is_in_degrees(document: dict[str, Any]) -> bool:
    """Return whether a GeoJSON document says longitude and latitude, or says nothing of it."""
    crs = document.get("crs")
    return crs is None or _DEGREES.search(json.dumps(crs)) is not None


def check_boundary_meets(
    boundary: shapely.Geometry, bounds: tuple[float, float, float, float], path: Path
) -> None:
    """Complain where a boundary lies outside the extract.

    Raises
    ------
    BadInput
        ``boundary.misses`` with both boxes as west, south, east, north.
    """
    if not boundary.intersects(shapely.box(*bounds)):
        raise BadInput(
            "boundary.misses",
            path=path.name,
            boundary=_box(boundary.bounds),
            extract=_box(bounds),
        )


def _box(bounds: tuple[float, float, float, float]) -> str:
    return ", ".join(f"{value:.3f}" for value in bounds)


def _geometries(document: dict[str, Any]) -> list[Any]:
    kind = document.get("type")
    if kind == "FeatureCollection":
        features = document.get("features")
        rows = features if isinstance(features, list) else []
        return [feature.get("geometry") for feature in rows if isinstance(feature, dict)]
    return [document.get("geometry")] if kind == "Feature" else [document]


def _polygons(part: Any, path: Path) -> list[shapely.Geometry]:
    """Return the polygons of a geometry that have an area; empty for other geometries."""
    kind = part.get("type") if isinstance(part, dict) else None
    if kind not in ("Polygon", "MultiPolygon", "GeometryCollection"):
        return []
    try:
        return polygons_of(shapely.make_valid(shape(part)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError,
            shapely.errors.GEOSException) as error:  # fmt: skip
        raise BadInput("boundary.not_geojson", path=path.name) from error


def polygons_of(geometry: shapely.Geometry) -> list[shapely.Geometry]:
    """Return the polygons of any geometry, parts of collections too, that have an area."""
    if geometry.geom_type == "GeometryCollection":
        return [polygon for part in geometry.geoms for polygon in polygons_of(part)]
    return [geometry] if shapely.get_dimensions(geometry) == 2 and geometry.area > 0 else []

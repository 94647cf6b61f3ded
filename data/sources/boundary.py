"""Read the boundary of an area from GeoJSON, in Python, without a native driver."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

from geo.errors import BadInput

WGS84_NAMES = ("CRS84", "4326")


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
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadInput("boundary.not_geojson", path=path.name) from error
    if not isinstance(document, dict):
        raise BadInput("boundary.not_geojson", path=path.name)
    crs = json.dumps(document.get("crs", "CRS84"))
    if not any(name in crs for name in WGS84_NAMES):
        raise BadInput("boundary.crs", path=path.name)
    polygons = [_polygon(part, path) for part in _geometries(document)]
    polygons = [polygon for polygon in polygons if polygon is not None]
    if not polygons:
        raise BadInput("boundary.no_polygon", path=path.name)
    joined = shapely.make_valid(shapely.union_all(polygons))
    west, south, east, north = joined.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise BadInput("boundary.crs", path=path.name)
    return joined


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
        return [f.get("geometry") for f in document.get("features", []) if isinstance(f, dict)]
    return [document.get("geometry")] if kind == "Feature" else [document]


def _polygon(part: Any, path: Path) -> shapely.Geometry | None:
    if not isinstance(part, dict) or part.get("type") not in ("Polygon", "MultiPolygon"):
        return None
    try:
        return shapely.make_valid(shape(part))
    except (ValueError, TypeError, KeyError, shapely.errors.GEOSException) as error:
        raise BadInput("boundary.not_geojson", path=path.name) from error

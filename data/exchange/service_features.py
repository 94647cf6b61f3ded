"""GeoJSON of services as rows of a table: its properties are the columns, its points the places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from data.exchange.cells import Cell, safe_text
from data.exchange.service_columns import field_of
from data.exchange.spreadsheet import MOST_ROWS, Sheet
from data.files.untrusted import read_json
from geo.errors import BadInput

DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326", "4979")
"""Ends of names of reference systems in which coordinates are longitude and latitude."""

_PLACE = ("lon", "lat")


def is_geojson(raw: bytes) -> bool:
    """Return whether a file can be GeoJSON: it begins as an object of JSON."""
    return raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def feature_sheet(path: Path) -> Sheet:
    """Return the features of a file as rows, numbered from 1, below a row of headings.

    Positions are those of the points; what properties say of them is passed over, but for features
    without a point.

    Raises
    ------
    BadInput
        ``geojson.not_features``, ``geojson.crs``, ``geojson.shape`` for what is no point,
        ``exchange.rows``; those of `data.files.untrusted.read_json`.
    """
    found = read_json(path)
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise BadInput("geojson.not_features", path=path.name)
    if len(features) > MOST_ROWS:
        raise BadInput("exchange.rows", path=path.name, most=MOST_ROWS)
    _check_crs(path, found.get("crs"))
    rows = [_row(path, number, feature) for number, feature in enumerate(features, 1)]
    headings = list(dict.fromkeys(key for row in rows for key in row))
    below: list[tuple[int, list[Cell]]] = [
        (number, [row.get(key) for key in headings]) for number, row in enumerate(rows, 1)
    ]
    return Sheet("", [(0, list(headings)), *below])


def _check_crs(path: Path, crs: Any) -> None:
    """Demand longitude and latitude: older files may name another reference system."""
    name = (crs.get("properties") or {}).get("name") if isinstance(crs, dict) else None
    if name is not None and not str(name).endswith(DEGREES):
        raise BadInput("geojson.crs", path=path.name, crs=str(name)[:60])


def _row(path: Path, number: int, feature: dict[str, Any]) -> dict[str, Cell]:
    found = feature.get("properties") or {}
    if not isinstance(found, dict):
        raise BadInput("geojson.not_features", path=path.name)
    row = {str(key): _cell(value) for key, value in found.items()}
    position = _point(path, number, feature.get("geometry"))
    if position is None:
        return row
    kept = {key: cell for key, cell in row.items() if field_of(key) not in _PLACE}
    return kept | dict(zip(_PLACE, position, strict=True))


def _point(path: Path, number: int, geometry: Any) -> tuple[float, float] | None:
    if geometry is None:
        return None
    where = geometry.get("coordinates") if isinstance(geometry, dict) else None
    is_point = isinstance(geometry, dict) and geometry.get("type") == "Point"
    if not is_point or not isinstance(where, list) or len(where) < 2:
        raise BadInput("geojson.shape", path=path.name, row=number)
    lon, lat = where[:2]
    if any(isinstance(one, bool) or not isinstance(one, int | float) for one in (lon, lat)):
        raise BadInput("geojson.shape", path=path.name, row=number)
    return float(lon), float(lat)


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        # A table's texts are quoted against formulas and read so; here nobody has quoted them.
        return safe_text(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    return None if value is None else safe_text(json.dumps(value, ensure_ascii=False))

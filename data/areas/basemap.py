"""Make the vector tiles of an area's map from its own extract.

Layers: ``land``, ``water``, ``area_names`` (a point for each park, square, lake), ``waterways``,
``buildings``, ``streets``, ``street_names`` (whole streets, for their labels), ``rail``, ``edge``
(the area's boundary), ``places``, ``marks`` (stops, stations, public buildings), ``houses``.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import freestiler
import geopandas
import numpy as np
import shapely

from data.sources.osm_features import MapFeatures, Row, read_features

MINIMUM_ZOOM = 9
MAXIMUM_ZOOM = 15
"""Deeper zooms draw the tiles of this one, enlarged."""

LAYER_ZOOMS = {
    "land": 9,
    "water": 9,
    "waterways": 11,
    "streets": 9,
    "street_names": 13,
    "area_names": 13,
    "rail": 11,
    "edge": 9,
    "places": 9,
    "buildings": 13,
    "marks": 13,
    "houses": 15,
}
SEA_MARGIN = 0.03
"""Degrees of open sea drawn beyond the extract, so that the map does not end in a straight edge."""

RIGHT_DEGREES = 1e-6
NAMED_ONCE = ("area_names", "marks")
NAMED_LAND = frozenset({"park", "forest", "cemetery", "square", "water"})
LARGE_DEGREES2 = 4e-6
"""Parks and lakes larger than some 35,000 m² are named one zoom earlier."""

STRAIGHT_DEGREES = 4e-5
"""Bends of less than some 4 m are taken out of the lines that carry street names."""
SAME_THING_DEGREES = 0.0025
"""Things of one name nearer than this, some 200 m, are one to a reader: both stops of a line."""


def build_basemap(osm: Path, boundary: shapely.Geometry | None, out: Path) -> None:
    """Write the PMTiles of an extract.

    Parameters
    ----------
    osm
        An OpenStreetMap file.
    boundary
        Drawn as a quiet line where given, EPSG:4326.
    out
        The file to write.
    """
    features = read_features(osm)
    _add_sea(features)
    _name_areas(features)
    for layer in NAMED_ONCE:
        _name_once(features, layer)
    _join_streets(features)
    if boundary is not None:
        features.add("edge", boundary.boundary, kind="edge")
    layers = {
        name: freestiler.freestile_layer(
            _frame(features, name), min_zoom=zoom, max_zoom=MAXIMUM_ZOOM
        )
        for name, zoom in LAYER_ZOOMS.items()
        if features.shapes.get(name)
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        freestiler.freestile(layers, out, min_zoom=MINIMUM_ZOOM, max_zoom=MAXIMUM_ZOOM, quiet=True)


def _frame(features: MapFeatures, layer: str) -> geopandas.GeoDataFrame:
    shapes = np.array(features.shapes[layer], object)
    return geopandas.GeoDataFrame(features.rows[layer], geometry=shapes, crs="EPSG:4326")


def _name_areas(features: MapFeatures) -> None:
    """Put the names of parks, squares and lakes at a point: a shape is cut by tiles, then named
    in each.
    """
    for layer in ("land", "water"):
        rows = features.rows.get(layer, [])
        for shape, row in zip(features.shapes.get(layer, []), rows, strict=True):
            names = _take_names(row)
            if names.get("name") and row["kind"] in NAMED_LAND:
                large = int(shape.area > LARGE_DEGREES2)
                point = shapely.point_on_surface(shape)
                features.add("area_names", point, kind=row["kind"], large=large, **names)


def _join_streets(features: MapFeatures) -> None:
    """Lay the pieces of each street end to end: a name needs room that one piece rarely has."""
    pieces: dict[tuple[object, ...], list[shapely.Geometry]] = {}
    rows = features.rows.get("streets", [])
    for shape, row in zip(features.shapes.get("streets", []), rows, strict=True):
        names = _take_names(row)
        if names.get("name"):
            pieces.setdefault((row["kind"], *names.items()), []).append(shape)
    for (kind, *found), shapes in pieces.items():
        merged = shapely.line_merge(shapely.union_all(shapes)).simplify(STRAIGHT_DEGREES)
        for line in getattr(merged, "geoms", [merged]):
            features.add("street_names", line, kind=kind, **dict(found))  # type: ignore[arg-type]


def _take_names(row: Row) -> Row:
    return {key: row.pop(key) for key in list(row) if key.startswith("name")}


def _name_once(features: MapFeatures, layer: str) -> None:
    """Leave out what repeats a neighbour's name: the two stops of a line, a fountain in parts."""
    kept: dict[tuple[object, object], list[shapely.Point]] = {}
    shapes, rows = [], []
    for shape, row in zip(
        features.shapes.get(layer, []), features.rows.get(layer, []), strict=True
    ):
        same = kept.setdefault((row.get("name"), row.get("kind")), [])
        if row.get("name") and any(shape.distance(o) < SAME_THING_DEGREES for o in same):
            continue
        same.append(shape)
        shapes.append(shape)
        rows.append(row)
    features.shapes[layer], features.rows[layer] = shapes, rows


def _add_sea(features: MapFeatures) -> None:
    """Close the coastlines against a frame around the extract: land lies on their left."""
    coast = features.shapes.get("coast", [])
    if not coast:
        return
    everything = [s for shapes in features.shapes.values() for s in shapes]
    west, south, east, north = shapely.total_bounds(np.array(everything, object))
    frame = shapely.box(
        west - SEA_MARGIN, south - SEA_MARGIN, east + SEA_MARGIN, north + SEA_MARGIN
    )
    lines = [*coast, *_to_the_frame(coast, frame), frame.exterior]
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines)]))
    for face in faces:
        if _is_sea(face, coast):
            features.add("water", face, kind="sea")


def _to_the_frame(coast: list[shapely.Geometry], frame: shapely.Polygon) -> list[shapely.Geometry]:
    """Lead the loose ends of the coast straight out to the frame."""
    merged = shapely.line_merge(shapely.union_all(coast))
    ends = [
        shapely.Point(point)
        for line in shapely.get_parts(merged)
        if not line.is_closed
        for point in (line.coords[0], line.coords[-1])
    ]
    return [shapely.shortest_line(end, frame.exterior) for end in ends]


def _is_sea(face: shapely.Polygon, coast: list[shapely.Geometry]) -> bool:
    """Ask the middle of every stretch of coast that bounds the face which side the face is on."""
    votes = 0
    for line in coast:
        points = shapely.get_coordinates(line)
        middle = (points[1:] + points[:-1]) / 2
        along = points[1:] - points[:-1]
        length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-12)
        right = middle + np.stack([along[:, 1], -along[:, 0]], 1) / length[:, None] * RIGHT_DEGREES
        left = 2 * middle - right
        votes += int(shapely.contains_xy(face, right[:, 0], right[:, 1]).sum())
        votes -= int(shapely.contains_xy(face, left[:, 0], left[:, 1]).sum())
    return votes > 0

"""Make the vector tiles of an area's map from its own extract.

Layers: ``land``, ``water``, ``waterways``, ``buildings``, ``streets``, ``rail``, ``edge`` (the
area's boundary), ``places``, ``marks`` (stops, stations, public buildings), ``houses``.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import freestiler
import geopandas
import numpy as np
import shapely

from data.sources.osm_features import MapFeatures, read_features

MINIMUM_ZOOM = 9
MAXIMUM_ZOOM = 15
"""Deeper zooms draw the tiles of this one, enlarged."""

LAYER_ZOOMS = {
    "land": 9,
    "water": 9,
    "waterways": 11,
    "streets": 9,
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
NAMED_ONCE = ("land", "marks")
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
    for layer in NAMED_ONCE:
        _name_once(features, layer)
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


def _name_once(features: MapFeatures, layer: str) -> None:
    """Take the name off what repeats a neighbour's; of marks, take the mark off too."""
    shapes, rows = features.shapes.get(layer, []), features.rows.get(layer, [])
    kept: dict[tuple[object, object], list[shapely.Point]] = {}
    repeated = []
    for number, (shape, row) in enumerate(zip(shapes, rows, strict=True)):
        if not row.get("name"):
            continue
        centre = shapely.centroid(shape)
        same = kept.setdefault((row.get("name"), row.get("kind")), [])
        if any(centre.distance(other) < SAME_THING_DEGREES for other in same):
            repeated.append(number)
        else:
            same.append(centre)
    for number in repeated:
        rows[number] = {k: None if k.startswith("name") else v for k, v in rows[number].items()}
    if layer == "marks":
        drop = set(repeated)
        features.shapes[layer] = [s for n, s in enumerate(shapes) if n not in drop]
        features.rows[layer] = [r for n, r in enumerate(rows) if n not in drop]


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

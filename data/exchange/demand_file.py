"""People from a file: census sections, any polygons or points with counts.

GeoJSON with polygons or points, or a CSV with lon and lat; one row a section or place. The counts
are columns by name: ISTAT's variables of the 2021 sections, or the names of the groups themselves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from data.exchange.points_csv import NAMES, looks_swapped, table_rows
from data.files.encoding import decoded
from data.sources.boundary import is_in_degrees, polygons_of
from geo.arrays import Floats
from geo.errors import ApprodoError, BadInput, several_errors

TOTAL = ("people", "P1", "residents", "residenti", "population", "popolazione", "pop", "pop_tot")
ISTAT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "women": ("P3",),
    "foreign": ("ST1",),
    "age_0_4": ("P14",),
    "age_5_9": ("P15",),
    "age_10_14": ("P16",),
    "age_15_19": ("P17",),
    "age_20_64": tuple(f"P{n}" for n in range(18, 27)),
    "age_65_up": ("P27", "P28", "P29"),
    "foreign_women": ("ST2_B",),
    "foreign_eu": ("ST16",),
    "foreign_non_eu": ("ST19",),
    "foreign_0_14": ("ST22",),
    "foreign_15_64": ("ST23",),
    "foreign_65_up": ("ST24",),
}
"""Groups as sums of ISTAT's variables of census sections (P14: under 5 … P29: over 74).

ST are foreign and stateless residents; all of them but ST1 are of the sections of 2021."""

NAMES_OF_ROWS = ("name", "nome", "section", "sezione", "SEZ21_ID", "SEZ21", "SEZ2011", "id")

_MILLIONS = re.compile(r"\d{1,3}(?:([.,'\s])\d{3})(?:\1\d{3})+")
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_DECIMAL = re.compile(r"\d+[.,](?:\d{1,2}|\d{4,})|0[.,]\d+|\d{4,}[.,]\d+")

OVERLAP_SHARE = 0.02
"""Sections drawn with generalised outlines touch; more than this of the smaller one is a fault."""


@dataclass(frozen=True, slots=True)
class DemandFile:
    """Rows of people.

    Attributes
    ----------
    shapes
        Polygons or points, EPSG:4326.
    counts
        Shape (rows, groups); NaN where the row does not say.
    groups
        The first is ``people``.
    names
        Of the rows: what the file calls them, else their numbers.
    untold, fractional
        Rows without a count; rows whose count is not whole.
    """

    shapes: tuple[shapely.Geometry, ...]
    counts: Floats
    groups: tuple[str, ...]
    names: tuple[str, ...]
    untold: int
    fractional: int


@dataclass(slots=True)
class _Rows:
    shapes: list[shapely.Geometry] = field(default_factory=list)
    records: list[Mapping[str, Any]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


def read_demand(path: Path) -> DemandFile:
    """Return the people of a file.

    Raises
    ------
    BadInput
        ``file.missing``, ``file.empty``, ``demand.form`` (neither GeoJSON nor CSV),
        ``demand.crs`` (metres, or another system named), ``demand.columns`` with those found,
        ``demand.overlap`` with two rows, ``demand.ambiguous`` (1.234), ``points.swapped``, those of
        `data.exchange.points_csv.table_rows`.
    Several
        ``demand.shape``, ``demand.number``, ``demand.negative``: every row at fault, at most
        twenty.
    """
    if not path.is_file():
        raise BadInput("file.missing", path=path.name)
    if path.stat().st_size == 0:
        raise BadInput("file.empty", path=path.name)
    text = decoded(path, path.read_bytes())
    complaints: list[ApprodoError] = []
    is_json = text.lstrip()[:1] in ("{", "[")
    rows = _geojson(path, text, complaints) if is_json else _csv(path, complaints)
    if not rows.shapes:
        none = BadInput("demand.form", path=path.name)
        raise several_errors(complaints) if complaints else none
    counts, groups = _counts(path, rows, complaints)
    if complaints:
        raise several_errors(complaints)
    _check_degrees(path, rows)
    _check_overlaps(path, rows)
    known = counts[:, 0][~np.isnan(counts[:, 0])]
    return DemandFile(
        shapes=tuple(rows.shapes),
        counts=counts,
        groups=groups,
        names=_row_names(rows),
        untold=int(np.isnan(counts[:, 0]).sum()),
        fractional=int((known != np.round(known)).sum()),
    )


def _row_names(rows: _Rows) -> tuple[str, ...]:
    there = {name for item in rows.records for name in item}
    column = next((name for name in NAMES_OF_ROWS if name in there), None)
    return tuple(
        str((item.get(column) if column else None) or line)
        for item, line in zip(rows.records, rows.lines, strict=True)
    )


def _geojson(path: Path, text: str, complaints: list[ApprodoError]) -> _Rows:
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInput("demand.form", path=path.name) from error
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise BadInput("demand.form", path=path.name)
    if not is_in_degrees(document):
        raise BadInput("demand.crs", path=path.name)
    rows = _Rows()
    features = document.get("features")
    for number, feature in enumerate(features if isinstance(features, list) else (), 1):
        try:
            drawn = shapely.make_valid(shape(feature["geometry"]))
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError,
                shapely.errors.GEOSException):  # fmt: skip
            complaints.append(BadInput("demand.shape", path=path.name, line=number))
            continue
        polygons = polygons_of(drawn)
        if not polygons and drawn.geom_type not in ("Point", "MultiPoint"):
            complaints.append(BadInput("demand.shape", path=path.name, line=number))
            continue
        properties = feature.get("properties")
        rows.shapes.append(shapely.union_all(polygons) if polygons else drawn)
        rows.records.append(properties if isinstance(properties, dict) else {})
        rows.lines.append(number)
    return rows


def _csv(path: Path, complaints: list[ApprodoError]) -> _Rows:
    (_, header), *table = table_rows(path)
    headings = [heading.strip() for heading in header]
    lower = [heading.lower() for heading in headings]
    columns = [next((lower.index(n) for n in NAMES[k] if n in lower), None) for k in ("lon", "lat")]
    if None in columns:
        raise BadInput("demand.columns", path=path.name, missing="lon, lat", found=", ".join(lower))
    rows = _Rows()
    for line, cells in table:
        try:
            lon, lat = (float(cells[column or 0].replace(",", ".")) for column in columns)
        except (ValueError, IndexError):
            lon = lat = np.nan
        if len(cells) > len(headings) or not np.isfinite([lon, lat]).all():
            complaints.append(BadInput("demand.shape", path=path.name, line=line))
            continue
        rows.shapes.append(shapely.Point(lon, lat))
        rows.records.append(dict(zip(headings, cells, strict=False)))
        rows.lines.append(line)
    return rows


def _counts(
    path: Path, rows: _Rows, complaints: list[ApprodoError]
) -> tuple[Floats, tuple[str, ...]]:
    names = {name for item in rows.records for name in item}
    lower = {name.lower(): name for name in names}
    total = next((lower[name.lower()] for name in TOTAL if name.lower() in lower), None)
    if total is None:
        found = ", ".join(sorted(names)[:30])
        raise BadInput("demand.columns", path=path.name, missing="people", found=found)
    sources: dict[str, tuple[str, ...]] = {"people": (total,)}
    for group, columns in ISTAT_COLUMNS.items():
        if group in names:
            sources[group] = (group,)
        elif total == "P1" and set(columns) <= names:
            sources[group] = columns
    sources |= {n: (n,) for n in sorted(names) if n.startswith("age_") and n not in sources}
    for column in {column for columns in sources.values() for column in columns}:
        _check_marks(path, rows, column)
    counts = np.array(
        [
            [_sum(path, line, item, columns, complaints) for columns in sources.values()]
            for line, item in zip(rows.lines, rows.records, strict=True)
        ]
    )
    return counts.reshape(len(rows.records), len(sources)), tuple(sources)


def _sum(
    path: Path,
    line: int,
    fields: Mapping[str, Any],
    columns: tuple[str, ...],
    complaints: list[ApprodoError],
) -> float:
    total = 0.0
    for column in columns:
        text = str("" if fields.get(column) is None else fields[column]).strip()
        if text == "":
            return np.nan
        value = _number(text)
        if value is None:
            code, value = "demand.number", np.nan
        else:
            code = "demand.negative" if value < 0 else ""
        if code:
            complaints.append(BadInput(code, path=path.name, line=line, column=column, text=text))
            return np.nan
        total += value
    return total


def _number(text: str) -> float | None:
    """Return a number; several groups of three digits are thousands."""
    if _MILLIONS.fullmatch(text):
        text = re.sub(r"[.,'\s]", "", text)
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _check_marks(path: Path, rows: _Rows, column: str) -> None:
    """Complain of "1.234" where nothing else of the column says what the mark means.

    Raises
    ------
    BadInput
        ``demand.ambiguous`` with the first such row.
    """
    texts = {
        line: item[column].strip()
        for line, item in zip(rows.lines, rows.records, strict=True)
        if isinstance(item.get(column), str)
    }
    if any(_DECIMAL.fullmatch(text) for text in texts.values()):
        return
    for line, text in texts.items():
        if _AMBIGUOUS.fullmatch(text):
            raise BadInput("demand.ambiguous", path=path.name, line=line, column=column, text=text)


def _check_degrees(path: Path, rows: _Rows) -> None:
    west, south, east, north = shapely.total_bounds(np.array(rows.shapes, object))
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise BadInput("demand.crs", path=path.name)
    points = shapely.point_on_surface(np.array(rows.shapes, object))
    if looks_swapped(shapely.get_x(points), shapely.get_y(points)):
        raise BadInput("points.swapped", path=path.name)


def _check_overlaps(path: Path, rows: _Rows) -> None:
    """Complain of the first two polygons that cover the same ground, or one within another."""
    shapes = np.array(rows.shapes, object)
    if shapely.get_dimensions(shapes).max() < 2:
        return
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    flat = shapely.get_dimensions(shapes) == 2
    more = (first < second) & flat[first] & flat[second]
    first, second = first[more], second[more]
    shared = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    smaller = np.minimum(shapely.area(shapes[first]), shapely.area(shapes[second]))
    for at in np.flatnonzero(shared > OVERLAP_SHARE * smaller)[:1]:
        lines = rows.lines[int(first[at])], rows.lines[int(second[at])]
        raise BadInput("demand.overlap", path=path.name, line=lines[0], other=lines[1])

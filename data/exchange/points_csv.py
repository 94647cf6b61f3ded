"""Points from a CSV file: the unambiguous is taken, everything else complained about at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data.files.csv_text import csv_rows
from data.files.encoding import decoded
from geo.arrays import Floats
from geo.errors import ApprodoError, BadInput, several_errors

NAMES = {
    "id": ("id", "name", "code", "codice"),
    "lon": ("lon", "longitude", "lng", "long", "x", "longitudine"),
    "lat": ("lat", "latitude", "y", "latitudine"),
}
SEPARATORS = ",;\t|"

ITALY = (6.0, 35.0, 19.0, 47.5)
"""West, south, east, north: coordinates that fit in here only when exchanged are exchanged."""


@dataclass(frozen=True, slots=True)
class Points:
    """Points in the order of the file; degrees EPSG:4326."""

    ids: tuple[str, ...]
    lon: Floats
    lat: Floats


def read_points(path: Path, *, bounds: tuple[float, float, float, float] | None = None) -> Points:
    """Read points with the columns id, lon and lat.

    Commas, semicolons and tabulators separate; decimal commas, the usual encodings and other names
    of the columns (longitude, lng, x …) are understood; blank lines are passed over.

    Parameters
    ----------
    bounds
        West, south, east, north of the area: coordinates that fit only when exchanged are given.

    Raises
    ------
    BadInput
        ``file.missing``, ``file.empty``, ``points.encoding``, ``points.columns``, ``points.empty``,
        ``points.swapped``.
    Several
        Every line at fault, at most twenty: ``points.number``, ``points.range``,
        ``points.metres``, ``points.cells``, ``points.doubled``.
    """
    rows = table_rows(path)
    columns = _columns(path, rows[0])
    complaints: list[ApprodoError] = []
    ids: dict[str, int] = {}
    positions: list[tuple[float, float]] = []
    for line, row in rows[1:]:
        point = _point(path, line, row, columns, len(rows[0][1]), complaints)
        name = row[columns["id"]].strip() if columns["id"] < len(row) else ""
        if name in ids:
            complaints.append(BadInput("points.doubled", path=path.name, line=line, id=name))
        ids[name] = line
        positions.append(point or (np.nan, np.nan))
    if complaints:
        raise several_errors(complaints)
    if not positions:
        raise BadInput("points.empty", path=path.name)
    lon, lat = np.array(positions).T
    _check_order(path, lon, lat, bounds)
    return Points(tuple(ids), lon, lat)


def table_rows(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV file that are not blank, the headings first, with their numbers.

    Raises
    ------
    BadInput
        ``file.missing``, ``file.empty``, ``points.encoding``, ``points.table``.
    """
    if not path.is_file():
        raise BadInput("file.missing", path=path.name)
    raw = path.read_bytes()
    if not raw.strip():
        raise BadInput("file.empty", path=path.name)
    text = decoded(path, raw)
    header = next((line for line in text.splitlines() if line.strip()), "")
    # Excel writes its separator on a line of its own.
    said = re.fullmatch(r'"?sep=(.)"?', header.strip(), re.IGNORECASE)
    separator = said[1] if said else max(SEPARATORS, key=header.count)
    rows = list(csv_rows(path, text, separator))
    rows = rows[1:] if said else rows
    if not rows:
        raise BadInput("file.empty", path=path.name)
    return rows


def looks_swapped(lon: Floats, lat: Floats) -> bool:
    """Return whether positions lie in Italy only when longitude and latitude are exchanged."""
    west, south, east, north = ITALY

    def inside(x: Floats, y: Floats) -> bool:
        return bool(((x >= west) & (x <= east) & (y >= south) & (y <= north)).all())

    return len(lon) > 0 and inside(lat, lon) and not inside(lon, lat)


def _columns(path: Path, header: tuple[int, list[str]]) -> dict[str, int]:
    names = [cell.strip().lower() for cell in header[1]]
    found = {
        key: next((names.index(name) for name in known if name in names), -1)
        for key, known in NAMES.items()
    }
    missing = [key for key, index in found.items() if index < 0]
    if missing:
        text = ", ".join(names)
        raise BadInput("points.columns", path=path.name, missing=", ".join(missing), found=text)
    return found


def _point(
    path: Path,
    line: int,
    row: list[str],
    columns: dict[str, int],
    width: int,
    complaints: list[ApprodoError],
) -> tuple[float, float] | None:
    if len(row) > width and any(cell.strip() for cell in row[width:]):
        complaints.append(BadInput("points.cells", path=path.name, line=line))
        return None
    values = []
    for key in ("lon", "lat"):
        text = row[columns[key]].strip() if columns[key] < len(row) else ""
        try:
            values.append(float(text.replace(",", ".")))
        except ValueError:
            complaints.append(
                BadInput("points.number", path=path.name, line=line, column=key, text=text)
            )
            return None
    lon, lat = values
    if not (-180 <= lon <= 180 and -180 <= lat <= 180):
        metres = np.inf > min(abs(lon), abs(lat)) > 1000
        code = "points.metres" if metres else "points.range"
        complaints.append(BadInput(code, path=path.name, line=line))
        return None
    return lon, lat


def _check_order(
    path: Path,
    lon: Floats,
    lat: Floats,
    bounds: tuple[float, float, float, float] | None,
) -> None:
    if (np.abs(lat) > 90).any():
        raise BadInput("points.swapped", path=path.name)
    if bounds is None:
        return
    west, south, east, north = bounds
    right = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    swapped = (lat >= west) & (lat <= east) & (lon >= south) & (lon <= north)
    if swapped.any() and not right.any():
        raise BadInput("points.swapped", path=path.name)

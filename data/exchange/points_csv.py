"""Points from a CSV file: the unambiguous is taken, everything else complained about at once."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from data.disk import writing_to
from geo.errors import ApprodoError, BadInput, told_together

NAMES = {
    "id": ("id", "name", "code", "codice"),
    "lon": ("lon", "longitude", "lng", "long", "x", "longitudine"),
    "lat": ("lat", "latitude", "y", "latitudine"),
}
ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")
SEPARATORS = ",;\t"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
csv.field_size_limit(2**24)


@dataclass(frozen=True, slots=True)
class Points:
    """Points in the order of the file; degrees EPSG:4326."""

    ids: tuple[str, ...]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


def read_points(path: Path, *, bounds: tuple[float, float, float, float] | None = None) -> Points:
    """Read points with the columns id, lon and lat.

    Commas, semicolons and tabulators separate; decimal commas, the usual encodings and other names
    of the columns (longitude, lng, x …) are understood; blank lines are passed over.

    Parameters
    ----------
    bounds
        West, south, east, north of the area: coordinates that fit only when exchanged are told.

    Raises
    ------
    BadInput
        ``file.missing``, ``file.empty``, ``points.encoding``, ``points.columns``, ``points.empty``,
        ``points.swapped``.
    Several
        Every line at fault, at most twenty: ``points.number``, ``points.range``,
        ``points.doubled``.
    """
    rows = _rows(path)
    columns = _columns(path, rows[0])
    complaints: list[ApprodoError] = []
    ids: dict[str, int] = {}
    positions: list[tuple[float, float]] = []
    for line, row in rows[1:]:
        point = _point(path, line, row, columns, complaints)
        name = row[columns["id"]].strip() if columns["id"] < len(row) else ""
        if name in ids:
            complaints.append(BadInput("points.doubled", path=path.name, line=line, id=name))
        ids[name] = line
        positions.append(point or (np.nan, np.nan))
    if complaints:
        raise told_together(complaints)
    if not positions:
        raise BadInput("points.empty", path=path.name)
    lon, lat = np.array(positions).T
    _check_order(path, lon, lat, bounds)
    return Points(tuple(ids), lon, lat)


@contextmanager
def writing(path: Path) -> Iterator[TextIO]:
    """Open a table for writing: it appears whole or not at all.

    Raises
    ------
    BadInput
        ``out.folder`` where the folder does not exist or the path is one.
    StorageFailure
        ``disk.full``, ``disk.refused``.
    """
    if path.is_dir() or not path.parent.is_dir():
        raise BadInput("out.folder", path=str(path))
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with writing_to(path):
            with unfinished.open("w", newline="", encoding="utf-8") as file:
                yield file
            unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def safe_cell(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers.

    Examples
    --------
    >>> safe_cell("=1+1"), safe_cell(-3.5)
    ("'=1+1", -3.5)
    """
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    if not path.is_file():
        raise BadInput("file.missing", path=path.name)
    raw = path.read_bytes()
    if not raw.strip():
        raise BadInput("file.empty", path=path.name)
    text = decoded(path, raw)
    header = text.splitlines()[0]
    return list(csv_rows(path, text, max(SEPARATORS, key=header.count)))


def csv_rows(path: Path, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Tell the rows of a table that hold anything, each with its number, from 1.

    A cell may hold several lines: the number counts rows, as a spreadsheet does.

    Raises
    ------
    BadInput
        ``points.table`` where a cell is longer than any can be: a quotation mark is left open.
    """
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number = 0
    try:
        for number, row in enumerate(rows, 1):
            if any(cell.strip() for cell in row):
                yield number, row
    except csv.Error as error:
        raise BadInput("points.table", path=path.name, line=number + 1) from error


def decoded(path: Path, raw: bytes) -> str:
    """Return the text of a file in the encoding it is written in.

    Raises
    ------
    BadInput
        ``points.encoding``.
    """
    for encoding in ENCODINGS:
        if encoding == "utf-16" and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("points.encoding", path=path.name)


def _columns(path: Path, header: tuple[int, list[str]]) -> dict[str, int]:
    names = [cell.strip().lower() for cell in header[1]]
    found = {
        key: next((names.index(name) for name in known if name in names), -1)
        for key, known in NAMES.items()
    }
    missing = [key for key, index in found.items() if index < 0]
    if missing:
        told = ", ".join(names)
        raise BadInput("points.columns", path=path.name, missing=", ".join(missing), found=told)
    return found


def _point(
    path: Path,
    line: int,
    row: list[str],
    columns: dict[str, int],
    complaints: list[ApprodoError],
) -> tuple[float, float] | None:
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
        complaints.append(BadInput("points.range", path=path.name, line=line))
        return None
    return lon, lat


def _check_order(
    path: Path,
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
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

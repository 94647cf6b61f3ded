"""Services as GeoJSON: a feature for each of their places, with the columns of the table."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from data.exchange.cells import Cell
from data.exchange.service_writing import Row, service_rows
from data.files.csv_text import writing
from data.files.letters import visible
from data.records.documents import Directory


def write_geojson(directory: Directory, path: Path) -> None:
    """Write every service at each of its places (RFC 7946); without public position: no geometry.

    Each feature carries its source, its licence and the day on which it was last checked.

    Raises
    ------
    BadInput, StorageFailure
        Those of `data.files.csv_text.writing`.
    """
    features = [_feature(row) for row in service_rows(directory)]
    fields = {"type": "FeatureCollection", "features": features}
    with writing(path) as file:
        json.dump(fields, file, ensure_ascii=False, indent=1, allow_nan=False)
        file.write("\n")


def _feature(row: Row) -> dict[str, Any]:
    lon, lat = row.get("lon"), row.get("lat")
    known = lon is not None and lat is not None
    properties = {key: _plain(cell) for key, cell in row.items() if key not in ("lon", "lat")}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]} if known else None,
        "properties": properties,
    }


def _plain(cell: Cell) -> Any:
    if isinstance(cell, str):
        return visible(cell)
    return cell.isoformat() if isinstance(cell, date) else cell

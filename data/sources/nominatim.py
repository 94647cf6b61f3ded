"""Outlines of places anywhere, from OpenStreetMap's Nominatim: one question when a person asks.

Nominatim serves everybody: never more than one question a second, never while somebody types, and
never the address of a person, only the name of a town that an area is made for.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

from data.files.disk import translate_disk_errors
from data.settings import nominatim_url, var_folder
from data.sources.client import USUAL, Patience, ask
from geo.errors import SourceFailure

LEAST_PAUSE_S = 1.1
MOST_PLACES = 5
SIMPLER_DEGREES = 0.0002


@dataclass(frozen=True, slots=True)
class Outline:
    """A place with its ground, EPSG:4326; `country` is ISO 3166-1, two capital letters."""

    name: str
    label: str
    country: str
    ground: shapely.Geometry


def find_outlines(text: str, *, language: str, patience: Patience = USUAL) -> tuple[Outline, ...]:
    """Return the places of a name that have ground, the likeliest first; empty for none.

    Raises
    ------
    SourceFailure
        ``nominatim.answer`` where what came cannot be read, and what
        `data.sources.client.ask` says.
    """
    _wait_for_turn(var_folder() / "downloads" / "nominatim.asked")
    url = f"{nominatim_url()}/search"
    asked = {
        "q": text,
        "format": "jsonv2",
        "polygon_geojson": "1",
        "polygon_threshold": str(SIMPLER_DEGREES),
        "addressdetails": "1",
        "limit": str(MOST_PLACES),
        "accept-language": language,
    }
    answer = ask(url, parameters=asked, patience=patience)
    try:
        rows = json.loads(answer)
        found = [_outline(row) for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError, shapely.errors.GEOSException) as error:
        raise SourceFailure("nominatim.answer", url=url) from error
    return tuple(outline for outline in found if outline is not None)


def _outline(row: dict[str, Any]) -> Outline | None:
    drawn = row.get("geojson") or {}
    if drawn.get("type") not in ("Polygon", "MultiPolygon"):
        return None
    return Outline(
        name=str(row.get("name") or row["display_name"].split(",")[0]),
        label=str(row["display_name"]),
        country=str(row.get("address", {}).get("country_code", "")).upper(),
        ground=shapely.make_valid(shape(drawn)),
    )


def _wait_for_turn(mark: Path) -> None:
    """Wait until the last question of this machine is long enough ago."""
    with translate_disk_errors(mark):
        mark.parent.mkdir(parents=True, exist_ok=True)
        since = time.time() - mark.stat().st_mtime if mark.exists() else LEAST_PAUSE_S
        time.sleep(max(0.0, min(LEAST_PAUSE_S, LEAST_PAUSE_S - since)))
        mark.touch()

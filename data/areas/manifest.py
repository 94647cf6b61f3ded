"""What an area is made of: sources with licence and day, counts, clock, checksums."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from data.areas.demand import DemandLabel
from data.sources.client import Copy
from geo.errors import StorageFailure

FORMAT = 8
"""Raised whenever the files of an area change shape; older areas are built again."""

MANIFEST_FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Source:
    """A file or publication that an area is made from. `date` is the day of the data (ISO)."""

    name: str
    file: str
    licence: str
    attribution: str
    date: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an area comes from, so that it can be made again from newer data.

    Attributes
    ----------
    kind
        ``sample``, ``file``, ``geofabrik`` or ``overpass``.
    codes
        ISTAT codes of its municipalities; empty where none were named.
    files
        The downloads it was cut from: address, version marks and day, as
        `data.sources.client.Copy` says them.
    buffer_m
        How far beyond the boundary the streets go.
    """

    kind: str = "file"
    codes: tuple[str, ...] = ()
    files: tuple[Copy, ...] = ()
    buffer_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Manifest:
    """The label of an area.

    `bounds` is west, south, east, north of the extract's streets, `centre` where the map opens;
    degrees EPSG:4326. `sha256` maps each file of the area to its checksum. `province` is that of
    the centre, empty outside Italy; None in an area that was built before it was kept.
    """

    id: str
    names: dict[str, str]
    bundled: bool
    has_boundary: bool
    bounds: tuple[float, float, float, float]
    centre: tuple[float, float]
    time_zone: str
    country: str
    sources: tuple[Source, ...]
    counts: dict[str, int]
    built_at: str
    format: int
    sha256: dict[str, str]
    origin: Origin = Origin()
    demand: DemandLabel | None = None
    province: str | None = None

    @property
    def day(self) -> date | None:
        """The day of the map data; None where nobody has said it."""
        found = self.sources[0].date
        return date.fromisoformat(found) if found else None

    def name(self, language: str) -> str:
        """Return the area's name in a language, else its own."""
        return self.names.get(language) or next(iter(self.names.values()), self.id)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a built folder."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST_FILE).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a built folder.

    Raises
    ------
    StorageFailure
        ``area.damaged`` where it is missing or cannot be read.
    """
    try:
        row = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        row["sources"] = tuple(Source(**source) for source in row["sources"])
        row["bounds"], row["centre"] = tuple(row["bounds"]), tuple(row["centre"])
        row["origin"] = _origin(row.get("origin") or {})
        row["demand"] = _demand(row.get("demand"))
        return Manifest(**row)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StorageFailure("area.damaged", area=folder.parent.name) from error


def _origin(row: dict[str, Any]) -> Origin:
    files = tuple(Copy(**file) for file in row.pop("files", ()))
    return Origin(**{**row, "codes": tuple(row.get("codes", ()))}, files=files)


def _demand(row: dict[str, Any] | None) -> DemandLabel | None:
    if row is None:
        return None
    return DemandLabel(**{**row, "groups": tuple(row["groups"]), "assumed": tuple(row["assumed"])})

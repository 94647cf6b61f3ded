"""What an area is made of: sources with licence and day, counts, clock, checksums."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from geo.errors import StorageFailure

FORMAT = 2
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
class Manifest:
    """The label of an area.

    `bounds` is west, south, east, north of the extract's streets, `centre` where the map opens;
    degrees EPSG:4326. `sha256` maps each file of the area to its checksum.
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
        return Manifest(**row)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StorageFailure("area.damaged", area=folder.parent.name) from error

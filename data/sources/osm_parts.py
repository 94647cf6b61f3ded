"""Read the parts of towns that OpenStreetMap names: suburbs, quarters, villages, hamlets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import osmium
from osmium.filter import KeyFilter

KINDS = frozenset({"city", "town", "village", "suburb", "quarter", "hamlet"})
"""Named points that people live around; single farms and streets' neighbourhoods are too small."""


@dataclass(frozen=True, slots=True)
class NamedPart:
    """A part of a town at its named point; `names` by ISO 639-1 code. Degrees EPSG:4326."""

    name: str
    names: dict[str, str]
    lon: float
    lat: float


def read_parts(path: Path) -> tuple[NamedPart, ...]:
    """Return the named parts of an extract, in file order."""
    reader = osmium.FileProcessor(str(path), osmium.osm.NODE).with_filter(KeyFilter("place"))
    return tuple(
        NamedPart(node.tags["name"], _names(node.tags), node.lon, node.lat)
        for node in reader
        if isinstance(node, osmium.osm.Node)
        and node.tags.get("place") in KINDS
        and "name" in node.tags
        and node.location.valid()
    )


def _names(tags: osmium.osm.TagList) -> dict[str, str]:
    found = {tag.k.removeprefix("name:"): tag.v for tag in tags if tag.k.startswith("name:")}
    return {code: found[code] for code in sorted(found) if len(code) == 2}

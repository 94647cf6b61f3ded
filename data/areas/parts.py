"""The named parts of an area: quarters and villages of OpenStreetMap, kept beside its network."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from data.sources.osm_parts import NamedPart

PARTS_FILE = "parts.json"


def save_parts(folder: Path, parts: tuple[NamedPart, ...]) -> None:
    """Write the named parts of an area."""
    rows = [asdict(part) for part in parts]
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    (folder / PARTS_FILE).write_text(text + "\n", encoding="utf-8")


def load_parts(folder: Path) -> tuple[NamedPart, ...]:
    """Return the named parts of an area's folder; empty where it was built without them."""
    try:
        rows = json.loads((folder / PARTS_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:  # built before parts were kept
        return ()
    return tuple(NamedPart(**row) for row in rows)

"""Keep a street network as memory-mapped arrays in a folder."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import numpy as np

from geo.snapping import SegmentGrid
from geo.streets import StreetNetwork

NAMES_FILE = "names.json"
GRID_FOLDER = "grid"


def save_network(folder: Path, streets: StreetNetwork, grid: SegmentGrid) -> None:
    """Write a network and its snapping grid into `folder`, which is made where missing."""
    folder.mkdir(parents=True, exist_ok=True)
    _save_arrays(folder, streets)
    text = json.dumps(streets.names, ensure_ascii=False)
    (folder / NAMES_FILE).write_text(text, encoding="utf-8")
    _save_arrays(folder / GRID_FOLDER, grid)


def load_network(folder: Path) -> tuple[StreetNetwork, SegmentGrid]:
    """Open a stored network; its arrays stay on disk until they are touched."""
    names = tuple(json.loads((folder / NAMES_FILE).read_text(encoding="utf-8")))
    streets = StreetNetwork(**_load_arrays(folder, StreetNetwork), names=names)
    grid = SegmentGrid(**_load_arrays(folder / GRID_FOLDER, SegmentGrid))
    return streets, grid


def _save_arrays(folder: Path, record: StreetNetwork | SegmentGrid) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for field in fields(record):
        if field.name != "names":
            np.save(folder / f"{field.name}.npy", getattr(record, field.name))


def _load_arrays(folder: Path, kind: type[StreetNetwork | SegmentGrid]) -> dict[str, np.ndarray]:
    return {
        field.name: np.load(folder / f"{field.name}.npy", mmap_mode="r")
        for field in fields(kind)
        if field.name != "names"
    }

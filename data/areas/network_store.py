"""Keep a street network as memory-mapped arrays in a folder."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import numpy as np

from geo.network.hierarchy import Hierarchy, build_hierarchy
from geo.network.snapping import SegmentGrid
from geo.network.streets import StreetNetwork

NAMES_FILE = "names.json"
GRID_FOLDER = "grid"
HIERARCHY_FOLDER = "hierarchy"
Record = StreetNetwork | SegmentGrid | Hierarchy


def save_network(folder: Path, streets: StreetNetwork, grid: SegmentGrid) -> None:
    """Write a network and its snapping grid into `folder`, which is made where missing."""
    _save_arrays(folder, streets)
    text = json.dumps(streets.names, ensure_ascii=False)
    (folder / NAMES_FILE).write_text(text, encoding="utf-8")
    _save_arrays(folder / HIERARCHY_FOLDER, streets.hierarchy)
    _save_arrays(folder / GRID_FOLDER, grid)


def load_network(folder: Path) -> tuple[StreetNetwork, SegmentGrid]:
    """Open a stored network; its arrays stay on disk until they are touched.

    Where it was stored without a hierarchy, that is made now, in half a second for a city.
    """
    arrays = _load_arrays(folder, StreetNetwork)
    if (folder / HIERARCHY_FOLDER).exists():
        hierarchy = Hierarchy(**_load_arrays(folder / HIERARCHY_FOLDER, Hierarchy))
    else:
        ends = arrays["tail"], arrays["head"]
        hierarchy = build_hierarchy(*ends, arrays["weight_ms"], nodes=len(arrays["lon"]))
    names = tuple(json.loads((folder / NAMES_FILE).read_text(encoding="utf-8")))
    streets = StreetNetwork(**arrays, names=names, hierarchy=hierarchy)
    grid = SegmentGrid(**_load_arrays(folder / GRID_FOLDER, SegmentGrid))
    return streets, grid


def _array_names(kind: type[Record]) -> list[str]:
    return [field.name for field in fields(kind) if field.name not in ("names", "hierarchy")]


def _save_arrays(folder: Path, record: Record) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in _array_names(type(record)):
        np.save(folder / f"{name}.npy", getattr(record, name))


def _load_arrays(folder: Path, kind: type[Record]) -> dict[str, np.ndarray]:
    """Map the arrays of a record into memory, as plain arrays: those are quicker to index."""
    return {
        name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))
        for name in _array_names(kind)
    }

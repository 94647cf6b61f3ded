"""Cut an area out of extracts: whole ways, whole multipolygons, in bounded memory.

Three passes over each extract: which nodes lie inside; which ways and relations touch them; write.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import osmium
import shapely
from osmium.osm import NODE, RELATION, WAY

from data.sources.osm_file import reading
from data.sources.osm_normal import normalised
from geo.errors import BadInput

MANY_NODES = 2_000_000
"""Progress is given after so many nodes."""

Heartbeat = Callable[[], None]


def clip(sources: list[Path], shape: shapely.Geometry, into: Path, *, beat: Heartbeat) -> None:
    """Write what lies inside a shape, EPSG:4326, from one or several extracts into one file.

    Nodes are taken by the bounding boxes of the shape's parts; ways with a node inside come whole.
    What several extracts share is written once.

    Raises
    ------
    BadInput
        ``osm.damaged`` for an extract that breaks off, ``clip.nothing`` where nothing lies inside.
    """
    parts = [into.with_name(f"{number}-{into.name}") for number in range(len(sources))]
    try:
        for source, part in zip(sources, parts, strict=True):
            with reading(source), TemporaryDirectory(dir=into.parent) as folder:
                _clip_one(normalised(source, Path(folder)), shape, part, beat)
        into.unlink(missing_ok=True)
        merged = osmium.MergeInputReader()
        for part in parts:
            merged.add_file(str(part))
        with osmium.SimpleWriter(str(into)) as writer:
            merged.apply(writer, simplify=True)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
    if not any(True for _ in osmium.FileProcessor(str(into), NODE)):
        raise BadInput("clip.nothing", path=sources[0].name)


def _clip_one(source: Path, shape: shapely.Geometry, into: Path, beat: Heartbeat) -> None:
    wanted = _nodes_inside(source, shape, beat)
    beat()
    _add_ways(source, wanted, beat)
    beat()
    with osmium.SimpleWriter(str(into), overwrite=True) as writer:
        for item in osmium.FileProcessor(str(source)).with_filter(wanted.id_filter()):
            writer.add(item)
    beat()


def _nodes_inside(source: Path, shape: shapely.Geometry, beat: Heartbeat) -> osmium.IdTracker:
    wanted = osmium.IdTracker()
    boxes = [part.bounds for part in getattr(shape, "geoms", [shape])]
    west, south, east, north = shape.bounds
    for number, node in enumerate(osmium.FileProcessor(str(source), NODE)):
        if number % MANY_NODES == 0:
            beat()
        if not node.location.valid():  # type: ignore[union-attr]
            continue
        lat = node.lat  # type: ignore[union-attr]
        if south <= lat <= north:
            lon = node.lon  # type: ignore[union-attr]
            if west <= lon <= east and any(w <= lon <= e and s <= lat <= n for w, s, e, n in boxes):
                wanted.add_node(node.id)
    return wanted


def _add_ways(source: Path, wanted: osmium.IdTracker, beat: Heartbeat) -> None:
    """Add the ways with a node inside, the relations of either, and the rest of what they need."""
    inside = wanted.contains_filter()
    ways = [way.id for way in osmium.FileProcessor(str(source), WAY).with_filter(inside)]
    for number in ways:
        wanted.add_way(number)
    beat()
    whole = osmium.IdTracker()
    relations = []
    for item in osmium.FileProcessor(str(source), RELATION).with_filter(wanted.contains_filter()):
        relations.append(item.id)
        if item.tags.get("type") == "multipolygon":
            whole.add_references(item)
    for number in relations:
        wanted.add_relation(number)
    beat()
    for way in osmium.FileProcessor(str(source), WAY).with_filter(whole.id_filter()):
        wanted.add_way(way.id)
    beat()
    for way in osmium.FileProcessor(str(source), WAY).with_filter(wanted.id_filter()):
        wanted.add_references(way)

"""A big place made of a small one: an extract laid out many times side by side, not linked."""

from __future__ import annotations

import math
from pathlib import Path

import osmium
from osmium.osm import NODE, RELATION, WAY

GAP_DEGREES = 0.01


def lay_out(source: Path, into: Path, copies: int) -> None:
    """Write `copies` of an extract, each moved beside the last, ids made new."""
    with osmium.io.Reader(str(source), osmium.osm.NOTHING) as reader:
        box = reader.header().box()
    nodes = {n.id: k for k, n in enumerate(osmium.FileProcessor(str(source), NODE), 1)}
    ways = {w.id: k for k, w in enumerate(osmium.FileProcessor(str(source), WAY), 1)}
    wide, high = _size(source) if not box.valid() else _box(box)
    across = math.ceil(math.sqrt(copies))
    with osmium.SimpleWriter(str(into), overwrite=True) as writer:
        for copy in range(copies):
            right, up = (copy % across) * wide, (copy // across) * high
            for node in osmium.FileProcessor(str(source), NODE):
                place = (node.lon + right, node.lat + up)
                writer.add_node(node.replace(id=copy * len(nodes) + nodes[node.id], location=place))
        for copy in range(copies):
            for way in osmium.FileProcessor(str(source), WAY):
                refs = [copy * len(nodes) + nodes[n.ref] for n in way.nodes if n.ref in nodes]
                writer.add_way(way.replace(id=copy * len(ways) + ways[way.id], nodes=refs))
        for copy in range(copies):
            for number, relation in enumerate(osmium.FileProcessor(str(source), RELATION), 1):
                members = [
                    (m.type, copy * len(ways) + ways[m.ref], m.role)
                    for m in relation.members
                    if m.type == "w" and m.ref in ways
                ]
                writer.add_relation(relation.replace(id=copy * 100_000 + number, members=members))


def _box(box: osmium.osm.Box) -> tuple[float, float]:
    low, high = box.bottom_left, box.top_right
    return high.lon - low.lon + GAP_DEGREES, high.lat - low.lat + GAP_DEGREES


def _size(source: Path) -> tuple[float, float]:
    places = [(n.lon, n.lat) for n in osmium.FileProcessor(str(source), NODE)]
    lons, lats = zip(*places, strict=True)
    return max(lons) - min(lons) + GAP_DEGREES, max(lats) - min(lats) + GAP_DEGREES

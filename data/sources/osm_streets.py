"""Read the streets that people on foot may use from an OpenStreetMap file."""

from __future__ import annotations

from pathlib import Path

import osmium
from osmium.filter import KeyFilter

from geo.network.streets import RawStreets, UsableWay
from geo.network.walking import blocks_walkers, walking_rule

STREET_KEYS = ("highway", "barrier", "railway", "public_transport")


def read_streets(path: Path) -> RawStreets:
    """Return the walkable ways of an extract, with the positions of their nodes.

    The file is streamed once; what stays in memory are the usable ways and their nodes. Nodes that
    the extract lacks are left out of `positions`.

    Parameters
    ----------
    path
        ``.osm.pbf``, ``.osm``, ``.osm.bz2`` or ``.osm.gz``.

    Raises
    ------
    RuntimeError
        From the reader, where the file is damaged; `data.sources.osm_file` says it better.
    """
    ways: list[UsableWay] = []
    positions: dict[int, tuple[float, float]] = {}
    blocked: set[int] = set()
    lifts: set[int] = set()
    entities = osmium.osm.NODE | osmium.osm.WAY
    reader = osmium.FileProcessor(str(path), entities).with_locations()
    for item in reader.with_filter(KeyFilter(*STREET_KEYS)):
        tags = {tag.k: tag.v for tag in item.tags}
        if isinstance(item, osmium.osm.Node):
            if blocks_walkers(tags):
                blocked.add(item.id)
            if tags.get("highway") == "elevator":
                lifts.add(item.id)
            continue
        rule = walking_rule(tags)
        if rule is None or not isinstance(item, osmium.osm.Way):
            continue
        nodes = tuple(node.ref for node in item.nodes)
        for node in item.nodes:
            if node.location.valid():
                positions[node.ref] = (node.lon, node.lat)
        ways.append(UsableWay(item.id, nodes, rule, tags.get("name", "")))
    ways.sort(key=lambda way: way.id)
    return RawStreets(tuple(ways), positions, frozenset(blocked), frozenset(lifts))

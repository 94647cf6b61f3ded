"""Read the streets that people on foot may use from an OpenStreetMap file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import osmium
from osmium.filter import KeyFilter

from geo.network.squares import Square, crossings
from geo.network.streets import RawStreets, UsableWay
from geo.network.walking import WalkRule, blocks_walkers, private_rule, walking_rule

STREET_KEYS = ("highway", "barrier", "railway", "public_transport", "man_made", "indoor",
               "entrance", "door")  # fmt: skip


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
    found = _Found()
    entities = osmium.osm.NODE | osmium.osm.WAY
    reader = osmium.FileProcessor(str(path), entities).with_locations()
    for item in reader.with_filter(KeyFilter(*STREET_KEYS)):
        tags = {tag.k: tag.v for tag in item.tags}
        if isinstance(item, osmium.osm.Node):
            if blocks_walkers(tags):
                found.blocked.add(item.id)
            if tags.get("highway") == "elevator":
                found.lifts.add(item.id)
        elif isinstance(item, osmium.osm.Way):
            rule = walking_rule(tags)
            if rule is not None:
                found.take(item, rule, tags)
            elif private := private_rule(tags):
                name = tags.get("name", "")
                found.private.append(UsableWay(item.id, found.along(item), private, name))
    _add_edges_of_squares(path, found)
    across = crossings(found.squares, found.ways, found.positions)
    ways = sorted((*found.ways, *across), key=lambda way: (way.id, way.nodes))
    return RawStreets(
        tuple(ways), found.positions, frozenset(found.blocked), frozenset(found.lifts),
        tuple(sorted(found.private, key=lambda way: way.id)),
    )  # fmt: skip


@dataclass(slots=True)
class _Found:
    ways: list[UsableWay] = field(default_factory=list)
    squares: list[Square] = field(default_factory=list)
    positions: dict[int, tuple[float, float]] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    lifts: set[int] = field(default_factory=set)
    private: list[UsableWay] = field(default_factory=list)

    def take(self, item: osmium.osm.Way, rule: WalkRule, tags: Mapping[str, str]) -> None:
        """Keep a way; a closed one that is an area is a square too."""
        nodes = self.along(item)
        name = tags.get("name", "")
        self.ways.append(UsableWay(item.id, nodes, rule, name, _is_off_ground(tags)))
        if tags.get("area") == "yes" and item.is_closed() and rule.kind != "lift":
            self.squares.append(Square(item.id, (item.id,), (nodes,), rule, name))

    def along(self, item: osmium.osm.Way) -> tuple[int, ...]:
        """Keep where the nodes of a way lie; return them."""
        for node in item.nodes:
            if node.location.valid():
                self.positions[node.ref] = (node.lon, node.lat)
        return tuple(node.ref for node in item.nodes)


def _add_edges_of_squares(path: Path, found: _Found) -> None:
    """Add squares that are relations: their edges are ways without a word of their own."""
    relations: dict[int, tuple[list[int], WalkRule, str]] = {}
    reader = osmium.FileProcessor(str(path), osmium.osm.RELATION)
    for item in reader.with_filter(KeyFilter(*STREET_KEYS)):
        tags = {tag.k: tag.v for tag in item.tags}
        rule = walking_rule(tags)
        if isinstance(item, osmium.osm.Relation) and tags.get("type") == "multipolygon" and rule:
            members = [member.ref for member in item.members if member.type == "w"]
            relations[item.id] = members, rule, tags.get("name", "")
    wanted = {number for members, _, _ in relations.values() for number in members}
    if not wanted:
        return
    edges: dict[int, tuple[int, ...]] = {}
    only = osmium.filter.IdFilter(wanted)
    only.enable_for(osmium.osm.WAY)
    ways = osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY).with_locations()
    for item in ways.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY)).with_filter(only):
        if isinstance(item, osmium.osm.Way):
            edges[item.id] = found.along(item)
    known = {way.id for way in found.ways}
    for members, rule, name in relations.values():
        rings = tuple(edges[number] for number in members if number in edges)
        for number in members:
            if number in edges and number not in known:
                known.add(number)
                found.ways.append(UsableWay(number, edges[number], rule, name))
        if rings and len(rings) == len(members):
            found.squares.append(Square(members[0], tuple(members), rings, rule, name))


def _is_off_ground(tags: Mapping[str, str]) -> bool:
    """Return whether a way runs above or below the places that lie on the map where it does."""
    tunnel, bridge = tags.get("tunnel", "no"), tags.get("bridge", "no")
    return tunnel not in _AT_GROUND or bridge not in {"no", "boardwalk", "low_water_crossing"}


_AT_GROUND = frozenset({"no", "building_passage", "avalanche_protector", "covered"})

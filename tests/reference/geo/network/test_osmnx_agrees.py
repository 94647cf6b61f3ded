"""Metres on foot against osmnx, on the same ways, every way flat and open both ways.

osmnx reads its own XML, measures its own lengths (great circle) and searches with its own graph;
only the choice of ways is ours, because osmnx has none for files. What is compared is therefore
reading, splitting at crossings, lengths and search.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import quoteattr

import networkx as nx
import numpy as np
import osmnx
import pytest

from data.sources.osm_streets import read_streets
from geo.network.routing import one_of
from geo.network.routing_numba import NumbaNetwork
from geo.network.streets import RawStreets, build_streets
from geo.network.walking import WALK_SPEED_KMH, WalkRule

pytestmark = [pytest.mark.nightly, pytest.mark.real]

PAIRS = 200
TOLERANCE = 0.001


def flat(raw: RawStreets) -> RawStreets:
    ways = tuple(replace(way, rule=WalkRule("street", 1.0, 1.0)) for way in raw.ways)
    return RawStreets(ways, raw.positions, frozenset(), frozenset())


def write_xml(raw: RawStreets, path: Path) -> None:
    used = {node for way in raw.ways for node in way.nodes if node in raw.positions}
    lines = ['<?xml version="1.0"?><osm version="0.6">']
    for node in sorted(used):
        lon, lat = raw.positions[node]
        lines.append(f'<node id="{node}" lon="{lon!r}" lat="{lat!r}"/>')
    for way in raw.ways:
        inside = "".join(f'<nd ref="{node}"/>' for node in way.nodes if node in used)
        tag = f'<tag k="highway" v={quoteattr("residential")}/>'
        lines.append(f'<way id="{way.id}">{inside}{tag}</way>')
    path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")


def test_metres_agree_with_osmnx(testdata: Path, tmp_path: Path) -> None:
    raw = flat(read_streets(testdata / "areas" / "trento" / "trento.osm.pbf"))
    streets = build_streets(raw)
    network = NumbaNetwork(streets)
    xml = tmp_path / "streets.osm"
    write_xml(raw, xml)
    graph = osmnx.graph_from_xml(xml, bidirectional=True, simplify=False, retain_all=True)
    places = {(d["x"], d["y"]): node for node, d in graph.nodes(data=True)}
    random = np.random.default_rng(3)
    main = np.flatnonzero(streets.main)
    chosen = random.choice(main, 2 * PAIRS, replace=False)
    points = network.snap(streets.lon[chosen], streets.lat[chosen])
    assert points.distance_m.max() < 0.01
    ours, theirs = [], []
    for pair in range(PAIRS):
        a, b = 2 * pair, 2 * pair + 1
        minutes = network.minutes_from(one_of(points, a), one_of(points, b), cutoff_min=1e6)[0]
        ours.append(minutes * WALK_SPEED_KMH / 3.6 * 60)
        ends = [
            places[(float(streets.lon[n]), float(streets.lat[n]))] for n in (chosen[a], chosen[b])
        ]
        theirs.append(nx.shortest_path_length(graph, *ends, weight="length"))
    off = np.abs(np.array(ours) - theirs) / np.array(theirs)
    print(f"{PAIRS} pairs: median {np.median(off):.6f}, worst {off.max():.6f}")
    assert off.max() <= TOLERANCE

"""Who may walk where: tags on which the product was wrong, with the right answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from geo.network.routing_numba import NumbaNetwork
from geo.network.snapping import build_grid
from geo.network.walking import blocks_walkers, walking_rule
from tests.reference.geo.network.street_cases import network_of, walk


@pytest.mark.parametrize(
    "value",
    ["permit", "residents", "military", "emergency", "employees", "restricted", "no", "private",
     "no;permissive", "private;customers", "use_sidepath", "delivery", "forestry", "whatever"],
)  # fmt: skip
def test_a_restrictive_or_unknown_value_closes(value: str) -> None:
    assert walking_rule({"highway": "service", "access": value}) is None
    assert walking_rule({"highway": "path", "foot": value}) is None
    assert blocks_walkers({"barrier": "gate", "access": value})
    assert blocks_walkers({"highway": "elevator", "access": value})
    assert blocks_walkers({"entrance": "yes", "access": value})


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "path", "foot": "customers"},
        {"highway": "service", "access": "customers"},
        {"highway": "service", "access": "no", "foot": "yes"},
        {"highway": "track", "access": "agricultural"},
        {"highway": "trunk", "sidewalk:right": "yes"},
        {"highway": "trunk", "sidewalk": "both"},
        {"highway": "busway", "foot": "yes"},
        {"highway": "ladder"},
        {"man_made": "pier"},
        {"indoor": "corridor"},
        {"highway": "residential", "vehicle": "no"},
        {"highway": "path", "sac_scale": "mountain_hiking"},
        {"highway": "service", "foot": "unknown"},
    ],
    ids=str,
)
def test_open_on_foot(tags: dict[str, str]) -> None:
    assert walking_rule(tags) is not None


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "busway"},
        {"highway": "motorway", "foot": "yes"},
        {"highway": "service", "access": "private", "foot": "unknown"},
        {"highway": "footway", "use": "disused"},
        {"highway": "footway", "abandoned": "yes"},
        {"highway": "path", "sac_scale": "difficult_alpine_hiking"},
        {"highway": "service", "service": "emergency_access"},
        {"highway": "construction"},
        {"man_made": "pier", "foot": "no"},
        {"railway": "platform", "access": "no"},
    ],
    ids=str,
)
def test_closed_on_foot(tags: dict[str, str]) -> None:
    assert walking_rule(tags) is None


@pytest.mark.parametrize(
    ("tags", "blocked"),
    [
        ({"barrier": "gate"}, False),
        ({"barrier": "gate", "locked": "yes"}, True),
        ({"barrier": "gate", "access": "private", "foot": "yes"}, False),
        ({"barrier": "gate", "foot": "customers"}, False),
        ({"barrier": "bollard", "access": "no"}, False),
        ({"barrier": "block", "access": "no", "bicycle": "yes"}, False),
        ({"barrier": "bollard", "foot": "no"}, True),
        ({"barrier": "wall"}, True),
        ({"barrier": "wall", "foot": "yes"}, False),
        ({"barrier": "fence", "access": "yes"}, False),
        ({"barrier": "city_wall", "entrance": "yes"}, False),
        ({"barrier": "guard_rail"}, True),
        ({"barrier": "chain"}, False),
        ({"barrier": "gate", "access": "yes", "locked": "yes"}, True),
        ({"entrance": "yes"}, False),
        ({"door": "hinged", "locked": "yes"}, True),
        ({"highway": "elevator"}, False),
        ({"highway": "elevator", "foot": "no"}, True),
    ],
    ids=str,
)
def test_a_node_blocks_or_lets_through(tags: dict[str, str], blocked: bool) -> None:
    assert blocks_walkers(tags) is blocked


@pytest.mark.parametrize(
    ("tags", "ways"),
    [
        ({"foot:backward": "no"}, "f"),
        ({"foot:forward": "no"}, "b"),
        ({"oneway:foot": "yes"}, "f"),
        ({"oneway:foot": "-1"}, "b"),
        ({"oneway": "yes"}, "fb"),
        ({"conveying": "yes", "oneway": "yes"}, "f"),
        ({"conveying": "yes", "oneway": "-1"}, "b"),
        ({"conveying": "forward", "oneway:foot": "no"}, "fb"),
        ({"conveying": "reversible"}, "fb"),
    ],
    ids=str,
)
def test_directions(tags: dict[str, str], ways: str) -> None:
    rule = walking_rule({"highway": "footway", **tags})
    assert rule is not None
    assert ("f" if rule.forward else "") + ("b" if rule.backward else "") == ways


@pytest.mark.parametrize(
    ("incline", "faster"),
    [("10 %", "down"), ("5,5%", "down"), ("UP", "down"), ("-10%", "up"), ("0%", "same"),
     ("up/down", "same"), ("30°", "down")],
)  # fmt: skip
def test_stairs_up_are_slower(incline: str, faster: str) -> None:
    rule = walking_rule({"highway": "steps", "incline": incline})
    assert rule is not None
    assert rule.forward is not None
    assert rule.backward is not None
    difference = rule.forward - rule.backward
    assert {"down": difference > 0, "up": difference < 0, "same": difference == 0}[faster]


@pytest.mark.parametrize("name", ["a.osm", "b.osm"])
def test_nobody_walks_against_an_escalator(name: str) -> None:
    assert walk(f"23-one-way-on-foot/{name}", (11.0, 46.0), (11.0038839, 45.9991007)) == "no way"


def test_a_private_lift_carries_nobody() -> None:
    found = walk("15-lifts/elevator-private.osm", (11.0, 46.0), (11.0064731, 46.0))
    assert found in ("no way", "outside")


@pytest.mark.parametrize("tag", ['<tag k="bridge" v="yes"/>', '<tag k="tunnel" v="yes"/>'])
def test_nobody_stands_on_a_bridge_or_in_a_tunnel(tag: str, tmp_path: Path) -> None:
    """The bridge passes at 11 m from the person, the street at 56 m."""
    places = {1: (11.0, 46.0), 2: (11.004, 46.0), 3: (11.001, 46.0006), 4: (11.003, 46.0006)}
    nodes = "".join(
        f'<node id="{n}" version="1" lon="{lon}" lat="{lat}"/>' for n, (lon, lat) in places.items()
    )
    street = '<tag k="highway" v="residential"/>'
    lines = {10: ([1, 2], street), 11: ([1, 3], street), 12: ([3, 4], street + tag)}
    ways = "".join(
        f'<way id="{n}" version="1"><nd ref="{first}"/><nd ref="{last}"/>{tags}</way>'
        for n, ((first, last), tags) in lines.items()
    )
    path = tmp_path / "a.osm"
    path.write_text(f'<osm version="0.6">{nodes}{ways}</osm>')
    streets = network_of(path)
    network = NumbaNetwork(streets, build_grid(streets))
    found = network.snap(np.array([11.002]), np.array([46.0005]))
    assert found.found.all()
    assert found.distance_m[0] == pytest.approx(55.6, abs=1.0)

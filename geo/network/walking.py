"""Who may use which way on foot, and how fast: one table, read by one function.

Sources: the OpenStreetMap wiki, pages *Key:highway*, *Key:foot*, *Key:access*, *Key:barrier*,
*OSM tags for routing/Access restrictions*; speed on stairs from Weidmann, *Transporttechnik der
Fussgänger*, ETH Zürich, 1993 (horizontal speed 0.610 m/s up and 0.694 m/s down against 1.34 m/s on
the flat).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

WALK_SPEED_KMH = 4.5
"""Walking speed that the times of a walking network hold for."""

Minutes = TypeVar("Minutes", float, NDArray[np.float64])

STAIRS_UP = 1.34 / 0.610
STAIRS_DOWN = 1.34 / 0.694
STAIRS_UNKNOWN = (STAIRS_UP + STAIRS_DOWN) / 2

LIFT_MS = 45_000
"""Waiting for a lift and riding it. An assumption: half a minute of waiting, one ride."""

KINDS = (
    "street",
    "main_road",
    "footway",
    "path",
    "steps",
    "crossing",
    "square",
    "platform",
    "corridor",
    "cycleway",
    "track",
    "lift",
)
"""What a way is called where it has no name. The index is stored with the network."""

WALKABLE = {
    "trunk": "main_road",
    "trunk_link": "main_road",
    "primary": "main_road",
    "primary_link": "main_road",
    "secondary": "main_road",
    "secondary_link": "main_road",
    "tertiary": "street",
    "tertiary_link": "street",
    "unclassified": "street",
    "residential": "street",
    "living_street": "street",
    "service": "street",
    "road": "street",
    "pedestrian": "square",
    "footway": "footway",
    "path": "path",
    "steps": "steps",
    "corridor": "corridor",
    "elevator": "lift",
    "platform": "platform",
    "cycleway": "cycleway",
    "bridleway": "path",
    "track": "track",
}
"""``highway=*`` values open to people on foot unless a tag forbids it. Motorways never are."""

ALLOWED = frozenset({"yes", "designated", "permissive", "official", "destination", "public"})
FORBIDDEN = frozenset({"no", "private", "use_sidepath", "agricultural", "forestry", "delivery"})

NEEDS_A_WORD = frozenset({"trunk", "trunk_link"})
"""Open on foot only where a tag or a sidewalk says so."""

CLOSED_BARRIERS = frozenset({"wall", "fence", "hedge", "ditch", "city_wall", "retaining_wall"})
"""``barrier=*`` on a node that nobody passes unless ``foot`` allows it."""


@dataclass(frozen=True, slots=True)
class Walker:
    """Somebody who walks at a speed; stairs and lifts slow down in proportion.

    Examples
    --------
    >>> Walker(3.0).minutes(10.0), Walker(3.0).network_minutes(15.0)
    (15.0, 10.0)
    """

    speed_kmh: float = WALK_SPEED_KMH

    def minutes(self, network_min: Minutes) -> Minutes:
        """Return the minutes that this person takes for minutes of a walking network."""
        return network_min * (WALK_SPEED_KMH / self.speed_kmh)

    def network_minutes(self, minutes: float) -> float:
        """Return the minutes of a walking network that this person walks in `minutes`."""
        return minutes / (WALK_SPEED_KMH / self.speed_kmh)


@dataclass(frozen=True, slots=True)
class WalkRule:
    """How one way may be walked.

    `forward` and `backward` are factors on the flat walking time, in and against the direction in
    which the way is drawn; None where it may not be walked that way.
    """

    kind: str
    forward: float | None
    backward: float | None


def walking_rule(tags: Mapping[str, str]) -> WalkRule | None:
    """Return how a way with these tags may be walked, None where it may not.

    Parameters
    ----------
    tags
        The tags of an OSM way.

    Examples
    --------
    >>> walking_rule({"highway": "residential"})
    WalkRule(kind='street', forward=1.0, backward=1.0)
    >>> walking_rule({"highway": "motorway"}) is None
    True
    >>> walking_rule({"highway": "service", "access": "private", "foot": "yes"}).kind
    'street'
    """
    highway = _walkable_value(tags)
    if highway is None or not _is_allowed(tags, highway):
        return None
    kind = "crossing" if tags.get("footway") == "crossing" else WALKABLE[highway]
    forward, backward = _factors(tags, kind)
    direction = _foot_direction(tags)
    if direction == "forward":
        return WalkRule(kind, forward, None)
    if direction == "backward":
        return WalkRule(kind, None, backward)
    return WalkRule(kind, forward, backward)


def blocks_walkers(tags: Mapping[str, str]) -> bool:
    """Return whether a node with these tags stops people on foot.

    A gate without further word can be passed; one that is locked or private cannot.

    Examples
    --------
    >>> blocks_walkers({"barrier": "gate"}), blocks_walkers({"barrier": "gate", "access": "no"})
    (False, True)
    """
    barrier = tags.get("barrier")
    foot = tags.get("foot")
    if foot in ALLOWED or barrier is None:
        return False
    if foot in FORBIDDEN or barrier in CLOSED_BARRIERS:
        return True
    return tags.get("access") in {"no", "private"} or tags.get("locked") == "yes"


def _walkable_value(tags: Mapping[str, str]) -> str | None:
    highway = tags.get("highway")
    if highway in WALKABLE:
        return highway
    if tags.get("railway") == "platform" or tags.get("public_transport") == "platform":
        return "platform"
    return None


def _is_allowed(tags: Mapping[str, str], highway: str) -> bool:
    foot = tags.get("foot")
    if foot is not None and foot != "unknown":
        return foot not in FORBIDDEN
    if tags.get("access") in FORBIDDEN or tags.get("motorroad") == "yes":
        return False
    if highway in NEEDS_A_WORD:
        return tags.get("sidewalk", "no") not in {"no", "none", "separate"}
    return not (highway == "service" and tags.get("service") == "drive-through")


def _factors(tags: Mapping[str, str], kind: str) -> tuple[float, float]:
    if kind != "steps" or tags.get("conveying") in {"yes", "forward", "backward", "reversible"}:
        return 1.0, 1.0
    incline = tags.get("incline", "")
    if incline == "up" or incline.rstrip("%°").lstrip("+").replace(".", "").isdigit():
        return STAIRS_UP, STAIRS_DOWN
    if incline == "down" or incline.startswith("-"):
        return STAIRS_DOWN, STAIRS_UP
    return STAIRS_UNKNOWN, STAIRS_UNKNOWN


def _foot_direction(tags: Mapping[str, str]) -> str:
    found = tags.get("oneway:foot") or tags.get("foot:oneway")
    if found is None and tags.get("conveying") in {"forward", "backward"}:
        return tags["conveying"]
    if found is None and tags.get("highway") in {"footway", "steps", "pedestrian"}:
        # On ways made for walkers a bare oneway is meant for walkers only if nobody else rides
        # there, which the tags hardly ever say: the wiki advises oneway:foot. Both ways stay open.
        return "both"
    return {"yes": "forward", "1": "forward", "-1": "backward", "reverse": "backward"}.get(
        found or "", "both"
    )

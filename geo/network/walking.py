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
    "ladder": "steps",
    "busway": "street",
    "pier": "path",
    "corridor": "corridor",
    "elevator": "lift",
    "platform": "platform",
    "cycleway": "cycleway",
    "bridleway": "path",
    "track": "track",
}
"""``highway=*`` values open to people on foot unless a tag forbids it. Motorways never are."""

ALLOWED = frozenset({
    "yes", "designated", "permissive", "official", "destination", "public", "customers",
    "discouraged",
})  # fmt: skip
"""Values of ``access=*`` and ``foot=*`` that let people on foot through.

Any other value closes: who may pass "permit" or "residents" is not known of a person. In a list
every value must be open."""

PRIVATE = frozenset({"private", "residents", "permit"})
"""Values of ways that who lives there may use, at the ends of a walk."""

FOR_FIELDS = frozenset({"agricultural", "forestry"})
"""Values that keep vehicles from a track, which people on foot may use."""

NEEDS_A_WORD = frozenset({"trunk", "trunk_link", "busway"})
"""Open on foot only where a tag or a sidewalk says so."""

CLOSED_BARRIERS = frozenset({"wall", "fence", "hedge", "ditch", "city_wall", "retaining_wall",
                             "guard_rail"})  # fmt: skip
"""``barrier=*`` on a node that nobody passes unless a tag or an entrance allows it."""

BESIDE_BARRIERS = frozenset({"bollard", "block", "cycle_barrier", "motorcycle_barrier", "kerb",
                             "jersey_barrier", "debris", "planter", "log"})  # fmt: skip
"""Barriers that people on foot pass beside: what is forbidden there is for vehicles."""

TOO_STEEP = frozenset({"demanding_alpine_hiking", "difficult_alpine_hiking"})
"""``sac_scale=*`` of ways on which one climbs with the hands."""


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


def private_rule(tags: Mapping[str, str]) -> WalkRule | None:
    """Return how who lives at a private way walks it; None where it is not private.

    Examples
    --------
    >>> private_rule({"highway": "service", "access": "private"}).kind
    'street'
    >>> private_rule({"highway": "service", "access": "no"}) is None
    True
    """
    said = {tags[key] for key in ("access", "foot") if key in tags}
    if not said & PRIVATE:
        return None
    return walking_rule({k: v for k, v in tags.items() if k not in ("access", "foot")})


def blocks_walkers(tags: Mapping[str, str]) -> bool:
    """Return whether a node with these tags stops people on foot.

    A gate without further word can be passed; one that is locked or private cannot. Doors and
    lifts follow the same words.

    Examples
    --------
    >>> blocks_walkers({"barrier": "gate"}), blocks_walkers({"barrier": "gate", "access": "no"})
    (False, True)
    >>> blocks_walkers({"barrier": "bollard", "access": "no"})
    False
    """
    barrier = tags.get("barrier") or ("gate" if tags.get("highway") == "gate" else None)
    door = "entrance" in tags or "door" in tags or tags.get("highway") == "elevator"
    if barrier is None and not door:
        return False
    foot = _word(tags.get("foot"))
    if foot is not None:
        return not foot
    if barrier in BESIDE_BARRIERS:
        return False
    if tags.get("locked") == "yes" or tags.get("entrance") == "no":
        return True
    access = _word(tags.get("access"))
    if access is not None:
        return not access
    return barrier in CLOSED_BARRIERS and tags.get("entrance", "no") == "no"


def _word(value: str | None) -> bool | None:
    """Return whether a value of access lets people through; None where it says nothing."""
    if value is None or value == "unknown":
        return None
    return all(part.strip() in ALLOWED for part in value.split(";"))


def _walkable_value(tags: Mapping[str, str]) -> str | None:
    highway = tags.get("highway")
    if highway in WALKABLE:
        return highway
    if "platform" in (tags.get("railway"), tags.get("public_transport")):
        return "platform"
    if tags.get("man_made") == "pier":
        return "pier"
    return "corridor" if tags.get("indoor") == "corridor" and highway is None else None


def _is_allowed(tags: Mapping[str, str], highway: str) -> bool:
    if _is_gone(tags) or tags.get("sac_scale") in TOO_STEEP:
        return False
    foot = _word(tags.get("foot"))
    if foot is not None:
        return foot
    if tags.get("motorroad") == "yes":
        return False
    fields = highway == "track" and tags.get("access") in FOR_FIELDS
    if _word(tags.get("access")) is False and not fields:
        return False
    if highway in NEEDS_A_WORD:
        return _has_sidewalk(tags)
    return not (highway == "service" and tags.get("service") in _NOT_ON_FOOT)


_NOT_ON_FOOT = frozenset({"drive-through", "emergency_access"})


def _is_gone(tags: Mapping[str, str]) -> bool:
    return any(tags.get(key) == "yes" for key in ("abandoned", "disused")) or (
        tags.get("use") == "disused"
    )


def _has_sidewalk(tags: Mapping[str, str]) -> bool:
    keys = ("sidewalk", "sidewalk:left", "sidewalk:right", "sidewalk:both")
    return any(tags.get(key, "no") not in {"no", "none", "separate"} for key in keys)


def _factors(tags: Mapping[str, str], kind: str) -> tuple[float, float]:
    if kind != "steps" or tags.get("conveying") in {"yes", "forward", "backward", "reversible"}:
        return 1.0, 1.0
    incline = tags.get("incline", "").lower().replace(" ", "").replace(",", ".")
    slope = incline.rstrip("%°").lstrip("+")
    if slope.replace(".", "").strip("0") == "" and slope:
        return 1.0, 1.0
    if incline == "up" or slope.replace(".", "").isdigit():
        return STAIRS_UP, STAIRS_DOWN
    if incline == "down" or slope.startswith("-"):
        return STAIRS_DOWN, STAIRS_UP
    return STAIRS_UNKNOWN, STAIRS_UNKNOWN


_DIRECTIONS = {"yes": "forward", "1": "forward", "-1": "backward", "reverse": "backward",
               "no": "both"}  # fmt: skip


def _foot_direction(tags: Mapping[str, str]) -> str:
    found = tags.get("oneway:foot") or tags.get("foot:oneway")
    if found is not None:
        return _DIRECTIONS.get(found, "both")
    for forbidden, left in (("foot:backward", "forward"), ("foot:forward", "backward")):
        if _word(tags.get(forbidden)) is False:
            return left
    if tags.get("conveying") in {"forward", "backward"}:
        return tags["conveying"]
    if tags.get("conveying") == "yes":
        return _DIRECTIONS.get(tags.get("oneway", ""), "both")
    # On ways made for walkers a bare oneway is meant for walkers only if nobody else rides there,
    # which the tags hardly ever say: the wiki advises oneway:foot. Both ways stay open.
    return "both"

"""Turn a path into steps that a person can follow."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from geo.network.routing import Path
from geo.network.sphere import bearing_deg
from geo.network.streets import StreetNetwork
from geo.network.walking import KINDS

SHORTEST_M = 12.0
"""Stretches shorter than this are not given apart from the next one, unless they are stairs."""

TURNS = (
    (20.0, "straight"),
    (50.0, "slight"),
    (125.0, ""),
    (165.0, "sharp"),
)


@dataclass(frozen=True, slots=True)
class WalkStep:
    """One thing to do.

    Attributes
    ----------
    code
        ``depart``, ``straight``, ``slight_left``, ``left``, ``sharp_left`` and the same to the
        right, ``back``, ``stairs``, ``lift``, ``crossing``, ``arrive``.
    metres
        How far to go after doing it; 0 at the arrival.
    street
        Name of the street, empty where it has none.
    kind
        One of `geo.network.walking.KINDS`: what an unnamed street is called by.
    """

    code: str
    metres: float
    street: str
    kind: str


@dataclass(slots=True)
class _Stretch:
    street: str
    kind: str
    metres: float
    enters_deg: float
    leaves_deg: float


def steps(streets: StreetNetwork, path: Path) -> tuple[WalkStep, ...]:
    """Return the steps of a path, from ``depart`` to ``arrive``.

    Parameters
    ----------
    streets
        The network that the path was found in.
    path
        A path of at least one arc.

    Returns
    -------
    tuple of WalkStep
        The metres of all steps sum up to the length passed on streets.
    """
    stretches = _merged(_stretches(streets, path))
    if not stretches:
        return (WalkStep("arrive", 0.0, "", "street"),)
    first = stretches[0]
    rows = [WalkStep("depart", first.metres, first.street, first.kind)]
    for before, after in pairwise(stretches):
        rows.append(WalkStep(_code(before, after), after.metres, after.street, after.kind))
    last = stretches[-1]
    return (*rows, WalkStep("arrive", 0.0, last.street, last.kind))


def _stretches(streets: StreetNetwork, path: Path) -> list[_Stretch]:
    found: list[_Stretch] = []
    for arc, metres in zip(path.arcs.tolist(), path.arc_lengths_m.tolist(), strict=True):
        if metres < 0.5 and found:
            continue
        way = int(streets.way[arc])
        street = streets.names[int(streets.way_name[way])]
        kind = KINDS[int(streets.way_kind[way])]
        tail, head = int(streets.tail[arc]), int(streets.head[arc])
        bearing = bearing_deg(
            float(streets.lon[tail]),
            float(streets.lat[tail]),
            float(streets.lon[head]),
            float(streets.lat[head]),
        )
        if found and _same(found[-1], street, kind):
            found[-1].metres += metres
            found[-1].leaves_deg = bearing
        else:
            found.append(_Stretch(street, kind, metres, bearing, bearing))
    return found


def _same(stretch: _Stretch, street: str, kind: str) -> bool:
    """A named street stays the same street whatever its kind; unnamed ones go by kind."""
    stairs = {stretch.kind, kind} & {"steps", "lift"}
    if stairs and stretch.kind != kind:
        return False
    return stretch.street == street and (bool(street) or stretch.kind == kind)


def _merged(stretches: list[_Stretch]) -> list[_Stretch]:
    """Let short stretches go into the one before, unless they are worth telling."""
    kept: list[_Stretch] = []
    for stretch in stretches:
        telling = stretch.kind in {"steps", "lift"} or stretch.metres >= SHORTEST_M
        if kept and (not telling or _same(kept[-1], stretch.street, stretch.kind)):
            kept[-1].metres += stretch.metres
            kept[-1].leaves_deg = stretch.leaves_deg
        else:
            kept.append(stretch)
    return kept


def _code(before: _Stretch, after: _Stretch) -> str:
    if after.kind == "steps":
        return "stairs"
    if after.kind == "lift":
        return "lift"
    turn = (after.enters_deg - before.leaves_deg + 180) % 360 - 180
    side = "right" if turn > 0 else "left"
    for limit, name in TURNS:
        if np.abs(turn) <= limit:
            if name == "straight":
                return "straight"
            return f"{name}_{side}" if name else side
    return "back"

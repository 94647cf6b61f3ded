"""Zones that coverage is counted by: parts of a town, sections, municipalities, own outlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from data.areas.load import Area
from data.areas.parts import load_parts
from data.catalog.municipalities import municipalities
from data.exchange.outlines_file import read_outlines
from data.sources.osm_parts import NamedPart
from geo.arrays import Ints
from geo.demand import Homes
from geo.errors import BadInput, UnknownName
from geo.network.sphere import METRES_PER_DEGREE

WHOLE = "area"
KINDS = ("parts", "sections", "municipalities", "partnerships", "own")
Partnerships = Sequence[tuple[str, Sequence[str]]]
"""Names with the ISTAT codes of their municipalities."""


@dataclass(frozen=True, slots=True)
class Zones:
    """Zones with names, and the zone of each home.

    Attributes
    ----------
    kind
        One of `KINDS`, or ``area``: the whole area is one zone.
    names
        By zone, in the language asked for.
    zone
        Shape (homes,): number of the zone, −1 for none.
    """

    kind: str
    names: tuple[str, ...]
    zone: Ints


def kinds_of(area: Area, partnerships: Partnerships = ()) -> tuple[str, ...]:
    """Return the kinds of places that an area has of its own, the usual one first.

    Parameters
    ----------
    partnerships
        Those that the register knows; those without any ground in the area do not count.
    """
    has = {
        "parts": bool(load_parts(area.folder)),
        "sections": area.residents is not None and bool(area.residents.zones),
        "municipalities": len(area.manifest.origin.codes) > 1,
        "partnerships": bool(_meeting(area, partnerships)),
    }
    return tuple(kind for kind, there in has.items() if there)


def zones_of(
    area: Area,
    homes: Homes,
    *,
    kind: str,
    language: str = "",
    outlines: Path | None = None,
    partnerships: Partnerships = (),
) -> Zones:
    """Return the zones of a kind, with the zone of each home.

    A home belongs to the part whose named point is nearest: no map says where one part ends.

    Parameters
    ----------
    kind
        One of `KINDS`; ``area`` for the whole area; empty for the area's usual kind, which is the
        whole area where it has none of its own.
    language
        ISO 639-1, of the names; the place's own name where it has none in it.
    outlines
        For `kind` ``own``: a file of polygons with names.

    Raises
    ------
    BadInput
        ``places.none`` where the area has no places of this kind; what `read_outlines` says.
    """
    kind = kind or next(iter(kinds_of(area)), WHOLE)
    if kind == WHOLE:
        return Zones(kind, (area.manifest.name(language),), np.zeros(len(homes), np.int32))
    if kind == "own" and outlines is not None:
        shapes, names = read_outlines(outlines)
        return Zones(kind, names, _inside(homes, shapes))
    known = kinds_of(area, partnerships)
    if kind not in known:
        raise BadInput("places.none", kind=kind, known=(*known, "own"))
    if kind == "parts":
        parts = load_parts(area.folder)
        names = tuple(part.names.get(language, part.name) for part in parts)
        return Zones(kind, names, _nearest(homes, parts))
    if kind == "sections":
        residents = area.residents
        assert residents is not None
        zone = np.full(len(homes), -1, np.int32)
        lived = homes.home >= 0
        zone[homes.home[lived]] = residents.zone[lived]
        return Zones(kind, residents.zones, zone)
    table = municipalities()
    if kind == "partnerships":
        here = _meeting(area, partnerships)
        shapes = np.array([table.outline(codes) for _, codes in here], object)
        return Zones(kind, tuple(name for name, _ in here), _inside(homes, shapes))
    codes = area.manifest.origin.codes
    shapes = np.array([table.outline([code]) for code in codes], object)
    return Zones(kind, tuple(table.get(code).name for code in codes), _inside(homes, shapes))


def _meeting(area: Area, partnerships: Partnerships) -> list[tuple[str, list[str]]]:
    """Return the partnerships with ground in the area; codes that ISTAT no longer has are left."""
    table, box = municipalities(), shapely.box(*area.manifest.bounds)
    found = []
    for name, result in partnerships:
        codes = [code for code in result if _is_known(code)]
        if codes and shapely.intersects(table.outline(codes), box):
            found.append((name, codes))
    return found


def _is_known(code: str) -> bool:
    try:
        municipalities().get(code)
    except UnknownName:
        return False
    return True


def _nearest(homes: Homes, parts: tuple[NamedPart, ...]) -> Ints:
    lat = np.array([part.lat for part in parts])
    east = METRES_PER_DEGREE * np.cos(np.radians(lat.mean()))
    points = shapely.points([part.lon * east for part in parts], lat * METRES_PER_DEGREE)
    asked = shapely.points(homes.lon * east, homes.lat * METRES_PER_DEGREE)
    found = shapely.STRtree(points).nearest(asked)
    return np.asarray(found, np.int32)


def _inside(homes: Homes, shapes: shapely.Geometry) -> Ints:
    place = np.full(len(homes), -1, np.int32)
    points = shapely.points(homes.lon, homes.lat)
    asked, found = shapely.STRtree(shapes).query(points, predicate="intersects")
    order = np.lexsort((-found, asked))  # of two outlines that touch, the first one
    place[asked[order]] = found[order]
    return place

"""The people of an area: a model made at its build, kept beside its streets."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
import shapely

from data.catalog.municipalities import GROUPS, municipalities
from data.exchange.demand_file import DemandFile
from data.sources.osm_buildings import Buildings
from geo.arrays import Box, Floats, Ints
from geo.demand import Residents, check_total, spread_residents
from geo.errors import BadInput

GROUPS_FILE = "groups.json"
ZONES_FILE = "zones.json"
TEXTS = ("groups", "zones")


@dataclass(frozen=True, slots=True)
class DemandLabel:
    """What the model rests on, for the area's manifest.

    Attributes
    ----------
    kind
        ``municipalities``, ``file`` or ``assumption`` (sample areas).
    year
        Of the counts; 0 where the file does not say.
    groups, assumed
        Groups of people; those of them that rest on a stated assumption.
    wanted, placed, outside
        People of the counts, people placed, people of zones without any building.
    registered
        Residents of the area's municipalities, 0 where not known: the control of the total.
    untold, fractional, left_out
        Rows of a file without a count, with a count that is not whole, outside the area.
    cut
        Municipalities that go on beyond the area's streets: their residents are all placed in
        the buildings that the map has.
    """

    kind: str
    year: int
    groups: tuple[str, ...]
    assumed: tuple[str, ...] = ()
    wanted: float = 0.0
    placed: float = 0.0
    outside: float = 0.0
    registered: float = 0.0
    untold: int = 0
    fractional: int = 0
    left_out: int = 0
    cut: int = 0


def beyond(codes: tuple[str, ...], bounds: Box) -> int:
    """Return how many municipalities go on beyond a box by over a hundredth of their ground."""
    table, box = municipalities(), shapely.box(*bounds)
    outlines = [table.outline([code]) for code in codes]
    return sum(shapely.difference(one, box).area > 0.01 * one.area for one in outlines)


def of_municipalities(buildings: Buildings, codes: tuple[str, ...]) -> Residents:
    """Spread the residents of municipalities over their buildings.

    Raises
    ------
    UnknownName
        ``municipality.unknown``.
    """
    table = municipalities()
    counts = np.array([table.get(code).counts for code in codes])
    shapes = np.array([table.outline([code]) for code in codes], object)
    return _spread(buildings, shapes, counts, GROUPS, lone=False)


def of_shape(
    buildings: Buildings, shape: shapely.Geometry, counts: Floats, groups: tuple[str, ...]
) -> Residents:
    """Spread the people of one zone, shape (groups,), over its buildings."""
    zones = np.array([shape], object)
    return _spread(buildings, zones, counts.reshape(1, -1), groups, lone=False)


def of_file(buildings: Buildings, file: DemandFile, bounds: Box, path: Path) -> Residents:
    """Place the people of a file: in the buildings of their section, or at their point.

    A section without a building has its people at a point inside it; rows outside the area's
    streets are left out.

    Raises
    ------
    BadInput
        ``demand.misses`` where every row lies outside.
    """
    shapes = np.array(file.shapes, object)
    near = shapely.intersects(shapes, shapely.box(*bounds))
    if not near.any():
        raise BadInput("demand.misses", path=path.name)
    found = _spread(buildings, shapes[near], file.counts[near], file.groups, lone=True)
    names = tuple(name for name, kept in zip(file.names, near, strict=True) if kept)
    return replace(found, zones=names)


def label_of(residents: Residents, *, kind: str, year: int, **found: object) -> DemandLabel:
    """Return the label of a model with its total checked."""
    total = check_total(residents)
    return DemandLabel(
        kind=kind,
        year=year,
        groups=residents.groups,
        wanted=round(total.wanted, 3),
        placed=round(total.placed, 3),
        outside=round(total.outside, 3),
        **found,  # type: ignore[arg-type]
    )


def save_residents(folder: Path, residents: Residents) -> None:
    """Write a model into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for field in fields(Residents):
        if field.name not in TEXTS:
            np.save(folder / f"{field.name}.npy", getattr(residents, field.name))
    (folder / GROUPS_FILE).write_text(json.dumps(residents.groups), encoding="utf-8")
    zones = json.dumps(residents.zones, ensure_ascii=False)
    (folder / ZONES_FILE).write_text(zones, encoding="utf-8")


def load_residents(folder: Path) -> Residents | None:
    """Open a model written by `save_residents`; None where the area has none."""
    if not (folder / GROUPS_FILE).is_file():
        return None
    groups = tuple(json.loads((folder / GROUPS_FILE).read_text(encoding="utf-8")))
    arrays = {
        field.name: np.load(folder / f"{field.name}.npy", mmap_mode="r")
        for field in fields(Residents)
        if field.name not in TEXTS
    }
    zones = folder / ZONES_FILE
    names = json.loads(zones.read_text(encoding="utf-8")) if zones.is_file() else ()
    return Residents(**arrays, groups=groups, zones=tuple(names))


def _spread(
    buildings: Buildings,
    shapes: shapely.Geometry,
    counts: Floats,
    groups: tuple[str, ...],
    *,
    lone: bool,
) -> Residents:
    zone = _zones(buildings, shapes)
    share = spread_residents(
        floor_m2=buildings.floor_m2, use=buildings.use, zone=zone, people=counts[:, 0]
    )
    lived = share > 0
    lon, lat, zone, share = buildings.lon[lived], buildings.lat[lived], zone[lived], share[lived]
    if lone:
        empty = np.setdiff1d(np.arange(len(shapes)), zone).astype(np.int32)
        points = shapely.point_on_surface(shapes[empty])
        lon = np.concatenate([lon, shapely.get_x(points)])
        lat = np.concatenate([lat, shapely.get_y(points)])
        zone = np.concatenate([zone, empty])
        share = np.concatenate([share, np.ones(len(empty))])
    return Residents(lon, lat, zone.astype(np.int32), share, counts, groups)


def _zones(buildings: Buildings, shapes: shapely.Geometry) -> Ints:
    """Return the zone of each building, −1 for none; the first where outlines touch."""
    zone = np.full(len(buildings), -1, np.int32)
    if len(buildings) == 0:
        return zone
    points = shapely.points(buildings.lon, buildings.lat)
    place, found = shapely.STRtree(shapes).query(points, predicate="intersects")
    order = np.lexsort((-found, place))
    zone[place[order]] = found[order]
    return zone

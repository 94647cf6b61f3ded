"""Where people live: a zone's residents spread over the buildings of the zone.

A *model*, not a register: dwellings are filled first, at the floor space that a person has on
average; who does not fit goes into buildings whose use nobody has said; buildings known to be
something else stay empty. Every group of a zone has the same share of each building.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from geo.arrays import Bools, Floats, Ints
from geo.network.sphere import METRES_PER_DEGREE

M2_PER_PERSON = 40.7
"""Mean dwelling space of a resident of Italy, m² [ISTAT, census of 2011]."""

DEFAULT_FLOORS = 2.0
"""Where no building of the area says its floors."""

LEAST_AREA_M2 = 25.0
"""Smaller buildings are sheds, kiosks, garages."""


class BuildingUse(IntEnum):
    """What is known of a building's use."""

    DWELLING = 0
    UNTOLD = 1
    OTHER = 2


@dataclass(frozen=True, slots=True)
class Residents:
    """People at places.

    Attributes
    ----------
    lon, lat
        Shape (places,), degrees EPSG:4326.
    zone
        Shape (places,): row of `counts` that the people of a place are taken from.
    share
        Shape (places,): part of the zone's people that live here; the shares of a zone with at
        least one place sum to 1.
    counts
        Shape (zones, groups), people.
    groups
        Names of the columns of `counts`; the first is ``people``, all residents.
    zones
        Names of the rows of `counts`; empty where they are not given apart by name.
    """

    lon: Floats
    lat: Floats
    zone: Ints
    share: Floats
    counts: Floats
    groups: tuple[str, ...]
    zones: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.lon)

    def people(self, group: str = "people") -> Floats:
        """Return the people of a group at each place; NaN where the zone's count is not known.

        Raises
        ------
        KeyError
            For a group that is not in `groups`.
        """
        if group not in self.groups:
            raise KeyError(group)
        column: Floats = self.counts[:, self.groups.index(group)]
        return column[self.zone] * self.share


def spread_residents(
    *,
    floor_m2: Floats,
    use: Ints,
    zone: Ints,
    people: Floats,
    m2_per_person: float = M2_PER_PERSON,
) -> Floats:
    """Return which part of its zone's people lives in each building.

    Parameters
    ----------
    floor_m2
        Shape (buildings,): footprint × floors, m².
    use
        Shape (buildings,): a `BuildingUse`.
    zone
        Shape (buildings,): index into `people`; −1 for buildings of no zone.
    people
        Shape (zones,): residents, NaN counts as none.
    m2_per_person
        Space at which dwellings are full.

    Returns
    -------
    Shape (buildings,), summing to 1 over the buildings of each zone that has a dwelling or a
    building of untold use; 0 elsewhere.

    Examples
    --------
    Ten people, a dwelling for four, two other houses of untold use, a church:

    >>> floor = np.array([4 * 40.7, 100.0, 200.0, 900.0])
    >>> use, zone = np.array([0, 1, 1, 2]), np.zeros(4, int)
    >>> people = np.array([10.0])
    >>> spread_residents(floor_m2=floor, use=use, zone=zone, people=people).round(2) * 10
    array([4., 2., 4., 0.])
    """
    zones = len(people)
    known = np.where(zone >= 0, zone, 0)
    floor_m2 = np.asarray(floor_m2, np.float64)
    inside = (zone >= 0) & (floor_m2 > 0)
    dwelling = np.where(inside & (use == BuildingUse.DWELLING), floor_m2, 0.0)
    unknown_use = np.where(inside & (use == BuildingUse.UNTOLD), floor_m2, 0.0)
    space = np.bincount(known, dwelling, minlength=zones).astype(np.float64)
    other_space = np.bincount(known, unknown_use, minlength=zones).astype(np.float64)
    wanted = np.nan_to_num(people) * m2_per_person
    in_dwellings = _share(np.minimum(space, wanted), wanted)
    # Without another house to go to, all live in the dwellings; without dwellings, in the others.
    in_dwellings = np.where(other_space == 0, 1.0, np.where(space == 0, 0.0, in_dwellings))
    part = dwelling * _share(in_dwellings, space)[known]
    rest: Floats = part + unknown_use * _share(1.0 - in_dwellings, other_space)[known]
    return rest


def _share(part: Floats, whole: Floats) -> Floats:
    """Divide; nothing of nothing is nothing."""
    return np.divide(part, whole, out=np.zeros(len(whole)), where=whole > 0)


def floors_of(levels: Floats, height_m: Floats) -> Floats:
    """Return floors for each building: said, else from its height at 3.2 m, else the middle one.

    Parameters
    ----------
    levels, height_m
        Shape (buildings,); NaN where not given.
    """
    found = np.where(np.isnan(levels), np.maximum(1.0, np.round(height_m / 3.2)), levels)
    known = found[~np.isnan(found)]
    middle = float(np.median(known)) if len(known) else DEFAULT_FLOORS
    floors: Floats = np.where(np.isnan(found), max(1.0, middle), np.maximum(1.0, found))
    return floors


@dataclass(frozen=True, slots=True)
class Total:
    """A model's people against the count that they were spread from.

    `placed` and `wanted` are people; `outside` is the part of `wanted` that lives where the data
    have no buildings: zones without a place.
    """

    wanted: float
    placed: float
    outside: float


def check_total(residents: Residents) -> Total:
    """Return how many people of the zones the model placed.

    Examples
    --------
    >>> one = np.array([1.0])
    >>> model = Residents(one, one, np.array([0], np.int32), one, np.array([[5.0]]), ("people",))
    >>> check_total(model)
    Total(wanted=5.0, placed=5.0, outside=0.0)
    """
    wanted = np.nan_to_num(residents.counts[:, 0])
    placed = float(np.nan_to_num(residents.people()).sum())
    has_place: Bools = np.zeros(len(wanted), bool)
    has_place[residents.zone[residents.share > 0]] = True
    return Total(float(wanted.sum()), placed, float(wanted[~has_place].sum()))


@dataclass(frozen=True, slots=True)
class Cells:
    """Squares of a grid with the people in them; degrees EPSG:4326, shapes (cells,)."""

    west: Floats
    south: Floats
    width: float
    height: float
    people: Floats


def people_in_cells(residents: Residents, *, group: str = "people", cell_m: float = 100.0) -> Cells:
    """Sum the people of a group over squares of a grid; squares without any are left out.

    Places whose count is not known count as none.

    Examples
    --------
    >>> lon, zone = np.array([11.10005, 11.1001, 11.2]), np.zeros(3, np.int32)
    >>> share = np.array([0.25, 0.25, 0.5])
    >>> model = Residents(lon, np.full(3, 46.0), zone, share, np.array([[8.0]]), ("people",))
    >>> people_in_cells(model).people.tolist()
    [4.0, 4.0]
    """
    people = np.nan_to_num(residents.people(group))
    lived = people > 0
    if not lived.any():
        none = np.empty(0)
        return Cells(none, none, 0.0, 0.0, none)
    lon, lat = residents.lon[lived], residents.lat[lived]
    grid = _grid(lon, lat, cell_m, np.zeros(len(lon), np.int32))
    return Cells(
        west=grid.west,
        south=grid.south,
        width=grid.width,
        height=grid.height,
        people=np.bincount(grid.cell, people[lived]).astype(np.float64),
    )


@dataclass(frozen=True, slots=True)
class Homes:
    """Where people set out from: the middles of what lives in each square of a grid.

    Attributes
    ----------
    lon, lat
        Shape (homes,): the mean position of the people of a square, degrees EPSG:4326.
    west, south, width, height
        The squares themselves; named zones that share a square have a home each.
    home
        Shape (places of the residents,): the home of each place, -1 for a place without people.
    """

    lon: Floats
    lat: Floats
    west: Floats
    south: Floats
    width: float
    height: float
    home: Ints

    def __len__(self) -> int:
        return len(self.lon)

    def sum(self, values: Floats) -> Floats:
        """Return what is given of each place of the residents, summed by home; NaN as nothing."""
        lived = self.home >= 0
        found = np.nan_to_num(values[lived])
        return np.asarray(np.bincount(self.home[lived], found, len(self)), np.float64)


def homes_of(residents: Residents, *, cell_m: float = 100.0) -> Homes:
    """Return the homes of an area: squares with people, each at its people's mean position.

    The middle of a square may lie across a river; the mean of those who live in it seldom does.

    Examples
    --------
    >>> lon, zone = np.array([11.10005, 11.1001, 11.2]), np.zeros(3, np.int32)
    >>> share = np.array([0.25, 0.25, 0.5])
    >>> model = Residents(lon, np.full(3, 46.0), zone, share, np.array([[8.0]]), ("people",))
    >>> homes = homes_of(model)
    >>> homes.lon.round(6).tolist(), homes.sum(model.people()).tolist()
    ([11.100075, 11.2], [4.0, 4.0])
    """
    people = np.nan_to_num(residents.people())
    lived = people > 0
    home = np.full(len(people), -1, np.int32)
    if not lived.any():
        none = np.empty(0)
        return Homes(none, none, none, none, 0.0, 0.0, home)
    lon, lat, weight = residents.lon[lived], residents.lat[lived], people[lived]
    zone = residents.zone[lived] if residents.zones else np.zeros(len(lon), np.int32)
    grid = _grid(lon, lat, cell_m, zone)
    home[lived] = grid.cell
    whole = np.bincount(grid.cell, weight)
    return Homes(
        lon=np.bincount(grid.cell, weight * lon) / whole,
        lat=np.bincount(grid.cell, weight * lat) / whole,
        west=grid.west,
        south=grid.south,
        width=grid.width,
        height=grid.height,
        home=home,
    )


@dataclass(frozen=True, slots=True)
class _Grid:
    west: Floats
    south: Floats
    width: float
    height: float
    cell: Ints


def _grid(lon: Floats, lat: Floats, cell_m: float, zone: Ints) -> _Grid:
    """Return the squares that points lie in, one for each zone, and the square of each point."""
    height = cell_m / METRES_PER_DEGREE
    width = height / float(np.cos(np.radians(lat.mean())))
    column = np.floor((lon - lon.min()) / width).astype(np.int64)
    row = np.floor((lat - lat.min()) / height).astype(np.int64)
    columns, zones = int(column.max()) + 1, int(zone.max()) + 1
    key, place = np.unique((row * columns + column) * zones + zone, return_inverse=True)
    row, column = np.divmod(key // zones, columns)
    west, south = lon.min() + column * width, lat.min() + row * height
    return _Grid(west, south, width, height, place.astype(np.int32))

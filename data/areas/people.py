"""Make an area's model of people from the best that is known: a file, a sample's total, ISTAT."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import shapely

from data.areas.demand import (
    DemandLabel,
    beyond,
    label_of,
    of_file,
    of_municipalities,
    of_shape,
    save_residents,
)
from data.areas.manifest import Source
from data.areas.request import AreaRequest
from data.catalog.areas import SampleResidents
from data.catalog.municipalities import ATTRIBUTION, LICENCE, TABLE, YEAR, municipalities
from data.exchange.demand_file import read_demand
from data.files.disk import sha256_of
from data.sources.osm_buildings import Buildings, read_buildings
from geo.arrays import Box
from geo.demand import Residents


def make_demand(
    folder: Path, request: AreaRequest, boundary: shapely.Geometry | None, bounds: Box
) -> DemandLabel | None:
    """Write the model of an area's people into `folder`; None where nothing is known of them.

    Raises
    ------
    BadInput
        What `data.exchange.demand_file` complains of, ``demand.misses``.
    UnknownName
        ``municipality.unknown``.
    """
    codes = request.origin.codes
    if request.demand is None and request.residents is None and not codes:
        return None
    buildings = read_buildings(request.osm)
    if request.demand is not None:
        residents, label = _of_file(buildings, request.demand, bounds, codes)
    elif request.residents is not None:
        residents, label = _of_sample(
            buildings, request.residents, boundary or shapely.box(*bounds)
        )
    else:
        residents = of_municipalities(buildings, codes)
        registered = _registered(codes)
        label = label_of(
            residents,
            kind="municipalities",
            year=YEAR,
            registered=registered,
            cut=beyond(codes, bounds),
        )
    save_residents(folder, residents)
    return label


def demand_sources(request: AreaRequest, label: DemandLabel | None) -> tuple[Source, ...]:
    """Return what the people come from, for the area's label; a sample's are an assumption."""
    if label is None or label.kind == "assumption":
        return ()
    if label.kind == "file" and request.demand is not None:
        return (Source("residents", request.demand.name, "", "", None, sha256_of(request.demand)),)
    day = f"{YEAR}-01-01"
    return (Source("ISTAT", TABLE.name, LICENCE, ATTRIBUTION, day, sha256_of(TABLE)),)


def _of_file(
    buildings: Buildings, path: Path, bounds: Box, codes: tuple[str, ...]
) -> tuple[Residents, DemandLabel]:
    demand = read_demand(path)
    residents = of_file(buildings, demand, bounds, path)
    label = label_of(
        residents,
        kind="file",
        year=0,
        registered=_registered(codes),
        untold=demand.untold,
        fractional=demand.fractional,
        left_out=len(demand.shapes) - len(residents.counts),
    )
    return residents, label


def _of_sample(
    buildings: Buildings, sample: SampleResidents, shape: shapely.Geometry
) -> tuple[Residents, DemandLabel]:
    counts = np.array([sample.people, *(sample.people * s for s in sample.shares.values())])
    residents = of_shape(buildings, shape, counts, ("people", *sample.shares))
    assumed = tuple(sample.shares)
    return residents, label_of(
        residents, kind="assumption", year=sample.year, assumed=assumed, registered=sample.people
    )


def _registered(codes: tuple[str, ...]) -> float:
    """Return the residents of municipalities; those without figures count as none."""
    people = (municipalities().get(code).residents for code in codes)
    return sum(p for p in people if not math.isnan(p))

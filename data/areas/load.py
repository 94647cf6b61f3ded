"""Load a built area: arrays stay on disk until they are touched."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import shapely
from shapely.geometry import shape

from data.areas.demand import load_residents
from data.areas.manifest import Manifest, read_manifest
from data.areas.network_store import load_network
from data.areas.paths import CURRENT, area_folder, areas_folder
from data.areas.transit_store import TRANSIT_FOLDER, load_timetable
from data.catalog.areas import bundled_areas
from data.catalog.calendars import calendar_at
from data.placing.address_index import AddressIndex
from data.records.plain_records import load_services
from geo.demand import Residents
from geo.errors import StorageFailure, UnknownName
from geo.model import Calendar, Service
from geo.network.modes import Mode
from geo.network.routing_numba import NumbaNetwork
from geo.transit.network import TransitNetwork


@dataclass(frozen=True, slots=True)
class Area:
    """A study area, ready to be asked; `networks` holds one for each mode that it was built for.

    `transit` is the timetable over the streets; None where the area was built without feeds.
    `services` are those of OpenStreetMap; the register's come in with `answers.opened_area`.
    `version` changes whenever any file of the area does. `residents` is None where nobody has
    said how many live there.
    """

    manifest: Manifest
    folder: Path
    version: str
    networks: Mapping[Mode, NumbaNetwork]
    services: tuple[Service, ...]
    boundary: shapely.Geometry | None
    addresses: AddressIndex
    calendar: Calendar
    residents: Residents | None
    transit: TransitNetwork | None = None

    @property
    def walking(self) -> NumbaNetwork:
        """The network on foot, which every area has."""
        return self.networks[Mode.WALK]


def current_folder(area_id: str) -> Path:
    """Return the folder of an area's current version.

    Raises
    ------
    UnknownName
        ``area.unknown`` with the areas there are.
    """
    folder = area_folder(area_id)
    try:
        version = (folder / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        samples = {area.id for area in bundled_areas()}
        known = ", ".join(sorted(samples | {m.id for m in list_areas()}))
        raise UnknownName("area.unknown", area=area_id, known=known) from error
    return folder / version


def load_area(area_id: str) -> Area:
    """Load the current version of an area.

    Raises
    ------
    UnknownName
        ``area.unknown``.
    StorageFailure
        ``area.damaged`` where its files are missing or cannot be read.
    """
    folder = current_folder(area_id)
    manifest = read_manifest(folder)
    try:
        walking = NumbaNetwork(*load_network(folder / "walk"))
        transit = _transit(folder, walking, manifest.time_zone)
        # By timetable, points are laid on the streets on which one walks to the stop.
        networks = {mode: walking for mode in Mode if mode is Mode.WALK or transit is not None}
        return Area(
            manifest=manifest,
            folder=folder,
            version=folder.name,
            networks=MappingProxyType(networks),
            services=load_services(folder / "services.json"),
            boundary=_boundary(folder) if manifest.has_boundary else None,
            addresses=AddressIndex(folder / "addresses.sqlite"),
            calendar=_calendar(manifest),
            residents=load_residents(folder / "demand"),
            transit=transit,
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError, sqlite3.Error) as error:
        raise StorageFailure("area.damaged", area=area_id) from error


def _transit(folder: Path, walking: NumbaNetwork, time_zone: str) -> TransitNetwork | None:
    timetable = load_timetable(folder / TRANSIT_FOLDER)
    return None if timetable is None else TransitNetwork(timetable, walking, time_zone)


def _calendar(manifest: Manifest) -> Calendar:
    if manifest.province is None:
        return calendar_at(manifest.time_zone, manifest.country, *manifest.centre)
    return Calendar(manifest.time_zone, manifest.country, *manifest.centre, manifest.province)


def list_areas() -> tuple[Manifest, ...]:
    """Return the manifests of the built areas, by id; damaged ones are left out."""
    found = []
    for pointer in sorted(areas_folder().glob(f"*/{CURRENT}")):
        try:
            found.append(read_manifest(pointer.parent / pointer.read_text().strip()))
        except StorageFailure:
            continue
    return tuple(found)


def remove_area(area_id: str) -> None:
    """Remove an area and everything built for it.

    Raises
    ------
    UnknownName
        ``area.unknown``.
    """
    current_folder(area_id)
    folder = area_folder(area_id)
    (folder / CURRENT).unlink()
    shutil.rmtree(folder)


def _boundary(folder: Path) -> shapely.Geometry:
    return shape(json.loads((folder / "boundary.geojson").read_text(encoding="utf-8")))

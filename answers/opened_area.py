"""An area with everything that can be asked of it: OpenStreetMap's services and the register's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

import numpy as np

from data.areas.load import Area, load_area
from data.areas.osm_duplicates import without_duplicates
from data.register.demonstrations import load_demonstrations
from data.register.partnerships import partnership_places
from data.register.register import Register, open_register
from geo.model import Service
from geo.network.modes import Mode
from geo.network.routing import Snapped


@dataclass(frozen=True, slots=True)
class OpenArea:
    """An area and its services, each laid on the streets once.

    `laid` holds the services on the network of each mode, in the order of `services`; one without
    a public position is not found there. `partnerships` are the territorial networks that the
    register knows: name, ISTAT codes.
    """

    area: Area
    services: tuple[Service, ...]
    laid: Mapping[Mode, Snapped]
    partnerships: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def snapped(self, mode: Mode = Mode.WALK) -> Snapped:
        """Return the services on the network of a mode, in their order."""
        return self.laid[mode]


def open_area(area_id: str) -> OpenArea:
    """Load an area, add the register's records, and lay its services on the walking network.

    Raises
    ------
    UnknownName
        ``area.unknown``.
    StorageFailure
        ``area.damaged``, ``register.damaged``, ``register.locked``, ``register.newer``.
    """
    area = load_area(area_id)
    register = open_register()
    try:
        return with_services(area, register)
    finally:
        register.close()


def with_services(area: Area, register: Register) -> OpenArea:
    """Return an area with its services of today: OpenStreetMap's, and those of the register.

    A sample area's demonstration records are put into the register where they are missing.
    """
    area_id = area.manifest.id
    load_demonstrations(register, area_id, at=datetime.now(UTC))
    registered = register.services(area=area_id, bounds=area.manifest.bounds)
    services = without_duplicates(area.services, registered)
    return OpenArea(area, services, laid_on_networks(area, services), partnership_places(register))


def laid_on_networks(area: Area, services: tuple[Service, ...]) -> Mapping[Mode, Snapped]:
    """Return services on every network of an area; one without a public place is found on none."""
    lon = np.array([_or_nan(service.location.lon) for service in services])
    lat = np.array([_or_nan(service.location.lat) for service in services])
    # By timetable, points stand on the same streets as on foot: they are laid on these once.
    networks = {id(network): network for network in area.networks.values()}
    laid = {key: network.snap(lon, lat) for key, network in networks.items()}
    return MappingProxyType({mode: laid[id(network)] for mode, network in area.networks.items()})


def _or_nan(degrees: float | None) -> float:
    return np.nan if degrees is None else degrees

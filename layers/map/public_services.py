"""The services that everybody may see, as data for the map script."""

from __future__ import annotations

from collections.abc import Iterable

from geo.model import AccessRoute, Service, ServiceStatus
from geo.taxonomy import Taxonomy
from layers.text.escaping import esc
from layers.themes import theme_of


def public_services(services: Iterable[Service], *, taxonomy: Taxonomy) -> dict[str, object]:
    """Return the layer of public services, names escaped.

    Protected sites, services that nobody can walk into and those no longer given stay out.
    """
    return {
        "services": [
            {
                "id": esc(service.id),
                "lon": round(service.location.lon, 6),
                "lat": round(service.location.lat, 6),
                "name": esc(service.name),
                "theme": theme_of(service, taxonomy).id,
                "demonstration": service.provenance.demonstration,
            }
            for service in services
            if service.location.is_public
            and service.location.lon is not None
            and service.location.lat is not None
            and service.status is ServiceStatus.ACTIVE
            and service.access not in (AccessRoute.REFERRAL, AccessRoute.ASSIGNED)
        ]
    }

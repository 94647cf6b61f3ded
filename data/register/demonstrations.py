"""Put the demonstration records of a sample area into the register."""

from __future__ import annotations

from datetime import datetime

from data.areas.service_store import load_services
from data.catalog.areas import SAMPLES, bundled_area
from data.register.register import Register

AUTHOR = "demonstration"


def load_demonstrations(register: Register, area_id: str, *, at: datetime) -> int:
    """Write the demonstration records of a sample area; return how many were new or changed.

    Other areas have none. A second call changes nothing.
    """
    path = SAMPLES / f"demo_{area_id}.json"
    if bundled_area(area_id) is None or not path.is_file():
        return 0
    return register.upsert(load_services(path), area=area_id, by=AUTHOR, at=at)

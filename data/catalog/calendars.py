"""The calendar of a place: its clock, its country's holidays and those of its province."""

from __future__ import annotations

from data.catalog.municipalities import municipalities
from geo.model import Calendar


def calendar_at(time_zone: str, country: str, lon: float, lat: float) -> Calendar:
    """Return the calendar of a place; its province is known in Italy only.

    Examples
    --------
    >>> calendar_at("Europe/Rome", "IT", 9.19, 45.46).province
    'MI'
    """
    here = municipalities().at(lon, lat) if country == "IT" else None
    return Calendar(time_zone, country, lon, lat, here.province if here else "")

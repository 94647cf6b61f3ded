"""In which municipality a location stands: as it says, else where its position lies."""

from __future__ import annotations

from data.catalog.municipalities import municipalities
from data.records.documents import PROFILE, Document


def municipality_of(location: Document) -> str | None:
    """Return the ISTAT code of a location's municipality; None outside Italy, or where unknown.

    A code of a municipality that was joined to another since is today's.

    Examples
    --------
    >>> municipality_of({"longitude": 11.1217, "latitude": 46.0679})
    '022205'
    >>> municipality_of({"longitude": 7.42, "latitude": 43.73}) is None
    True
    """
    profile = location.get(PROFILE)
    stated = profile.get("municipality") if isinstance(profile, dict) else None
    if stated:
        place = municipalities().index.get(str(stated).strip().zfill(6))
        return str(stated) if place is None else municipalities().rows[place].code
    lon, lat = location.get("longitude"), location.get("latitude")
    if not isinstance(lon, (int, float)) or not isinstance(lat, (int, float)):
        return None
    found = municipalities().at(lon, lat)
    return None if found is None else found.code

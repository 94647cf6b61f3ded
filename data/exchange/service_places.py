"""Where the service of a row is given: address, municipality, coordinates, checked together."""

from __future__ import annotations

import re
from dataclasses import dataclass

import shapely

from data.catalog.municipalities import Municipalities, Municipality, municipalities
from data.exchange.municipality_cells import (
    WITH_PROVINCE,
    municipality_named,
    nearest_municipalities,
)
from data.exchange.points_csv import ITALY
from data.exchange.table_row import SHOWN, TableRow
from geo.model import Address, Exposure

FAR_DEGREES = 0.1
"""A point farther than this from its municipality, some ten kilometres, is not in it."""

Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row says that its service is given. Degrees EPSG:4326; empty where not given."""

    position: Position | None
    address: Address | None
    province: str
    municipality: str
    exposure: Exposure
    method: str
    confidence: float | None


def read_place(row: TableRow) -> RowPlace:
    """Return where the service of a row is given; its faults say what is wrong with it."""
    exposure = Exposure(row.get("exposure", Exposure.PUBLIC))
    position = _position(row)
    country = row.text("country").upper()
    if country and not re.fullmatch(r"[A-Z]{2}", country):
        row.faults.add("country", "country", text=country[:SHOWN])
        country = ""
    found = _municipality(row, position, country)
    if row.faults.has("city") and found and position and not row.text("municipality"):
        position = None  # it is far from its town: the address says where it is
    country = country or ("IT" if found else "")
    address = _address(row, country, found)
    method = row.text("place_method") or ("coordinates" if position else "")
    return RowPlace(
        position=position,
        address=address,
        province=row.text("province") or (found.province if found and address else ""),
        municipality=found.code if found else "",
        exposure=exposure,
        method=method,
        confidence=row.get("place_confidence"),
    )


def _position(row: TableRow) -> Position | None:
    lat, lon = row.get("lat"), row.get("lon")
    if lat is None or lon is None:
        at_fault = row.faults.has("lat") or row.faults.has("lon")
        if (lat is None) != (lon is None) and not at_fault:
            row.faults.add("lat" if lat is None else "lon", "half_position")
        return None
    if abs(lat) > 90 or (not _in_italy(lon, lat) and _in_italy(lat, lon)):
        row.faults.add("lat", "swapped")
        return None
    if lat == lon == 0:
        row.faults.add("lat", "nowhere")
        return None
    return lon, lat


def _in_italy(lon: float, lat: float) -> bool:
    west, south, east, north = ITALY
    return west <= lon <= east and south <= lat <= north


def _municipality(row: TableRow, position: Position | None, country: str) -> Municipality | None:
    table = municipalities()
    code, city, province = (row.text(key) for key in ("municipality", "city", "province"))
    if code:
        found = municipality_named(code) if code.isdigit() else ()
        if not found:
            row.faults.add("municipality", "municipality", text=code[:SHOWN])
        return found[0] if found else None
    if country not in ("", "IT"):
        return None
    here = table.at(*position) if position else None
    named = municipality_named(city, province) if city else ()
    if here in named:
        return here
    if not named:
        if city and not here and (position is None or country == "IT"):
            _complain_of_city(row, city)
        return here
    if len(named) > 1:
        known = tuple(each.label for each in named)
        row.faults.add("city", "municipality_several", text=city[:SHOWN], known=known)
        return None
    if position and _is_far(table, named[0], position):
        where = here.label if here else f"{position[1]:.4f}, {position[0]:.4f}"
        row.faults.add("city", "far", text=named[0].label, place=where)
    return named[0]


def _complain_of_city(row: TableRow, city: str) -> None:
    known = nearest_municipalities(city)
    code = "municipality_nearest" if known else "municipality"
    row.faults.add("city", code, text=city[:SHOWN], **({"known": known} if known else {}))


def _is_far(table: Municipalities, named: Municipality, position: Position) -> bool:
    outline = table.outline([named.code])
    return bool(shapely.distance(outline, shapely.Point(position)) > FAR_DEGREES)


def _address(row: TableRow, country: str, found: Municipality | None) -> Address | None:
    street, number, city = (row.text(key) for key in ("address", "house_number", "city"))
    if number and not street.endswith(f" {number}"):
        street = f"{street} {number}".strip()
    postal_code = _postal_code(row, country)
    if not street and not city and not postal_code:
        return None
    with_province = WITH_PROVINCE.fullmatch(city)
    if with_province and found:
        city = with_province[1]
    return Address(street, city or None, postal_code or None, country or None)


def _postal_code(row: TableRow, country: str) -> str:
    text = row.text("postal_code")
    if not text or country != "IT":
        return text
    # A spreadsheet takes away the noughts that a number begins with.
    full = text.zfill(5) if text.isdigit() else text
    if not re.fullmatch(r"\d{5}", full):
        row.faults.add("postal_code", "postal_code", text=text[:SHOWN])
        return ""
    return full

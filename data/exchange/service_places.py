"""Where the service of a row is given: address, municipality, coordinates, checked together."""

from __future__ import annotations

import re
from dataclasses import dataclass

import shapely

from data.catalog.municipalities import Municipalities, Municipality, municipalities
from data.exchange.cells import text_of
from data.exchange.row_reader import SHOWN, RowReader
from geo.errors import UnknownName
from geo.model import Address, Exposure

ITALY = (6.0, 35.0, 19.0, 47.5)
"""West, south, east, north: coordinates that fit in here only when exchanged are exchanged."""

FAR_DEGREES = 0.1
"""A point farther than this from its municipality, some ten kilometres, is not in it."""

_WITH_PROVINCE = re.compile(r"(.+?)\s*\(([A-Za-z]{2})\)")

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


def read_place(reader: RowReader) -> RowPlace:
    """Return where the service of a row is given; the reader keeps what is wrong with it."""
    exposure = Exposure(reader.choice("exposure") or Exposure.PUBLIC)
    position = _position(reader)
    country = reader.text("country").upper()
    if country and not re.fullmatch(r"[A-Z]{2}", country):
        reader.complain("country", "country", text=country[:SHOWN])
    found = _municipality(reader, position, country)
    country = country or ("IT" if found else "")
    address = _address(reader, country, found)
    method = reader.choice("place_method") or ("coordinates" if position else "")
    return RowPlace(
        position=position,
        address=address,
        province=reader.text("province") or (found.province if found and address else ""),
        municipality=found.code if found else "",
        exposure=exposure,
        method=method,
        confidence=reader.number("place_confidence", 0, 1),
    )


def municipality_named(text: str, province: str = "") -> tuple[Municipality, ...]:
    """Return the municipalities that a cell may mean: a name, a name with province, an ISTAT code.

    Examples
    --------
    >>> [found.code for found in municipality_named("Livo (CO)")]
    ['013130']
    """
    table = municipalities()
    if text.isdigit():
        try:
            return (table.get(text),)
        except UnknownName:
            return ()
    with_province = _WITH_PROVINCE.fullmatch(text)
    if with_province:
        return table.named(with_province[1], with_province[2])
    return table.named(text, province) or (table.named(text) if province else ())


def nearest_municipalities(text: str) -> tuple[str, ...]:
    """Return the labels of municipalities that may be meant, best first, at most three."""
    return tuple(found.label for found in municipalities().search(text[:SHOWN], limit=3))


def _position(reader: RowReader) -> Position | None:
    faults = len(reader.complaints)
    lat, lon = reader.number("lat", -180, 180), reader.number("lon", -180, 180)
    if lat is None or lon is None:
        if (lat is None) != (lon is None) and len(reader.complaints) == faults:
            reader.complain("lat" if lat is None else "lon", "half_position")
        return None
    if abs(lat) > 90 or (not _in_italy(lon, lat) and _in_italy(lat, lon)):
        reader.complain("lat", "swapped")
        return None
    if lat == lon == 0:
        reader.complain("lat", "nowhere")
        return None
    return lon, lat


def _in_italy(lon: float, lat: float) -> bool:
    west, south, east, north = ITALY
    return west <= lon <= east and south <= lat <= north


def _municipality(
    reader: RowReader, position: Position | None, country: str
) -> Municipality | None:
    table = municipalities()
    code, city, province = (reader.text(key) for key in ("municipality", "city", "province"))
    if code:
        found = municipality_named(code) if code.isdigit() else ()
        if not found:
            reader.complain("municipality", "municipality", text=code[:SHOWN])
        return found[0] if found else None
    if country not in ("", "IT"):
        return None
    here = table.at(*position) if position else None
    named = municipality_named(city, province) if city else ()
    if here in named:
        return here
    if not named:
        if city and not here and (position is None or country == "IT"):
            _complain_of_city(reader, city)
        return here
    if len(named) > 1:
        known = tuple(each.label for each in named)
        reader.complain("city", "municipality_several", text=city[:SHOWN], known=known)
        return None
    if position and _is_far(table, named[0], position):
        where = here.label if here else f"{position[1]:.4f}, {position[0]:.4f}"
        reader.complain("city", "far", text=named[0].label, place=where)
    return named[0]


def _complain_of_city(reader: RowReader, city: str) -> None:
    known = nearest_municipalities(city)
    code = "municipality_nearest" if known else "municipality"
    reader.complain("city", code, text=city[:SHOWN], **({"known": known} if known else {}))


def _is_far(table: Municipalities, named: Municipality, position: Position) -> bool:
    outline = table.outline([named.code])
    return bool(shapely.distance(outline, shapely.Point(position)) > FAR_DEGREES)


def _address(reader: RowReader, country: str, found: Municipality | None) -> Address | None:
    street, number, city = (reader.text(key) for key in ("address", "house_number", "city"))
    if number and not street.endswith(f" {number}"):
        street = f"{street} {number}".strip()
    postal_code = _postal_code(reader, country)
    if not street and not city and not postal_code:
        return None
    with_province = _WITH_PROVINCE.fullmatch(city)
    if with_province and found:
        city = with_province[1]
    return Address(street, city or None, postal_code or None, country or None)


def _postal_code(reader: RowReader, country: str) -> str:
    text = reader.text("postal_code")
    if not text or country != "IT":
        return text
    # A spreadsheet takes away the noughts that a number begins with.
    full = text.zfill(5) if text.isdigit() else text
    if not re.fullmatch(r"\d{5}", full):
        reader.complain("postal_code", "postal_code", text=text[:SHOWN])
    return text_of(full)

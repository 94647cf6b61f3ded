"""Where a written address is: by its house, by its street, by its municipality.

Only what is on the machine is asked: the address index of areas that were opened, and the table of
Italy's municipalities. Nothing goes to another host. What fits two streets alike fits none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.catalog.municipalities import Municipality, municipalities
from data.placing.address_index import AddressIndex, FoundPlace, Street, normal
from data.records.place_method import PlaceMethod
from geo.errors import UnknownName
from geo.names.italian_address import ItalianAddress, read_italian_address, street_and_number
from geo.names.street_names import alike_streets
from geo.network.sphere import metres_apart

LEAST_ALIKE = 0.8
"""A street less alike than this is not the one that was written."""

TOO_CLOSE = 0.05
"""Of two streets whose likeness differs by less, neither is known to be meant."""

ONE_STREET_M = 400.0
"""Streets of one name nearer to each other than this are one for whoever looks for it."""


_HOUSE = re.compile(r"\d{1,4}\s?\w{0,4}")


SURENESS = {PlaceMethod.ADDRESS: 1.0, PlaceMethod.STREET: 0.6, PlaceMethod.MUNICIPALITY: 0.2}
BETWEEN_NEIGHBOURS = 0.85
NO_CITY = 0.9
"""What the confidence is multiplied with: a number the map lacks; an address without a city."""

SURE_ENOUGH = 0.7
"""A place with less confidence than this waits for a person to look at it."""


@dataclass(frozen=True, slots=True)
class Written:
    """An address as a record says it: everything may be empty.

    Parameters
    ----------
    municipality
        ISTAT code, where the record says it.
    """

    text: str
    city: str = ""
    province: str = ""
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class Searched:
    """An area that addresses are looked up in.

    Parameters
    ----------
    names
        What the area is called, small letters: cities that are no municipalities of Italy.
    codes
        ISTAT codes of the municipalities that it reaches into; None: any.
    said
        Somebody said that addresses without a city are of this area.
    """

    index: AddressIndex
    names: frozenset[str] = frozenset()
    codes: frozenset[str] | None = None
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A position, degrees EPSG:4326.

    `confidence`, 0 to 1, is how far the position may be trusted as that of the door: the likeness
    of the street's name, squared, times `SURENESS` of the method, and less where the number was
    placed between its neighbours or no city was given. From `SURE_ENOUGH` on it is the house.
    """

    lon: float
    lat: float
    method: PlaceMethod
    confidence: float
    label: str
    municipality: str | None = None


def place_address(written: Written, areas: Sequence[Searched]) -> Placed | None:
    """Return where an address is; None where not even its municipality is known.

    The first area that has the house, else the first that has the street.
    """
    address = _taken_apart(written)
    town = _municipality(written, address)
    found = [
        placed
        for area in areas
        if _concerns(area, written, address, town)
        and (placed := _in_area(address, area, town)) is not None
    ]
    if found:
        best = max(found, key=lambda placed: placed.confidence)
        return best if town or _city(written, address) else _without_city(best)
    if town is None:
        return None
    lon, lat = municipalities().point(town.code)
    return Placed(
        lon,
        lat,
        PlaceMethod.MUNICIPALITY,
        SURENESS[PlaceMethod.MUNICIPALITY],
        town.label,
        town.code,
    )


def _without_city(placed: Placed) -> Placed:
    return replace(placed, confidence=round(placed.confidence * NO_CITY, 3))


def _taken_apart(written: Written) -> ItalianAddress:
    address = read_italian_address(written.text)
    if address.street or not written.text.strip():
        return address
    # Not an Italian street: "12, rue Grimaldi - Monaco".
    parts = [part.strip() for part in re.split(r"\s[-–]\s|,", written.text) if part.strip()]
    number = parts.pop(0) if len(parts) > 1 and _HOUSE.fullmatch(parts[0]) else ""
    city = parts.pop() if len(parts) > 1 and not re.search(r"\d", parts[-1]) else ""
    street, number = street_and_number(" ".join([*parts, number]))
    return replace(address, street=street, number=number, municipality=city)


def _city(written: Written, address: ItalianAddress) -> str:
    return written.city.strip() or address.municipality


def _municipality(written: Written, address: ItalianAddress) -> Municipality | None:
    """Return the one that is given: by its code, else by a name that only one has."""
    table = municipalities()
    if written.municipality:
        try:
            return table.get(written.municipality)
        except UnknownName:
            pass
    for name in dict.fromkeys((written.city, address.municipality)):
        province = written.province or address.province
        found = table.named(name, province) if name.strip() else ()
        if not found and province and name.strip():
            found = table.named(name)  # "TRENTINO" for a province
        if len(found) == 1:
            return found[0]
    return None


def _concerns(
    area: Searched, written: Written, address: ItalianAddress, town: Municipality | None
) -> bool:
    if town is not None:
        return area.codes is None or town.code in area.codes
    city = _city(written, address).casefold()
    if not city:
        return area.is_default
    return city in area.names or area.index.has_locality(city)


def _in_area(address: ItalianAddress, area: Searched, town: Municipality | None) -> Placed | None:
    if not address.street:
        return None
    alike = _streets(address, area.index, town)
    if not alike:
        return None
    best = max(score for score, _ in alike)
    near = [street for score, street in alike if score > best - TOO_CLOSE]
    places = [area.index.on_street(street, address.number) for street in near]
    if not _are_one(near):
        exact = [n for n, place in enumerate(places) if _is_exact(place)]
        first = [street for score, street in alike if score == best]
        if len(first) == 1 and best >= 1.0:
            exact = [near.index(first[0])]  # called exactly so: the others are only alike
        if len(exact) != 1:
            return None
        near, places = [near[exact[0]]], [places[exact[0]]]
    place = max(places, key=_is_exact)
    score = next(score for score, street in alike if street is near[places.index(place)])
    return _placed(place, score, town)


def _streets(
    address: ItalianAddress, index: AddressIndex, town: Municipality | None
) -> list[tuple[float, Street]]:
    """Return the streets that may be meant with their likeness, those of the municipality only."""
    written = (address.street, normal(address.street))  # shortened words of other languages
    found = [
        (
            max(alike_streets(a, name) for a in written for name in (street.label, *street.names)),
            street,
        )
        for street in index.streets(address.street)
    ]
    return [
        (score, street)
        for score, street in found
        if score >= LEAST_ALIKE and (town is None or _stands_in(street, town))
    ]


def _stands_in(street: Street, town: Municipality) -> bool:
    found = municipalities().at(street.lon, street.lat)
    return found is not None and found.code == town.code


def _are_one(streets: list[Street]) -> bool:
    first = streets[0]
    return all(
        metres_apart(first.lon, first.lat, other.lon, other.lat) < ONE_STREET_M
        and other.label == first.label
        for other in streets
    )


def _is_exact(place: FoundPlace) -> bool:
    return place.kind == "address" and not place.interpolated


def _placed(place: FoundPlace, alike: float, town: Municipality | None) -> Placed:
    method = PlaceMethod.ADDRESS if place.kind == "address" else PlaceMethod.STREET
    between = BETWEEN_NEIGHBOURS if place.interpolated else 1.0
    if town is None:
        town = municipalities().at(place.lon, place.lat)
    return Placed(
        round(place.lon, 7),
        round(place.lat, 7),
        method,
        round(alike**2 * SURENESS[method] * between, 3),
        place.label,
        town.code if town else None,
    )

"""OpenStreetMap's twins of the register's records: said once, by the one that is looked after."""

from __future__ import annotations

from dataclasses import replace

from data.areas.osm_duplicates import without_duplicates
from geo.model import Address, Location, Phone, Provenance, Service

OSM = Provenance("OpenStreetMap", "ODbL-1.0")
OURS = Provenance("MIM", "CC-BY-4.0")


def school(own: str, name: str, lon: float, **more: object) -> Service:
    osm = own.startswith("osm:")
    place = Location(own, lon, 46.07, Address("Via Verdi 3", "Trento"))
    return replace(
        Service(own, name, ("school",), place, OSM if osm else OURS),
        **more,  # type: ignore[arg-type]
    )


MAP = school("osm:node/1", "Scuola primaria Sanzio", 11.12)
NEXT = school("osm:node/2", "Scuola secondaria Bronzetti", 11.1203)
RECORD = school("r1", "SANZIO", 11.1201)


def ids(services: tuple[Service, ...]) -> list[str]:
    return [service.id for service in services]


def test_a_duplicate_is_listed_once_and_a_neighbour_stays() -> None:
    other = replace(NEXT.location, address=Address("Via Verdi 7", "Trento"))
    assert ids(without_duplicates([MAP, replace(NEXT, location=other)], [RECORD])) == [
        "osm:node/2",
        "r1",
    ]


def test_nobodys_twin_is_left_alone() -> None:
    far = school("r2", "Scuola Pascoli", 11.2)
    assert ids(without_duplicates([MAP], [far])) == ["osm:node/1", "r2"]
    assert ids(without_duplicates([MAP], [])) == ["osm:node/1"]


def test_a_record_without_its_door_stands_where_the_map_knows_it() -> None:
    somewhere = replace(RECORD.location, lon=11.05, lat=46.0, approximate=True)
    (shown,) = without_duplicates([MAP], [replace(RECORD, location=somewhere)])
    assert (shown.id, shown.location.lon, shown.location.approximate) == ("r1", 11.12, False)
    assert shown.provenance == OURS


def test_a_record_keeps_the_door_that_it_knows() -> None:
    (shown,) = without_duplicates([MAP], [RECORD])
    assert shown is RECORD


def test_invented_records_hide_nothing() -> None:
    invented = replace(RECORD, provenance=replace(OURS, demonstration=True))
    assert ids(without_duplicates([MAP], [invented])) == ["osm:node/1", "r1"]


def test_of_two_that_may_be_it_the_likest_is_the_twin() -> None:
    phone = (Phone("0461 123456"),)
    first, second = replace(MAP, phones=phone), school("osm:node/3", "Primaria Sanzio", 11.1202)
    found = without_duplicates([second, first], [replace(RECORD, phones=phone)])
    assert ids(found) == ["osm:node/3", "r1"]

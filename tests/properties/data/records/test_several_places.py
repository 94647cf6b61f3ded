"""Services of several places: Find and the exports against a plain count by hand."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from data.exchange.service_writing import write_services_csv
from data.hsds.json_file import read_json, write_json
from data.records.documents import Directory, Document, services_of
from data.records.ids import stable_id
from geo.finder import find_services
from geo.model import Answer, Calendar, FindCriteria, Service, Situation
from geo.taxonomy import Need, Taxonomy
from tests.unit.data.exchange.tables import read

REGISTERS = 200
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
LANGUAGES = ("ita", "ara", "urd")
NEEDS = ("school", "job_search")
PLACE = Calendar("Europe/Rome", "IT", 9.08, 45.81)
MONDAY = datetime(2026, 11, 16, tzinfo=ZoneInfo("Europe/Rome"))
TAXONOMY = Taxonomy(("s",), tuple(Need(need, "s") for need in NEEDS))


@dataclass
class Hours:
    """One day from an hour to another, and the language spoken then."""

    day: int
    opens: int
    closes: int
    language: str


@dataclass
class Given:
    """What is said of a service, or of one of its places."""

    street: str = ""
    hours: list[Hours] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)


@dataclass
class Described:
    """A service as the test knows it."""

    key: str
    need: str
    general: Given
    places: list[Given]


def described(chance: random.Random) -> list[Described]:
    def given(street: str, at_least: int) -> Given:
        hours = []
        for _ in range(chance.choice([at_least, 1, 2])):
            opens = chance.randint(7, 18)
            hours.append(Hours(chance.randrange(7), opens, opens + 2, chance.choice(LANGUAGES)))
        phones = [f"031 {chance.randint(100000, 999999)}" for _ in range(chance.choice([0, 1, 2]))]
        return Given(street, hours, phones)

    return [
        Described(
            f"s{number}",
            chance.choice(NEEDS),
            given("", 1),
            [given(f"Via {number} {place}", 0) for place in range(chance.randint(1, 4))],
        )
        for number in range(chance.randint(1, 5))
    ]


def documents(services: list[Described]) -> Directory:
    directory: Directory = {"organization": {}, "location": {}, "service": {}}
    for service in services:
        record_id = stable_id(service.key)
        places = []
        for given in service.places:
            place = stable_id(given.street)
            directory["location"][place] = {
                "id": place, "location_type": "physical", "longitude": 9.08, "latitude": 45.81,
                "addresses": [{"id": stable_id(place, "a"), "address_1": given.street,
                               "city": "Como", "state_province": "CO", "postal_code": "22100",
                               "country": "IT", "address_type": "physical"}],
            }  # fmt: skip
            places.append({"id": stable_id(place, "at"), "location_id": place, **lists(given)})
        directory["service"][record_id] = {
            "id": record_id, "name": service.key, "status": "active", **lists(service.general),
            "service_at_locations": places,
            "approdo": {"needs": [service.need], "source": "T", "licence": "CC0-1.0",
                        "source_id": service.key},
        }  # fmt: skip
    return directory


def lists(given: Given) -> Document:
    hours = [
        {"id": stable_id(str(id(one))), "approdo": {
            "opening_hours": f"{DAYS[one.day]} {one.opens:02}:00-{one.closes:02}:00",
            "languages": [one.language]}}
        for one in given.hours
    ]  # fmt: skip
    phones = [{"id": stable_id(number), "number": number} for number in given.phones]
    return {key: rows for key, rows in (("schedules", hours), ("phones", phones)) if rows}


def expected(services: list[Described], need: str, language: str, at: datetime) -> set[str]:
    """The streets at which somebody who speaks a language is taken, by hand."""
    return {
        place.street
        for service in services
        for place in service.places
        for one in place.hours or service.general.hours
        if service.need == need and one.language == language
        if one.day == at.weekday() and one.opens <= at.hour < one.closes
    }


def read_back(directory: Directory) -> list[Service]:
    return [
        service
        for document in directory["service"].values()
        for service in services_of(
            document, tuple(document["approdo"]["needs"]), {"source": "T", "licence": "CC0-1.0"},
            directory["organization"], directory["location"],
        )
    ]  # fmt: skip


def street(service: Service) -> str:
    assert service.location.address
    return service.location.address.address_1


def spoken_of(services: list[Service]) -> dict[str, tuple[object, ...]]:
    return {
        street(one): (
            [(slot.opening_hours, slot.languages) for slot in one.schedules],
            [phone.number for phone in one.phones],
        )
        for one in services
    }


@pytest.mark.parametrize("seed", range(REGISTERS))
def test_the_finder_agrees_with_a_count_by_hand(seed: int) -> None:
    chance = random.Random(seed)
    services = described(chance)
    found = read_back(documents(services))
    numbers = {
        place.street: list(dict.fromkeys([*place.phones, *service.general.phones]))
        for service in services
        for place in service.places
    }
    assert {street(one): [phone.number for phone in one.phones] for one in found} == numbers
    for _ in range(10):
        need, language = chance.choice(NEEDS), chance.choice(LANGUAGES)
        at = MONDAY + timedelta(days=chance.randrange(7), hours=chance.randint(6, 21), minutes=30)
        findings = find_services(
            found, np.zeros(len(found)),
            FindCriteria(need, Situation(languages=frozenset({language})), at, 60.0),
            taxonomy=TAXONOMY, calendar=PLACE,
        )  # fmt: skip
        taken = {street(one.service) for one in findings.results
                 if one.match.answer is not Answer.NO}  # fmt: skip
        assert taken == expected(services, need, language, at)


@pytest.mark.parametrize("seed", range(0, REGISTERS, 10))
def test_what_is_exported_comes_back_with_the_same_hours_and_telephones(
    seed: int, tmp_path: Path
) -> None:
    directory = documents(described(random.Random(seed)))
    before = spoken_of(read_back(directory))
    write_services_csv(directory, tmp_path / "a.csv")
    table = read(tmp_path / "a.csv")
    assert table.complaints == ()
    assert spoken_of(read_back(table.directory)) == before
    write_json(directory, tmp_path / "a.json")
    package, faults = read_json(tmp_path / "a.json")
    assert (spoken_of(read_back(package)), faults) == (before, [])

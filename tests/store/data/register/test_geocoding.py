"""Records with an address only get a place, said how; nothing that somebody knows is moved."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from data.catalog.areas import SAMPLES
from data.catalog.municipalities import municipalities
from data.placing.address_building import build_addresses
from data.placing.address_index import AddressIndex
from data.placing.place_address import SURE_ENOUGH, Searched
from data.records.documents import Directory, Document
from data.records.ids import stable_id
from data.register.geocoding import Placing
from data.register.register import Register, open_register
from data.register.roles import LOCAL, AccountRole, Actor
from data.register.search import Filters
from data.register.session import RegisterSession
from geo.errors import ApprodoError
from tests.store.full_records import NOW


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> Searched:
    """Monaco."""
    database = tmp_path_factory.mktemp("addresses") / "addresses.sqlite"
    build_addresses(SAMPLES / "monaco.osm.pbf", database, country="MC")
    return Searched(AddressIndex(database), frozenset({"monaco"}))


def location(name: str, address: str | None, city: str = "Monaco", **more: object) -> Document:
    record_id = stable_id("place", name)
    rows = [{"address_1": address, "city": city, "address_type": "physical"}] if address else []
    return {"id": record_id, "location_type": "physical", "addresses": rows, **more}


def service(name: str) -> Document:
    record_id = stable_id("at", name)
    at = [{"id": stable_id(record_id, "at"), "location_id": stable_id("place", name)}]
    return {"id": record_id, "name": name, "status": "active", "service_at_locations": at}


def directory(*locations: Document) -> Directory:
    return {"location": {one["id"]: one for one in locations}}


DOOR = location("door", "6, Rue Grimaldi")
STREET = location("street", "RUE GRIMALDI s.n.")
TOWN = location("town", "Via che non si trova 3", "Trento")
NOWHERE = location("nowhere", "Via che non si trova 3", "Nessun Luogo")


def placed(session: RegisterSession, one: Document) -> Document:
    kept = session.register.read("location", one["id"])
    assert kept is not None
    return kept.content


@pytest.fixture
def session(register: Register) -> RegisterSession:
    return RegisterSession(register, LOCAL, NOW)


def test_each_is_placed_as_well_as_its_address_tells(
    session: RegisterSession, area: Searched
) -> None:
    known = directory(DOOR, STREET, TOWN, NOWHERE)
    known["service"] = {s["id"]: s for s in map(service, ("door", "street", "town", "nowhere"))}
    session.records.bring_in(known, source="s", licence="l")
    trial = session.records.place([area], dry_run=True)
    assert placed(session, DOOR) == DOOR
    assert session.records.place([area]) == trial == Placing(1, 1, 1, 1, 2)
    door, street, town = (placed(session, one) for one in (DOOR, STREET, TOWN))
    assert (door["longitude"], door["latitude"]) == pytest.approx((7.4188621, 43.7330002), abs=1e-6)
    assert door["approdo"] == {"place_method": "address", "place_confidence": 1.0}
    assert street["approdo"] == {"place_method": "street", "place_confidence": 0.6}
    assert town["approdo"]["place_method"] == "municipality"
    here = municipalities().at(town["longitude"], town["latitude"])
    assert here is not None
    assert here.code == town["approdo"]["municipality"] == "022205"
    assert placed(session, NOWHERE) == NOWHERE
    doubtful = session.records.page(Filters(place_below=SURE_ENOUGH))
    assert [row.name for row in doubtful.rows] == ["street", "town"]
    assert session.records.page(Filters(place_below=SURE_ENOUGH, text="door")).total == 0


def test_a_second_run_changes_nothing_and_a_town_gives_way_to_a_door(
    session: RegisterSession, area: Searched
) -> None:
    town = {"place_method": "municipality", "place_confidence": 0.2}
    coarse = location("door", "6, Rue Grimaldi", longitude=7.4, latitude=43.7, approdo=town)
    session.records.bring_in(directory(coarse, TOWN), source="s", licence="l")
    assert session.records.place([area]).address == 1
    assert placed(session, coarse)["approdo"]["place_confidence"] == 1.0
    before = session.register.newest_change()
    assert session.records.place([area]).address == 0
    assert session.register.newest_change() == before


def test_what_somebody_knows_is_never_moved(session: RegisterSession, area: Searched) -> None:
    here = {"longitude": 7.41, "latitude": 43.73}
    rows = [
        location(method, "6, Rue Grimaldi", **here, approdo={"place_method": method})
        for method in ("click", "coordinates", "source", "address", "street")
    ]
    rows += [
        location("untold", "6, Rue Grimaldi", **here),
        location("hidden", "6, Rue Grimaldi", approdo={"exposure": "on_request"}),
        location("none", None),
        location("virtual", "6, Rue Grimaldi") | {"location_type": "virtual"},
    ]
    session.records.bring_in(directory(*rows), source="s", licence="l")
    before = session.register.newest_change()
    assert session.records.place([area]) == Placing(0, 0, 0, 0, 0)
    assert session.register.newest_change() == before


def test_a_source_without_positions_comes_again(session: RegisterSession, area: Searched) -> None:
    def bring(address: str, name: str) -> tuple[int, int]:
        one = location("door", address) | {"name": name}
        outcome = session.records.bring_in(directory(one), source="s", licence="l")
        return outcome.changed, outcome.waiting

    bring("6, Rue Grimaldi", "a")
    session.records.place([area])
    found = placed(session, DOOR)
    assert bring("6, Rue Grimaldi", "a") == (0, 0)
    assert bring("6, Rue Grimaldi", "b") == (1, 0)
    assert placed(session, DOOR) == {**found, "name": "b"}
    assert bring("34, Rue Grimaldi", "b") == (1, 0)
    assert "longitude" not in placed(session, DOOR)


def test_an_edited_record_does_not_wait_because_it_was_placed(
    session: RegisterSession, area: Searched
) -> None:
    first, second = (DOOR | {"name": name} for name in ("a", "b"))
    session.records.bring_in(directory(first), source="s", licence="l")
    session.records.place([area])
    session.records.bring_in(directory(second), source="s", licence="l")
    edited = placed(session, DOOR) | {"description": "in the yard"}
    edit = session.proposals.propose(directory(edited), {DOOR["id"]: 3}, submit=True)
    session.proposals.publish(edit.id)
    assert session.records.bring_in(directory(second), source="s", licence="l").waiting == 0
    assert session.records.bring_in(directory(first), source="s", licence="l").waiting == 1
    (waits,) = session.proposals.waiting()
    session.proposals.refuse(waits.id)
    assert placed(session, DOOR) == edited


def test_no_other_host_is_asked(
    tmp_path: Path, area: Searched, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = RegisterSession(open_register(f"sqlite:///{tmp_path / 'r.sqlite'}"), LOCAL, NOW)
    session.records.bring_in(directory(DOOR, STREET, TOWN, NOWHERE), source="s", licence="l")

    def refuse(*_: object) -> None:
        raise AssertionError("somebody was asked over the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert session.records.place([area]).address == 1


def test_whoever_may_not_import_places_nothing(session: RegisterSession, area: Searched) -> None:
    session.records.bring_in(directory(DOOR), source="s", licence="l")
    with pytest.raises(ApprodoError):
        RegisterSession(session.register, Actor("a", AccountRole.EDITOR), NOW).records.place([area])
    stranger = RegisterSession(session.register, Actor("c", AccountRole.COORDINATOR), NOW)
    assert stranger.records.place([area]) == Placing(0, 0, 0, 0, 0)

"""A service of several places: what is given of one place belongs to it alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data.exchange.service_table import read_services
from data.exchange.shown_places import placed_services
from data.records.documents import Directory
from data.records.ids import stable_id
from data.register.forms import documents_of_form, form_of
from data.register.register import Register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from geo.model import Service
from tests.store.full_records import NOW

CASE = Path(__file__).parents[3] / "reference/cases/records/01-hours-of-every-place"
RECORD = stable_id("Rete", "service", "SP1")
ROMA, MILANO = "Via Roma 1", "Via Milano 5"


@pytest.fixture
def session(register: Register) -> RegisterSession:
    return RegisterSession(register, LOCAL, now=NOW)


@pytest.fixture
def directory() -> Directory:
    reading = read_services(CASE / "41_two_places.csv", source="Rete", licence="CC0-1.0")
    assert reading.complaints == ()
    return reading.directory


def by_street(session: RegisterSession, directory: Directory) -> dict[str, Service]:
    session.records.bring_in(directory, source="Rete", licence="CC0-1.0")
    return found(session)


def found(session: RegisterSession) -> dict[str, Service]:
    services = session.register.services()
    return {one.location.address.address_1: one for one in services if one.location.address}


def said(service: Service) -> tuple[list[str | None], list[set[str]], list[str]]:
    languages = [set(slot.languages or ()) for slot in service.schedules]
    hours = [slot.opening_hours for slot in service.schedules]
    return hours, languages, [phone.number for phone in service.phones]


def test_hours_languages_and_telephones_of_each_place(
    session: RegisterSession, directory: Directory
) -> None:
    services = by_street(session, directory)
    assert said(services[ROMA]) == (["Mo 09:00-12:00"], [{"ara"}], ["031 262001"])
    assert said(services[MILANO]) == (["Tu 14:00-17:00"], [{"urd"}], ["031 704002"])


def test_the_finder_and_the_exports_say_the_same(
    session: RegisterSession, directory: Directory
) -> None:
    services = by_street(session, directory)
    exported = {
        placed.service.location.address.address_1: said(placed.service)
        for placed in placed_services(directory)
        if placed.service.location.address
    }
    assert exported == {street: said(service) for street, service in services.items()}


def test_the_service_s_own_hold_where_a_place_says_nothing(
    session: RegisterSession, directory: Directory
) -> None:
    document = directory["service"][RECORD]
    document["schedules"] = [{"id": stable_id("s"), "approdo": {"opening_hours": "Fr 08:00-10:00"}}]
    document["phones"] = [{"id": stable_id("p"), "number": "112"}]
    document["contacts"] = [{"id": stable_id("c"), "phones": [{"number": "1522"}]}]
    second = document["service_at_locations"][1]
    del second["schedules"]
    second["contacts"] = [{"id": stable_id("d"), "email": "cantu@rete.example"}]
    services = by_street(session, directory)
    assert said(services[ROMA]) == (
        ["Mo 09:00-12:00"], [{"ara"}], ["031 262001", "112", "1522"]
    )  # fmt: skip
    assert said(services[MILANO]) == (["Fr 08:00-10:00"], [set()], ["031 704002", "112", "1522"])
    assert services[MILANO].email == "cantu@rete.example"
    assert services[ROMA].email is None


def test_languages_of_a_location_hold_where_nothing_else_is_said(
    session: RegisterSession, directory: Directory
) -> None:
    document = directory["service"][RECORD]
    for at in document["service_at_locations"]:
        del at["schedules"]
    by_id = {address["address_1"]: one for one in directory["location"].values()
             for address in one["addresses"]}  # fmt: skip
    by_id[ROMA]["languages"] = [{"id": stable_id("l"), "code": "fr"}]
    services = by_street(session, directory)
    assert said(services[ROMA])[:2] == ([None], [{"fra"}])
    assert said(services[MILANO])[:2] == ([], [])


def test_a_form_changes_the_first_place_and_leaves_the_other(
    session: RegisterSession, directory: Directory
) -> None:
    by_street(session, directory)
    record = session.records.get(RECORD)
    form = form_of(record, "it")
    assert [slot.opening_hours for slot in form.slots] == ["Mo 09:00-12:00"]
    assert form.phone == "031 262001"
    changed = replace(
        form, phone="031 262999", slots=(replace(form.slots[0], opening_hours="Mo 10:00-12:00"),)
    )
    proposal = session.proposals.propose(documents_of_form(changed, record), record.base)
    session.proposals.publish(proposal.id)
    services = found(session)
    assert said(services[ROMA]) == (["Mo 10:00-12:00"], [{"ara"}], ["031 262999"])
    assert said(services[MILANO]) == (["Tu 14:00-17:00"], [{"urd"}], ["031 704002"])

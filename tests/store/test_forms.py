"""A form filled from a record and handed in again changes nothing; an edit changes that alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from full_records import FULL, NOW

from data.areas.service_store import load_services
from data.catalog.areas import SAMPLES
from data.register.desk import Desk
from data.register.forms import Door, ServiceForm, Slot, documents_of_form, form_of
from data.register.ids import stable_id
from data.register.register import Register, open_register
from data.register.roles import LOCAL
from geo.errors import BadInput, Several

LATER = datetime(2026, 11, 24, tzinfo=UTC)
NEW = ServiceForm(
    name="Sportello Ponte", needs=("permit_help", "mediation"), organization="Il Ponte",
    door=Door("Via Roma 3", "Trento", 11.12, 46.07),
    slots=(Slot("Mo-Fr 09:00-13:00", ("ita", "ara"), "none"), Slot()),
    phone="+39 0461 123456", website="https://ponte.example",
    statuses={"permit": "yes", "citizen": "unknown"},
    description="Aiuto per il permesso.",
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: object) -> Iterator[Desk]:
    register: Register = open_register(f"sqlite:///{tmp_path}/r.sqlite")
    register.upsert([FULL, *load_services(SAMPLES / "demo_monaco.json")], area="a", by="me", at=NOW)
    yield Desk(register, LOCAL, LATER)
    register.close()


def test_every_record_comes_back_from_its_form_unchanged(desk: Desk) -> None:
    services = [s for s in desk.register.services() if s.location.lon is not None]
    assert len(services) > 50
    for service in services:
        record = desk.record(service.id)
        told = documents_of_form(form_of(record, "it"), record)
        assert told["service"] == {}, service.name
        assert told["organization"] == {}
        for document in told["location"].values():
            kept = record.locations[0].content
            assert {k: v for k, v in document.items() if k not in ("addresses", "approdo")} == {
                k: v for k, v in kept.items() if k not in ("addresses", "approdo")
            }


def test_a_new_service_is_what_was_written(desk: Desk) -> None:
    documents = documents_of_form(NEW, None)
    waits = desk.propose(documents, {}, submit=True)
    own = next(iter(documents["service"]))
    desk.publish(waits.id)
    (found,) = [s for s in desk.register.services() if s.id == own]
    assert (found.name, found.needs) == ("Sportello Ponte", ("permit_help", "mediation"))
    assert found.organization is not None
    assert found.organization.name == "Il Ponte"
    assert (found.location.lon, found.location.lat) == (11.12, 46.07)
    assert [s.opening_hours for s in found.schedules] == ["Mo-Fr 09:00-13:00"]
    assert found.schedules[0].languages == {"ita", "ara"}
    assert dict(found.eligibility.statuses) == {"permit": "yes"}
    assert found.descriptions == {"it": "Aiuto per il permesso."}


def test_an_edit_changes_that_field_and_keeps_what_the_form_does_not_ask(desk: Desk) -> None:
    own = stable_id(FULL.id)
    before = desk.record(own)
    form = replace(form_of(before, "en"), phone="112 000", name="Altro nome")
    told = documents_of_form(form, before)
    assert list(told["service"]) == [own]
    desk.publish(desk.propose(told, before.base, submit=True).id)
    after = desk.record(own).service.content
    assert after["phones"] == [{**before.service.content["phones"][0], "number": "112 000"},
                               *before.service.content["phones"][1:]]  # fmt: skip
    assert after["name"] == "Altro nome"
    for key in before.service.content.keys() - {"phones", "name"}:
        assert after[key] == before.service.content[key], key


def test_two_services_of_one_organisation_share_it(desk: Desk) -> None:
    one = documents_of_form(NEW, None)
    other = documents_of_form(replace(NEW, organization="  il  PONTE "), None)
    assert list(one["organization"]) == list(other["organization"])
    assert list(one["service"]) != list(other["service"])


def test_what_is_missing_is_told_at_once() -> None:
    with pytest.raises(Several) as told:
        documents_of_form(ServiceForm(website="javascript:alert(1)"), None)
    codes = [complaint.code for complaint in told.value.complaints]
    assert codes == ["form.name", "form.needs", "form.place", "form.website"]
    with pytest.raises(BadInput, match=r"form\.name"):
        documents_of_form(replace(NEW, name="  "), None)

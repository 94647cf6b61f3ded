"""A form filled from a record and handed in again changes nothing; an edit changes that alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from data.catalog.areas import SAMPLES
from data.records.ids import stable_id
from data.records.plain_records import load_services
from data.register.form_details import Details, FormCapacity, FormEdition, FormFund
from data.register.forms import FormPlace, ServiceForm, Slot, documents_of_form, form_of
from data.register.register import Register, open_register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from geo.errors import BadInput, Several
from tests.store.full_records import FULL, NOW
from tests.store.writing import upsert

LATER = datetime(2026, 11, 24, tzinfo=UTC)
NEW = ServiceForm(
    name="Sportello Ponte", needs=("permit_help", "mediation"), organization="Il Ponte",
    place=FormPlace("Via Roma 3", "Trento", 11.12, 46.07),
    slots=(Slot("Mo-Fr 09:00-13:00", ("ita", "ara"), "none", ("ben",)), Slot()),
    phone="+39 0461 123456", website="https://ponte.example",
    statuses={"permit": "yes", "citizen": "unknown"},
    description="Aiuto per il permesso.",
)  # fmt: skip


@pytest.fixture
def session(tmp_path: object) -> Iterator[RegisterSession]:
    register: Register = open_register(f"sqlite:///{tmp_path}/r.sqlite")
    upsert(
        register, [FULL, *load_services(SAMPLES / "demo_monaco.json")], area="a", by="me", at=NOW
    )
    yield RegisterSession(register, LOCAL, LATER)
    register.close()


def test_every_record_comes_back_from_its_form_unchanged(session: RegisterSession) -> None:
    services = [s for s in session.register.services() if s.location.lon is not None]
    assert len(services) > 50
    for service in services:
        record = session.records.get(service.id)
        found = documents_of_form(form_of(record, "it"), record)
        assert found["service"] == {}, service.name
        assert found["organization"] == {}
        for document in found["location"].values():
            kept = record.locations[0].content
            assert {k: v for k, v in document.items() if k not in ("addresses", "approdo")} == {
                k: v for k, v in kept.items() if k not in ("addresses", "approdo")
            }


def test_a_new_service_is_what_was_written(session: RegisterSession) -> None:
    documents = documents_of_form(NEW, None)
    waits = session.proposals.propose(documents, {}, submit=True)
    record_id = next(iter(documents["service"]))
    session.proposals.publish(waits.id)
    (found,) = [s for s in session.register.services() if s.id == record_id]
    assert (found.name, found.needs) == ("Sportello Ponte", ("permit_help", "mediation"))
    assert found.organization is not None
    assert found.organization.name == "Il Ponte"
    assert (found.location.lon, found.location.lat) == (11.12, 46.07)
    assert [s.opening_hours for s in found.schedules] == ["Mo-Fr 09:00-13:00"]
    assert found.schedules[0].languages == {"ita", "ara"}
    assert found.schedules[0].mediation_languages == {"ben"}
    assert dict(found.eligibility.statuses) == {"permit": "yes"}
    assert found.descriptions == {"it": "Aiuto per il permesso."}


def test_an_edit_changes_that_field_and_keeps_what_the_form_does_not_ask(
    session: RegisterSession,
) -> None:
    record_id = stable_id(FULL.id)
    before = session.records.get(record_id)
    form = replace(form_of(before, "en"), phone="112 000", name="Altro nome")
    found = documents_of_form(form, before)
    assert list(found["service"]) == [record_id]
    session.proposals.publish(session.proposals.propose(found, before.base, submit=True).id)
    after = session.records.get(record_id).service.content
    assert after["phones"] == [{**before.service.content["phones"][0], "number": "112 000"},
                               *before.service.content["phones"][1:]]  # fmt: skip
    assert after["name"] == "Altro nome"
    for key in before.service.content.keys() - {"phones", "name"}:
        assert after[key] == before.service.content[key], key


def test_two_services_of_one_organisation_share_it(session: RegisterSession) -> None:
    one = documents_of_form(NEW, None)
    other = documents_of_form(replace(NEW, organization="  il  PONTE "), None)
    assert list(one["organization"]) == list(other["organization"])
    assert list(one["service"]) != list(other["service"])


def test_what_is_missing_is_reported_at_once() -> None:
    with pytest.raises(Several) as caught:
        documents_of_form(ServiceForm(website="javascript:alert(1)"), None)
    codes = [complaint.code for complaint in caught.value.complaints]
    assert codes == ["form.name", "form.needs", "form.place", "form.website"]
    with pytest.raises(BadInput, match=r"form\.name"):
        documents_of_form(replace(NEW, name="  "), None)


DETAILS = Details(
    organization_kind="association", access="walk_in", residence="residents", minimum_age=16,
    maximum_age=64, documents={"identity": "yes", "isee": "no"}, action="02", level="municipal",
    fund=FormFund("FAMI", 12_000.0, date(2026, 1, 1), date(2026, 12, 31)),
    edition=FormEdition(date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 1), None),
    capacity=FormCapacity("banchi", 20, 5, date(2026, 11, 1)),
)  # fmt: skip


def test_every_detail_that_somebody_writes_is_what_the_finder_knows(
    session: RegisterSession,
) -> None:
    documents = documents_of_form(replace(NEW, details=DETAILS), None)
    waits = session.proposals.propose(documents, {}, submit=True)
    session.proposals.publish(waits.id)
    record_id = next(iter(documents["service"]))
    (found,) = [s for s in session.register.services() if s.id == record_id]
    assert found.organization is not None
    assert found.organization.kind == "association"
    assert (found.access, found.action, found.level) == ("walk_in", "02", "municipal")
    result = found.eligibility
    assert (result.residence, result.minimum_age, result.maximum_age) == ("residents", 16, 64)
    assert result.ages_known
    assert dict(result.documents) == {"identity": "yes", "isee": "no"}
    assert dict(result.statuses) == {"permit": "yes"}
    (fund,) = found.funds
    assert (fund.name, fund.amount_eur, fund.ends) == ("FAMI", 12_000.0, date(2026, 12, 31))
    (edition,) = found.editions
    assert (edition.enrolment_ends, edition.ends) == (date(2026, 9, 30), None)
    assert found.capacity is not None
    assert (found.capacity.maximum, found.capacity.available) == (20, 5)
    record = session.records.get(record_id)
    assert form_of(record, "it").details == DETAILS
    assert documents_of_form(form_of(record, "it"), record)["service"] == {}


def test_a_detail_that_is_taken_back_is_not_known_again(session: RegisterSession) -> None:
    documents = documents_of_form(replace(NEW, details=DETAILS), None)
    session.proposals.publish(session.proposals.propose(documents, {}, submit=True).id)
    record_id = next(iter(documents["service"]))
    record = session.records.get(record_id)
    form = replace(form_of(record, "it"), details=Details(organization_kind="association"))
    session.proposals.publish(
        session.proposals.propose(documents_of_form(form, record), record.base, submit=True).id
    )
    (found,) = [s for s in session.register.services() if s.id == record_id]
    assert (found.access, found.action, found.level, found.funds) == (None, None, None, ())
    assert (found.editions, found.capacity) == ((), None)
    assert dict(found.eligibility.documents) == {}
    assert (found.eligibility.minimum_age, found.eligibility.residence) == (None, None)


def test_details_that_cannot_be_are_reported() -> None:
    wrong = replace(
        DETAILS, minimum_age=70, fund=replace(DETAILS.fund, starts=date(2027, 1, 1)),
        capacity=replace(DETAILS.capacity, available=21),
    )  # fmt: skip
    with pytest.raises(Several) as caught:
        documents_of_form(replace(NEW, details=wrong), None)
    assert [c.code for c in caught.value.complaints] == ["form.ages", "form.dates", "form.places"]


def test_somebody_goes_on_with_a_draft_and_publishes_it(session: RegisterSession) -> None:
    documents = documents_of_form(NEW, None)
    draft = session.proposals.propose(documents, {})
    waits, record = session.proposals.drafted(draft.id)
    assert waits == draft
    form = replace(form_of(record, "it"), phone="112 113", organization="Il Molo")
    changed = documents_of_form(form, record)
    together = {kind: {**documents[kind], **changed.get(kind, {})} for kind in documents}
    later = session.proposals.change_draft(
        waits.id, waits.version, together, base=record.base, submit=True
    )
    session.proposals.publish(later.id)
    record_id = next(iter(documents["service"]))
    (found,) = [s for s in session.register.services() if s.id == record_id]
    assert found.phones[0].number == "112 113"
    assert found.organization is not None
    assert (found.name, found.organization.name) == ("Sportello Ponte", "Il Molo")


def test_a_draft_of_a_change_keeps_what_it_was_made_from(session: RegisterSession) -> None:
    record_id = stable_id(FULL.id)
    before = session.records.get(record_id)
    found = documents_of_form(replace(form_of(before, "en"), name="Altro nome"), before)
    draft = session.proposals.propose(found, before.base)
    waits, record = session.proposals.drafted(draft.id)
    assert record.service.content["name"] == "Altro nome"
    place = replace(form_of(record, "en").place, lon=7.43, lat=43.74)
    changed = documents_of_form(replace(form_of(record, "en"), place=place), record)
    assert changed["service"] == {}
    together = {**found, "location": changed["location"]}
    later = session.proposals.change_draft(
        waits.id, waits.version, together, base=record.base, submit=True
    )
    session.proposals.publish(
        later.id
    )  # the place was in no draft before, and nobody else changed it
    after = session.records.get(record_id)
    assert after.service.content["name"] == "Altro nome"
    assert after.locations[0].content["longitude"] == 7.43

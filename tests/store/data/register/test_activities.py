"""Activities from the register's columns: every field, what changes, partnerships by table."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from data.exchange.partnership_table import PartnershipEntry
from data.records.documents import PROFILE, Directory, Document
from data.records.ids import stable_id
from data.register.activities import Activities, ActivityIndex, read_all
from data.register.past_activities import activities_at
from data.register.register import Register
from data.register.roles import LOCAL, AccountRole, Actor, Forbidden
from data.register.session import RegisterSession
from geo.errors import UnknownName
from geo.model import Fund
from geo.partnerships.activity import Activity

NOW = datetime(2026, 11, 28, tzinfo=UTC)
DESK, PLACE, PONTE, CARITAS = (stable_id(name) for name in ("desk", "place", "ponte", "caritas"))


def directory() -> Directory:
    service: Document = {
        "id": DESK,
        "name": "Sportello",
        "organization_id": PONTE,
        "status": "active",
        "service_at_locations": [{"id": stable_id("at"), "location_id": PLACE}],
        "schedules": [{"id": stable_id("s"), PROFILE: {"languages": ["ita", "ara"]}}],
        "funding": [
            {"id": stable_id("f1"), "source": "FAMI",
             PROFILE: {"amount_eur": 5000, "starts": "2025-01-01", "ends": "2027-06-30"}},
            {"id": stable_id("f2"), "source": " fami ", PROFILE: {"ends": "not a day"}},
            {"id": stable_id("f3"), "source": ""},
        ],
        PROFILE: {
            "needs": ["permit_help", "job_search"],
            "level": "municipal",
            "action": "02",
            "partners": [{"organization_id": CARITAS, "role": "partner"}],
            "eligibility": {"statuses": {"permit": "yes", "no_permit": "no"}},
        },
    }  # fmt: skip
    return {
        "organization": {
            PONTE: {"id": PONTE, "name": "Il Ponte", PROFILE: {"kind": "cooperative"}},
            CARITAS: {"id": CARITAS, "name": "Caritas", PROFILE: {"kind": "religious"}},
        },
        "location": {PLACE: {"id": PLACE, "location_type": "physical",
                             "longitude": 9.19, "latitude": 45.464}},
        "service": {DESK: service},
    }  # fmt: skip


@pytest.fixture
def session(register: Register) -> RegisterSession:
    found = RegisterSession(register, LOCAL, NOW)
    found.records.bring_in(directory(), source="test", licence="CC0-1.0")
    return found


def read(register: Register) -> Activities:
    with register.reading() as connection:
        return read_all(connection)


def test_every_field_of_an_activity_is_the_documents(session: RegisterSession) -> None:
    found = read(session.register)
    assert found.organizations == {PONTE: "Il Ponte", CARITAS: "Caritas"}
    name = found.rows[0].funds[0].name
    assert name in ("FAMI", "fami")
    assert found.rows == (
        Activity(
            DESK, "Sportello", ("integration", "work"), ("permit_help", "job_search"), ("015146",),
            PONTE, (CARITAS,), ("cooperative", "religious"), "municipal", "02",
            (Fund(name, 5000.0, date(2025, 1, 1), date(2027, 6, 30)), Fund(name)),
            ("permit",), ("ara", "ita"), demonstration=False,
        ),
    )  # fmt: skip


def test_the_index_is_what_a_whole_reading_gives_after_every_kind_of_change(
    session: RegisterSession,
) -> None:
    index = ActivityIndex(session.register)
    assert index.current() == read(session.register)
    assert index.current() is index.current()
    changed = directory()
    changed["organization"][PONTE][PROFILE]["kind"] = "association"
    changed["location"][PLACE] |= {"longitude": 9.08, "latitude": 45.81}
    steps: list[Directory] = [
        {"organization": changed["organization"]},
        {"location": changed["location"]},
        {"service": {DESK: {**directory()["service"][DESK], "name": "Altro"}}},
        {"service": {DESK: {**directory()["service"][DESK], "status": "defunct"}}},
    ]
    seen = []
    for documents in steps:
        session.records.bring_in(documents, source="test", licence="CC0-1.0")
        assert index.current() == read(session.register)
        seen.append(index.current())
    assert seen[0].rows[0].kinds == ("association", "religious")
    assert seen[1].rows[0].municipalities == ("013075",)
    assert seen[2].rows[0].name == "Altro"
    assert seen[3].rows == ()


def test_a_table_of_partnerships_is_saved_whole_and_new_organisations_are_added(
    session: RegisterSession,
) -> None:
    session.partnerships.put("Vecchia", ["015146"], [])
    rows = [PartnershipEntry("Nord", ("013075", "015146"), "il ponte", ("Comune di Como",))]
    assert session.partnerships.put_table(rows, whole=True).new_organizations == ("Comune di Como",)
    (found,) = session.partnerships.all()
    assert (found.name, found.lead, found.municipalities) == ("Nord", PONTE, ("013075", "015146"))
    assert read(session.register).organizations[found.organizations[1]] == "Comune di Como"
    again = session.partnerships.put_table(rows, whole=False)
    assert again.new_organizations == ()
    with pytest.raises(UnknownName, match=r"municipality\.unknown"):
        session.partnerships.put_table([PartnershipEntry("X", ("999999",))], whole=True)
    assert session.partnerships.all() == [found]


def test_whoever_does_not_manage_changes_no_partnership(register: Register) -> None:
    session = RegisterSession(register, Actor("Anna", AccountRole.COORDINATOR), NOW)
    assert session.partnerships.all() == []
    with pytest.raises(Forbidden):
        session.partnerships.put_table([], whole=True)
    public = RegisterSession(register, Actor("public", AccountRole.PUBLIC), NOW)
    with pytest.raises(Forbidden):
        public.partnerships.all()


def test_an_earlier_moment_is_what_was_read_then(session: RegisterSession) -> None:
    index = ActivityIndex(session.register)
    later = directory()
    later["organization"][PONTE][PROFILE]["kind"] = "association"
    later["location"][PLACE] |= {"longitude": 9.08, "latitude": 45.81}
    changed = later["service"][DESK]
    changed["funding"], changed[PROFILE]["level"] = [], "national"
    other = {**directory()["service"][DESK], "id": stable_id("other"), "name": "Altro"}
    steps: list[Directory] = [
        {},
        {"organization": later["organization"]},
        {"location": later["location"]},
        {"service": {DESK: changed, other["id"]: other}},
        {"service": {DESK: {**changed, "status": "defunct"}}},
    ]
    seen = []
    for number, documents in enumerate(steps):
        moment = NOW + timedelta(days=number)
        at = RegisterSession(session.register, LOCAL, moment)
        at.records.bring_in(documents, source="test", licence="CC0-1.0")
        seen.append((moment, index.current().rows))
    assert len({rows for _, rows in seen}) == len(steps)
    with session.register.reading() as connection:
        today = index.current()
        for moment, rows in seen:
            assert activities_at(connection, today, moment).rows == rows
        assert activities_at(connection, today, NOW - timedelta(days=1)).rows == ()

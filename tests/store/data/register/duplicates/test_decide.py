"""Two records merged by a person, distinguished, and taken back: everything is as it was before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from data.records.documents import Document
from data.records.ids import stable_id
from data.register import schema
from data.register.copying import copy_register
from data.register.proposal_store import ProposalKind
from data.register.register import Register, open_register
from data.register.roles import LOCAL, PUBLIC, AccountRole, Actor, Forbidden
from data.register.session import RegisterSession
from data.register.store import EditConflict, RecordChange, Stamp
from geo.errors import ApprodoError, BadInput, UnknownName
from tests.store.full_records import NOW

LATER = datetime(2026, 11, 24, tzinfo=UTC)


def record_id(name: str, kind: str = "service") -> str:
    return stable_id(name, kind)


def phone(name: str, number: str) -> Document:
    return {
        "id": record_id(name + number, "phone"),
        "number": number,
        "service_id": record_id(name),
    }


def service(name: str, /, **more: Any) -> Document:
    at = {"id": record_id(name, "at"), "location_id": record_id(name, "location")}
    return {
        "id": record_id(name), "name": "Sportello Ponte", "status": "active",
        "organization_id": record_id(name, "organization"), "service_at_locations": [at],
        "approdo": {"needs": ["permit_help"]}, **more,
    }  # fmt: skip


def location(name: str, lat: float) -> Document:
    address = {"address_1": "Via Verdi 9" if name == "far" else "Via Roma 3"}
    return {
        "id": record_id(name, "location"), "location_type": "physical", "longitude": 11.12,
        "latitude": lat, "addresses": [address],
        "approdo": {"municipality": "022205"},
    }  # fmt: skip


KEEP = service("keep", phones=[phone("keep", "0461 123456")], email=None)
GONE = service(
    "gone", phones=[phone("gone", "+39 0461/123456"), phone("gone", "0461 999999")],
    email="a@ponte.example", url="https://ponte.example", name="Sportelo Ponte",
    approdo={
        "needs": ["mediation"],
        "partners": [{"organization_id": record_id("p"), "role": "host"}],
    },
)  # fmt: skip
FAR = service("far", phones=[])
LATITUDES = {"keep": 46.07, "gone": 46.0702, "far": 46.10}


@pytest.fixture
def session(register: Register) -> RegisterSession:
    changes = []
    for name, lat in LATITUDES.items():
        organization = {
            "id": record_id(name, "organization"),
            "name": "Il Ponte",
            "description": "-",
        }
        changes.append(RecordChange("organization", organization["id"], organization))
        changes.append(RecordChange("location", record_id(name, "location"), location(name, lat)))
    register.write(changes, Stamp("test", NOW))
    for document, area in ((KEEP, "one"), (GONE, "two"), (FAR, "three")):
        stamp = Stamp("test", NOW, "import", f"source {area}", "CC0-1.0", area)
        register.write([RecordChange("service", document["id"], document)], stamp)
    return RegisterSession(register, LOCAL, LATER)


def rows(register: Register, *tables: str) -> dict[str, list[dict[str, Any]]]:
    """What the tables hold, but for when it was written and how often."""
    moving = {"version", "updated_at", "updated_by"}
    with register.reading() as connection:
        return {
            name: sorted(
                (
                    {key: value for key, value in row.items() if key not in moving}
                    for row in connection.execute(
                        sa.select(schema.metadata.tables[name])
                    ).mappings()
                ),
                key=str,
            )
            for name in tables or ("service", "service_need", "service_at_location", "location")
        }


def now(session: RegisterSession, name: str) -> Document:
    return session.records.get(record_id(name)).service.content


def test_what_only_one_tells_comes_to_the_other(session: RegisterSession) -> None:
    session.duplicates.merge(record_id("keep"), record_id("gone"))
    found = now(session, "keep")
    assert [p["number"] for p in found["phones"]] == ["0461 123456", "0461 999999"]
    assert {p["service_id"] for p in found["phones"]} == {record_id("keep")}
    assert (found["name"], found["email"]) == ("Sportello Ponte", "a@ponte.example")
    assert found["approdo"]["needs"] == ["permit_help", "mediation"]
    assert found["approdo"]["partners"] == GONE["approdo"]["partners"]
    assert found["service_at_locations"] == KEEP["service_at_locations"]  # 22 m apart: one place
    with pytest.raises(UnknownName, match=r"record\.unknown"):
        session.records.get(record_id("gone"))
    assert [v.action for v in session.records.history(record_id("keep"))] == ["merge", "import"]


def test_somebody_chooses_and_a_far_place_is_a_second_one(session: RegisterSession) -> None:
    (clash,) = session.duplicates.differing(record_id("keep"), record_id("gone"))[:1]
    assert (clash.path, clash.mine, clash.theirs) == (
        ("name",), "Sportello Ponte", "Sportelo Ponte",
    )  # fmt: skip
    session.duplicates.merge(record_id("keep"), record_id("gone"), choose=[("name",)])
    assert now(session, "keep")["name"] == "Sportelo Ponte"
    session.duplicates.merge(record_id("keep"), record_id("far"))
    places = [at["location_id"] for at in now(session, "keep")["service_at_locations"]]
    assert places == [record_id("keep", "location"), record_id("far", "location")]


def test_taken_back_everything_is_as_before(session: RegisterSession) -> None:
    before = rows(session.register)
    session.duplicates.merge(
        record_id("keep"), record_id("gone"), choose=[("name",), ("organization_id",)]
    )
    assert rows(session.register) != before
    assert [d.decision for d in session.duplicates.decisions()] == ["merged"]
    session.duplicates.unmerge(record_id("keep"), record_id("gone"))
    assert rows(session.register) == before
    assert session.duplicates.decisions() == []
    assert [v.action for v in session.records.history(record_id("gone"))] == [
        "unmerge",
        "merge",
        "import",
    ]
    assert [v.version for v in session.records.history(record_id("gone"))] == [3, 2, 1]


def test_merged_one_after_the_other_and_taken_back_in_turn(session: RegisterSession) -> None:
    before = rows(session.register)
    session.duplicates.merge(record_id("keep"), record_id("gone"))
    session.duplicates.merge(record_id("far"), record_id("keep"))
    with pytest.raises(EditConflict, match=r"unmerge\.later"):
        session.duplicates.unmerge(record_id("keep"), record_id("gone"))
    session.duplicates.unmerge(record_id("far"), record_id("keep"))
    session.duplicates.unmerge(record_id("keep"), record_id("gone"))
    assert rows(session.register) == before


def edited(session: RegisterSession, name: str, **more: str) -> None:
    kept = session.records.get(record_id(name)).service
    found = kept.content | more
    session.register.write(
        [RecordChange("service", record_id(name), found, kept.version)], Stamp("x", LATER)
    )


def test_a_later_edit_stays_or_is_reported(session: RegisterSession) -> None:
    session.duplicates.merge(record_id("keep"), record_id("gone"))
    edited(session, "keep", status="inactive")
    session.duplicates.unmerge(record_id("keep"), record_id("gone"))
    assert now(session, "keep") == KEEP | {"status": "inactive"}
    assert now(session, "gone") == GONE
    session.duplicates.merge(record_id("keep"), record_id("gone"))
    edited(session, "keep", email="b@ponte.example")
    merged = rows(session.register)
    with pytest.raises(EditConflict, match=r"unmerge\.later") as caught:
        session.duplicates.unmerge(record_id("keep"), record_id("gone"))
    assert caught.value.facts["fields"] == "email"
    assert rows(session.register) == merged
    with pytest.raises(EditConflict, match=r"undo\.merge"):
        session.records.undo(record_id("keep"), 4)


def test_two_different_ones_are_not_asked_again(session: RegisterSession) -> None:
    (pair,) = session.duplicates.likely_pairs()
    assert {pair.first, pair.second} == {record_id("keep"), record_id("gone")}
    session.duplicates.apart(record_id("gone"), record_id("keep"))
    assert session.duplicates.likely_pairs() == []
    session.duplicates.unmerge(record_id("keep"), record_id("gone"))
    assert session.duplicates.likely_pairs() == [pair]
    session.duplicates.merge(pair.first, pair.second)
    assert session.duplicates.likely_pairs() == []


def test_a_report_follows_and_comes_back(session: RegisterSession) -> None:
    public = RegisterSession(session.register, PUBLIC, LATER)
    public.proposals.report(record_id("gone"), "closed")
    public.proposals.report(record_id("keep"), "moved")
    before = rows(session.register, "proposal")
    session.duplicates.merge(record_id("keep"), record_id("gone"))
    waiting = session.proposals.waiting()
    assert {p.record_id for p in waiting} == {record_id("keep")}
    assert {p.kind for p in waiting} == {ProposalKind.REPORT}
    session.duplicates.unmerge(record_id("keep"), record_id("gone"))
    assert rows(session.register, "proposal") == before


def test_an_import_does_not_bring_the_merged_one_back(session: RegisterSession) -> None:
    session.duplicates.merge(record_id("keep"), record_id("gone"))
    directory = {"service": {record_id("gone"): GONE, record_id("keep"): KEEP}}
    outcome = session.records.bring_in(directory, source="source two", licence="CC0-1.0")
    assert (outcome.new, outcome.changed, outcome.waiting) == (0, 0, 0)
    with pytest.raises(UnknownName):
        session.records.get(record_id("gone"))


def test_what_cannot_be_merged_changes_nothing(session: RegisterSession) -> None:
    before = rows(session.register, "service", "audit", "likeness")
    with pytest.raises(BadInput, match=r"duplicates\.same"):
        session.duplicates.merge(record_id("keep"), record_id("keep"))
    with pytest.raises(UnknownName, match=r"record\.unknown"):
        session.duplicates.merge(record_id("keep"), record_id("nobody"))
    with pytest.raises(UnknownName, match=r"duplicates\.unknown"):
        session.duplicates.unmerge(record_id("keep"), record_id("gone"))
    for role in (AccountRole.PUBLIC, AccountRole.EDITOR, AccountRole.PLANNER):
        stranger = RegisterSession(session.register, Actor("a", role), LATER)
        for act in (stranger.duplicates.merge, stranger.duplicates.apart):
            with pytest.raises(Forbidden):
                act(record_id("keep"), record_id("gone"))
        with pytest.raises(Forbidden):
            stranger.duplicates.likely_pairs()
    assert rows(session.register, "service", "audit", "likeness") == before


def test_nobody_takes_back_what_is_not_theirs(session: RegisterSession) -> None:
    session.duplicates.merge(record_id("keep"), record_id("gone"))
    merged = rows(session.register, "service", "likeness")
    elsewhere = Actor("c", AccountRole.COORDINATOR, municipalities=frozenset({"015146"}))
    with pytest.raises(ApprodoError):
        RegisterSession(session.register, elsewhere, LATER).duplicates.unmerge(
            record_id("keep"), record_id("gone")
        )
    assert rows(session.register, "service", "likeness") == merged


def test_a_decision_is_carried_over_and_can_be_taken_back_there(
    session: RegisterSession, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = rows(session.register)
    session.duplicates.merge(record_id("keep"), record_id("gone"))
    copy = open_register(f"sqlite:///{tmp_path_factory.mktemp('copy') / 'r.sqlite'}")
    copy_register(session.register, copy)
    RegisterSession(copy, LOCAL, LATER).duplicates.unmerge(record_id("keep"), record_id("gone"))
    number = {
        "location": [{k: v for k, v in row.items() if k != "number"} for row in before["location"]]
    }
    after = rows(copy)
    after["location"] = [{k: v for k, v in r.items() if k != "number"} for r in after["location"]]
    copy.close()
    assert {k: sorted(map(str, v)) for k, v in after.items()} == {
        k: sorted(map(str, v)) for k, v in (before | number).items()
    }

"""Two records merged by a person, told apart, and taken back: everything is as it was before."""

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


def own(name: str, kind: str = "service") -> str:
    return stable_id(name, kind)


def phone(name: str, number: str) -> Document:
    return {"id": own(name + number, "phone"), "number": number, "service_id": own(name)}


def service(name: str, /, **more: Any) -> Document:
    at = {"id": own(name, "at"), "location_id": own(name, "location")}
    return {
        "id": own(name), "name": "Sportello Ponte", "status": "active",
        "organization_id": own(name, "organization"), "service_at_locations": [at],
        "approdo": {"needs": ["permit_help"]}, **more,
    }  # fmt: skip


def location(name: str, lat: float) -> Document:
    address = {"address_1": "Via Verdi 9" if name == "far" else "Via Roma 3"}
    return {
        "id": own(name, "location"), "location_type": "physical", "longitude": 11.12,
        "latitude": lat, "addresses": [address],
        "approdo": {"municipality": "022205"},
    }  # fmt: skip


KEEP = service("keep", phones=[phone("keep", "0461 123456")], email=None)
GONE = service(
    "gone", phones=[phone("gone", "+39 0461/123456"), phone("gone", "0461 999999")],
    email="a@ponte.example", url="https://ponte.example", name="Sportelo Ponte",
    approdo={"needs": ["mediation"], "partners": [{"organization_id": own("p"), "role": "host"}]},
)  # fmt: skip
FAR = service("far", phones=[])
LATITUDES = {"keep": 46.07, "gone": 46.0702, "far": 46.10}


@pytest.fixture
def desk(register: Register) -> RegisterSession:
    changes = []
    for name, lat in LATITUDES.items():
        organization = {"id": own(name, "organization"), "name": "Il Ponte", "description": "-"}
        changes.append(RecordChange("organization", organization["id"], organization))
        changes.append(RecordChange("location", own(name, "location"), location(name, lat)))
    register.write(changes, Stamp("test", NOW))
    for document, area in ((KEEP, "one"), (GONE, "two"), (FAR, "three")):
        told = Stamp("test", NOW, "import", f"source {area}", "CC0-1.0", area)
        register.write([RecordChange("service", document["id"], document)], told)
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


def now(desk: RegisterSession, name: str) -> Document:
    return desk.records.get(own(name)).service.content


def test_what_only_one_tells_comes_to_the_other(desk: RegisterSession) -> None:
    desk.duplicates.merge(own("keep"), own("gone"))
    told = now(desk, "keep")
    assert [p["number"] for p in told["phones"]] == ["0461 123456", "0461 999999"]
    assert {p["service_id"] for p in told["phones"]} == {own("keep")}
    assert (told["name"], told["email"]) == ("Sportello Ponte", "a@ponte.example")
    assert told["approdo"]["needs"] == ["permit_help", "mediation"]
    assert told["approdo"]["partners"] == GONE["approdo"]["partners"]
    assert told["service_at_locations"] == KEEP["service_at_locations"]  # 22 m apart: one place
    with pytest.raises(UnknownName, match=r"record\.unknown"):
        desk.records.get(own("gone"))
    assert [v.action for v in desk.records.history(own("keep"))] == ["merge", "import"]


def test_somebody_chooses_and_a_far_place_is_a_second_one(desk: RegisterSession) -> None:
    (clash,) = desk.duplicates.differing(own("keep"), own("gone"))[:1]
    assert (clash.path, clash.mine, clash.theirs) == (
        ("name",), "Sportello Ponte", "Sportelo Ponte",
    )  # fmt: skip
    desk.duplicates.merge(own("keep"), own("gone"), choose=[("name",)])
    assert now(desk, "keep")["name"] == "Sportelo Ponte"
    desk.duplicates.merge(own("keep"), own("far"))
    places = [at["location_id"] for at in now(desk, "keep")["service_at_locations"]]
    assert places == [own("keep", "location"), own("far", "location")]


def test_taken_back_everything_is_as_before(desk: RegisterSession) -> None:
    before = rows(desk.register)
    desk.duplicates.merge(own("keep"), own("gone"), choose=[("name",), ("organization_id",)])
    assert rows(desk.register) != before
    assert [d.decision for d in desk.duplicates.decisions()] == ["merged"]
    desk.duplicates.unmerge(own("keep"), own("gone"))
    assert rows(desk.register) == before
    assert desk.duplicates.decisions() == []
    assert [v.action for v in desk.records.history(own("gone"))] == ["unmerge", "merge", "import"]
    assert [v.version for v in desk.records.history(own("gone"))] == [3, 2, 1]


def test_merged_one_after_the_other_and_taken_back_in_turn(desk: RegisterSession) -> None:
    before = rows(desk.register)
    desk.duplicates.merge(own("keep"), own("gone"))
    desk.duplicates.merge(own("far"), own("keep"))
    with pytest.raises(EditConflict, match=r"unmerge\.later"):
        desk.duplicates.unmerge(own("keep"), own("gone"))
    desk.duplicates.unmerge(own("far"), own("keep"))
    desk.duplicates.unmerge(own("keep"), own("gone"))
    assert rows(desk.register) == before


def edited(desk: RegisterSession, name: str, **more: str) -> None:
    kept = desk.records.get(own(name)).service
    told = kept.content | more
    desk.register.write([RecordChange("service", own(name), told, kept.version)], Stamp("x", LATER))


def test_a_later_edit_stays_or_is_told(desk: RegisterSession) -> None:
    desk.duplicates.merge(own("keep"), own("gone"))
    edited(desk, "keep", status="inactive")
    desk.duplicates.unmerge(own("keep"), own("gone"))
    assert now(desk, "keep") == KEEP | {"status": "inactive"}
    assert now(desk, "gone") == GONE
    desk.duplicates.merge(own("keep"), own("gone"))
    edited(desk, "keep", email="b@ponte.example")
    merged = rows(desk.register)
    with pytest.raises(EditConflict, match=r"unmerge\.later") as told:
        desk.duplicates.unmerge(own("keep"), own("gone"))
    assert told.value.facts["fields"] == "email"
    assert rows(desk.register) == merged
    with pytest.raises(EditConflict, match=r"undo\.merge"):
        desk.records.undo(own("keep"), 4)


def test_two_different_ones_are_not_asked_again(desk: RegisterSession) -> None:
    (pair,) = desk.duplicates.likely_pairs()
    assert {pair.first, pair.second} == {own("keep"), own("gone")}
    desk.duplicates.apart(own("gone"), own("keep"))
    assert desk.duplicates.likely_pairs() == []
    desk.duplicates.unmerge(own("keep"), own("gone"))
    assert desk.duplicates.likely_pairs() == [pair]
    desk.duplicates.merge(pair.first, pair.second)
    assert desk.duplicates.likely_pairs() == []


def test_a_report_follows_and_comes_back(desk: RegisterSession) -> None:
    public = RegisterSession(desk.register, PUBLIC, LATER)
    public.proposals.report(own("gone"), "closed")
    public.proposals.report(own("keep"), "moved")
    before = rows(desk.register, "proposal")
    desk.duplicates.merge(own("keep"), own("gone"))
    waiting = desk.proposals.waiting()
    assert {p.record_id for p in waiting} == {own("keep")}
    assert {p.kind for p in waiting} == {ProposalKind.REPORT}
    desk.duplicates.unmerge(own("keep"), own("gone"))
    assert rows(desk.register, "proposal") == before


def test_an_import_does_not_bring_the_merged_one_back(desk: RegisterSession) -> None:
    desk.duplicates.merge(own("keep"), own("gone"))
    directory = {"service": {own("gone"): GONE, own("keep"): KEEP}}
    outcome = desk.records.bring_in(directory, source="source two", licence="CC0-1.0")
    assert (outcome.new, outcome.changed, outcome.waiting) == (0, 0, 0)
    with pytest.raises(UnknownName):
        desk.records.get(own("gone"))


def test_what_cannot_be_merged_changes_nothing(desk: RegisterSession) -> None:
    before = rows(desk.register, "service", "audit", "likeness")
    with pytest.raises(BadInput, match=r"likeness\.same"):
        desk.duplicates.merge(own("keep"), own("keep"))
    with pytest.raises(UnknownName, match=r"record\.unknown"):
        desk.duplicates.merge(own("keep"), own("nobody"))
    with pytest.raises(UnknownName, match=r"likeness\.unknown"):
        desk.duplicates.unmerge(own("keep"), own("gone"))
    for role in (AccountRole.PUBLIC, AccountRole.EDITOR, AccountRole.PLANNER):
        stranger = RegisterSession(desk.register, Actor("a", role), LATER)
        for act in (stranger.duplicates.merge, stranger.duplicates.apart):
            with pytest.raises(Forbidden):
                act(own("keep"), own("gone"))
        with pytest.raises(Forbidden):
            stranger.duplicates.likely_pairs()
    assert rows(desk.register, "service", "audit", "likeness") == before


def test_nobody_takes_back_what_is_not_theirs(desk: RegisterSession) -> None:
    desk.duplicates.merge(own("keep"), own("gone"))
    merged = rows(desk.register, "service", "likeness")
    elsewhere = Actor("c", AccountRole.COORDINATOR, municipalities=frozenset({"015146"}))
    with pytest.raises(ApprodoError):
        RegisterSession(desk.register, elsewhere, LATER).duplicates.unmerge(
            own("keep"), own("gone")
        )
    assert rows(desk.register, "service", "likeness") == merged


def test_a_decision_is_carried_over_and_can_be_taken_back_there(
    desk: RegisterSession, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = rows(desk.register)
    desk.duplicates.merge(own("keep"), own("gone"))
    copy = open_register(f"sqlite:///{tmp_path_factory.mktemp('copy') / 'r.sqlite'}")
    copy_register(desk.register, copy)
    RegisterSession(copy, LOCAL, LATER).duplicates.unmerge(own("keep"), own("gone"))
    number = {
        "location": [{k: v for k, v in row.items() if k != "number"} for row in before["location"]]
    }
    after = rows(copy)
    after["location"] = [{k: v for k, v in r.items() if k != "number"} for r in after["location"]]
    copy.close()
    assert {k: sorted(map(str, v)) for k, v in after.items()} == {
        k: sorted(map(str, v)) for k, v in (before | number).items()
    }

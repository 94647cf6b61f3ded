"""Every role tries every action on what is theirs, their partnership's and somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from data.records.ids import stable_id
from data.register import schema
from data.register.proposal_store import State
from data.register.register import Register
from data.register.roles import (
    PUBLIC,
    ROLES,
    AccountRole,
    Action,
    Actor,
    Belonging,
    Forbidden,
    RoleScope,
    may,
)
from data.register.session import RegisterSession
from data.register.store import RecordChange, Stamp
from geo.scenario import Scenario
from tests.store.full_records import NOW

OURS, PARTNERS, OTHERS = "ours", "partners", "others"
"""Whose a record is: the editor's organisation's, in the partnership, or neither."""

MUNICIPALITY = {OURS: "022205", PARTNERS: "022205", OTHERS: "015146"}
LATER = datetime(2026, 11, 24, tzinfo=UTC)


def actor(role: AccountRole) -> Actor:
    if role is AccountRole.PUBLIC:
        return PUBLIC
    organizations = frozenset({stable_id(OURS, "organization")})
    places = frozenset({"022205"}) if role is AccountRole.COORDINATOR else frozenset()
    return Actor(role.value, role, organizations, places)


def reaches(role: AccountRole, action: Action, whose: str) -> bool:
    reach = ROLES[role].get(action, RoleScope.NONE)
    return {
        RoleScope.NONE: False,
        RoleScope.OWN: whose == OURS,
        RoleScope.PARTNERSHIP: whose in (OURS, PARTNERS),
        RoleScope.ALL: True,
    }[reach]


@pytest.fixture
def filled(register: Register) -> Register:
    """A protected service of each of the three, with a history of two versions."""
    changes = []
    for whose in (OURS, PARTNERS, OTHERS):
        organization = {"id": stable_id(whose, "organization"), "name": whose, "description": "-"}
        location = {
            "id": stable_id(whose, "location"), "location_type": "physical",
            "latitude": 46.07, "longitude": 11.12,
            "addresses": [{"address_1": f"Via Segreta {whose}"}],
            "approdo": {"exposure": "on_request", "municipality": MUNICIPALITY[whose]},
        }  # fmt: skip
        changes += [
            RecordChange("organization", organization["id"], organization),
            RecordChange("location", str(location["id"]), location),
            RecordChange("service", stable_id(whose, "service"), service(whose)),
        ]
    register.write(changes, Stamp("test", NOW, source="test", licence="CC0-1.0"))
    again = {whose: {**service(whose), "url": "https://a.example"} for whose in MUNICIPALITY}
    register.write(
        [RecordChange("service", s["id"], s) for s in again.values()], Stamp("test", NOW)
    )
    return register


def service(whose: str, name: str = "Sportello") -> dict[str, str]:
    record_id = stable_id(whose, "service")
    return {
        "id": record_id, "name": name, "status": "active",
        "organization_id": stable_id(whose, "organization"),
        "service_at_locations": [
            {"id": stable_id(record_id, "at"), "location_id": stable_id(whose, "location")}
        ],
    }  # fmt: skip


def proposed(register: Register, whose: str) -> str:
    """A proposal that waits for review, handed in by somebody who may."""
    session = RegisterSession(register, Actor("root", AccountRole.ADMINISTRATOR), NOW)
    document = service(whose, "Sportello nuovo")
    base = {document["id"]: session.records.get(document["id"]).service.version}
    return session.proposals.propose({"service": {document["id"]: document}}, base, submit=True).id


def _see_protected(session: RegisterSession, whose: str) -> None:
    found = session.records.get(stable_id(whose, "service")).locations[0].content
    if "addresses" not in found:
        raise Forbidden("access.denied")


def _see_queue(session: RegisterSession, whose: str) -> None:
    record_id = proposed(session.register, whose)
    listed = record_id in [proposal.id for proposal in session.proposals.waiting()]
    try:
        session.proposals.get(record_id)
    except Forbidden:
        assert not listed
        raise
    assert listed


def _undo(session: RegisterSession, whose: str) -> None:
    session.records.undo(stable_id(whose, "service"), 2)


def _draft(session: RegisterSession, whose: str) -> None:
    document = service(whose, "Bozza")
    session.proposals.propose({"service": {document["id"]: document}}, {document["id"]: 2})


def _publish(session: RegisterSession, whose: str) -> None:
    session.proposals.publish(proposed(session.register, whose))


def _import(session: RegisterSession, whose: str) -> None:
    document = service(whose, "Dalla fonte")
    session.records.bring_in(
        {"service": {document["id"]: document}}, source="s", licence="l", dry_run=True
    )


def _export(session: RegisterSession, whose: str) -> None:
    if stable_id(whose, "service") not in session.records.export()["service"]:
        raise Forbidden("access.denied")


def _merge(session: RegisterSession, whose: str) -> None:
    """Merge a second record of the same organisation into it, and take that back."""
    second = {**service(whose), "id": stable_id(whose, "second")}
    change = RecordChange("service", second["id"], second)
    session.register.write([change], Stamp("test", NOW, source="test"))
    keep, gone = stable_id(whose, "service"), second["id"]
    session.duplicates.merge(keep, gone)
    session.duplicates.unmerge(keep, gone)
    session.duplicates.apart(keep, gone)
    session.duplicates.unmerge(keep, gone)


def _see_worklist(session: RegisterSession, whose: str) -> None:
    if stable_id(whose, "service") not in {task.id for task in session.worklist.tasks()}:
        raise Forbidden("access.denied")


def _plan(session: RegisterSession, whose: str) -> None:
    """Trying changes touches no record: whoever may, may for all."""
    kept = session.scenarios.keep("here", Scenario(f"as {whose}"))
    assert kept in session.scenarios.of_area("here")
    session.scenarios.remove(kept.id)


def _manage(session: RegisterSession, whose: str) -> None:
    """Everything that giving roles is made of; it reaches all or nothing."""
    organization = stable_id(whose, "organization")
    session.partnerships.put(f"Rete {whose}", ["022205"], [organization])
    session.accounts.grant(
        "https://id.example", whose, AccountRole.EDITOR, organizations=[organization],
        partnerships=[f"Rete {whose}"],
    )  # fmt: skip
    assert session.accounts.all()
    assert session.partnerships.all()
    session.accounts.close("https://id.example", whose)
    session.partnerships.remove(f"Rete {whose}")


DONE: dict[Action, Callable[[RegisterSession, str], object]] = {
    Action.READ: lambda session, whose: session.records.get(stable_id(whose, "service")),
    Action.REPORT: lambda session, whose: session.proposals.report(
        stable_id(whose, "service"), "closed"
    ),
    Action.DRAFT: _draft,
    Action.SEE_QUEUE: _see_queue,
    Action.PUBLISH: _publish,
    Action.CONFIRM: lambda session, whose: session.bulk.confirm([stable_id(whose, "service")]),
    Action.SEE_HISTORY: lambda session, whose: session.records.history(stable_id(whose, "service")),
    Action.UNDO: _undo,
    Action.SEE_PROTECTED: _see_protected,
    Action.MERGE: _merge,
    Action.SEE_WORKLIST: _see_worklist,
    Action.SEE_UNMET: lambda session, whose: session.unmet_searches(whose),
    Action.MANAGE: _manage,
    Action.PLAN: _plan,
    Action.IMPORT: _import,
    Action.EXPORT: _export,
}


def test_every_action_is_tried() -> None:
    assert set(DONE) == set(Action)


@pytest.mark.parametrize("role", AccountRole)
def test_every_action_reaches_what_the_table_says(filled: Register, role: AccountRole) -> None:
    for action, do in DONE.items():
        for whose in (OURS, PARTNERS, OTHERS):
            session = RegisterSession(filled, actor(role), LATER)
            try:
                do(session, whose)
                allowed = True
            except Forbidden:
                allowed = False
            assert allowed == reaches(role, action, whose), (role, action, whose)
            belongs = Belonging(
                frozenset({stable_id(whose, "organization")}), frozenset({MUNICIPALITY[whose]})
            )
            assert may(actor(role), action, belongs) == allowed


def test_nobody_takes_over_what_is_anothers_by_naming_it_theirs(filled: Register) -> None:
    editor = RegisterSession(filled, actor(AccountRole.EDITOR), LATER)
    stolen = {**service(OTHERS), "organization_id": stable_id(OURS, "organization")}
    with pytest.raises(Forbidden):
        editor.proposals.propose({"service": {stolen["id"]: stolen}}, {stolen["id"]: 2})
    given = {**service(OURS), "organization_id": stable_id(OTHERS, "organization")}
    del given["service_at_locations"]
    with pytest.raises(Forbidden):
        editor.proposals.propose({"service": {given["id"]: given}}, {given["id"]: 2})
    place = {"id": stable_id(OTHERS, "location"), "location_type": "physical"}
    with pytest.raises(Forbidden):
        editor.proposals.propose({"location": {place["id"]: place}}, {place["id"]: 1})


def test_a_refused_action_leaves_no_trace(filled: Register) -> None:
    def rows() -> list[object]:
        with filled.reading() as connection:
            return [
                connection.scalar(sa.select(sa.func.count()).select_from(table))
                for table in (schema.audit, schema.proposal, schema.protected_location)
            ]

    before = rows()
    stranger = RegisterSession(filled, PUBLIC, LATER)
    record_id = stable_id(OURS, "service")
    for do in (
        lambda: _draft(stranger, OURS),
        lambda: stranger.bulk.confirm([record_id]),
        lambda: stranger.records.undo(record_id, 2),
        stranger.proposals.waiting,
    ):
        with pytest.raises(Forbidden):
            do()
    assert rows() == before


def test_confirming_many_is_all_or_nothing(filled: Register) -> None:
    editor = RegisterSession(filled, actor(AccountRole.EDITOR), LATER)
    with pytest.raises(Forbidden):
        editor.bulk.confirm([stable_id(OURS, "service"), stable_id(OTHERS, "service")])
    assert "assured_date" not in editor.records.get(stable_id(OURS, "service")).service.content
    assert editor.bulk.confirm([stable_id(OURS, "service")]).count == 1
    assert (
        editor.records.get(stable_id(OURS, "service")).service.content["assured_date"]
        == "2026-11-24"
    )


def test_what_the_public_reports_comes_to_the_queue(filled: Register) -> None:
    RegisterSession(filled, PUBLIC, LATER).proposals.report(
        stable_id(PARTNERS, "service"), " chiuso\x00\u202e da mesi "
    )
    coordinator = RegisterSession(filled, actor(AccountRole.COORDINATOR), LATER)
    (waiting,) = coordinator.proposals.waiting()
    assert (waiting.message, waiting.made_by, waiting.state) == (
        "chiuso da mesi", "public", State.REVIEW,
    )  # fmt: skip
    assert RegisterSession(filled, actor(AccountRole.EDITOR), LATER).proposals.waiting() == []
    coordinator.proposals.refuse(waiting.id)
    assert coordinator.proposals.waiting() == []

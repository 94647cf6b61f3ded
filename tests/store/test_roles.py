"""Every role tries every action on what is theirs, their partnership's and somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from full_records import NOW

from data.records.ids import stable_id
from data.register import schema
from data.register.desk import Desk
from data.register.proposals import State
from data.register.register import Register
from data.register.roles import (
    PUBLIC,
    ROLES,
    AccountRole,
    Action,
    Actor,
    Belonging,
    Forbidden,
    Reach,
    may,
)
from data.register.store import Change, Stamp
from geo.scenario import Scenario

OURS, PARTNERS, OTHERS = "ours", "partners", "others"
"""Whose a record is: the editor's organisation's, in the partnership, or neither."""

MUNICIPALITY = {OURS: "022205", PARTNERS: "022205", OTHERS: "015146"}
LATER = datetime(2026, 11, 24, tzinfo=UTC)


def actor(role: AccountRole) -> Actor:
    if role is AccountRole.PUBLIC:
        return PUBLIC
    own = frozenset({stable_id(OURS, "organization")})
    places = frozenset({"022205"}) if role is AccountRole.COORDINATOR else frozenset()
    return Actor(role.value, role, own, places)


def reaches(role: AccountRole, action: Action, whose: str) -> bool:
    reach = ROLES[role].get(action, Reach.NONE)
    return {
        Reach.NONE: False,
        Reach.OWN: whose == OURS,
        Reach.PARTNERSHIP: whose in (OURS, PARTNERS),
        Reach.ALL: True,
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
            Change("organization", organization["id"], organization),
            Change("location", str(location["id"]), location),
            Change("service", stable_id(whose, "service"), service(whose)),
        ]
    register.write(changes, Stamp("test", NOW, source="test", licence="CC0-1.0"))
    again = {whose: {**service(whose), "url": "https://a.example"} for whose in MUNICIPALITY}
    register.write([Change("service", s["id"], s) for s in again.values()], Stamp("test", NOW))
    return register


def service(whose: str, name: str = "Sportello") -> dict[str, str]:
    own = stable_id(whose, "service")
    return {
        "id": own, "name": name, "status": "active",
        "organization_id": stable_id(whose, "organization"),
        "service_at_locations": [
            {"id": stable_id(own, "at"), "location_id": stable_id(whose, "location")}
        ],
    }  # fmt: skip


def proposed(register: Register, whose: str) -> str:
    """A proposal that waits for review, handed in by somebody who may."""
    desk = Desk(register, Actor("root", AccountRole.ADMINISTRATOR), NOW)
    document = service(whose, "Sportello nuovo")
    base = {document["id"]: desk.record(document["id"]).service.version}
    return desk.propose({"service": {document["id"]: document}}, base, submit=True).id


def _see_protected(desk: Desk, whose: str) -> None:
    told = desk.record(stable_id(whose, "service")).locations[0].content
    if "addresses" not in told:
        raise Forbidden("access.denied")


def _see_queue(desk: Desk, whose: str) -> None:
    own = proposed(desk.register, whose)
    listed = own in [proposal.id for proposal in desk.queue()]
    try:
        desk.proposal(own)
    except Forbidden:
        assert not listed
        raise
    assert listed


def _undo(desk: Desk, whose: str) -> None:
    desk.undo(stable_id(whose, "service"), 2)


def _draft(desk: Desk, whose: str) -> None:
    document = service(whose, "Bozza")
    desk.propose({"service": {document["id"]: document}}, {document["id"]: 2})


def _publish(desk: Desk, whose: str) -> None:
    desk.publish(proposed(desk.register, whose))


def _import(desk: Desk, whose: str) -> None:
    document = service(whose, "Dalla fonte")
    desk.bring_in({"service": {document["id"]: document}}, source="s", licence="l", dry_run=True)


def _export(desk: Desk, whose: str) -> None:
    if stable_id(whose, "service") not in desk.export()["service"]:
        raise Forbidden("access.denied")


def _merge(desk: Desk, whose: str) -> None:
    """Merge a second record of the same organisation into it, and take that back."""
    second = {**service(whose), "id": stable_id(whose, "second")}
    change = Change("service", second["id"], second)
    desk.register.write([change], Stamp("test", NOW, source="test"))
    keep, gone = stable_id(whose, "service"), second["id"]
    desk.merge(keep, gone)
    desk.unmerge(keep, gone)
    desk.apart(keep, gone)
    desk.unmerge(keep, gone)


def _see_worklist(desk: Desk, whose: str) -> None:
    if stable_id(whose, "service") not in {task.id for task in desk.worklist()}:
        raise Forbidden("access.denied")


def _plan(desk: Desk, whose: str) -> None:
    """Trying changes touches no record: whoever may, may for all."""
    kept = desk.keep_scenario("here", Scenario(f"as {whose}"))
    assert kept in desk.scenarios("here")
    desk.remove_scenario(kept.id)


def _manage(desk: Desk, whose: str) -> None:
    """Everything that giving roles is made of; it reaches all or nothing."""
    organization = stable_id(whose, "organization")
    desk.put_partnership(f"Rete {whose}", ["022205"], [organization])
    desk.grant(
        "https://id.example", whose, AccountRole.EDITOR, organizations=[organization],
        partnerships=[f"Rete {whose}"],
    )  # fmt: skip
    assert desk.accounts()
    assert desk.partnerships()
    desk.close_account("https://id.example", whose)
    desk.remove_partnership(f"Rete {whose}")


DONE: dict[Action, Callable[[Desk, str], object]] = {
    Action.READ: lambda desk, whose: desk.record(stable_id(whose, "service")),
    Action.REPORT: lambda desk, whose: desk.report(stable_id(whose, "service"), "closed"),
    Action.DRAFT: _draft,
    Action.SEE_QUEUE: _see_queue,
    Action.PUBLISH: _publish,
    Action.CONFIRM: lambda desk, whose: desk.confirm([stable_id(whose, "service")]),
    Action.SEE_HISTORY: lambda desk, whose: desk.history(stable_id(whose, "service")),
    Action.UNDO: _undo,
    Action.SEE_PROTECTED: _see_protected,
    Action.MERGE: _merge,
    Action.SEE_WORKLIST: _see_worklist,
    Action.SEE_UNMET: lambda desk, whose: desk.unmet(whose),
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
            desk = Desk(filled, actor(role), LATER)
            try:
                do(desk, whose)
                allowed = True
            except Forbidden:
                allowed = False
            assert allowed == reaches(role, action, whose), (role, action, whose)
            belongs = Belonging(
                frozenset({stable_id(whose, "organization")}), frozenset({MUNICIPALITY[whose]})
            )
            assert may(actor(role), action, belongs) == allowed


def test_nobody_takes_over_what_is_anothers_by_naming_it_theirs(filled: Register) -> None:
    editor = Desk(filled, actor(AccountRole.EDITOR), LATER)
    stolen = {**service(OTHERS), "organization_id": stable_id(OURS, "organization")}
    with pytest.raises(Forbidden):
        editor.propose({"service": {stolen["id"]: stolen}}, {stolen["id"]: 2})
    given = {**service(OURS), "organization_id": stable_id(OTHERS, "organization")}
    del given["service_at_locations"]
    with pytest.raises(Forbidden):
        editor.propose({"service": {given["id"]: given}}, {given["id"]: 2})
    place = {"id": stable_id(OTHERS, "location"), "location_type": "physical"}
    with pytest.raises(Forbidden):
        editor.propose({"location": {place["id"]: place}}, {place["id"]: 1})


def test_a_refused_action_leaves_no_trace(filled: Register) -> None:
    def rows() -> list[object]:
        with filled.reading() as connection:
            return [
                connection.scalar(sa.select(sa.func.count()).select_from(table))
                for table in (schema.audit, schema.proposal, schema.protected_location)
            ]

    before = rows()
    stranger = Desk(filled, PUBLIC, LATER)
    own = stable_id(OURS, "service")
    for do in (
        lambda: _draft(stranger, OURS),
        lambda: stranger.confirm([own]),
        lambda: stranger.undo(own, 2),
        stranger.queue,
    ):
        with pytest.raises(Forbidden):
            do()
    assert rows() == before


def test_confirming_many_is_all_or_nothing(filled: Register) -> None:
    editor = Desk(filled, actor(AccountRole.EDITOR), LATER)
    with pytest.raises(Forbidden):
        editor.confirm([stable_id(OURS, "service"), stable_id(OTHERS, "service")])
    assert "assured_date" not in editor.record(stable_id(OURS, "service")).service.content
    assert editor.confirm([stable_id(OURS, "service")]) == 1
    assert editor.record(stable_id(OURS, "service")).service.content["assured_date"] == "2026-11-24"


def test_what_the_public_reports_comes_to_the_queue(filled: Register) -> None:
    Desk(filled, PUBLIC, LATER).report(stable_id(PARTNERS, "service"), " chiuso\x00\u202e da mesi ")
    coordinator = Desk(filled, actor(AccountRole.COORDINATOR), LATER)
    (waiting,) = coordinator.queue()
    assert (waiting.message, waiting.made_by, waiting.state) == (
        "chiuso da mesi", "public", State.REVIEW,
    )  # fmt: skip
    assert Desk(filled, actor(AccountRole.EDITOR), LATER).queue() == []
    coordinator.refuse(waiting.id)
    assert coordinator.queue() == []

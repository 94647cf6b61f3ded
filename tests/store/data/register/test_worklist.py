"""What to look at next: every flaw is given, and the order is that of the people it may mislead."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from answers.dependence import people_by_service
from answers.opened_area import OpenArea
from bench.many_services import many_services
from data.catalog.municipalities import municipalities
from data.records.documents import directory_of
from data.records.ids import stable_id
from data.register.register import Register
from data.register.roles import LOCAL, PUBLIC, AccountRole, Actor, Forbidden
from data.register.session import RegisterSession
from data.register.store import RecordChange, Stamp
from data.register.worklist import CHANCE, Flaw, Task
from geo.model import Exposure, Location, Provenance, Schedule, Service
from tests.steps import counted_steps
from tests.store.full_records import FULL, NOW
from tests.store.writing import upsert

TODAY = date(2026, 11, 23)
FRESH = Provenance("a desk", "CC0-1.0", assured_on=TODAY)
WELL = Service(
    "well", "Sportello", ("permit_help",), Location("l-well", 11.12, 46.07, None), FRESH,
    schedules=(Schedule("Mo 09:00-12:00", frozenset({"ita"})),),
)  # fmt: skip


def made(name: str, **changes: object) -> Service:
    place = replace(WELL.location, id=f"l-{name}")
    return replace(WELL, id=name, name=name, **{"location": place, **changes})  # type: ignore[arg-type]


def keep(register: Register, *services: Service) -> RegisterSession:
    upsert(register, list(services), area=None, by="test", at=NOW)
    return RegisterSession(register, LOCAL, NOW)


def flaws(session: RegisterSession) -> dict[str, set[Flaw]]:
    return {task.name: set(task.flaws) for task in session.worklist.tasks()}


def test_a_record_without_flaw_is_no_work(register: Register) -> None:
    assert keep(register, WELL).worklist.tasks() == []


def test_every_flaw_of_a_record_is_reported(register: Register) -> None:
    old = replace(FRESH, assured_on=TODAY - timedelta(days=181))
    session = keep(
        register,
        made("stale", provenance=old),
        made("never", provenance=replace(FRESH, assured_on=None)),
        made("no needs", needs=()),
        made("no hours", schedules=(Schedule(None, frozenset({"ita"})),)),
        made("no languages", schedules=(Schedule("Mo 09:00-12:00"),)),
        made("nowhere", location=Location("l-n", None, None)),
        made("hidden", location=Location("l-h", None, None, exposure=Exposure.ON_REQUEST)),
        made("at the limit", provenance=replace(FRESH, assured_on=TODAY - timedelta(days=180))),
    )
    assert flaws(session) == {
        "stale": {Flaw.STALE},
        "never": {Flaw.NEVER_CHECKED},
        "no needs": {Flaw.NO_NEED},
        "no hours": {Flaw.NO_HOURS},
        "no languages": {Flaw.NO_LANGUAGES},
        "nowhere": {Flaw.NO_PLACE},
    }


def test_what_sources_and_the_public_say_is_reported(register: Register) -> None:
    session = keep(register, WELL)
    RegisterSession(register, PUBLIC, NOW).proposals.report(stable_id("well"), "chiuso")
    assert flaws(session) == {"Sportello": {Flaw.REPORTED}}
    (waiting,) = session.proposals.waiting()
    session.proposals.refuse(waiting.id)
    assert session.worklist.tasks() == []
    one, two = directory_of([made("one")]), directory_of([made("two")])
    session.records.bring_in(one, source="file", licence="CC0-1.0")
    register.write(
        [
            RecordChange("service", d["id"], {**d, "name": "edited"})
            for d in one["service"].values()
        ],
        Stamp("anna", NOW),
    )
    said = directory_of([made("one", email="neu@b.example")])
    session.records.bring_in(said, source="a desk", licence="CC0-1.0")
    assert flaws(session) == {"edited": {Flaw.CONTRADICTED}}
    session.records.bring_in(two, source="a desk", licence="CC0-1.0", whole=True)
    assert Flaw.GONE in flaws(session)["edited"]


def test_the_doubtful_place_of_a_record_is_reported(register: Register) -> None:
    session = keep(register, WELL)
    kept = register.read("location", stable_id("l-well"))
    assert kept is not None
    doubtful = {**kept.content, "approdo": {"place_confidence": 0.2}}
    register.write([RecordChange("location", kept.id, doubtful)], Stamp("test", NOW))
    assert flaws(session) == {"Sportello": {Flaw.DOUBTFUL_PLACE}}


def test_first_comes_what_misleads_most_people(register: Register) -> None:
    never = replace(FRESH, assured_on=None)
    session = keep(register, made("a", provenance=never), made("b", needs=()),
                made("c", provenance=never, needs=()))  # fmt: skip
    fields = {stable_id("a"): 100.0, stable_id("b"): 70.0, stable_id("c"): 50.0}
    tasks = session.worklist.tasks(fields)
    # By hand: 100 × 0.4; 70 × 0.5; 50 × (1 − 0.6 × 0.5).
    assert [(t.name, t.misled) for t in tasks] == [
        ("a", pytest.approx(40.0)), ("b", pytest.approx(35.0)), ("c", pytest.approx(35.0)),
    ]  # fmt: skip
    assert CHANCE[Flaw.NEVER_CHECKED] == 0.4


def test_where_nobody_computed_it_residents_are_shared_by_the_services_of_a_town(
    register: Register,
) -> None:
    never = replace(FRESH, assured_on=None)
    session = keep(register, made("a", provenance=never), made("b"), made("c", needs=("pharmacy",)))
    for name in ("a", "b", "c"):
        kept = register.read("location", stable_id(f"l-{name}"))
        assert kept is not None
        there = {**kept.content, "approdo": {"municipality": "022205"}}
        register.write([RecordChange("location", kept.id, there)], Stamp("test", NOW))
    table = municipalities()
    trento = table.rows[table.index["022205"]].residents
    (task,) = session.worklist.tasks()
    assert task.people == pytest.approx(trento / 2)


def test_an_editor_sees_the_work_of_their_own_organisations(register: Register) -> None:
    never = replace(FULL, provenance=replace(FULL.provenance, assured_on=None))
    session = keep(register, never, made("other", needs=()))
    assert len(session.worklist.tasks()) == 2
    for organization in ("org-1", "org-2"):  # the lead's, and a partner's
        organizations = frozenset({stable_id(organization)})
        editor = RegisterSession(register, Actor("anna", AccountRole.EDITOR, organizations), NOW)
        assert [task.id for task in editor.worklist.tasks()] == [stable_id("full-1")]
    with pytest.raises(Forbidden):
        RegisterSession(register, PUBLIC, NOW).worklist.tasks()


def test_people_of_an_area_are_shared_by_what_they_reach(neubrandenburg: OpenArea) -> None:
    people = people_by_service(neubrandenburg)
    residents = neubrandenburg.area.residents
    assert residents is not None
    assert people
    total = float(residents.people().sum())
    main = {s.id: s.needs[0] for s in neubrandenburg.services if len(s.needs) == 1}
    pharmacies = [record_id for record_id, need in main.items() if need == "pharmacy"]
    served = sum(people[record_id] for record_id in pharmacies)
    # Each person is counted once for a need that only these services answer.
    assert 0 < served <= total + 1e-6
    assert all(0 <= one <= total + 1e-6 for one in people.values())


def test_a_worklist_costs_as_much_as_it_has_services(register: Register) -> None:
    session = RegisterSession(register, LOCAL, datetime(2026, 11, 23, tzinfo=UTC))
    steps = []
    for many in (1_000, 2_000):
        session.records.bring_in(many_services(many), source="bench", licence="CC0-1.0")
        tasks: list[Task] = []
        steps.append(counted_steps(lambda tasks=tasks: tasks.extend(session.worklist.tasks())))
        assert len(tasks) > many / 3
    assert steps[1] < 2.5 * steps[0]

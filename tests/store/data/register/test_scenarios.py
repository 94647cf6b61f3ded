"""Scenarios in the register: kept, shared, forgotten; drafts change what was tried and no more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.records.documents import directory_of
from data.register.register import Register
from data.register.roles import AccountRole, Actor
from data.register.scenarios import drafts_of
from data.register.session import RegisterSession
from geo.errors import BadInput, UnknownName
from geo.scenario import Change, ChangeKind, Scenario, apply
from tests.store.full_records import FULL, NOW

ANNA, BRUNO = (Actor(name, AccountRole.PLANNER) for name in ("Anna", "Bruno"))
TRIED = Scenario(
    "Arabo", (Change(ChangeKind.LANGUAGES, "x", "Desk", languages=frozenset({"ara"})),)
)


def test_a_scenario_comes_back_and_is_seen_by_others_once_shared(register: Register) -> None:
    anna, bruno = RegisterSession(register, ANNA, NOW), RegisterSession(register, BRUNO, NOW)
    anna.scenarios.keep("here", TRIED)
    assert [one.scenario for one in anna.scenarios.of_area("here")] == [TRIED]
    assert bruno.scenarios.of_area("here") == []
    assert anna.scenarios.of_area("elsewhere") == []
    shared = anna.scenarios.keep("here", TRIED, shared=True)
    assert [one.kept_by for one in bruno.scenarios.of_area("here")] == ["Anna"]
    assert len(anna.scenarios.of_area("here")) == 1
    with pytest.raises(UnknownName, match=r"scenario\.unknown"):
        bruno.scenarios.remove(shared.id)
    anna.scenarios.remove(shared.id)
    assert bruno.scenarios.of_area("here") == []


def test_a_scenario_without_a_name_is_reported(register: Register) -> None:
    with pytest.raises(BadInput, match=r"scenario\.name"):
        RegisterSession(register, ANNA, NOW).scenarios.keep("here", replace(TRIED, name="  "))


def test_a_draft_changes_what_was_tried_and_keeps_the_rest() -> None:
    documents = directory_of([FULL])
    record_id = next(iter(documents["service"]))
    registered = replace(FULL, id=record_id)
    known = {**documents["service"], **documents["location"]}
    known[record_id] = {**known[record_id], "alternate_name": "kept as it is"}
    change = Change(ChangeKind.LANGUAGES, record_id, FULL.name, languages=frozenset({"ara"}))
    after = apply([registered], Scenario("x", (change,)), today=NOW.date())
    (draft,) = drafts_of([registered], after, known)
    found = draft["service"][record_id]
    assert found["alternate_name"] == "kept as it is"
    assert set(draft) == {"service"}
    changed = {key for key in found if found[key] != known[record_id].get(key)}
    assert changed == {"schedules"}
    assert all("ara" in one["approdo"]["languages"] for one in found["schedules"])
    assert drafts_of([registered], [registered], known) == []

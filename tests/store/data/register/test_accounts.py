"""Who somebody is to the register: a role by issuer and subject, partnerships as of today."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from data.records.ids import stable_id
from data.register.accounts import log_in
from data.register.register import Register
from data.register.roles import LOCAL, PUBLIC, AccountRole, Forbidden
from data.register.session import RegisterSession
from data.register.store import RecordChange, Stamp
from geo.errors import UnknownName

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ISSUER = "https://id.example"
PONTE = stable_id("ponte")


@pytest.fixture
def session(register: Register) -> RegisterSession:
    document = {"id": PONTE, "name": "Il Ponte", "description": "-"}
    register.write([RecordChange("organization", PONTE, document)], Stamp("test", NOW))
    return RegisterSession(register, LOCAL, NOW)


def test_whoever_comes_for_the_first_time_is_as_everybody_and_written_down(
    session: RegisterSession,
) -> None:
    for _ in range(2):
        assert log_in(session.register, ISSUER, "anna-1", "Anna") == PUBLIC
    (account,) = session.accounts.all()
    assert (account.subject, account.name, account.role) == ("anna-1", "Anna", AccountRole.PUBLIC)


def test_a_role_holds_for_the_issuer_and_subject_alone(session: RegisterSession) -> None:
    session.accounts.grant(ISSUER, "anna-1", AccountRole.EDITOR, name="Anna", organizations=[PONTE])
    actor = log_in(session.register, ISSUER, "anna-1", "administrator")
    assert (actor.name, actor.role, actor.organizations) == (
        "Anna", AccountRole.EDITOR, {PONTE},
    )  # fmt: skip
    assert log_in(session.register, "https://other.example", "anna-1", "Anna") == PUBLIC
    assert log_in(session.register, ISSUER, "anna-2", "Anna") == PUBLIC


def test_a_coordinator_reaches_what_their_partnership_is_today(session: RegisterSession) -> None:
    session.partnerships.put("Rete", ["022205"], [PONTE])
    session.accounts.grant(ISSUER, "bruno", AccountRole.COORDINATOR, partnerships=["Rete"])
    actor = log_in(session.register, ISSUER, "bruno", "Bruno")
    assert (actor.organizations, actor.municipalities) == ({PONTE}, {"022205"})
    session.partnerships.put("Rete", ["022205", "015146"], [])
    actor = log_in(session.register, ISSUER, "bruno", "Bruno")
    assert (actor.organizations, actor.municipalities) == (frozenset(), {"022205", "015146"})
    session.partnerships.remove("Rete")
    assert log_in(session.register, ISSUER, "bruno", "Bruno").municipalities == frozenset()


def test_a_closed_account_is_as_everybody_until_it_is_given_a_role_again(
    session: RegisterSession,
) -> None:
    session.accounts.grant(ISSUER, "anna-1", AccountRole.ADMINISTRATOR)
    session.accounts.close(ISSUER, "anna-1")
    assert log_in(session.register, ISSUER, "anna-1", "Anna") == PUBLIC
    session.accounts.grant(ISSUER, "anna-1", AccountRole.PLANNER)
    assert log_in(session.register, ISSUER, "anna-1", "Anna").role is AccountRole.PLANNER


def test_what_is_not_there_is_reported(session: RegisterSession) -> None:
    with pytest.raises(UnknownName, match=r"partnership\.unknown"):
        session.accounts.grant(ISSUER, "x", AccountRole.COORDINATOR, partnerships=["Rete"])
    with pytest.raises(UnknownName, match=r"record\.unknown"):
        session.accounts.grant(ISSUER, "x", AccountRole.EDITOR, organizations=["nobody"])
    with pytest.raises(UnknownName, match=r"municipality\.unknown"):
        session.partnerships.put("Rete", ["999999"], [])
    with pytest.raises(UnknownName, match=r"account\.unknown"):
        session.accounts.close(ISSUER, "x")
    with pytest.raises(UnknownName, match=r"partnership\.unknown"):
        session.partnerships.remove("Rete")
    assert session.accounts.all() == []


@pytest.mark.parametrize("role", [r for r in AccountRole if r is not AccountRole.ADMINISTRATOR])
def test_only_an_administrator_gives_roles(session: RegisterSession, role: AccountRole) -> None:
    session.accounts.grant(ISSUER, "carla", role, organizations=[PONTE])
    actor = log_in(session.register, ISSUER, "carla", "Carla")
    with pytest.raises(Forbidden):
        RegisterSession(session.register, actor, NOW).accounts.grant(
            ISSUER, "carla", AccountRole.ADMINISTRATOR
        )
    assert log_in(session.register, ISSUER, "carla", "Carla").role is role

"""Stories of schools: whose only mediator is leaving, support at the wrong hours, nobody near."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from answers.opened_area import OpenArea, laid_on_networks, open_area
from answers.schools import SchoolsAnswer, schools_of
from data.register.register import open_register
from data.register.roles import LOCAL, AccountRole, Actor, Forbidden
from data.register.session import RegisterSession
from geo.errors import BadInput
from geo.model import AccessRoute, Fund, Location, Provenance, Schedule, Service

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
WHO = Provenance("test", "CC0-1.0", assured_on=date(2026, 11, 1))
HERE, NEAR, FAR = (7.4236, 43.7370), (7.4246, 43.7384), (7.4190, 43.7310)
ENDS = date(2027, 6, 30)


def service(name: str, need: str, at: tuple[float, float] | None, hours: str | None) -> Service:
    lon, lat = at or (None, None)
    return Service(
        name, name, (need,), Location(f"{name} place", lon, lat), WHO,
        schedules=(Schedule(hours),) if hours else (), access=AccessRoute.WALK_IN,
    )  # fmt: skip


SCHOOL = service("School", "school", HERE, None)


@pytest.fixture
def monaco(built_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenArea:
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "areas").symlink_to(built_var / "areas")
    monkeypatch.setenv("APPRODO_VAR", str(folder))
    return open_area("monaco")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[RegisterSession]:
    register = open_register(f"sqlite:///{tmp_path / 'register.sqlite'}")
    yield RegisterSession(register, LOCAL, NOW)
    register.close()


def asked(
    session: RegisterSession, area: OpenArea, *services: Service, limit_min: float = 15.0
) -> SchoolsAnswer:
    opened = replace(area, services=services, laid=laid_on_networks(area.area, services))
    return schools_of(session, opened, now=NOW, limit_min=limit_min)


def test_the_only_mediator_leaves_when_the_fund_ends(
    session: RegisterSession, monaco: OpenArea
) -> None:
    mediator = service("Mediator", "mediation", NEAR, "Mo-Fr 09:00-12:00")
    paid = replace(mediator, funds=(Fund("FAMI", ends=ENDS),))
    (school,) = asked(session, monaco, SCHOOL, paid).schools
    (row,) = school.leaving
    assert (row.kind, row.until) == ("mediation", ENDS)
    second = replace(paid, id="2", name="Second", funds=())
    (school,) = asked(session, monaco, SCHOOL, paid, second).schools
    assert school.leaving == ()
    assert school.support["mediation"].certain == 2


def test_support_counts_at_the_hours_at_which_it_helps(
    session: RegisterSession, monaco: OpenArea
) -> None:
    rows = {
        "morning": service("Morning", "after_school", NEAR, "Mo-Fr 09:00-12:00"),
        "afternoon": service("Afternoon", "after_school", NEAR, "Mo-Fr 14:00-17:00"),
        "unknown": service("Unknown", "after_school", NEAR, None),
        "sent": replace(service("Sent", "after_school", NEAR, "Mo-Fr 14:00-17:00"),
                        access=AccessRoute.REFERRAL),
    }  # fmt: skip
    (school,) = asked(session, monaco, SCHOOL, *rows.values()).schools
    support = school.support["after_school"]
    assert (support.certain, support.possible) == (1, 2)


def test_a_school_that_nobody_reaches_is_listed_and_one_off_the_map_apart(
    session: RegisterSession, monaco: OpenArea
) -> None:
    nowhere = service("Nowhere", "school", None, None)
    mediator = service("Mediator", "mediation", FAR, "Mo-Fr 09:00-12:00")
    found = asked(session, monaco, SCHOOL, nowhere, mediator, limit_min=1.0)
    assert [school.service.name for school in found.unreached] == ["School"]
    assert [one.name for one in found.unplaced] == ["Nowhere"]
    found = asked(session, monaco, SCHOOL, nowhere, mediator, limit_min=60.0)
    assert found.unreached == ()
    assert found.schools[0].support["mediation"].nearby[0].minutes > 1


def test_an_area_without_schools_has_none(session: RegisterSession, monaco: OpenArea) -> None:
    found = asked(session, monaco, service("Mediator", "mediation", NEAR, None))
    assert (found.schools, found.unplaced) == ((), ())


def test_who_may_not_plan_and_a_limit_without_sense_are_refused(
    session: RegisterSession, monaco: OpenArea
) -> None:
    with pytest.raises(BadInput, match=r"coverage\.limit"):
        asked(session, monaco, SCHOOL, limit_min=0.0)
    editor = RegisterSession(session.register, Actor("Anna", AccountRole.EDITOR), NOW)
    with pytest.raises(Forbidden):
        asked(editor, monaco, SCHOOL)

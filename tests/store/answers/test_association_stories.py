"""Associations: who they are, with whom they work, and whom a new desk at their place reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from answers.associations import associations_of, extensions_of
from answers.opened_area import OpenArea, laid_on_networks, open_area
from answers.partnerships import coordination_of
from answers.study import study_of
from answers.travel import travel_times
from data.records.documents import PROFILE
from data.records.ids import stable_id
from data.register.activities import ActivityIndex
from data.register.register import open_register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from geo.measures.question import CoverageQuestion
from geo.model import (
    AccessRoute,
    Location,
    Organization,
    OrganizationKind,
    Provenance,
    Schedule,
    Service,
)
from geo.partnerships.ties import ties_of
from tests.store.writing import upsert

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
WHO = Provenance("test", "CC0-1.0")
SENEGAL = Organization("senegal", "Casa Senegal", OrganizationKind.ASSOCIATION)
PONTE = Organization("ponte", "Il Ponte", OrganizationKind.COOPERATIVE)
WEST, EAST = (7.4190, 43.7310), (7.4281, 43.7396)


def service(
    name: str, need: str, at: tuple[float, float], speaks: str, owner: Organization
) -> Service:
    return Service(
        name, name, (need,), Location(f"{name} place", *at), WHO, organization=owner,
        schedules=(Schedule("Mo-Fr 09:00-18:00", frozenset({speaks})),),
        access=AccessRoute.WALK_IN,
    )  # fmt: skip


@pytest.fixture
def session(tmp_path: Path) -> Iterator[RegisterSession]:
    register = open_register(f"sqlite:///{tmp_path / 'register.sqlite'}")
    meeting = service("Incontri", "association", WEST, "wol", SENEGAL)
    desk = replace(service("Sportello", "permit_help", EAST, "fra", PONTE), partners=(SENEGAL,))
    upsert(register, [meeting, desk], area="monaco", by="test", at=NOW)
    yield RegisterSession(register, LOCAL, NOW)
    register.close()


@pytest.fixture
def monaco(built_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenArea:
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "areas").symlink_to(built_var / "areas")
    monkeypatch.setenv("APPRODO_VAR", str(folder))
    return open_area("monaco")


def test_an_association_has_what_all_its_records_say(session: RegisterSession) -> None:
    organization = session.records.export()["organization"][stable_id("senegal")]
    organization[PROFILE]["countries"] = ["SN", "GM"]
    session.records.bring_in(
        {"organization": {organization["id"]: organization}}, source="t", licence="CC0-1.0"
    )
    found = coordination_of(session, ActivityIndex(session.register))
    (one,) = associations_of(session, found)
    assert (one.name, one.countries) == ("Casa Senegal", ("SN", "GM"))
    assert one.languages == ("wol", "fra")
    assert one.needs == ("association", "permit_help")
    (tie,) = ties_of(found.activities)
    assert {tie.first, tie.second} == {stable_id("senegal"), stable_id("ponte")}
    assert tie.needs == ("permit_help",)


def test_a_message_reaches_the_queue_of_whoever_keeps_its_records(
    session: RegisterSession,
) -> None:
    found = coordination_of(session, ActivityIndex(session.register))
    (one,) = associations_of(session, found)
    session.proposals.report(one.services[0], "Could you open on Saturdays?")
    (waiting,) = session.proposals.waiting()
    assert waiting.organization_id == stable_id("senegal")


def test_only_a_place_that_speaks_the_language_counts_and_it_reaches_whom_a_walk_says(
    monaco: OpenArea,
) -> None:
    """Against plain sums: homes within the limit of the place that nothing serves yet."""
    services = (
        service("West", "association", WEST, "ara", SENEGAL),
        service("East", "association", EAST, "rus", SENEGAL),
        service("Desk", "permit_help", EAST, "ara", PONTE),
    )
    opened = replace(monaco, services=services, laid=laid_on_networks(monaco.area, services))
    study = study_of(opened)
    question = CoverageQuestion("permit_help", limit_min=10.0)
    (found,) = extensions_of(study, question, "ara", now=NOW)
    assert found.service.name == "West"
    people, times = study.people("people"), travel_times(opened.area)
    west, east = (np.full(len(study.homes), np.inf) for _ in range(2))
    for minutes, at in ((west, WEST), (east, EAST)):
        place = times.snap(np.array([at[0]]), np.array([at[1]]))
        pairs = times.pairs_within(study.stood, place, limit_min=60.0, departure=None)
        minutes[pairs.origin] = pairs.minutes
    gained = people[(west <= 10.0) & (east > 10.0)].sum()
    assert found.people == pytest.approx(gained, rel=0.02)
    assert found.people > 100
    assert extensions_of(study, question, "ben", now=NOW) == ()

"""The register keeps what it was given, whole, with its history, and protects what must be."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from data.areas.service_store import load_services
from data.register import schema
from data.register.migrate import FOLDER, HEAD
from data.register.register import open_register, register_file
from geo.errors import StorageFailure
from geo.model import (
    AccessRoute,
    Address,
    Answer,
    Appointment,
    Capacity,
    Confidence,
    Edition,
    Eligibility,
    Exposure,
    Fund,
    Level,
    Location,
    Organization,
    OrganizationKind,
    Phone,
    Provenance,
    Residence,
    Role,
    Schedule,
    Service,
    ServiceStatus,
    Sex,
)

SAMPLES = Path(__file__).parents[2] / "data" / "sample"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

FULL = Service(
    id="full-1",
    name="Sportello «Ponte»",
    needs=("permit_help", "orientation"),
    location=Location(
        "loc-1", 7.42, 43.73, Address("Via Roma 1", "Trento", "38122", "IT"),
        wheelchair=Answer.NO,
    ),
    provenance=Provenance(
        "a desk", "CC-BY-4.0", "x/1", Confidence.CONFIRMED, date(2026, 11, 1), demonstration=True
    ),
    organization=Organization(
        "org-1", "Ponte", OrganizationKind.ASSOCIATION, Role.LEAD, "https://ponte.example"
    ),
    partners=(Organization("org-2", "Comune", OrganizationKind.PUBLIC_BODY, Role.FUNDER),),
    status=ServiceStatus.TEMPORARILY_CLOSED,
    schedules=(
        Schedule(
            "Th 09:00-12:00", frozenset({"ara", "ita"}), frozenset({"ben"}), Appointment.REQUIRED
        ),
        Schedule(None, None, None, None),
        Schedule("Mo 14:00-16:00", frozenset(), None, Appointment.NONE),
    ),
    phones=(Phone("+39 0461 1", "mattino"), Phone("112")),
    website="https://ponte.example/x",
    email="a@ponte.example",
    names={"it": "Sportello", "ar": "مكتب"},
    descriptions={"en": "Help with permits"},
    eligibility=Eligibility(
        statuses={"permit": Answer.YES, "no_permit": Answer.NO, "asylum_seeker": Answer.UNKNOWN},
        documents={"passport": Answer.YES},
        residence=Residence.RESIDENTS,
        municipalities=frozenset({"022205"}),
        minimum_age=16,
        maximum_age=30,
        ages_known=True,
        sex=Sex.FEMALE,
        sex_known=True,
        children=Answer.YES,
    ),
    access=AccessRoute.REFERRAL,
    editions=(Edition(date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1), date(2026, 6, 1)),),
    capacity=Capacity("places", 12, 0, date(2026, 11, 20)),
    action="02",
    level=Level.MUNICIPAL,
    funds=(Fund("FAMI", 1000.5, date(2024, 1, 1), date(2026, 12, 31)),),
)  # fmt: skip
BARE = Service("bare-1", "Bare", ("school",), Location("loc-2", None, None), Provenance("s", "l"))


def audit(path: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute("SELECT row_id, new_version, by FROM audit").fetchall()


def test_every_field_comes_back(own_var: Path) -> None:
    register = open_register()
    assert register.upsert([FULL, BARE], area="a", by="me", at=NOW) == 2
    assert register.services(area="a") == (BARE, FULL)
    assert register.services(area="b") == ()
    register.close()
    again = open_register()
    assert again.services() == (BARE, FULL)
    again.close()


def test_both_samples_come_back(own_var: Path) -> None:
    register = open_register()
    for area in ("monaco", "neubrandenburg"):
        services = load_services(SAMPLES / f"demo_{area}.json")
        register.upsert(services, area=area, by="me", at=NOW)
        assert {s.id: s for s in register.services(area=area)} == {s.id: s for s in services}
    register.close()


def test_the_same_again_changes_nothing_and_a_change_is_remembered(own_var: Path) -> None:
    register = open_register()
    register.upsert([FULL], area="a", by="anna", at=NOW)
    assert register.upsert([FULL], area="a", by="bruno", at=NOW) == 0
    assert register.upsert([replace(FULL, name="Nuovo")], area="a", by="carla", at=NOW) == 1
    register.close()
    assert audit(register_file()) == [("full-1", 1, "anna"), ("full-1", 2, "carla")]


def test_a_protected_place_is_in_no_public_answer(own_var: Path) -> None:
    register = open_register()
    hidden = replace(FULL, location=Location("loc-9", None, None, exposure=Exposure.ON_REQUEST))
    register.upsert([hidden], area="a", by="me", at=NOW)
    register.protect("loc-9", lon=7.4123456, lat=43.7123456, address_1="Via Segreta 9")
    told = register.services(area="a")
    register.close()
    assert told[0].location.lon is None
    assert told[0].location.address is None
    assert "Segreta" not in repr(told)
    assert "7.4123456" not in repr(told)


def test_the_newest_migration_is_the_folders_and_builds_the_schema(own_var: Path) -> None:
    assert ScriptDirectory(str(FOLDER)).get_current_head() == HEAD
    register = open_register()
    register.close()
    engine = sa.create_engine(f"sqlite:///{register_file()}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, schema.metadata) == []
    engine.dispose()


def test_a_damaged_register_is_told_and_left_alone(own_var: Path) -> None:
    path = register_file()
    path.parent.mkdir(parents=True)
    path.write_bytes(b"this is no database, whatever its name says" * 100)
    before = path.read_bytes()
    with pytest.raises(StorageFailure, match=r"register\.damaged"):
        open_register()
    assert path.read_bytes() == before


def test_a_register_from_the_future_is_left_alone(own_var: Path) -> None:
    open_register().close()
    with sqlite3.connect(register_file()) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageFailure, match=r"register\.newer"):
        open_register()


def _write_many(var: str, name: str) -> None:
    os.environ["APPRODO_VAR"] = var
    register = open_register()
    for number in range(25):
        one = replace(BARE, id=f"{name}-{number}", location=Location(f"{name}-{number}", 7.0, 43.0))
        register.upsert([one], area="a", by=name, at=NOW)
    register.close()


def test_two_writers_lose_nothing(own_var: Path) -> None:
    open_register().close()
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_many, args=(str(own_var), n)) for n in ("x", "y")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    register = open_register()
    assert len(register.services(area="a")) == 50
    register.close()


def _write_for_ever(var: str) -> None:
    os.environ["APPRODO_VAR"] = var
    register = open_register()
    services = load_services(SAMPLES / "demo_monaco.json")
    number = 0
    while True:
        number += 1
        told = [replace(service, name=f"{service.name} {number}") for service in services]
        register.upsert(told, area="a", by="w", at=NOW)


def test_a_kill_in_the_middle_leaves_one_whole_version(own_var: Path) -> None:
    open_register().close()
    context = multiprocessing.get_context("spawn")
    for wait in (0.0, 0.07, 0.19):
        writer = context.Process(target=_write_for_ever, args=(str(own_var),))
        writer.start()
        while not audit(register_file()):
            time.sleep(0.02)
        time.sleep(0.3 + wait)
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        register = open_register()
        numbers = {service.name.rsplit(" ", 1)[1] for service in register.services(area="a")}
        register.close()
        assert len(numbers) == 1, "half a transaction was kept"


def _open_at(var: str, when: float) -> None:
    import alembic.command  # loaded before, so that all arrive together

    os.environ["APPRODO_VAR"] = var
    assert alembic.command
    time.sleep(max(0.0, when - time.time()))
    open_register().close()


def test_many_may_open_a_new_register_at_once(own_var: Path) -> None:
    context = multiprocessing.get_context("spawn")
    when = time.time() + 2.5
    openers = [context.Process(target=_open_at, args=(str(own_var), when)) for _ in range(6)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join(60)
    assert [opener.exitcode for opener in openers] == [0] * 6

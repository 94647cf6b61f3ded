"""The register keeps what it was given, whole, with its history, and protects what must be."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from data.catalog.areas import SAMPLES
from data.records.ids import stable_id
from data.records.plain_records import load_services, to_plain
from data.register import schema
from data.register.migrate import FOLDER, HEAD
from data.register.register import Register, open_register, register_file
from data.register.store import EditConflict, RecordChange, Stamp
from geo.errors import BadInput, StorageFailure
from geo.model import Exposure, Location
from tests.store.full_records import BARE, FULL, NOW, as_kept, kept
from tests.store.postgres import Cluster, find
from tests.store.writing import upsert

STAMP = Stamp("me", NOW)


def audit(address: str) -> list[tuple[object, ...]]:
    register = open_register(address)
    table = schema.audit
    with register.reading() as connection:
        wanted = sa.select(table.c.row_id, table.c.new_version, table.c.by).order_by(table.c.id)
        found = [tuple(row) for row in connection.execute(wanted)]
    register.close()
    return found


def test_every_field_comes_back(register: Register, address: str) -> None:
    assert upsert(register, [FULL, BARE], area="a", by="me", at=NOW) == 2
    assert register.services(area="a") == kept(BARE, FULL)
    assert register.services(area="b") == ()
    again = open_register(address)
    assert again.services() == kept(BARE, FULL)
    again.close()


def test_both_samples_come_back(register: Register) -> None:
    for area in ("monaco", "neubrandenburg"):
        services = load_services(SAMPLES / f"demo_{area}.json")
        upsert(register, services, area=area, by="me", at=NOW)
        assert register.services(area=area) == kept(*services)


def test_the_same_again_changes_nothing_and_a_change_is_remembered(
    register: Register, address: str
) -> None:
    upsert(register, [FULL], area="a", by="anna", at=NOW)
    assert upsert(register, [FULL], area="a", by="bruno", at=NOW) == 0
    assert upsert(register, [replace(FULL, name="Nuovo")], area="a", by="carla", at=NOW) == 1
    record_id = stable_id(FULL.id)
    rows = [row for row in audit(address) if row[0] == record_id]
    assert rows == [(record_id, 1, "anna"), (record_id, 2, "carla")]


def test_services_within_bounds_come_where_they_have_no_area(register: Register) -> None:
    here = replace(BARE, id="here", location=Location("h", 7.42, 43.73))
    away = replace(BARE, id="away", location=Location("w", 9.0, 45.0))
    upsert(register, [here, away], area=None, by="me", at=NOW)
    other = replace(BARE, id="other", location=Location("o", 7.42, 43.73))
    upsert(register, [other], area="elsewhere", by="me", at=NOW)
    assert register.services(area="monaco", bounds=(7.4, 43.7, 7.5, 43.8)) == kept(here)


HIDDEN = replace(FULL, location=Location("loc-9", None, None, exposure=Exposure.ON_REQUEST))


def secret_place(register: Register) -> str:
    """Put a service in whose place is secret; return the id of its location."""
    upsert(register, [HIDDEN], area="a", by="me", at=NOW)
    place = register.read("location", stable_id("loc-9"))
    assert place is not None
    fields = {
        **place.content, "longitude": 7.4123456, "latitude": 43.7123456, "name": "Casa Segreta",
        "addresses": [{"id": stable_id("x"), "address_1": "Via Segreta 9"}],
    }  # fmt: skip
    register.write([RecordChange("location", place.id, fields, place.version)], STAMP)
    return place.id


def everything(register: Register, *, but: str) -> str:
    """Every row of every table but one, as text."""
    with register.reading() as connection:
        names = set(sa.inspect(connection).get_table_names()) - {but, "spatial_ref_sys"}
        return repr([connection.execute(sa.text(f'SELECT * FROM "{n}"')).all() for n in names])


def test_a_protected_place_is_in_one_table_alone(register: Register) -> None:
    record_id = secret_place(register)
    found = register.services(area="a")
    assert found == kept(HIDDEN)
    with register.reading() as connection:
        rows = connection.execute(sa.select(schema.protected_location)).all()
    assert [row.id for row in rows] == [record_id]
    assert rows[0].content["latitude"] == 43.7123456
    for secret in ("Segreta", "7.41", "43.71"):
        assert secret not in everything(register, but="protected_location")
        assert secret in everything(register, but="")


def test_a_protected_place_survives_an_edit_that_cannot_see_it(register: Register) -> None:
    record_id = secret_place(register)
    seen = register.read("location", record_id)
    assert seen is not None
    profile = {**seen.content["approdo"], "wheelchair": "yes"}
    assert register.write(
        [RecordChange("location", record_id, {**seen.content, "approdo": profile})], STAMP
    )
    with register.reading() as connection:
        row = connection.execute(sa.select(schema.protected_location)).one()
    assert row.content["addresses"][0]["address_1"] == "Via Segreta 9"
    # Once it is public, what was kept apart is forgotten.
    public = {"id": record_id, "location_type": "physical", "longitude": 7.5, "latitude": 43.5}
    register.write([RecordChange("location", record_id, public)], STAMP)
    with register.reading() as connection:
        assert connection.execute(sa.select(schema.protected_location)).all() == []


def test_a_change_from_an_old_version_is_refused_and_nothing_is_written(
    register: Register, address: str
) -> None:
    upsert(register, [FULL], area="a", by="me", at=NOW)
    record_id = stable_id(FULL.id)
    seen = register.read("service", record_id)
    assert seen is not None
    register.write([RecordChange("service", record_id, {**seen.content, "name": "one"}, 1)], STAMP)
    before = audit(address)
    other = RecordChange("organization", "o" * 36, {"id": "o" * 36, "name": "new"}, 0)
    with pytest.raises(EditConflict, match=r"edit\.conflict"):
        register.write(
            [other, RecordChange("service", record_id, {**seen.content, "name": "two"}, 1)], STAMP
        )
    assert audit(address) == before
    now = register.read("service", record_id)
    assert now is not None
    assert (now.content["name"], now.version) == ("one", 2)


def test_a_broken_reference_is_refused(register: Register) -> None:
    lost = {"id": stable_id("s"), "name": "s", "status": "active", "organization_id": "nobody"}
    with pytest.raises(BadInput, match=r"register\.reference"):
        register.write([RecordChange("service", lost["id"], lost)], STAMP)


def test_what_is_gone_and_comes_back_goes_on_counting(register: Register) -> None:
    record_id = stable_id("o")
    for content in ({"id": record_id, "name": "a"}, None, {"id": record_id, "name": "b"}):
        register.write([RecordChange("organization", record_id, content)], STAMP)
    kept_now = register.read("organization", record_id)
    assert kept_now is not None
    assert (kept_now.version, kept_now.content["name"]) == (3, "b")


def test_the_newest_migration_is_the_folders_and_builds_the_schema(register: Register) -> None:
    assert ScriptDirectory(str(FOLDER)).get_current_head() == HEAD

    def is_ours(thing: object, name: str | None, kind: str, *_: object) -> bool:
        # The spatial index of either database is given by the migrations alone.
        spatial = {"place", "ix_location_place", "spatial_ref_sys"}
        return name not in spatial and not str(name).startswith("location_tree")

    with register.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours})
        assert compare_metadata(context, schema.metadata) == []


def test_a_register_of_the_first_schema_is_brought_over_whole(tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    address = f"sqlite:///{tmp_path / 'old.sqlite'}"
    engine = sa.create_engine(address)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        renamed = replace(FULL, name="Prima")
        for number, (service, area) in enumerate([(renamed, "a"), (BARE, None), (FULL, "a")]):
            _put_old(connection, service.id, area, 2 if number == 2 else 1, to_plain(service))
    engine.dispose()
    register = open_register(address)
    assert register.services() == kept(BARE, FULL)
    assert register.services(area="a") == kept(FULL)
    register.close()
    record_id = stable_id(FULL.id)
    assert [row[1] for row in audit(address) if row[0] == record_id] == [1, 2]


def _put_old(
    connection: sa.Connection, record_id: str, area: str | None, version: int, plain: object
) -> None:
    import json

    if version == 1:
        connection.execute(
            sa.text(
                "INSERT INTO service (id, name, status, names, descriptions, eligibility, source,"
                " licence, confidence, demonstration, area, content_sha256, version, updated_at,"
                " updated_by) VALUES (:id, 'n', 'active', '{}', '{}', '{}', 's', 'l', 'reported',"
                " 0, :area, '', 1, 't', 'me')"
            ),
            {"id": record_id, "area": area},
        )
    connection.execute(
        sa.text(
            "INSERT INTO audit (row_id, new_version, at, by, content)"
            " VALUES (:id, :version, '2026-01-01T00:00:00+00:00', 'me', :plain)"
        ),
        {"id": record_id, "version": version, "plain": json.dumps(plain)},
    )


def test_a_damaged_register_is_reported_and_left_alone(own_var: Path) -> None:
    path = register_file()
    path.parent.mkdir(parents=True)
    path.write_bytes(b"this is no database, whatever its name says" * 100)
    before = path.read_bytes()
    with pytest.raises(StorageFailure, match=r"register\.damaged"):
        open_register()
    assert path.read_bytes() == before


def test_a_register_from_the_future_is_left_alone(register: Register, address: str) -> None:
    with register.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageFailure, match=r"register\.newer"):
        open_register(address)


def test_a_register_that_may_not_be_written_is_reported(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'register.sqlite'}"
    open_register(address).close()
    with sqlite3.connect(tmp_path / "register.sqlite") as plain:
        plain.execute("PRAGMA journal_mode = DELETE")
    register = open_register(f"sqlite:///file:{tmp_path / 'register.sqlite'}?mode=ro&uri=true")
    with pytest.raises(StorageFailure, match=r"register\.read_only"):
        upsert(register, [BARE], area="a", by="me", at=NOW)
    register.close()


@pytest.mark.postgresql
def test_a_server_that_goes_away_is_reported_and_loses_nothing(
    tmp_path: Path,
) -> None:
    programs = find()
    if programs is None:
        pytest.skip("no PostgreSQL with PostGIS here: `make database` installs one")
    cluster = Cluster(programs)
    try:
        register = open_register(cluster.address)
        upsert(register, [FULL], area="a", by="me", at=NOW)
        cluster.stop("immediate")
        for _ in range(2):
            with pytest.raises(StorageFailure, match=r"register\.away"):
                upsert(register, [BARE], area="a", by="me", at=NOW)
        cluster.start()
        assert register.services() == (as_kept(FULL),)
        assert upsert(register, [BARE], area="a", by="me", at=NOW) == 1
        register.close()
    finally:
        cluster.remove()


@pytest.mark.parametrize("address", ["mysql://x@127.0.0.1/y", "no address at all"])
def test_another_database_is_refused(address: str) -> None:
    with pytest.raises(BadInput, match=r"register\.address"):
        open_register(address)


def _write_for_ever(address: str) -> None:
    register = open_register(address)
    services = load_services(SAMPLES / "demo_monaco.json")
    number = 0
    while True:
        number += 1
        lines = [replace(service, name=f"{service.name} {number}") for service in services]
        upsert(register, lines, area="a", by="w", at=NOW)


def _names(register: Register) -> list[str]:
    return [service.name for service in register.services(area="a")]


def test_a_kill_in_the_middle_leaves_one_whole_version(register: Register, address: str) -> None:
    context = multiprocessing.get_context("spawn")
    for wait in (0.0, 0.07, 0.19):
        writer = context.Process(target=_write_for_ever, args=(address,))
        writer.start()
        while not register.services(area="a"):
            time.sleep(0.02)
        time.sleep(0.3 + wait)
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        names = _names(register)
        assert len(names) == 60
        assert len({name.rsplit(" ", 1)[1] for name in names}) == 1, "half a transaction was kept"


def _open_at(address: str, when: float) -> None:
    import alembic.command  # loaded before, so that all arrive together

    assert alembic.command
    time.sleep(max(0.0, when - time.time()))
    open_register(address).close()


def test_many_may_open_a_new_register_at_once(tmp_path: Path) -> None:
    _all_at_once(_open_at, f"sqlite:///{tmp_path / 'register.sqlite'}")


@pytest.mark.postgresql
def test_many_may_open_a_new_database_at_once(cluster: Cluster) -> None:
    address = cluster.database("opened_by_many")
    _all_at_once(_open_at, address)
    cluster.drop(address)


def _all_at_once(work: Callable[[str, float], None], address: str) -> None:
    context = multiprocessing.get_context("spawn")
    when = time.time() + 4
    openers = [context.Process(target=work, args=(address, when)) for _ in range(4)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join(60)
        assert opener.exitcode == 0


def test_a_record_without_a_need_hides_no_other(register: Register) -> None:
    lines = [replace(FULL, id="a"), replace(FULL, id="b", needs=())]
    upsert(register, lines, area="x", by="t", at=NOW)
    assert sorted(service.needs for service in register.services()) == [(), FULL.needs]

"""A database that is locked or full says so in one sentence, and loses nothing."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.records.documents import directory_of
from data.records.ids import stable_id
from data.register import engines
from data.register.register import Register, open_register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from data.register.store import RecordChange, Stamp
from geo.errors import StorageFailure
from geo.model import Service
from tests.store.full_records import BARE, NOW
from tests.store.writing import upsert

STAMP = Stamp("anna", NOW)
OWN = stable_id("a")


def service(name: str, about: str = "") -> Service:
    return replace(BARE, id=name, name=name, descriptions={"it": about} if about else {})


def name_now(register: Register) -> str:
    kept = register.read("service", OWN)
    assert kept is not None
    return str(kept.content["name"])


def test_whoever_waits_too_long_for_another_writer_is_reported(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "BUSY_MS", 300)
    register = open_register(address)
    upsert(register, [service("a")], area=None, by="t", at=NOW)
    table = sa.table("service", sa.column("id"), sa.column("name"))
    other = sa.create_engine(register.engine.url)
    with other.connect() as holder:
        if register.engine.dialect.name == "sqlite":
            holder.exec_driver_sql("BEGIN IMMEDIATE")
        holder.execute(sa.update(table).where(table.c.id == OWN).values(name="held"))
        with pytest.raises(StorageFailure, match=r"register\.locked"):
            register.write([RecordChange("service", OWN, {"id": OWN, "name": "b"})], STAMP)
        assert name_now(register) == "a"  # readers do not wait
        holder.rollback()
    register.write(
        [RecordChange("service", OWN, {"id": OWN, "name": "b", "status": "active"})], STAMP
    )
    assert name_now(register) == "b"
    other.dispose()
    register.close()


def test_a_full_disk_is_reported_and_what_was_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    register = open_register(f"sqlite:///{path}")
    upsert(register, [service("a")], area=None, by="t", at=NOW)
    with sqlite3.connect(path) as plain:
        pages = plain.execute("PRAGMA page_count").fetchone()[0]

    @sa.event.listens_for(register.engine, "connect")
    def _small(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 8}")

    register.engine.dispose()
    session = RegisterSession(register, LOCAL, NOW)
    many = directory_of([service(f"s{n}", "x" * 2_000) for n in range(200)])
    with pytest.raises(StorageFailure, match=r"disk\.full"):
        session.records.bring_in(many, source="file", licence="CC0-1.0")
    assert [s.name for s in register.services()] == ["a"]
    register.close()
    again = open_register(f"sqlite:///{path}")
    RegisterSession(again, LOCAL, NOW).records.bring_in(many, source="file", licence="CC0-1.0")
    assert len(again.services()) == 201
    again.close()

"""A register is carried over, backed up and restored, row for row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.records.ids import stable_id
from data.register import schema
from data.register.backup import back_up, checksum_file, restore
from data.register.copying import copy_register, table_sha256
from data.register.register import Register, open_register
from data.register.roles import PUBLIC
from data.register.session import RegisterSession
from geo.errors import BadInput, StorageFailure
from tests.store.data.register.test_register import secret_place
from tests.store.full_records import BARE, FULL, NOW
from tests.store.postgres import Cluster
from tests.store.writing import upsert


@pytest.fixture
def filled(register: Register) -> Register:
    upsert(register, [FULL, BARE], area="a", by="me", at=NOW)
    secret_place(register)
    RegisterSession(register, PUBLIC, datetime(2026, 11, 23, tzinfo=UTC)).proposals.report(
        stable_id("bare-1"), "no"
    )
    return register


def checksums(register: Register) -> dict[str, str]:
    with register.reading() as connection:
        return {t.name: table_sha256(connection, t) for t in schema.metadata.sorted_tables}


@pytest.fixture
def other(tmp_path: Path) -> Callable[[str], Register]:
    return lambda name: open_register(f"sqlite:///{tmp_path / name}.sqlite")


def test_a_copy_is_equal_row_by_row(filled: Register, other: Callable[[str], Register]) -> None:
    target = other("target")
    counts = copy_register(filled, target)
    assert counts["service"] == 2
    assert counts["proposal"] == 1
    assert counts["protected_location"] == 1
    assert checksums(target) == checksums(filled)
    assert target.services() == filled.services()
    with pytest.raises(BadInput, match=r"copy\.not_empty"):
        copy_register(filled, target)
    target.close()


@pytest.mark.postgresql
def test_there_and_back_again_is_equal(
    cluster: Cluster, model: str, other: Callable[[str], Register]
) -> None:
    first, back = other("first"), other("back")
    upsert(first, [FULL, BARE], area="a", by="me", at=NOW)
    secret_place(first)
    address = cluster.database("between", template=model)
    between = open_register(address)
    copy_register(first, between)
    copy_register(between, back)
    assert checksums(first) == checksums(between) == checksums(back)
    for one in (first, between, back):
        one.close()
    cluster.drop(address)


def test_a_backup_is_restored_whole_and_names_no_protected_place(
    filled: Register, tmp_path: Path, other: Callable[[str], Register]
) -> None:
    import gzip

    path, apart = tmp_path / "b.approdo", tmp_path / "secret.approdo"
    counts = back_up(filled, path, protected=apart)
    assert counts["protected_location"] == 1
    text = gzip.decompress(path.read_bytes()).decode()
    assert "Segreta" not in text
    assert "7.41" not in text
    assert "Segreta" in gzip.decompress(apart.read_bytes()).decode()
    assert apart.stat().st_mode & 0o077 == 0
    whole = other("whole")
    restore(whole, path, protected=apart)
    assert checksums(whole) == checksums(filled)
    with pytest.raises(BadInput, match=r"backup\.not_empty"):
        restore(whole, path)
    without = other("without")
    restore(without, path)
    assert without.services() == filled.services()
    with without.reading() as connection:
        assert connection.execute(sa.select(schema.protected_location)).all() == []
    for one in (whole, without):
        one.close()


def test_a_backup_with_one_other_byte_is_refused(
    filled: Register, tmp_path: Path, other: Callable[[str], Register]
) -> None:
    path = tmp_path / "b.approdo"
    back_up(filled, path)
    raw = bytearray(path.read_bytes())
    target = other("target")
    for place in range(0, len(raw), max(1, len(raw) // 20)):
        path.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
        with pytest.raises(StorageFailure, match=r"backup\.damaged"):
            restore(target, path)
    path.write_bytes(raw)
    checksum_file(path).unlink()
    with pytest.raises(BadInput, match=r"file\.missing"):
        restore(target, path)
    assert target.services() == ()
    target.close()


def test_equal_registers_give_equal_backups(filled: Register, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "a")
    back_up(filled, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()

"""Sixteen writers on ten rows lose nothing; a hundred kills inside an import leave nothing half."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import time
from dataclasses import replace
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest

from data.records.ids import stable_id
from data.register.register import Register, open_register
from data.register.store import RecordChange, Stamp
from geo.model import Location
from tests.store.full_records import BARE, NOW
from tests.store.writing import edit, upsert

pytestmark = pytest.mark.landing

WRITERS = 16
"""Of the nightly run; four in every run, as each is a process that has to start."""

ROWS = [stable_id("hot", str(number)) for number in range(10)]
STAMP = Stamp("w", NOW)


def _edit_often(address: str, name: str, edits: int, start: Barrier, into: str) -> None:
    register = open_register(address)
    chance = random.Random(name)
    register.read("organization", ROWS[0])
    start.wait(100)
    waits = []
    for number in range(edits):

        def added(document: dict[str, Any], number: int = number) -> dict[str, Any]:
            return {**document, "said": [*document["said"], f"{name}-{number}"]}

        before = time.perf_counter()
        edit(register, "organization", chance.choice(ROWS), added, STAMP)
        waits.append(time.perf_counter() - before)
    register.close()
    Path(into).write_text(json.dumps(waits), encoding="utf-8")


def _hammer(
    register: Register, address: str, edits: int, folder: Path, *, writers: int
) -> list[float]:
    """Let all writers edit; return how long each edit took, s, the longest last."""
    documents = [
        {"id": record_id, "name": "n", "description": "d", "said": []} for record_id in ROWS
    ]
    register.write([RecordChange("organization", d["id"], d) for d in documents], STAMP)  # type: ignore[arg-type]
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(writers)
    processes = [
        context.Process(
            target=_edit_often, args=(address, f"w{n}", edits, start, str(folder / f"{n}.json"))
        )
        for n in range(writers)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(600)
        assert process.exitcode == 0
    rows = [json.loads((folder / f"{n}.json").read_text()) for n in range(writers)]
    return sorted(wait for waits in rows for wait in waits)


def _assert_nothing_lost(register: Register, edits: int, *, writers: int) -> None:
    found: list[str] = []
    for record_id in ROWS:
        kept = register.read("organization", record_id)
        assert kept is not None
        found += kept.content["said"]
        assert kept.version == len(kept.content["said"]) + 1
    assert sorted(found) == sorted(f"w{n}-{e}" for n in range(writers) for e in range(edits))


def test_writers_lose_nothing(register: Register, address: str, tmp_path: Path) -> None:
    _hammer(register, address, 50, tmp_path, writers=4)
    _assert_nothing_lost(register, 50, writers=4)


@pytest.mark.nightly
def test_sixteen_writers_of_five_hundred_edits(
    register: Register, address: str, tmp_path: Path
) -> None:
    waits = _hammer(register, address, 500, tmp_path, writers=WRITERS)
    _assert_nothing_lost(register, 500, writers=WRITERS)
    p99 = waits[int(len(waits) * 0.99)]
    print(f"{address.split(':')[0]}: p50 {waits[len(waits) // 2]:.4f} s, p99 {p99:.4f} s")
    assert p99 < 0.150


def _import_for_ever(address: str, rows: int) -> None:
    register = open_register(address)
    number = 0
    while True:
        number += 1
        services = [
            replace(BARE, id=f"s{n}", name=f"v {number}", location=Location(f"l{n}", 11.0, 46.0))
            for n in range(rows)
        ]
        upsert(register, services, area="a", by="w", at=NOW)


def _kill_often(register: Register, address: str, kills: int, rows: int) -> int:
    """Kill an importer again and again; return how many kills fell inside a transaction."""
    context = multiprocessing.get_context("spawn")
    chance = random.Random(7)
    inside = 0
    for _ in range(kills):
        importer = context.Process(target=_import_for_ever, args=(address, rows))
        importer.start()
        before = _version(register)
        while _version(register) == before:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.3))
        assert importer.pid is not None
        os.kill(importer.pid, signal.SIGKILL)
        importer.join()
        names = {service.name for service in register.services(area="a")}
        assert len(names) == 1, "half an import was kept"
        assert len(register.services(area="a")) == rows
        inside += 1
    return inside


def _version(register: Register) -> int:
    kept = register.read("service", stable_id("s0"))
    return kept.version if kept else 0


def test_kills_inside_an_import_leave_one_whole_version(register: Register, address: str) -> None:
    assert _kill_often(register, address, 3, 150) == 3


@pytest.mark.nightly
def test_a_hundred_kills_inside_an_import(register: Register, address: str) -> None:
    assert _kill_often(register, address, 100, 300) == 100

"""Counters of searches without an answer: nothing is lost, nothing of a person is kept."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from data.catalog.tables import load_taxonomy
from data.register import schema
from data.register.register import Register, open_register
from data.register.roles import LOCAL, PUBLIC, AccountRole, Actor, Forbidden
from data.register.session import RegisterSession
from data.register.unmet import count_unmet, unmet_table
from geo.coarse_cell import cell_of
from geo.small_cells import CountBand
from geo.unmet import UnmetReason

LON, LAT = 7.4246, 43.7384
DAY = date(2026, 11, 24)


def count(register: Register, need: str = "dentist", **found: object) -> bool:
    wanted = {"lon": LON, "lat": LAT, "reason": UnmetReason.TOO_FAR, "on": DAY, **found}
    return count_unmet(register, "monaco", need, **wanted)  # type: ignore[arg-type]


def rows(register: Register) -> list[tuple[object, ...]]:
    with register.reading() as connection:
        return [tuple(row) for row in connection.execute(sa.select(schema.unmet))]


def test_a_counter_holds_what_it_may_and_nothing_else(register: Register) -> None:
    assert count(register)
    assert count(register, lon=LON + 0.0001, on=DAY.replace(day=2))
    assert count(register, reason=UnmetReason.LANGUAGE)
    cell = cell_of(LON, LAT)
    assert sorted(rows(register)) == [
        ("monaco", "dentist", cell, "language", "2026-11", 1),
        ("monaco", "dentist", cell, "too_far", "2026-11", 2),
    ]
    with register.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.audit)) == 0


def test_what_is_sensitive_is_refused_below_every_page(register: Register) -> None:
    taxonomy = load_taxonomy()
    delicate = [need for need in taxonomy.needs if need.sensitive]
    for name in {*(n.id for n in delicate), *(n.sector for n in delicate), "no such need", ""}:
        assert not count(register, name)
    assert rows(register) == []


def test_threads_lose_nothing(register: Register) -> None:
    with ThreadPoolExecutor(8) as turns:
        assert all(turns.map(lambda _: count(register), range(200)))
    assert [row[-1] for row in rows(register)] == [200]


def _count_often(address: str, times: int) -> None:
    register = open_register(address)
    for number in range(times):
        count(register, on=date(2026, 1 + number % 2, 1))
    register.close()


@pytest.mark.landing
def test_processes_lose_nothing(register: Register, address: str) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_count_often, args=(address, 100)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(100)
        assert writer.exitcode == 0
    assert [row[-1] for row in sorted(rows(register))] == [200, 200]


def test_counters_of_no_more_use_go(register: Register) -> None:
    for year in (2024, 2025, 2026):
        count(register, on=date(year, 12, 31))
    assert {row[4] for row in rows(register)} == {"2025-12", "2026-12"}


def test_planners_see_the_last_full_year_at_levels(register: Register) -> None:
    for month in range(1, 13):
        count(register, on=date(2025, month, 1))
    for _ in range(30):
        count(register, on=date(2026, 1, 1))
    for _ in range(4):
        count(register, "night_shelter", on=date(2025, 7, 1))
    found = unmet_table(register, "monaco", today=DAY)
    assert (found.year, found.needs, found.cells) == (2025, ("dentist",), (cell_of(LON, LAT),))
    assert found.by_cell.cells == ((CountBand(10, 19),),)
    assert unmet_table(register, "elsewhere", today=DAY).is_empty
    later = unmet_table(register, "monaco", today=date(2027, 1, 1))
    assert later.by_cell.cells == ((CountBand(20, 49),),)


@pytest.mark.parametrize("role", AccountRole)
def test_only_planners_and_administrators_see_them(register: Register, role: AccountRole) -> None:
    actor = PUBLIC if role is AccountRole.PUBLIC else Actor(role.value, role)
    asked = RegisterSession(register, actor, datetime(2026, 11, 24, tzinfo=UTC))
    if role in (AccountRole.PLANNER, AccountRole.ADMINISTRATOR):
        assert asked.unmet_searches("monaco").is_empty
    else:
        with pytest.raises(Forbidden, match=r"access\.denied"):
            asked.unmet_searches("monaco")
    assert RegisterSession(register, LOCAL, asked.now).unmet_searches("monaco").year == 2025

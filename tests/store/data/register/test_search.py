"""Lists and surroundings say the same on both databases, and the same as a plain count."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from data.records.ids import stable_id
from data.register.register import Register
from data.register.search import Filters, ids, page, within
from geo.model import Location, Provenance
from geo.network.sphere import metres_apart
from tests.store.full_records import BARE, FULL, NOW
from tests.store.writing import upsert


@pytest.fixture
def places(register: Register) -> dict[str, tuple[float, float]]:
    """Eight hundred services scattered around Trento, some with the same place."""
    chance = random.Random(4)
    fields = {
        f"s{n}": (round(chance.gauss(11.12, 0.05), 4), round(chance.gauss(46.07, 0.04), 4))
        for n in range(800)
    }
    services = [
        replace(BARE, id=name, name=f"Sportello {name}", location=Location(f"at {name}", *place))
        for name, place in fields.items()
    ]
    upsert(register, services, area=None, by="me", at=NOW)
    return {stable_id(f"at {name}"): place for name, place in fields.items()}


def test_what_is_around_a_place_is_what_a_plain_look_finds(
    register: Register, places: dict[str, tuple[float, float]]
) -> None:
    chance = random.Random(5)
    with register.reading() as connection:
        for _ in range(60):
            lon, lat = chance.gauss(11.12, 0.06), chance.gauss(46.07, 0.05)
            metres = chance.choice((0, 150, 800, 5_000, 60_000))
            wanted = {
                record_id
                for record_id, at in places.items()
                if metres_apart(lon, lat, *at) <= metres
            }
            found = within(connection, lon, lat, metres)
            assert {record_id for record_id, _ in found} == wanted
            assert [m for _, m in found] == sorted(m for _, m in found)


def test_a_place_that_moves_or_goes_is_found_where_it_is(register: Register) -> None:
    here = replace(BARE, id="x", location=Location("x", 11.0, 46.0))
    upsert(register, [here], area=None, by="me", at=NOW)
    moved = replace(here, location=Location("x", 12.0, 45.0))
    upsert(register, [moved], area=None, by="me", at=NOW)
    with register.reading() as connection:
        assert within(connection, 11.0, 46.0, 1_000) == []
        assert within(connection, 12.0, 45.0, 1_000) == [(stable_id("x"), 0.0)]


def test_filters_hold_all_at_once(register: Register) -> None:
    old = Provenance("a desk", "CC0-1.0", assured_on=date(2026, 1, 1))
    services = [
        replace(FULL, id="1", name="Città aperta"),
        replace(FULL, id="2", name="Citta 100%", provenance=old, names={"ar": "مكتب"}),
        replace(BARE, id="3", name="Scuola"),
    ]
    upsert(register, services, area=None, by="me", at=NOW)

    def names(**result: object) -> list[str]:
        with register.reading() as connection:
            found = page(connection, Filters(**result))  # type: ignore[arg-type]
        assert found.total == len(found.rows)
        return [row.name for row in found.rows]

    assert names(text="CITTÀ") == ["Citta 100%", "Città aperta"]
    assert names(text="100%") == ["Citta 100%"]
    assert names(text="مكتب") == ["Citta 100%", "Città aperta"]
    assert names(need="school") == ["Scuola"]
    assert names(checked_before=date(2026, 6, 1)) == ["Citta 100%", "Scuola"]
    assert names(checked_before=date(2026, 6, 1), source="a desk") == ["Citta 100%"]
    assert names(status="active") == ["Scuola"]
    assert names(text="%") == ["Citta 100%"]


def test_pages_together_are_the_list(
    register: Register, places: dict[str, tuple[float, float]]
) -> None:
    with register.reading() as connection:
        found = [page(connection, Filters(), number=n, size=300) for n in range(1, 5)]
    assert [len(one.rows) for one in found] == [300, 300, 200, 0]
    assert {one.total for one in found} == {800}
    assert len({row.id for one in found for row in one.rows}) == 800


def test_an_area_has_its_own_services_and_those_of_none_within_its_bounds(
    register: Register,
) -> None:
    here, there = Location("here", 11.1, 46.0), Location("there", 9.2, 45.5)
    upsert(register, [replace(BARE, id="mine", name="A", location=there)], area="trento",
           by="me", at=NOW)  # fmt: skip
    upsert(register, [replace(BARE, id="other", name="B", location=here)], area="milano",
           by="me", at=NOW)  # fmt: skip
    free = [replace(BARE, id="near", name="C", location=replace(here, id="n"), names={"ar": "ج"}),
            replace(BARE, id="far", name="D", location=replace(there, id="f"))]  # fmt: skip
    upsert(register, free, area=None, by="me", at=NOW)
    filters = Filters(area="trento", bounds=(11.0, 45.9, 11.2, 46.2))
    with register.reading() as connection:
        found = page(connection, filters)
        assert [row.name for row in found.rows] == ["A", "C"]
        assert [row.names for row in found.rows] == [None, {"ar": "ج"}]
        assert sorted(ids(connection, filters)) == sorted(row.id for row in found.rows)
        assert page(connection, Filters()).total == 4

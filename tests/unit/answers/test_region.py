"""The regional view against plain sums over random registers, and its edges."""

from __future__ import annotations

import math
import random

import pytest

from answers.partnerships import Coordination
from answers.region import (
    LOMBARDY,
    PlaceLevel,
    RegionMeasure,
    RegionQuestion,
    region_answer,
    regions,
)
from data.catalog.municipalities import municipalities
from data.catalog.tables import load_taxonomy
from geo.errors import UnknownName
from geo.partnerships.activity import Activity
from geo.partnerships.faults import memberships_of

TOWNS = [row for row in municipalities().rows if row.region_code == LOMBARDY]
NEEDS = [need.id for need in load_taxonomy().needs]


def coordination(seed: int) -> Coordination:
    random_ = random.Random(seed)
    codes = [town.code for town in TOWNS]
    activities = tuple(
        Activity(str(n), "", needs=tuple(random_.sample(NEEDS, 2)),
                 municipalities=tuple(random_.sample([*codes, "022205"], 2)))
        for n in range(400)
    )  # fmt: skip
    partnerships = {f"Rete {n}": codes[n::40] for n in range(30)}
    return Coordination(None, activities, tuple(codes), (), memberships_of(partnerships), {})


def place(town: object, level: PlaceLevel, found: Coordination) -> str | None:
    if level is PlaceLevel.MUNICIPALITY:
        return town.label  # type: ignore[attr-defined, no-any-return]
    if level is PlaceLevel.PROVINCE:
        return town.province_name  # type: ignore[attr-defined, no-any-return]
    return next(iter(found.memberships.get(town.code, ())), None)  # type: ignore[attr-defined]


@pytest.mark.parametrize("level", list(PlaceLevel))
@pytest.mark.parametrize(
    ("measure", "about"),
    [
        (RegionMeasure.SERVICES, ""), (RegionMeasure.SERVICES, "health"),
        (RegionMeasure.SERVICES, "job_search"), (RegionMeasure.YARDSTICK, "consultorio"),
        (RegionMeasure.RESIDENTS, ""), (RegionMeasure.AGE, "65_up"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("seed", [1, 2])
def test_every_place_has_the_value_that_a_plain_sum_gives(
    seed: int, measure: RegionMeasure, about: str, level: PlaceLevel
) -> None:
    found = coordination(seed)
    answer = region_answer(found, RegionQuestion(LOMBARDY, measure, level, about))
    wanted = {
        RegionMeasure.YARDSTICK: {"family_clinic"},
    }.get(measure, set(load_taxonomy().covered_by(about)) if about else set(NEEDS))  # fmt: skip
    names = {place(town, level, found) for town in TOWNS} - {None}
    assert {row.name for row in answer.rows} == names
    for row in answer.rows:
        towns = [town for town in TOWNS if place(town, level, found) == row.name]
        codes = {town.code for town in towns}
        services = sum(
            bool(codes & set(one.municipalities) and wanted & set(one.needs))
            for one in found.activities
        )
        people = [town.residents for town in towns if not math.isnan(town.residents)]
        assert set(row.codes) == codes
        if measure in (RegionMeasure.SERVICES, RegionMeasure.YARDSTICK):
            assert row.services == services
        if not people:
            assert math.isnan(row.value)
            continue
        old = sum(town.counts[7] for town in towns if not math.isnan(town.counts[7]))
        expected = {
            RegionMeasure.SERVICES: services / sum(people) * 10_000,
            RegionMeasure.YARDSTICK: services * 20_000 / sum(people),
            RegionMeasure.RESIDENTS: sum(people),
            RegionMeasure.AGE: old / sum(people),
        }[measure]
        assert row.value == pytest.approx(expected)
        number = sum(row.value >= limit for limit in answer.breaks)
        assert {answer.classes[code] for code in codes} == {number}


def test_the_highest_value_comes_first_and_what_is_not_known_last() -> None:
    values = [row.value for row in region_answer(coordination(1), RegionQuestion()).rows]
    known = [value for value in values if not math.isnan(value)]
    assert known == sorted(known, reverse=True)
    assert all(map(math.isnan, values[len(known) :]))


def test_a_municipality_in_no_partnership_has_no_class() -> None:
    found = coordination(1)
    answer = region_answer(found, RegionQuestion(level=PlaceLevel.PARTNERSHIP))
    alone = [town.code for town in TOWNS if not found.memberships.get(town.code)]
    assert alone
    assert {answer.classes[code] for code in alone} == {-1}


def test_every_region_is_there_and_what_is_not_is_refused() -> None:
    assert len(regions()) == 20
    assert regions()[LOMBARDY] == "Lombardia"
    found = coordination(1)
    for question in (
        RegionQuestion(99),
        RegionQuestion(about="none"),
        RegionQuestion(measure=RegionMeasure.AGE, about="old"),
        RegionQuestion(measure=RegionMeasure.YARDSTICK, about="fifteen"),
    ):
        with pytest.raises(UnknownName, match=r"region\.unknown"):
            region_answer(found, question)

"""Matrices and indicators against plain sums over 200 random registers."""

from __future__ import annotations

import itertools
import math
import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from geo.model import Fund
from geo.partnerships.activity import Activity, Dimension, Memberships, values_of
from geo.partnerships.comparison import added, compare
from geo.partnerships.faults import activity_faults, membership_faults
from geo.partnerships.funding import ending_by, funds_of, left_without
from geo.partnerships.matrix import activities_of, matrix
from geo.partnerships.overlaps import WEEK_MIN, Offer, overlaps
from geo.partnerships.principles import concentration, principles
from geo.partnerships.ties import ties_of

TODAY = date(2026, 11, 28)
SECTORS = {"work": ("job", "training"), "health": ("doctor",), "housing": ("bed", "rent")}
NEEDS = {need: sector for sector, needs in SECTORS.items() for need in needs}
TOWNS = ("015146", "015009", "108033", "016024")
REGISTERS = 200


def some(random_: random.Random, values: tuple[str, ...], most: int) -> tuple[str, ...]:
    return tuple(random_.sample(values, random_.randint(0, min(most, len(values)))))


def fund(random_: random.Random) -> Fund:
    days = [TODAY + timedelta(random_.randint(-300, 600)) if random_.random() < 0.7 else None
            for _ in range(2)]  # fmt: skip
    amount = random_.choice([None, 1000.0, 2500.0])
    return Fund(random_.choice(["FAMI", "FSE+", "PNRR"]), amount, *days)


def register(seed: int) -> tuple[list[Activity], Memberships]:
    random_ = random.Random(seed)
    activities = []
    for number in range(random_.randint(0, 40)):
        needs = some(random_, tuple(NEEDS), 3)
        activities.append(
            Activity(
                str(number),
                f"Service {number}",
                sectors=tuple(dict.fromkeys(NEEDS[need] for need in needs)),
                needs=needs,
                municipalities=some(random_, TOWNS, 2),
                organization=random_.choice([None, "a", "b", "c"]),
                partners=some(random_, ("a", "b", "d"), 2),
                level=random_.choice([None, "municipal", "regional"]),
                funds=tuple(fund(random_) for _ in range(random_.randint(0, 3))),
            )
        )
    names = ("North", "South")
    memberships = {code: some(random_, names, 2) for code in TOWNS}
    return activities, memberships


@pytest.fixture(params=range(REGISTERS), scope="module")
def drawn(request: pytest.FixtureRequest) -> tuple[list[Activity], Memberships]:
    return register(request.param)


def test_every_cell_of_a_matrix_counts_the_records_behind_it(
    drawn: tuple[list[Activity], Memberships],
) -> None:
    activities, memberships = drawn
    pairs = [
        (Dimension.SECTOR, Dimension.MUNICIPALITY), (Dimension.LEVEL, Dimension.NEED),
        (Dimension.FUND, Dimension.PARTNERSHIP), (Dimension.ORGANIZATION, Dimension.SECTOR),
    ]  # fmt: skip
    for rows, columns in pairs:
        found = matrix(activities, rows, columns, memberships=memberships, row_keys=("extra",))
        assert found.rows[0] == "extra"
        expected = {
            (r, c): sum(
                r in values_of(one, rows, memberships) and c in values_of(one, columns, memberships)
                for one in activities
            )
            for r, c in itertools.product(found.rows, found.columns)
        }
        seen = {
            (r, c): int(found.counts[i, j])
            for i, r in enumerate(found.rows)
            for j, c in enumerate(found.columns)
        }
        assert seen == expected
        assert sum(expected.values()) == sum(
            len(values_of(one, rows, memberships)) * len(values_of(one, columns, memberships))
            for one in activities
        )
        for place, key in enumerate(found.rows):
            behind = activities_of(activities, [(rows, key)], memberships)
            assert found.row_totals[place] == len(behind)
        assert found.total == len(activities)


def test_the_principles_are_what_is_counted_by_hand(
    drawn: tuple[list[Activity], Memberships],
) -> None:
    activities, _ = drawn
    found = principles(activities, sectors=tuple(SECTORS), municipalities=TOWNS[:3])
    with_service = sum(
        any(sector in one.sectors and town in one.municipalities for one in activities)
        for sector in SECTORS
        for town in TOWNS[:3]
    )
    assert (found.sectors.yes, found.sectors.total) == (with_service, 9)
    served = [need for need in NEEDS if any(need in one.needs for one in activities)]
    levels = {
        need: [one.level for one in activities if need in one.needs] for need in served
    }  # fmt: skip
    two = [need for need in served if len(set(levels[need]) - {None}) >= 2]
    doubtful = [need for need in served if need not in two and None in levels[need]]
    assert (found.levels.yes, found.levels.unknown, found.levels.total) == (
        len(two), len(doubtful), len(served),
    )  # fmt: skip
    bodies = [len({one.organization, *one.partners} - {None}) for one in activities]
    assert found.stakeholders.yes == sum(count >= 2 for count in bodies)
    assert found.stakeholders.unknown == sum(count == 0 for count in bodies)
    funds = [len({fund.name for fund in one.funds}) for one in activities]
    assert (found.funds.yes, found.funds.no) == (
        sum(count >= 2 for count in funds), sum(count == 1 for count in funds),
    )  # fmt: skip


def test_concentration_is_the_chance_that_two_draws_meet(
    drawn: tuple[list[Activity], Memberships],
) -> None:
    activities, _ = drawn
    rows = {row.need: row for row in concentration(activities)}
    assert rows.keys() == {need for one in activities for need in one.needs}
    for need, row in rows.items():
        leads = [one.organization for one in activities if need in one.needs]
        stated = [lead for lead in leads if lead is not None]
        assert (row.services, row.not_stated) == (len(leads), leads.count(None))
        assert row.organizations == len(set(stated))
        if not stated:
            assert math.isnan(row.index)
            continue
        meets = sum(a == b for a, b in itertools.product(stated, stated))
        assert row.index == pytest.approx(float(Fraction(meets, len(stated) ** 2)))
        assert 1 / row.organizations - 1e-12 <= row.index <= 1


def test_funds_and_what_their_end_takes(drawn: tuple[list[Activity], Memberships]) -> None:
    activities, _ = drawn
    for row in funds_of(activities):
        paid = [one for one in activities if row.name in {fund.name for fund in one.funds}]
        grants = [f for one in paid for f in one.funds if f.name == row.name]
        assert row.services == len(paid)
        assert row.alone == sum({f.name for f in one.funds} == {row.name} for one in paid)
        assert row.amount_eur == sum(f.amount_eur or 0 for f in grants)
        assert row.last == max((f.ends for f in grants if f.ends), default=None)
    for days in (0, 100, 400):
        day = TODAY + timedelta(days)

        def runs(one: Activity, on: date) -> bool:
            """Whether it runs after a day; what ended before today is taken as renewed."""
            ends = [f.ends for f in one.funds]
            if not ends or None in ends:
                return True
            last = max(end for end in ends if end is not None)
            return last < TODAY or last > on

        gone = {one.id for one in activities if not runs(one, day)}
        assert {one.id for one in ending_by(activities, day, today=TODAY)} == gone
        expected = {
            (need, town)
            for need in NEEDS
            for town in TOWNS
            if (here := [o for o in activities if need in o.needs and town in o.municipalities])
            and all(o.id in gone for o in here)
        }
        left = left_without(activities, day, today=TODAY)
        assert {(row.need, row.municipality) for row in left} == expected


@pytest.mark.parametrize("seed", range(REGISTERS))
def test_overlaps_are_the_pairs_that_share_a_door_a_need_and_an_hour(seed: int) -> None:
    random_ = random.Random(seed)
    offers = [
        Offer(
            f"{number:02}",
            frozenset(some(random_, tuple(NEEDS), 2)),
            9.19 + random_.randint(0, 8) * 0.00025,
            45.46 + random_.randint(0, 4) * 0.0002,
            hours(random_),
        )
        for number in range(30)
    ]
    expected = {}
    for a, b in itertools.combinations(offers, 2):
        east = math.radians(b.lon - a.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
        apart = 6_371_008.8 * math.hypot(east, math.radians(b.lat - a.lat))
        if apart > 50 or not a.needs & b.needs:
            continue
        minutes = None
        if a.hours is not None and b.hours is not None:
            minutes = len(set(each_minute(a.hours)) & set(each_minute(b.hours)))
        if minutes != 0:
            expected[a.id, b.id] = minutes
    found = {(row.first, row.second): row.minutes for row in overlaps(offers)}
    assert found == expected


def hours(random_: random.Random) -> tuple[tuple[int, int], ...] | None:
    if random_.random() < 0.2:
        return None
    starts = [random_.randrange(0, WEEK_MIN, 30) for _ in range(random_.randint(0, 3))]
    return tuple((start, start + 120) for start in starts)


def each_minute(spans: tuple[tuple[int, int], ...]) -> list[int]:
    return [minute % WEEK_MIN for begin, end in spans for minute in range(begin, end)]


def test_ties_are_the_pairs_that_share_a_record(
    drawn: tuple[list[Activity], Memberships],
) -> None:
    activities, _ = drawn
    found = {(tie.first, tie.second): (set(tie.services), set(tie.needs))
             for tie in ties_of(activities)}  # fmt: skip
    expected = {}
    for first, second in itertools.combinations("abcd", 2):
        both = [
            one for one in activities
            if {first, second} <= {one.organization, *one.partners} - {None}
        ]  # fmt: skip
        if both:
            needs = {need for one in both for need in one.needs}
            expected[first, second] = ({one.id for one in both}, needs)
    assert found == expected


def test_a_comparison_counts_each_side_by_itself(
    drawn: tuple[list[Activity], Memberships],
) -> None:
    activities, memberships = drawn
    first, second = activities[::2], activities[1::3]
    for dimension in (Dimension.NEED, Dimension.FUND, Dimension.PARTNERSHIP, Dimension.LEVEL):
        rows = compare(first, second, dimension, memberships)
        keys = {k for one in (*first, *second) for k in values_of(one, dimension, memberships)}
        assert {row.key for row in rows} == keys
        for row in rows:
            assert row.first == len(activities_of(first, [(dimension, row.key)], memberships))
            assert row.second == len(activities_of(second, [(dimension, row.key)], memberships))
    new = {one.id for one in second} - {one.id for one in first}
    assert {one.id for one in added(first, second)} == new


def test_faults_are_those_that_a_reader_would_find(
    drawn: tuple[list[Activity], Memberships],
) -> None:
    activities, memberships = drawn
    found = {(f.kind.value, f.about, f.detail) for f in activity_faults(activities, today=TODAY)}
    expected = set()
    for one in activities:
        if not one.municipalities:
            expected.add(("no_municipality", one.id, ()))
        if one.organization in one.partners:
            expected.add(("own_partner", one.id, (one.organization,)))
        for fund_ in one.funds:
            name = (fund_.name,)
            if fund_.starts is None and fund_.ends is None:
                expected.add(("fund_without_dates", one.id, name))
            elif fund_.starts and fund_.ends and fund_.starts > fund_.ends:
                expected.add(("fund_ends_before_start", one.id, name))
            elif fund_.ends and fund_.ends < TODAY:
                expected.add(("fund_ended", one.id, name))
    assert found == expected
    of_towns = {(f.kind.value, f.about) for f in membership_faults(memberships, TOWNS)}
    assert of_towns == {
        ("several_partnerships" if len(memberships[town]) > 1 else "no_partnership", town)
        for town in TOWNS
        if len(memberships[town]) != 1
    }

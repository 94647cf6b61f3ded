"""Pupils as they may be shown: no small count, no share of one, averages of all schools."""

from __future__ import annotations

import random

import numpy as np
import pytest

from geo.measures.pupils import PupilRow, school_years
from geo.small_cells import THRESHOLD

COUNTRIES = ("IT", "MA", "RO", "EG", "UA", "")


def random_rows(seed: int) -> list[PupilRow]:
    random_ = random.Random(seed)
    rows = []
    for school in range(4):
        for country in random_.sample(COUNTRIES, random_.randint(2, 6)):
            pupils = random_.choice([1, 3, 6, 20, 80])
            behind, left = (random_.randint(0, pupils) for _ in range(2))
            rows.append(PupilRow(f"S{school}", 2025, country, pupils, behind, left))
    return rows


@pytest.mark.parametrize("seed", range(60))
def test_no_small_count_is_shown_and_every_share_is_of_counts_that_are_not(seed: int) -> None:
    rows = random_rows(seed)
    for found in school_years(rows):
        here = {row.country: row for row in rows if row.code == found.code}
        assert set(found.countries) == set(here)
        for place, country in enumerate(found.countries):
            row = here[country]
            assert found.behind is not None
            assert found.left is not None
            for part, level in (
                (row.pupils, found.pupils.cells[place][0]),
                (row.behind, found.behind.cells[place][0]),
                (row.left, found.left.cells[place][0]),
            ):
                assert part is not None
                if level is not None:
                    assert part >= THRESHOLD
                    assert level.least <= part <= (level.most or part)
        foreign = [row for row in here.values() if row.country not in ("IT", "")]
        home = [row for row in here.values() if row.country == "IT"]
        for name, group in (("foreign", foreign), ("home", home)):
            part, whole = (sum(getattr(row, key) or 0 for row in group) for key in
                           ("behind", "pupils"))  # fmt: skip
            share = getattr(found, f"behind_{name}").share
            small = min(part, whole - part, whole) < THRESHOLD
            assert share == (None if small else pytest.approx(part / whole, abs=0.0051))
        known = sum(row.pupils for row in (*foreign, *home))
        part = sum(row.pupils for row in foreign)
        if min(part, known - part) < THRESHOLD:
            assert found.foreign.share is None
            assert found.is_flagged is None
        else:
            assert found.foreign.share == pytest.approx(part / known, abs=0.0051)
            assert found.is_flagged == (round(part / known, 2) > 0.30)


def test_the_average_is_of_all_schools_of_the_year() -> None:
    rows = [
        PupilRow("A", 2025, "IT", 60, 6), PupilRow("A", 2025, "MA", 40, 12),
        PupilRow("B", 2025, "IT", 90, 9), PupilRow("B", 2025, "RO", 10, 5),
        PupilRow("A", 2024, "IT", 50, 5), PupilRow("A", 2024, "MA", 50, 45),
    ]  # fmt: skip
    newest, older, other = school_years(rows)
    assert [(one.code, one.year) for one in (newest, older, other)] == [
        ("A", 2025), ("A", 2024), ("B", 2025),
    ]  # fmt: skip
    assert newest.foreign.average == other.foreign.average == 0.25
    assert newest.behind_foreign.average == pytest.approx(17 / 50, abs=0.0051)
    assert older.behind_foreign.average == older.behind_foreign.share == 0.9
    assert (newest.is_flagged, other.is_flagged) == (True, False)


def test_what_the_source_does_not_say_is_not_shown() -> None:
    (found,) = school_years([PupilRow("A", 2025, "IT", 60, 6), PupilRow("A", 2025, "MA", 40)])
    assert found.behind is found.left is None
    assert found.behind_foreign.share is None
    assert found.behind_home.share == 0.1
    assert np.isclose(found.foreign.share or 0, 0.4)

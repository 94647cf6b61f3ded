"""The table of who may walk where is given, whole and as it is."""

from __future__ import annotations

import re
from pathlib import Path

from geo.network import walking as modes

TEXT = (Path(__file__).parents[2] / "docs" / "modes.md").read_text(encoding="utf-8")


def test_every_way_is_reported_and_no_other() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| `") and "=" not in line]
    names = {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert names - {"motorway"} == set(modes.WALKABLE)


def test_every_word_that_opens_or_closes_is_reported() -> None:
    for word in modes.ALLOWED | modes.FOR_FIELDS:
        assert re.search(rf"\b{word}\b", TEXT), word
    for barrier in modes.CLOSED_BARRIERS:
        assert barrier.replace("_", " ") in TEXT


def test_the_factors_are_those_of_the_table() -> None:
    factors = (modes.STAIRS_UP, modes.STAIRS_DOWN, modes.STAIRS_UNKNOWN)
    assert all(f"{factor:.2f}" in TEXT for factor in factors)
    assert f"{modes.WALK_SPEED_KMH} km/h" in TEXT
    assert f"{modes.LIFT_MS // 1000} s" in TEXT

"""A stored network comes back as it was, its hierarchy too."""

from __future__ import annotations

import shutil
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pytest

from data.areas.network_store import HIERARCHY_FOLDER, load_network, save_network
from geo.network.snapping import build_grid
from geo.network.streets import RawStreets, StreetNetwork, UsableWay, build_streets
from geo.network.walking import WalkRule


@pytest.fixture
def streets() -> StreetNetwork:
    ways = tuple(
        UsableWay(n, (n, n + 1, (n * 7) % 20), WalkRule("street", 1.0, 1.0), "") for n in range(20)
    )
    places = {n: (7.4 + n % 5 * 1e-3, 43.7 + n // 5 * 1e-3) for n in range(21)}
    return build_streets(RawStreets(ways, places))


def assert_same(one: object, other: object) -> None:
    for field in fields(one):  # type: ignore[arg-type]
        mine, stored = getattr(one, field.name), getattr(other, field.name)
        if is_dataclass(mine):
            assert_same(mine, stored)
        else:
            np.testing.assert_array_equal(mine, stored)
            assert field.name == "names" or mine.dtype == stored.dtype


def test_a_network_comes_back_as_it_was(streets: StreetNetwork, tmp_path: Path) -> None:
    save_network(tmp_path / "walk", streets, build_grid(streets))
    loaded, grid = load_network(tmp_path / "walk")
    assert_same(streets, loaded)
    assert_same(build_grid(streets), grid)


def test_one_stored_without_its_hierarchy_gets_it(streets: StreetNetwork, tmp_path: Path) -> None:
    save_network(tmp_path / "walk", streets, build_grid(streets))
    shutil.rmtree(tmp_path / "walk" / HIERARCHY_FOLDER)
    assert_same(streets, load_network(tmp_path / "walk")[0])

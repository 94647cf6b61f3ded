"""Municipalities that are no simple shape: in two parts, on a border, on the sea."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import osmium
import pytest
import shapely

from data.areas.add import with_buffer
from data.areas.demand import beyond, of_municipalities
from data.catalog.municipalities import municipalities
from data.sources.geofabrik import extracts_of
from data.sources.osm_buildings import Buildings
from data.sources.osm_clip import clip
from geo.errors import UnknownName

pytestmark = pytest.mark.landing

NORTH_WEST, NORTH_EAST = (
    f"europe/italy/nord-{side}-latest.osm.pbf" for side in ("ovest", "est")
)  # fmt: skip


def regions(code: str) -> set[int]:
    shape = with_buffer(municipalities().outline([code]))
    return {one.region_code for one in municipalities().meeting(shape)}


def test_a_town_near_a_border_of_extracts_takes_both() -> None:
    viadana = next(m for m in municipalities().rows if m.name == "Viadana")
    assert set(extracts_of(regions(viadana.code))) == {NORTH_WEST, NORTH_EAST}
    milano = next(m for m in municipalities().rows if m.name == "Milano")
    assert extracts_of(regions(milano.code)) == (NORTH_WEST,)


def test_what_two_extracts_share_is_written_once(corner: Path, tmp_path: Path) -> None:
    box = shapely.box(11.14, 46.06, 11.16, 46.075)
    once, twice = tmp_path / "once.osm.pbf", tmp_path / "twice.osm.pbf"
    clip([corner], box, once, beat=lambda: None)
    clip([corner, corner], box, twice, beat=lambda: None)
    ids = [
        [(type(item).__name__, item.id) for item in osmium.FileProcessor(str(path))]
        for path in (once, twice)
    ]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ids[0])


def test_ways_come_whole_with_all_their_nodes(corner: Path, tmp_path: Path) -> None:
    into = tmp_path / "cut.osm.pbf"
    clip([corner], shapely.box(11.148, 46.064, 11.152, 46.068), into, beat=lambda: None)
    nodes = {n.id for n in osmium.FileProcessor(str(into), osmium.osm.NODE)}
    for way in osmium.FileProcessor(str(into), osmium.osm.WAY):
        assert {node.ref for node in way.nodes} <= nodes


def parts_of(code: str) -> int:
    return len(getattr(municipalities().outline([code]), "geoms", [None]))


def test_a_municipality_of_two_parts_is_peopled_in_both() -> None:
    split = next(m for m in municipalities().rows if parts_of(m.code) == 2 and m.residents > 100)
    first, second = municipalities().outline([split.code]).geoms
    points = [shapely.point_on_surface(part) for part in (first, second)]
    buildings = Buildings(
        np.array([p.x for p in points]),
        np.array([p.y for p in points]),
        np.array([100.0, 300.0]),
        np.zeros(2, np.int32),
    )
    residents = of_municipalities(buildings, (split.code,))
    np.testing.assert_allclose(residents.people() / split.residents, [0.25, 0.75])
    assert with_buffer(municipalities().outline([split.code])).is_valid


def test_a_municipality_that_goes_on_beyond_the_map_is_counted() -> None:
    outline = municipalities().outline(["022205"])
    west, south, east, north = outline.bounds
    assert beyond(("022205",), (west, south, east, north)) == 0
    assert beyond(("022205",), (west, south, (west + east) / 2, north)) == 1


def test_a_position_at_sea_is_in_no_municipality() -> None:
    assert municipalities().at(10.0, 42.0) is None
    assert municipalities().at(11.12, 46.07) is not None


def test_a_code_that_nobody_has_is_reported() -> None:
    with pytest.raises(UnknownName) as caught:
        municipalities().get("999999")
    assert caught.value.code == "municipality.unknown"

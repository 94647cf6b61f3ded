"""Who lives where: the model against a plain one, its totals, and files of people."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.areas.demand import of_file, of_shape
from data.exchange.demand_file import read_demand
from data.sources.osm_buildings import Buildings, read_buildings
from geo.demand import M2_PER_PERSON, BuildingUse, check_total, floors_of, spread_residents
from geo.errors import BadInput, Several

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "data" / "sample"
BOX = (11.0, 46.0, 11.2, 46.2)


def plain_spread(floor: list[float], use: list[int], zone: list[int], people: list[float]) -> list:
    """The same rule, one building after the other."""
    share = [0.0] * len(floor)
    for z, wanted in enumerate(people):
        wanted = 0.0 if np.isnan(wanted) else wanted
        mine = [i for i in range(len(floor)) if zone[i] == z and floor[i] > 0]
        homes = [i for i in mine if use[i] == BuildingUse.DWELLING]
        others = [i for i in mine if use[i] == BuildingUse.UNTOLD]
        room = sum(floor[i] for i in homes)
        rest = sum(floor[i] for i in others)
        fit = min(1.0, room / (wanted * M2_PER_PERSON)) if wanted else 0.0
        if not others:
            fit = 1.0
        if not homes:
            fit = 0.0
        for i in homes:
            share[i] = fit * floor[i] / room
        for i in others:
            share[i] = (1 - fit) * floor[i] / rest
    return share


buildings = st.lists(
    st.tuples(
        st.one_of(st.just(0.0), st.floats(1, 5000)), st.sampled_from([0, 1, 2]), st.integers(-1, 2)
    ),
    max_size=12,
)
counts = st.lists(
    st.one_of(st.just(float("nan")), st.just(0.0), st.floats(0.5, 500)), min_size=3, max_size=3
)


@settings(max_examples=200, deadline=None)
@given(rows=buildings, people=counts)
def test_the_model_is_the_plain_one(
    rows: list[tuple[float, int, int]], people: list[float]
) -> None:
    floor, use, zone = ([row[k] for row in rows] for k in range(3))
    share = spread_residents(
        floor_m2=np.array(floor, float),
        use=np.array(use, np.int32),
        zone=np.array(zone, np.int32),
        people=np.array(people),
    )
    np.testing.assert_allclose(share, plain_spread(floor, use, zone, people), atol=1e-9)
    for z in range(3):
        mine = [i for i in range(len(rows)) if zone[i] == z and floor[i] > 0 and use[i] < 2]
        if mine and people[z] > 0:
            assert share[mine].sum() == pytest.approx(1.0)


def test_dwellings_fill_first_and_a_church_stays_empty() -> None:
    share = spread_residents(
        floor_m2=np.array([407.0, 407.0, 4070.0]),
        use=np.array([0, 1, 2]),
        zone=np.zeros(3, np.int32),
        people=np.array([5.0]),
    )
    assert share.tolist() == [1.0, 0.0, 0.0]


def test_floors_are_given_or_taken_from_the_height_or_the_middle_one() -> None:
    nan = np.nan
    floors = floors_of(np.array([4, nan, nan, 2, 0.5]), np.array([nan, 9.6, nan, 30, nan]))
    assert floors.tolist() == [4, 3, 2.5, 2, 1]
    assert floors_of(np.array([nan]), np.array([nan])).tolist() == [2]


@pytest.mark.parametrize(("area", "people"), [("monaco", 39_050), ("neubrandenburg", 63_000)])
def test_the_samples_hold_their_total(request, area: str, people: int) -> None:  # type: ignore[no-untyped-def]
    opened = request.getfixturevalue(area)
    residents = opened.area.residents
    label = opened.area.manifest.demand
    assert residents.people().sum() == pytest.approx(people)
    assert label.kind == "assumption"
    assert set(label.assumed) == set(residents.groups) - {"people"}
    assert (label.wanted, label.outside) == (people, 0)
    ages = [g for g in residents.groups if g.startswith("age_")]
    assert sum(residents.people(g).sum() for g in ages) == pytest.approx(people)


def test_sections_put_their_people_into_their_own_buildings(testdata: Path) -> None:
    trento = testdata / "areas" / "trento"
    path = trento / "povo" / "sezioni_istat2021_2023_ST_4326.geojson"
    demand = read_demand(path)
    assert demand.groups[:3] == ("people", "women", "foreign")
    assert np.nansum(demand.counts[:, 0]) == 8303
    assert np.nansum(demand.counts[:, 2]) == 386
    assert (demand.untold, demand.fractional) == (31, 0)
    ages = [demand.groups.index(g) for g in demand.groups if g.startswith("age_")]
    # ISTAT perturbs small counts: the ages of the sections sum to their people only overall.
    assert np.nansum(demand.counts[:, ages]) == 8303
    residents = of_file(read_buildings(trento / "trento.osm.pbf"), demand, BOX, path)
    total = check_total(residents)
    assert total.placed == pytest.approx(total.wanted)
    per_zone = np.bincount(
        residents.zone, np.nan_to_num(residents.people()), minlength=len(residents.counts)
    )
    np.testing.assert_allclose(per_zone, np.nan_to_num(residents.counts[:, 0]))


def test_a_zone_without_buildings_is_reported_not_placed() -> None:
    import shapely

    none = Buildings(*(np.empty(0) for _ in range(3)), np.empty(0, np.int32))
    residents = of_shape(none, shapely.box(*BOX), np.array([100.0]), ("people",))
    assert len(residents) == 0
    assert check_total(residents).outside == 100


SQUARE = [[11.1, 46.05], [11.12, 46.05], [11.12, 46.07], [11.1, 46.07], [11.1, 46.05]]


def section(ring: list[list[float]], **counts: object) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": counts,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def moved(by: float) -> list[list[float]]:
    return [[x + by, y] for x, y in SQUARE]


def write(path: Path, *features: object, **more: object) -> Path:
    document = {"type": "FeatureCollection", "features": list(features), **more}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("features", "more", "code"),
    [
        ([section(SQUARE, P1=-3)], {}, "demand.negative"),
        ([section(SQUARE, P1="many")], {}, "demand.number"),
        ([section(SQUARE, families=3)], {}, "demand.columns"),
        ([section(SQUARE, P1=3), section(moved(0.01), P1=4)], {}, "demand.overlap"),
        ([{"type": "Feature", "properties": {"P1": 3}, "geometry": None}], {}, "demand.shape"),
        ([section([[x * 1e5, y * 1e5] for x, y in SQUARE], P1=3)], {}, "demand.crs"),
        ([section(SQUARE, P1=3)],
         {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32632"}}},
         "demand.crs"),
        ([], {}, "demand.form"),
    ],
)  # fmt: skip
def test_bad_sections_are_reported(
    tmp_path: Path, features: list[object], more: dict[str, object], code: str
) -> None:
    with pytest.raises(BadInput) as caught:
        read_demand(write(tmp_path / "people.geojson", *features, **more))
    assert caught.value.code == code


def test_all_bad_rows_are_reported_together(tmp_path: Path) -> None:
    with pytest.raises(Several) as caught:
        read_demand(
            write(tmp_path / "a.geojson", section(SQUARE, P1=-1), section(moved(1), P1="x"))
        )
    assert [c.facts["line"] for c in caught.value.complaints] == [1, 2]


def test_sections_of_elsewhere_are_reported_and_those_outside_left_out(tmp_path: Path) -> None:
    buildings = Buildings(*(np.empty(0) for _ in range(3)), np.empty(0, np.int32))
    path = write(tmp_path / "a.geojson", section(moved(5), P1=3))
    with pytest.raises(BadInput) as caught:
        of_file(buildings, read_demand(path), BOX, path)
    assert caught.value.code == "demand.misses"
    path = write(tmp_path / "b.geojson", section(moved(5), P1=3), section(SQUARE, P1=7))
    residents = of_file(buildings, read_demand(path), BOX, path)
    assert residents.people().tolist() == [7.0]


def test_a_table_of_points_is_taken_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("lon;lat;residenti;age_0_2\n11,1;46,06;3,5;1\n11.11;46.07;4;\n")
    demand = read_demand(path)
    assert demand.groups == ("people", "age_0_2")
    assert demand.fractional == 1
    residents = of_file(read_buildings(SAMPLES / "monaco.osm.pbf"), demand, BOX, path)
    assert residents.people().tolist() == [3.5, 4.0]
    assert np.isnan(residents.people("age_0_2")[1])

"""Files of people, boundaries and origins on which the product was wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.exchange.demand_file import read_demand
from data.exchange.points_csv import read_points
from data.sources.boundary import read_boundary
from geo.errors import ApprodoError, Several

STREETS = Path(__file__).parents[2] / "cases/streets"


def code_of(error: ApprodoError) -> str:
    return code_of(error.errors[0]) if isinstance(error, Several) else error.code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("19-demand-doubled/twice-same.geojson", "demand.overlap"),
        ("19-demand-doubled/whole-and-part.geojson", "demand.overlap"),
        ("19-demand-doubled/overlap.geojson", "demand.overlap"),
        ("20-demand-numbers/thousand-dot.csv", "demand.ambiguous"),
        ("20-demand-numbers/thousand-comma.csv", "demand.ambiguous"),
        ("20-demand-numbers/inf.csv", "demand.number"),
        ("20-demand-numbers/nanpos.csv", "demand.shape"),
        ("20-demand-numbers/swapped.csv", "points.swapped"),
    ],
)
def test_people_that_cannot_be_counted(name: str, code: str) -> None:
    with pytest.raises(ApprodoError) as error:
        read_demand(STREETS / name)
    assert code_of(error.value) == code


def test_blank_rows_at_the_end_are_passed_over() -> None:
    assert read_demand(STREETS / "20-demand-numbers/blank-rows.csv").counts.tolist() == [[10.0]]


@pytest.mark.parametrize(
    ("texts", "counts"),
    [
        (("1.234.567", "5"), (1_234_567.0, 5.0)),
        (("1.234", "2.5"), (1.234, 2.5)),
        (("0.234", "1.234"), (0.234, 1.234)),
        (("1234", "2500"), (1234.0, 2500.0)),
    ],
)
def test_what_a_mark_means(
    texts: tuple[str, ...], counts: tuple[float, ...], tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    rows = [f"11.0;46.0{n};{text}" for n, text in enumerate(texts)]
    path.write_text("\n".join(["lon;lat;people", *rows]))
    assert tuple(read_demand(path).counts[:, 0]) == counts


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("features-null.geojson", "boundary.no_polygon"),
        ("empty-polygon.geojson", "boundary.no_polygon"),
        ("two-points.geojson", None),
        ("collection.geojson", ""),
        ("crsnull.geojson", ""),
        ("epsg4258.geojson", ""),
    ],
)
def test_a_boundary_is_read_or_refused(name: str, code: str | None) -> None:
    path = STREETS / "21-boundary" / name
    if code == "":
        assert read_boundary(path).area > 0
        return
    with pytest.raises(ApprodoError) as error:
        read_boundary(path)
    assert error.value.code in (code or "boundary.no_polygon", "boundary.not_geojson")


def test_a_deep_nesting_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "deep.geojson"
    path.write_text("[" * 100_000)
    for read in (read_boundary, read_demand):
        with pytest.raises(ApprodoError) as error:
            read(path)
        assert code_of(error.value) in ("boundary.not_geojson", "demand.form")
    geometry: dict[str, object] = {"type": "Polygon", "coordinates": []}
    for _ in range(400):
        geometry = {"type": "GeometryCollection", "geometries": [geometry]}
    path.write_text(json.dumps(geometry))
    with pytest.raises(ApprodoError):
        read_boundary(path)


@pytest.mark.parametrize("name", ["blank-first.csv", "excel-sep.csv", "pipe.csv"])
def test_origins_are_read(name: str) -> None:
    points = read_points(STREETS / "22-origins" / name)
    assert (points.ids, points.lon.tolist(), points.lat.tolist()) == (("b",), [11.0], [46.0])


@pytest.mark.parametrize(
    ("name", "code"), [("comma-both.csv", "points.cells"), ("utm.csv", "points.metres")]
)
def test_origins_are_refused_with_what_they_are(name: str, code: str) -> None:
    with pytest.raises(ApprodoError) as error:
        read_points(STREETS / "22-origins" / name)
    assert code_of(error.value) == code

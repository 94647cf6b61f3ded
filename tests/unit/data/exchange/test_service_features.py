"""Services in GeoJSON and as linked data: real files in, every row with its source out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data.exchange.geojson_writing import write_geojson
from data.exchange.json_ld import write_json_ld
from data.files.complaints import Complaint
from data.records.documents import directory_of
from data.records.ids import stable_id
from data.records.plain_records import load_services
from geo.errors import BadInput
from geo.model import Exposure, OrganizationKind
from tests.unit.data.exchange.tables import LICENCE, SOURCE, codes, read, sentences

SAMPLES = Path(__file__).parents[4] / "data" / "sample"
CRS84 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}


def feature(**properties: Any) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [9.05, 45.82]}
    return {"type": "Feature", "geometry": point, "properties": properties}


def collection(path: Path, *features: Any, **more: Any) -> Path:
    fields = {"type": "FeatureCollection", "features": list(features), **more}
    path.write_text(json.dumps(fields), encoding="utf-8")
    return path


def test_points_and_properties_become_services(tmp_path: Path) -> None:
    office = feature(
        markername="Comune di Como", indirizzo_sede="Via Bellinzona", civico_sede="88",
        comune_sede="COMO", telefono="031 343223", mail="a@como.example", lat="1", lon="2",
    )  # fmt: skip
    path = collection(tmp_path / "a.geojson", office, crs=CRS84)
    reading = read(path, given={"needs": "social_help", "level": "municipal"})
    assert reading.complaints == ()
    (location,) = reading.directory["location"].values()
    assert (location["longitude"], location["latitude"]) == (9.05, 45.82)
    assert location["addresses"][0]["address_1"] == "Via Bellinzona 88"
    assert location["approdo"]["municipality"] == "013075"
    (service,) = reading.directory["service"].values()
    assert service["approdo"]["needs"] == ["social_help"]
    assert (service["name"], service["email"]) == ("Comune di Como", "a@como.example")
    assert (service["approdo"]["source"], service["approdo"]["licence"]) == (SOURCE, LICENCE)


def test_a_feature_tells_more_than_what_was_said_for_all(tmp_path: Path) -> None:
    path = collection(
        tmp_path / "a.geojson", feature(name="A", needs="school"), feature(name="B", city="Como")
    )
    reading = read(path, given={"needs": "social_help"})
    assert [d["approdo"]["needs"] for d in reading.directory["service"].values()] == [
        ["school"], ["social_help"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "rows", "good"),
    [("servizisociali", 69, 69), ("terzosett", 33, 33), ("scuole", 593, 593)],
)
def test_real_offices_of_como_and_varese(name: str, rows: int, good: int, testdata: Path) -> None:
    path = testdata / "lombardia" / "como_varese_servizi" / f"{name}.geojson"
    reading = read(path, given={"needs": "social_help"}, keep_good=True)
    assert (reading.rows, reading.good, len(reading.directory["service"])) == (rows, good, good)
    found = json.loads(path.read_text(encoding="utf-8"))["features"]
    points = {tuple(one["geometry"]["coordinates"]) for one in found}
    places = reading.directory["location"].values()
    kept = {(p["longitude"], p["latitude"]) for p in places if "longitude" in p}
    assert kept <= points
    assert len(kept) > 0.9 * len(points)
    for complaint in reading.complaints:
        sentences(complaint)


BAD: list[tuple[dict[str, Any], str]] = [
    ({"type": "Feature"}, "geojson.not_features"),
    ({"features": [1]}, "geojson.not_features"),
    ({"features": [{"properties": []}]}, "exchange.columns"),
    ({"features": [{"properties": 3}]}, "geojson.not_features"),
    ({"features": [feature(name="a")], "crs": {"properties": {"name": "EPSG:32632"}}},
     "geojson.crs"),
    ({"features": [{"geometry": {"type": "Polygon", "coordinates": []}, "properties": {}}]},
     "geojson.shape"),
    ({"features": [{"geometry": {"type": "Point", "coordinates": ["9", "45"]}}]}, "geojson.shape"),
    ({"features": [{"geometry": {"type": "Point", "coordinates": [9]}}]}, "geojson.shape"),
    ({"features": [{"geometry": {"type": "Point", "coordinates": [True, 4]}}]}, "geojson.shape"),
    ({"features": []}, "exchange.columns"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "code"), BAD)
def test_what_is_no_features_is_reported(fields: dict[str, Any], code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps(fields), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read(path, given={"needs": "school"})
    assert caught.value.code == code
    sentences(Complaint(path.name, "1", "", code, caught.value.facts))


def test_a_column_that_is_none_cannot_be_given(tmp_path: Path) -> None:
    path = collection(tmp_path / "a.geojson", feature(name="A", city="Como"))
    with pytest.raises(BadInput, match=r"exchange\.given"):
        read(path, given={"colour": "red"})
    assert codes(read(path, given={"needs": "moon"})) == [("1", "needs", "value_nearest")]


def test_linked_data_tells_what_it_is_whose_and_when(tmp_path: Path) -> None:
    services = load_services(SAMPLES / "demo_monaco.json")
    write_json_ld(directory_of(services), tmp_path / "a.jsonld")
    fields = json.loads((tmp_path / "a.jsonld").read_text(encoding="utf-8"))
    assert not str(fields["@context"]).startswith("http")  # nothing is fetched to read it
    graph = {node["identifier"]: node for node in fields["@graph"]}
    assert len(graph) == len(services)
    for node in graph.values():
        assert node["dct:source"] == "Approdo demonstration"
        assert node["dct:license"].endswith("/zero/1.0/")
    public = {own for own, node in graph.items() if "cpsv:PublicService" in node["@type"]}
    assert public == {
        stable_id(s.id)
        for s in services
        if s.organization and s.organization.kind is OrganizationKind.PUBLIC_BODY
    }
    days = {node.get("dct:modified") for node in graph.values()}
    assert days >= {
        s.provenance.assured_on.isoformat() for s in services if s.provenance.assured_on
    }
    spans = [span for node in graph.values() for span in node.get("hoursAvailable", [])]
    assert any(span.get("opens") == "09:00" for span in spans)


def test_a_hidden_place_is_in_no_feature_and_no_node(tmp_path: Path) -> None:
    service = load_services(SAMPLES / "demo_monaco.json")[0]
    secret = "Via del Rifugio Segreto 7"
    assert service.location.address is not None
    place = replace(
        service.location, exposure=Exposure.ON_REQUEST,
        address=replace(service.location.address, address_1=secret),
    )  # fmt: skip
    directory = directory_of([replace(service, location=place)])
    write_geojson(directory, tmp_path / "a.geojson")
    write_json_ld(directory, tmp_path / "a.jsonld")
    for path in tmp_path.iterdir():
        text = path.read_text(encoding="utf-8")
        assert secret not in text
        assert str(service.location.lon) not in text
    (one,) = json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))["features"]
    assert one["geometry"] is None

"""A place outside Italy: its outline by name, then the same way to an area."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import osmium
import pytest
import shapely

from data.areas.add import AddRequest, add_area, has_newer, refresh_request
from data.sources.client import Patience
from data.sources.nominatim import find_outlines
from geo.errors import BadInput, SourceFailure
from tests.sources.outside import Outside, Page

NOW = datetime(2026, 11, 23, tzinfo=UTC)
QUICK = Patience(deadline_s=10, attempts=2, first_wait_s=0.01, longest_wait_s=0.05, silence_s=2)
GROUND = shapely.box(11.145, 46.06, 11.155, 46.07)


@pytest.fixture
def nominatim(outside: Outside, monkeypatch: pytest.MonkeyPatch, own_var: Path) -> Outside:
    monkeypatch.setenv("APPRODO_NOMINATIM", outside.url)
    return outside


def answering(outside: Outside, rows: object) -> list[dict[str, list[str]]]:
    asked: list[dict[str, list[str]]] = []

    def answer(_: str, form: dict[str, list[str]]) -> tuple[int, dict[str, str], bytes]:
        asked.append(form)
        return 200, {"content-type": "application/json"}, json.dumps(rows).encode()

    outside.pages["/search"] = Page(answer=answer)
    return asked


POVO = {
    "name": "Povo",
    "display_name": "Povo, Somewhere",
    "address": {"country_code": "ch"},
    "geojson": json.loads(shapely.to_geojson(GROUND)),
}
POINT = {"display_name": "A point", "geojson": {"type": "Point", "coordinates": [11, 46]}}


def test_places_with_ground_are_found_and_points_left_out(nominatim: Outside) -> None:
    asked = answering(nominatim, [POINT, POVO])
    (found,) = find_outlines("Povo", language="it", patience=QUICK)
    assert (found.name, found.label, found.country) == ("Povo", "Povo, Somewhere", "CH")
    assert found.ground.equals(GROUND)
    assert asked[0]["q"] == ["Povo"]
    assert asked[0]["accept-language"] == ["it"]


def test_two_questions_are_a_second_apart(nominatim: Outside) -> None:
    answering(nominatim, [])
    start = time.monotonic()
    assert find_outlines("a", language="it", patience=QUICK) == ()
    assert find_outlines("b", language="it", patience=QUICK) == ()
    assert time.monotonic() - start >= 1.0


@pytest.mark.parametrize("fault", ["html", "remark", "503", "404", "loop", "drop"])
def test_what_cannot_be_read_is_reported(nominatim: Outside, fault: str) -> None:
    nominatim.pages["/search"] = Page(faults=[fault] * 9)
    with pytest.raises(SourceFailure):
        find_outlines("Povo", language="it", patience=QUICK)


def request(tmp_path: Path, ground: shapely.Geometry) -> AddRequest:
    path = tmp_path / "povo.geojson"
    path.write_text(shapely.to_geojson(ground), encoding="utf-8")
    return AddRequest(
        "povo", "Povo", (), "overpass", outline=path, country="CH", time_zone="Europe/Zurich"
    )


def test_an_outline_becomes_an_area(nominatim: Outside, corner: Path, tmp_path: Path) -> None:
    xml = tmp_path / "played.osm"
    with osmium.SimpleWriter(str(xml)) as writer:
        for item in osmium.FileProcessor(str(corner)):
            writer.add(item)
    nominatim.pages["/api/interpreter"] = Page(answer=lambda *_: (200, {}, xml.read_bytes()))
    asked = request(tmp_path, GROUND)
    manifest = add_area(asked, now=NOW, on_progress=lambda *_: None, patience=QUICK).manifest
    assert (manifest.country, manifest.time_zone) == ("CH", "Europe/Zurich")
    assert manifest.demand is None
    assert {source.licence for source in manifest.sources} == {"ODbL-1.0"}
    again = refresh_request("povo")
    assert (again.codes, again.way, again.country) == ((), "overpass", "CH")
    assert has_newer("povo", patience=QUICK)
    assert again.outline is not None
    assert again.outline.is_file()


def test_too_big_a_place_is_reported(nominatim: Outside, tmp_path: Path) -> None:
    asked = request(tmp_path, shapely.box(11, 46, 12, 47))
    with pytest.raises(BadInput) as caught:
        add_area(asked, now=NOW, on_progress=lambda *_: None, patience=QUICK)
    assert caught.value.code == "area.too_big"


def test_neither_municipality_nor_outline_is_reported(own_var: Path) -> None:
    with pytest.raises(BadInput) as caught:
        add_area(AddRequest("x", "X", (), "overpass"), now=NOW, on_progress=lambda *_: None)
    assert caught.value.code == "area.no_municipality"

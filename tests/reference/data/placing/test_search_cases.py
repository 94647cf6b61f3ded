"""Addresses as people paste them, numbers with letters, places that are relations."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from answers.opened_area import OpenArea
from data.placing.address_building import build_addresses
from data.placing.address_index import AddressIndex
from geo.network.sphere import metres_apart

STREETS = Path(__file__).parents[2] / "cases/streets"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> AddressIndex:
    path = tmp_path_factory.mktemp("index") / "a.sqlite"
    build_addresses(STREETS / "01-full-address/a.osm", path, country="IT")
    return AddressIndex(path)


@pytest.mark.parametrize(
    ("text", "label", "exact"),
    [
        ("Via Roma 12, 38122 Trento", "Via Roma 12", True),
        ("Via Roma 12, 38122 Trento (TN)", "Via Roma 12", True),
        ("Via Roma 12, 38122 Trento (TN), Italia", "Via Roma 12", True),
        ("38122 Trento, Via Roma 12", "Via Roma 12", True),
        ("Via Roma 12/A, 38122 Trento", "Via Roma 12/A", True),
        ("via roma 12 interno 3", "Via Roma 12", True),
        ("via roma 12 int. 4", "Via Roma 12", True),
        ("via roma 12 scala B", "Via Roma 12", True),
        ("via roma 12 bis", "Via Roma 12 bis", True),
        ("via roma 12bis", "Via Roma 12 bis", True),
        ("via roma 12 a", "Via Roma 12/A", True),
        ("via roma 12 b", "Via Roma 12B", True),
        ("via roma 14 ter", "Via Roma 14ter", True),
        ("via roma 14ter", "Via Roma 14ter", True),
        ("Via Roma, 12-A", "Via Roma 12/A", True),
        ("via roma 30 rosso", "Via Roma 30r", True),
        ("via roma snc", "Via Roma snc", True),
        ("شارع الحرية ٤", "شارع الحرية 4", True),
        ("via roma 11 c", "Via Roma 11", False),
        ("via roma 77", "Via Roma 77", True),
        ("via milano 88", "Via Milano 88", True),
    ],
)
def test_the_very_house_is_found(index: AddressIndex, text: str, label: str, exact: bool) -> None:
    first = index.search(text)[0]
    assert (first.label, not first.interpolated) == (label, exact)


@pytest.mark.parametrize(
    ("text", "label"),
    [("ospedale santa prova", "Ospedale Santa Prova"), ("piazza delle erbe", "Piazza delle Erbe")],
)
def test_places_that_are_relations(index: AddressIndex, text: str, label: str) -> None:
    assert index.search(text)[0].label == label


def test_no_other_street_is_chosen_for_its_number(index: AddressIndex) -> None:
    found = index.search("Via Milano 12, 38122 Trento")
    assert found[0].label.startswith("Via Milano")


def check_houses(area: OpenArea, town: str) -> float:
    """The share of 200 houses, written with post code and town, that are found first."""
    with sqlite3.connect(area.area.folder / "addresses.sqlite") as connection:
        rows = connection.execute(
            "SELECT n.label, h.number, h.postal_code, h.city, h.lon, h.lat FROM house h"
            " JOIN name n ON n.id = h.name WHERE h.value > 0 ORDER BY n.label, h.number"
        ).fetchall()
    chosen = random.Random(20).sample(rows, min(200, len(rows)))
    hits = 0
    for label, number, postal_code, city, lon, lat in chosen:
        place = f"{postal_code} {city.title()}".strip() if postal_code or city else town
        found = area.area.addresses.search(f"{label} {number}, {place}", limit=1)
        # One address may be on several doors of one building.
        near = bool(found) and metres_apart(found[0].lon, found[0].lat, lon, lat) < 100
        hits += near and found[0].kind == "address"
    return hits / len(chosen)


def test_houses_of_the_samples_with_post_code_and_town(
    monaco: OpenArea, neubrandenburg: OpenArea
) -> None:
    assert check_houses(monaco, "98000 Monaco") >= 0.99
    assert check_houses(neubrandenburg, "17034 Neubrandenburg") >= 0.99


@pytest.mark.real
def test_houses_of_trento_with_post_code_and_town(trento: OpenArea) -> None:
    assert check_houses(trento, "38122 Trento (TN)") >= 0.99


def test_of_one_name_the_station_comes_first_and_others_say_where_they_are(
    neubrandenburg: OpenArea,
) -> None:
    search = neubrandenburg.area.addresses.search
    first = search("Bahnhof")[0]
    assert (first.kind, first.label) == ("place", "Bahnhof Neubrandenburg")
    found = [place for place in search("Am Bahnhof") if place.label == "Am Bahnhof"]
    assert len(found) > 1
    assert len({place.near for place in found}) == len(found)


def test_of_one_name_a_street_and_a_quarter_say_what_they_are(tmp_path: Path) -> None:
    nodes = "".join(
        f'<node id="{n}" version="1" lon="{11 + n / 1000}" lat="46"/>' for n in range(2, 6)
    )
    osm, database = tmp_path / "a.osm", tmp_path / "addresses.sqlite"
    osm.write_text(
        '<osm version="0.6"><node id="1" version="1" lon="11" lat="46">'
        '<tag k="place" v="quarter"/><tag k="name" v="Fontana Vecchia"/></node>'
        f'{nodes}<way id="1" version="1"><nd ref="2"/><nd ref="3"/>'
        '<tag k="highway" v="residential"/><tag k="name" v="Fontana Vecchia"/></way>'
        '<way id="2" version="1"><nd ref="4"/><nd ref="5"/>'
        '<tag k="highway" v="residential"/><tag k="name" v="Fontana Nuova"/></way></osm>'
    )
    build_addresses(osm, database, country="IT")
    found = AddressIndex(database).search("Fontana Vecchia")
    assert [(place.label, place.kind, place.kind_differs) for place in found] == [
        ("Fontana Vecchia", "locality", True),
        ("Fontana Vecchia", "street", True),
        ("Fontana Nuova", "street", False),
    ]

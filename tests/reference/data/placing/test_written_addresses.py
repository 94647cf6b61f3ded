"""How often an address with faults is placed, and how often wrongly: an area's own house numbers.

Each is written as registers write: shortened, without a number, misspelt. Those whose street the
index does not have must not be placed in another one.
"""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from data.catalog.areas import SAMPLES
from data.placing.address_building import build_addresses
from data.placing.address_index import AddressIndex
from data.placing.place_address import SURE_ENOUGH, Placed, Searched, Written, place_address
from data.records.place_method import PlaceMethod
from geo.network.sphere import metres_apart
from tests.reference.data.placing.written_wrongly import wrongly

House = tuple[str, str, float, float]
NEAR_M = 100.0


def houses(database: Path) -> list[House]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(
            "SELECT n.label, h.number, h.lon, h.lat FROM house h JOIN name n ON n.id = h.name"
            " ORDER BY 1, 2, 3"
        ).fetchall()


def without_half(database: Path, copy: Path, chance: random.Random) -> set[str]:
    """Write an index that half of the streets are taken out of; return these."""
    copy.write_bytes(database.read_bytes())
    with closing(sqlite3.connect(copy)) as connection, connection:
        rows = connection.execute("SELECT DISTINCT label FROM name WHERE kind = 'street'")
        labels = sorted(label for (label,) in rows)
        names = sorted({label.casefold() for label in labels})
        gone = set(chance.sample(names, len(names) // 2))
        items = [(label,) for label in labels if label.casefold() in gone]
        connection.executemany("DELETE FROM name WHERE label = ? AND kind = 'street'", items)
    return gone


def place(house: House, index: AddressIndex, city: str, chance: random.Random) -> Placed | None:
    text = wrongly(house[0], house[1], chance, city)
    area = Searched(index, frozenset({city.casefold()}), is_default=True)
    return place_address(Written(text.text, text.city), [area])


def is_right(placed: Placed, house: House) -> bool:
    if placed.method is PlaceMethod.STREET:
        return placed.label == house[0]
    return metres_apart(placed.lon, placed.lat, house[2], house[3]) <= NEAR_M


def measure(
    osm: Path, folder: Path, country: str, city: str, number: int
) -> tuple[float, float, float, float]:
    """Return the shares placed right and placed wrongly; of strangers, placed and held for sure."""
    database, half = folder / "addresses.sqlite", folder / "half.sqlite"
    build_addresses(osm, database, country=country)
    chance = random.Random(5)
    every = houses(database)
    asked = chance.sample(every, min(number, len(every)))
    index = AddressIndex(database)
    found = [(house, place(house, index, city, chance)) for house in asked]
    hits = [(h, p) for h, p in found if p and p.method is not PlaceMethod.MUNICIPALITY]
    right = sum(is_right(p, h) for h, p in hits)
    gone = without_half(database, half, chance)
    index = AddressIndex(half)
    strangers = [house for house in every if house[0].casefold() in gone]
    strangers = chance.sample(strangers, min(number, len(strangers)))
    rows = [place(house, index, city, chance) for house in strangers]
    false = [p for p in rows if p and p.method is not PlaceMethod.MUNICIPALITY]
    sure = sum(p.confidence >= SURE_ENOUGH for p in false)
    shares = (right / len(asked), (len(hits) - right) / len(asked))
    print(f"{city}: {len(asked)} and {len(strangers)} asked, {shares}, {len(false)}, {sure}")
    return *shares, len(false) / len(strangers), sure / len(strangers)


def test_monaco(tmp_path: Path) -> None:
    right, wrong, strangers, sure = measure(
        SAMPLES / "monaco.osm.pbf", tmp_path, "MC", "Monaco", 300
    )
    assert right >= 0.97
    assert wrong <= 0.01
    assert strangers <= 0.03
    assert sure <= 0.01


@pytest.mark.real
def test_trento(testdata: Path, tmp_path: Path) -> None:
    osm = testdata / "areas" / "trento" / "trento.osm.pbf"
    right, wrong, strangers, sure = measure(osm, tmp_path, "IT", "Trento", 250)
    assert right >= 0.95
    assert wrong <= 0.01
    assert strangers <= 0.08
    assert sure <= 0.01

"""Five hundred real addresses with one typing error each: found first, found, how far off."""

from __future__ import annotations

import os
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np

from data.placing.address_building import build_addresses
from data.placing.address_index import AddressIndex
from geo.network.sphere import distance_m

SAMPLES = Path(__file__).parents[1] / "data" / "sample"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
COUNT = 500


def with_one_typo(text: str, random: np.random.Generator) -> str:
    """Drop, double, swap or replace one letter of the street's name."""
    at = int(random.integers(1, len(text) - 1))
    kind = int(random.integers(0, 4))
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2:
        return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
    return text[:at] + LETTERS[int(random.integers(0, 26))] + text[at + 1 :]


def compare(osm: Path, country: str) -> None:
    """Print hit@1, hit@8, the median time and the error in metres of one town."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "addresses.sqlite"
        build_addresses(osm, database, country=country)
        with sqlite3.connect(database) as connection:
            rows = connection.execute(
                "SELECT n.label, h.number, h.lon, h.lat FROM house h JOIN name n ON n.id = h.name"
                " ORDER BY n.label, h.number, h.lon"
            ).fetchall()
        index = AddressIndex(database)
        random = np.random.default_rng(11)
        first, any_hit, took, away = 0, 0, [], []
        for number in random.choice(len(rows), COUNT, replace=False):
            street, house, lon, lat = rows[number]
            asked = f"{with_one_typo(street, random)} {house}"
            start = time.perf_counter()
            found = index.search(asked, limit=8)
            took.append(time.perf_counter() - start)
            labels = [place.label for place in found]
            first += labels[:1] == [f"{street} {house}"]
            any_hit += f"{street} {house}" in labels
            if found:
                ends = (np.array([v]) for v in (lon, lat, found[0].lon, found[0].lat))
                away.append(float(distance_m(*ends)[0]))
    near, far = statistics.median(away), np.quantile(away, 0.9)
    print(
        f"{osm.name:<26} hit@1 {first / COUNT:.3f}  hit@8 {any_hit / COUNT:.3f}"
        f"  median {statistics.median(took) * 1000:.1f} ms"
        f"  error median {near:.0f} m, 90 % within {far:.0f} m"
    )


def main() -> None:
    """Compare Neubrandenburg, and Trento where it is at hand."""
    compare(SAMPLES / "neubrandenburg.osm.pbf", "DE")
    folder = os.environ.get("APPRODO_TESTDATA")
    if folder:
        compare(Path(folder) / "areas" / "trento" / "trento.osm.pbf", "IT")
    else:
        print("Trento is left out: APPRODO_TESTDATA does not name the folder of real areas")


if __name__ == "__main__":
    main()

"""Addresses as desks, registers and people write them, taken apart."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.names.italian_address import (
    MOST_CHARACTERS,
    ItalianAddress,
    read_italian_address,
    street_word,
)

WRITTEN = {
    "Via Roma n. 3/A - 38100 TRENTO (TN)": ("via Roma", "3/a", "", "TRENTO"),
    "P.ZZA DUOMO SNC": ("piazza DUOMO", "", "", ""),
    "Fraz. Povo, v.le dei Tigli 12": ("viale dei Tigli", "12", "Povo", ""),
    "Via Roma, 3, 38122 Trento TN": ("via Roma", "3", "", "Trento"),
    "38122 Trento, Via Roma 3": ("via Roma", "3", "", "Trento"),
    "VIA 3 NOVEMBRE": ("via 3 NOVEMBRE", "", "", ""),
    "Via XXIV Maggio 5, Trento": ("via XXIV Maggio", "5", "", "Trento"),
    "C.so 3 Novembre 1918, 72": ("corso 3 Novembre 1918", "72", "", ""),
    "Strada Statale 12 n. 5": ("strada Statale 12", "5", "", ""),
    "Vicolo dell’Adige, 18 int. 3": ("vicolo dell'Adige", "18", "", ""),
    "via Brennero 260/A2": ("via Brennero", "260/a2", "", ""),
    "Via Milano 2 bis Trento": ("via Milano", "2bis", "", "Trento"),
    "Corso Buenos Aires, 1/3 Milano": ("corso Buenos Aires", "1/3", "", "Milano"),
    "VIA ROMAN.11": ("via ROMA", "11", "", ""),
    "VIA DANDOLO5": ("via DANDOLO", "5", "", ""),
    "Via dei Mille, 27 - c/o Oratorio": ("via dei Mille", "27", "", ""),
    "Via Dante Alighieri 5 - 2° piano": ("via Dante Alighieri", "5", "", ""),
    "Loc. Mattarello, via Nazionale 88 - 38123 Trento": (
        "via Nazionale", "88", "Mattarello", "Trento",
    ),
    "I-38100 Trento": ("", "", "", "Trento"),
    "": ("", "", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
def test_each_part_is_found(text: str) -> None:
    address = read_italian_address(text)
    assert (address.street, address.number, address.locality, address.municipality) == WRITTEN[text]


@settings(max_examples=60)
@given(st.text(max_size=2 * MOST_CHARACTERS))
def test_any_text_is_survived(text: str) -> None:
    address = read_italian_address(text)
    assert isinstance(address, ItalianAddress)
    assert address.postal_code == "" or (
        len(address.postal_code) == 5 and address.postal_code.isdecimal()
    )


@settings(max_examples=60)
@given(
    st.sampled_from(("Via", "via", "VIA", "V.", "Viale", "V.le", "P.zza", "C.so", "Piazza")),
    st.sampled_from(
        ("Roma", "dei Mille", "Giuseppe Verdi", "XX Settembre", "25 Aprile", "S. Rocco")
    ),
    st.integers(1, 999),
    st.sampled_from((" ", ", ", " n. ", ", n.", " nr. ", " civ. ")),
    st.sampled_from(("", " - 38122 Trento", ", 38122 Trento (TN)", " 38122 TRENTO TN")),
)
def test_what_is_written_together_is_taken_apart(
    kind: str, name: str, number: int, mark: str, city: str
) -> None:
    address = read_italian_address(f"{kind} {name}{mark}{number}{city}")
    assert address.street.partition(" ")[2] == name
    assert address.street.partition(" ")[0] == street_word(f"{kind} {name}")
    assert address.number == str(number)
    assert address.municipality.casefold() == ("trento" if city else "")


@pytest.mark.real
def test_the_addresses_of_lombardys_schools_have_a_street(testdata: Path) -> None:
    path = testdata / "lombardia" / "mim_scuole_paritarie_lombardia_2023_24.csv"
    with path.open(encoding="utf-8") as file:
        rows = [read_italian_address(row["INDIRIZZOSCUOLA"]) for row in csv.DictReader(file)]
    assert len(rows) > 2_000
    assert sum(bool(address.street) for address in rows) / len(rows) > 0.995
    assert sum(bool(address.number) for address in rows) / len(rows) > 0.97

"""Tables of partners on which the product was wrong, with the right outcome."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.exchange.reading import Reading
from data.exchange.service_table import read_services

RECORDS = Path(__file__).parents[2] / "cases/records"


def read(name: str, **options: object) -> Reading:
    return read_services(RECORDS / name, source="T", licence="CC0-1.0", **options)  # type: ignore[arg-type]


def codes(reading: Reading) -> dict[str, str]:
    return {c.row: c.code.removeprefix("exchange.") for c in reading.complaints}


def test_landlines_without_their_nought_are_reported_with_the_likely_number() -> None:
    reading = read("03-leading-nought/03_nought.csv")
    assert codes(reading) == {str(row): "phone_nought" for row in range(2, 10)}
    likely = [complaint.facts["known"] for complaint in reading.complaints]
    assert likely == ["031262000", "0332281111", "0461234567", "0706094610", "0817951111",
                      "0922407381", "0874752331", "02884511"]  # fmt: skip


def test_numbers_of_a_spreadsheet_without_their_nought(request: pytest.FixtureRequest) -> None:
    reading = read("03-leading-nought/20_numbers.xlsx", keep_good=True)
    noughts = [c for c in reading.complaints if c.code == "exchange.phone_nought"]
    assert len(noughts) >= 4
    for document in reading.directory["service"].values():
        for phone in document.get("phones", []):
            assert phone["number"].startswith(("0", "+", "3", "8", "1")), phone


def test_a_list_of_family_clinics_keeps_its_rows() -> None:
    reading = read("03-leading-nought/consultori_rows.csv", keep_good=True,
                   given={"needs": "family_clinic"})  # fmt: skip
    assert reading.good == reading.rows
    assert {c.code for c in reading.complaints} <= {"exchange.phone_nought", "exchange.website"}

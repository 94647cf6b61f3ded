"""Tables of partners on which the product was wrong, with the right outcome."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data.exchange.reading import Reading
from data.exchange.service_table import read_services
from data.hsds.package import read_rows
from geo.errors import BadInput

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


@pytest.mark.parametrize("name", ["01_open_quote.csv", "01b_open_quote.csv"])
def test_a_quotation_mark_left_open_is_reported_with_its_row(name: str) -> None:
    with pytest.raises(BadInput) as error:
        read(f"05-open-quotation-mark/{name}", keep_good=True)
    assert (error.value.code, error.value.facts["line"]) == ("points.table", 3)


def test_contacts_as_people_write_them() -> None:
    reading = read("12-contacts-as-written/15_mail_web.csv", keep_good=True)
    assert reading.good == 10
    assert codes(reading) == {
        "2": "email_several", "3": "email_several", "6": "website", "10": "website",
    }  # fmt: skip
    found = {d["name"]: (d.get("email"), d.get("url")) for d in services(reading)}
    assert found["Sportello 3"] == ("info@a.it", "https://www.a.it/pagina%20con%20spazi")
    assert found["Sportello 5"] == ("info@a.it", None)
    assert found["Sportello 6"] == ("info@a.it", "https://facebook.com/sportello")
    assert found["Sportello 7"] == ("info@a.it", "http://www.a.it")


def test_dates_as_people_write_them() -> None:
    reading = read("12-contacts-as-written/16_dates.csv", keep_good=True)
    assert reading.good == 13
    assert codes(reading) == dict.fromkeys(("4", "6", "11", "12", "14"), "date")
    days = {d["assured_date"] for d in services(reading) if "assured_date" in d}
    assert days == {"2026-11-20"}


def test_answers_as_people_write_them() -> None:
    """Three rows have cells beside the headings: their semicolons stand in no quotes."""
    reading = read("12-contacts-as-written/19_answers.csv", keep_good=True)
    assert (reading.good, reading.rows) == (7, 10)
    spoken = {d["name"]: d["schedules"][0]["approdo"]["languages"] for d in services(reading)
              if "schedules" in d}  # fmt: skip
    assert spoken["S 3"] == ["eng", "ita"]
    assert spoken["S 4"] == ["ara", "ita"]
    assert spoken["S 6"] == ["eng", "ita"]
    ages = {d["name"]: d.get("minimum_age") for d in services(reading)}
    assert ages["S 2"] == 18


def test_of_two_columns_for_one_the_first_is_taken_and_the_other_named() -> None:
    reading = read("14-two-columns-for-one/consultori_head.csv", keep_good=True,
                   given={"needs": "family_clinic"})  # fmt: skip
    assert "url" in reading.passed_over
    (document,) = services(reading)
    assert document["url"] == "http://WWW.ASLCAGLIARI.IT"


def test_the_tables_of_a_package_may_stand_in_a_folder_of_it() -> None:
    rows, _ = read_rows(RECORDS / "10-package-with-data-folder/pk")
    assert len(rows["service"]) == 39


def services(reading: Reading) -> list[dict[str, Any]]:
    return list(reading.directory["service"].values())

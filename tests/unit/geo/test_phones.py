"""Telephone numbers as people write them: which there are, and what a telephone dials."""

from __future__ import annotations

import pytest

from geo.phones import dialled, phone_keys, read_phones


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("031 262001", ["031 262001"]),
        ("045/7154929", ["045/7154929"]),
        ("345-6284879", ["345-6284879"]),
        ("031262001, 031262002", ["031262001", "031262002"]),
        ("031 262001 031 262002", ["031 262001", "031 262002"]),
        ("Tel: 031 26 20 01 / 347 1234567", ["031 26 20 01", "347 1234567"]),
        ("3463788899-0457154343", ["3463788899", "0457154343"]),
        ("7154343-3478371111", ["7154343", "3478371111"]),
        ("031 262001/2", ["031 262001"]),
        ("+33 1 42 68 53 00", ["+33 1 42 68 53 00"]),
        ("", []),
    ],
)
def test_the_numbers_of_a_text(text: str, numbers: list[str]) -> None:
    assert [phone.number for phone in read_phones(text)] == numbers


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("7094854", "07094854"), ("31262000", "031262000"), ("332281111", "0332281111"),
        ("461234567", "0461234567"), ("706094610", "0706094610"), ("817951111", "0817951111"),
        ("922407381", "0922407381"), ("874752331", "0874752331"), ("2884511", "02884511"),
        ("92221984", "092221984"),
    ],
)  # fmt: skip
def test_a_landline_without_its_nought(text: str, likely: str) -> None:
    (phone,) = read_phones(text)
    assert (phone.fault, phone.likely) == ("nought", likely)
    assert dialled(text, "IT") is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [("3,93471E+11", "exponent"), ("3.93471e+11", "exponent"), ("centralino", "not_a_number"),
     ("12", "not_a_number"), ("9" * 500, "not_a_number")],
)  # fmt: skip
def test_what_is_no_number(text: str, fault: str) -> None:
    assert [phone.fault for phone in read_phones(text)] == [fault]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Numero verde 800 123456", "800123456"), ("031 262001 int. 210", "+39031262001"),
        ("+39 031 262001", "+39031262001"), ("0039 031 262001", "+39031262001"),
        ("112", "112"), ("1522", "1522"), ("848 800800", "848800800"),
        ("335 1234567", "+393351234567"), ("(031) 262001", "+39031262001"),
    ],
)  # fmt: skip
def test_what_is_dialled_in_italy(text: str, url: str) -> None:
    assert dialled(text, "IT") == url


def test_without_a_country_the_digits_are_dialled() -> None:
    assert dialled("0395 123456") == "0395123456"
    assert dialled("0395 123456", "DE") == "+49395123456"


def test_words_beside_a_number_are_kept() -> None:
    found = {phone.number: phone.note for phone in read_phones("tel. 031/262001 - fax 031/262002")}
    assert found == {"031/262001": "tel", "031/262002": "fax"}
    assert read_phones("02 1234567 (mattino)")[0].note == "mattino"


def test_single_numbers_are_compared() -> None:
    assert phone_keys("+39 0461 123456; 0461/123457") & phone_keys("0461123457")
    assert not phone_keys("112") & phone_keys("112")

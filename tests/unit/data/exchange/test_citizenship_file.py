"""A planner's own list of citizenships: read as people write it, and every fault said."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale

from data.catalog.citizenships import language_table
from data.exchange.citizenship_file import country_code, read_citizenships
from geo.errors import ApprodoError, BadInput, Several
from layers.sentences import error_sentences
from layers.words import LANGUAGES, Words


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("country,people\nMA,30\nRO,50\nothers,20\n", "utf-8"),
        ("Cittadinanza;Totale\nMarocco;30\nRomania;50\nAltri;20\n", "utf-8-sig"),
        ("people\tnote\tcountry\n30\tx\tMorocco\n50\t\tROMANIA\n20\t\tstateless\n", "utf-16"),
        ("البلد,العدد\nالمغرب,30\nرومانيا,50\nآخرون,20\n", "utf-8"),
        ("country,people\nma,30.0\n ro ,50\napolidi,15\naltri,5\n", "utf-8"),
        ("country;people\nMaroc;3.000\nRumänien;5 000\nothers;2'000\n", "cp1252"),
    ],
)
def test_one_list_in_many_hands(tmp_path: Path, text: str, encoding: str) -> None:
    mix = read_citizenships(written(tmp_path, text, encoding))
    assert mix.shares == {"MA": 0.3, "RO": 0.5}
    assert (mix.source, mix.year, mix.assumed) == ("list.csv", 0, False)


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ("Atlantis,3", "citizenship.country", "country"),
        (",3", "citizenship.country", "country"),
        ("IT,3", "citizenship.own", "country"),
        ("Italia,3", "citizenship.own", "country"),
        ("Marocco,3", "citizenship.doubled", "country"),
        ("RO,many", "citizenship.people", "people"),
        ("RO,-3", "citizenship.people", "people"),
        ('RO,"2,5"', "citizenship.people", "people"),
        ("RO", "citizenship.people", "people"),
    ],
)
def test_faults_are_reported_by_row(tmp_path: Path, row: str, code: str, field: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_citizenships(written(tmp_path, f"country,people\nMA,5\n{row}\n"))
    assert caught.value.code == code
    assert (caught.value.facts["row"], caught.value.facts["field"]) == ("3", field)
    for language in LANGUAGES:
        (sentence,) = error_sentences(caught.value, Words(language))
        assert "list.csv" in sentence
        assert "3" in sentence


def test_all_faults_are_reported_together(tmp_path: Path) -> None:
    with pytest.raises(Several) as caught:
        read_citizenships(written(tmp_path, "country,people\nXX,1\nMA,x\nMA,2\n"))
    assert [c.code for c in caught.value.complaints] == [
        "citizenship.country", "citizenship.people", "citizenship.doubled",
    ]  # fmt: skip
    assert caught.value.complaints[2].facts["first"] == "3"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nation,people\nMA,3\n", "exchange.columns"),
        ("country,people\n", "exchange.no_rows"),
        ("country,people\nMA,0\n", "exchange.no_rows"),
        ("", "file.empty"),
    ],
)
def test_a_file_that_is_no_list_is_reported(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(ApprodoError) as caught:
        read_citizenships(written(tmp_path, text))
    assert caught.value.code == code


@pytest.mark.parametrize("language", ["it", "en", "ar"])
def test_every_country_with_languages_is_found_by_its_name(language: str) -> None:
    names = Locale.parse(language).territories
    for code in language_table().weights:
        assert country_code(code) == code
        assert country_code(names[code]) == code, names[code]


def test_names_of_istats_lists_are_found() -> None:
    lines = ["Cinese, Repubblica Popolare", "Russa, Federazione", "Sri Lanka (ex Ceylon)",
            "Moldova", "Bosnia-Erzegovina", "Costa d'Avorio", "Perù"]  # fmt: skip
    assert [country_code(name) for name in lines] == ["CN", "RU", "LK", "MD", "BA", "CI", "PE"]

"""A table of services: every fault is reported by row and column, a file that is none refused."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from data.exchange.service_table import table_headings
from data.records.ids import stable_id
from geo.errors import BadInput
from layers.sentences import error_sentences
from layers.words import LANGUAGES, Words
from tests.unit.data.exchange.tables import (
    GOOD,
    SOURCE,
    codes,
    read,
    sentences,
    write_csv,
    write_xlsx,
)

TODAY = date(2026, 11, 23)

FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "no name": ({"name": ""}, "name", "missing"),
    "no need": ({"needs": ""}, "needs", "missing"),
    "unknown need": ({"needs": "corso di itliano"}, "needs", "value_nearest"),
    "nothing alike": ({"needs": "𓀀𓀁"}, "needs", "value"),
    "unknown status": ({"accepts": "richiedente azilo"}, "accepts", "value_nearest"),
    "unknown language": ({"languages": "arabbo"}, "languages", "value_nearest"),
    "accepted and not": ({"accepts": "permit", "accepts_not": "permit"}, "accepts_not", "both"),
    "not a number": ({"lat": "nord"}, "lat", "number"),
    "no number": ({"lat": "nan"}, "lat", "number"),
    "thousands": ({"lat": "45.460.600"}, "lat", "number"),
    "metres": ({"lat": "5034000", "lon": "514000"}, "lat", "range"),
    "swapped": ({"lat": 9.193, "lon": 45.4606}, "lat", "swapped"),
    "beyond the pole": ({"lat": 145.5, "lon": 9.2}, "lat", "swapped"),
    "outside the world": ({"lon": 999}, "lon", "range"),
    "null island": ({"lat": 0, "lon": 0}, "lat", "nowhere"),
    "half": ({"lon": ""}, "lon", "half_position"),
    "in another town": ({"city": "Como"}, "city", "far"),
    "no such town": ({"city": "Milanno", "lat": "", "lon": ""}, "city", "municipality_nearest"),
    "two of a name": ({"city": "Livo", "lat": "", "lon": ""}, "city", "municipality_several"),
    "postal code": ({"postal_code": "2012A"}, "postal_code", "postal_code"),
    "country": ({"country": "Italia"}, "country", "country"),
    "email": ({"email": "info at milano"}, "email", "email"),
    "two emails": ({"email": "a@b.example; c@d.example"}, "email", "email_several"),
    "script": ({"website": "javascript:alert(1)"}, "website", "website"),
    "file": ({"website": "file:///etc/passwd"}, "website", "website"),
    "phone": ({"phones": "centralino"}, "phones", "phone"),
    "hours": ({"hours": "quando capita"}, "hours", "hours"),
    "date": ({"checked_on": "31/02/2026"}, "checked_on", "date"),
    "the American way": ({"checked_on": "12/31/2026"}, "checked_on", "date"),
    "year 0001": ({"checked_on": "0001-01-01"}, "checked_on", "date"),
    "year 9999": ({"checked_on": "31/12/9999"}, "checked_on", "date"),
    "tomorrow": ({"checked_on": "2026-11-24"}, "checked_on", "future"),
    "fund without name": ({"fund_amount": 5}, "fund", "missing"),
    "fund that ends first": (
        {"fund": "F", "fund_starts": "2026-02-01", "fund_ends": "2026-01-01"}, "fund_ends", "order",
    ),
    "negative amount": ({"fund": "F", "fund_amount": "-5"}, "fund_amount", "number"),
    "age": ({"minimum_age": "sedici"}, "minimum_age", "number"),
    "half an age": ({"minimum_age": "16.5"}, "minimum_age", "number"),
    "old": ({"maximum_age": "160"}, "maximum_age", "range"),
    "ages": ({"minimum_age": "30", "maximum_age": "16"}, "maximum_age", "order"),
    "places": (
        {"capacity_maximum": "5", "capacity_available": "9"}, "capacity_available", "free",
    ),
    "long name": ({"name": "x" * 1_000_000}, "name", "long"),
    "long note": ({"notes": "x" * 10_001}, "notes", "long"),
    "control": ({"name": "a\x07b"}, "name", "control"),
    "turned around": ({"name": "abc\u202egnp.exe"}, "name", "control"),
    "null byte": ({"phones": "02 1234567\x00"}, "phones", "control"),
    "id": ({"service_id": "pippo"}, "service_id", "uuid"),
    "protected without key": ({"key": "", "exposure": "on_request"}, "key", "protected_key"),
    "partners": ({"partners": "A; B", "partner_ids": "1"}, "partner_ids", "partner_ids"),
    "served": ({"municipalities": "Milano; Monzza"}, "municipalities", "municipality_nearest"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_reported_by_row_and_column(name: str, tmp_path: Path) -> None:
    change, field, code = FAULTS[name]
    reading = read(write_csv(tmp_path / "a.csv", GOOD, {**GOOD, "key": "b", **change}), today=TODAY)
    assert ("3", field, code) in codes(reading)
    assert {row for row, _, _ in codes(reading)} == {"3"}
    # Hours that are not understood stay as they are written; of two addresses one is taken.
    assert reading.good == (2 if name in ("hours", "two emails") else 1)
    for complaint in reading.complaints:
        found = sentences(complaint)
        assert all("3" in sentence for sentence in found)
        assert all(len(sentence) < 600 for sentence in found)


def test_where_nobody_could_reach_it_is_reported(tmp_path: Path) -> None:
    row = {"name": "Un servizio", "needs": "school"}
    reading = read(write_csv(tmp_path / "a.csv", row))
    assert codes(reading) == [("2", "address", "no_way")]
    by_phone = {**row, "phones": "02 1234567"}
    reading = read(write_csv(tmp_path / "b.csv", by_phone))
    (location,) = reading.directory["location"].values()
    assert location["location_type"] == "virtual"


def test_rows_that_contradict_each_other(tmp_path: Path) -> None:
    rows = [
        GOOD,
        GOOD,
        {**GOOD, "name": "Un altro"},
        {**GOOD, "key": "b", "organization_kind": "school"},
    ]
    reading = read(write_csv(tmp_path / "a.csv", *rows))
    assert codes(reading) == [
        ("3", "key", "doubled"), ("4", "name", "differs"),
        ("5", "organization_kind", "kind_differs"),
    ]  # fmt: skip
    assert [complaint.facts.get("other") for complaint in reading.complaints] == ["2", "2", None]
    for complaint in reading.complaints:
        sentences(complaint)


def test_a_cell_beside_the_headings_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,needs,phones\nA,school,112,perduto\n")
    reading = read(path)
    assert codes(reading) == [("2", "", "cells")]
    sentences(reading.complaints[0])


WHOLE = {
    "no needs": (b"name,phones\nA,112\n", "exchange.columns"),
    "no headings": (b"A,school\nB,school\n", "exchange.columns"),
    "one word": (b"ciao", "exchange.columns"),
    "twice": (b"name,needs,Nome del servizio\nA,school,B\n", "exchange.column_twice"),
    "headings only": (b"name,needs\n", "exchange.no_rows"),
    "empty": (b"", "file.empty"),
    "a page": (b"<html><table><tr><td>name</td></tr></table>", "exchange.not_table"),
    "a document": (b"%PDF-1.7", "exchange.not_table"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "exchange.not_table"),
    "an old workbook": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512), "exchange.old_excel"),
    "bytes": (bytes(range(256)) * 4, "points.encoding"),
    "open quotation": (b'name,needs\n"' + b"x" * 2**25, "points.table"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(name: str, tmp_path: Path) -> None:
    content, code = WHOLE[name]
    path = tmp_path / "tabella.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.code == code
    for language in LANGUAGES:
        (sentence,) = error_sentences(caught.value, Words(language))
        assert "tabella.csv" in sentence


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,needs\n" + "A,school\n" * 20_100)
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.code == "exchange.rows"


def test_what_a_spreadsheet_makes_of_cells_is_reported(tmp_path: Path) -> None:
    rows = [
        GOOD,
        {**GOOD, "key": "b", "address": datetime(2026, 3, 12)},
        {**GOOD, "key": "c", "phones": 212345678},
        {**GOOD, "key": "d", "hours": time(9, 0)},
        {**GOOD, "key": 4.0, "phones": 3331234567, "postal_code": 185, "city": "Roma",
         "lat": "", "lon": ""},
    ]  # fmt: skip
    reading = read(write_xlsx(tmp_path / "a.xlsx", *rows), keep_good=True)
    assert codes(reading) == [
        ("3", "address", "turned_to_date"), ("4", "phones", "phone_nought"),
        ("5", "hours", "turned_to_date"),
    ]  # fmt: skip
    for complaint in reading.complaints:
        sentences(complaint)
    assert stable_id("Rete di prova", "service", "4") in reading.directory["service"]
    assert "00185" in {
        address["postal_code"]
        for location in reading.directory["location"].values()
        for address in location["addresses"]
    }


def test_the_good_part_of_a_row_comes_in(tmp_path: Path) -> None:
    bad = {**GOOD, "key": "b", "lat": "100", "email": "nobody", "checked_on": "soon",
           "minimum_age": "young", "hours": "quando capita", "role": "capo"}  # fmt: skip
    path = write_csv(tmp_path / "a.csv", GOOD, bad)
    assert read(path).good == 1
    reading = read(path, keep_good=True)
    assert reading.good == 2
    document = reading.directory["service"][stable_id(SOURCE, "service", "b")]
    fields = {one["field"]: one["text"] for one in document["approdo"]["left_out"]}
    assert fields == {"lat": "100", "email": "nobody", "checked_on": "soon",
                      "minimum_age": "young", "hours": "quando capita", "role": "capo"}  # fmt: skip
    assert document["schedules"][0]["approdo"]["opening_hours"] == "quando capita"
    assert not {"email", "assured_date", "minimum_age"} & set(document)
    at = document["service_at_locations"][0]["location_id"]
    assert "latitude" not in reading.directory["location"][at]


@pytest.mark.parametrize(
    "change",
    [{"exposure": "segretto"}, {"status": "sospesso"}, {"needs": "giardinaggio"}, {"name": ""},
     {"accepts": "citizen", "accepts_not": "citizen"}],
)  # fmt: skip
def test_a_record_that_would_be_shown_wrongly_stays_out(
    change: dict[str, str], tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "a.csv", GOOD, {**GOOD, "key": "b", **change})
    reading = read(path, keep_good=True)
    assert reading.good == 1
    assert len(reading.directory["service"]) == 1


def test_words_beside_hours_stay_with_them_unless_the_place_is_protected(tmp_path: Path) -> None:
    hours = "lun 9-12; citofono Nascosta"
    shown = read(
        write_csv(tmp_path / "a.csv", {**GOOD, "hours": hours}), keep_good=True, read_hours=None
    )
    (document,) = shown.directory["service"].values()
    kept = document["schedules"][0]["approdo"]["opening_hours"]
    assert kept == f'Mo 09:00-12:00 || unknown "{hours}"'
    hidden = {**GOOD, "hours": hours, "exposure": "on_request", "address": "", "lat": "", "lon": "",
              "municipality": "015146"}  # fmt: skip
    reading = read(write_csv(tmp_path / "b.csv", hidden), keep_good=True, read_hours=None)
    (document,) = reading.directory["service"].values()
    kept = document["schedules"][0]["approdo"]["opening_hours"]
    assert kept == "Mo 09:00-12:00 || unknown"
    assert "Nascosta" not in str(reading.directory)


def test_cells_of_a_protected_place_are_not_kept(tmp_path: Path) -> None:
    bad = {**GOOD, "exposure": "on_request", "lat": "Via Nascosta 7", "lon": "", "address": "",
           "email": "nobody", "municipality": "015146"}  # fmt: skip
    reading = read(write_csv(tmp_path / "a.csv", bad), keep_good=True)
    (document,) = reading.directory["service"].values()
    assert {"field": "lat", "text": ""} in document["approdo"]["left_out"]
    assert "Nascosta" not in str(reading.directory)


def test_a_heading_that_no_column_has_is_matched_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Servizio;Chi lo dà;Via;Altro\nCorso di italiano;Scuola A;Via Roma 3;x\n", encoding="utf-8"
    )
    found = [("Servizio", "name"), ("Chi lo dà", None), ("Via", "address"), ("Altro", None)]
    assert table_headings(path) == found
    with pytest.raises(BadInput, match=r"exchange\.columns"):
        read(path)
    matches = {"Servizio": "needs", "chi lo dà": "name", "Altro": ""}
    reading = read(path, matches=matches, keep_good=True)
    (document,) = reading.directory["service"].values()
    assert (document["name"], document["approdo"]["needs"]) == ("Scuola A", ["italian_course"])
    assert reading.passed_over == ("Altro",)
    with pytest.raises(BadInput, match=r"exchange\.given"):
        read(path, matches={"Servizio": "bisogno"})

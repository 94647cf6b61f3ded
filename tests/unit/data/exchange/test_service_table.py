"""A table of services: what is plain is taken."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.exchange.service_columns import column, columns, field_of, value_id, values
from data.exchange.written_hours import WrittenHours
from data.records.documents import services_of
from data.records.ids import stable_id
from geo.model import Answer, Exposure, OrganizationKind, Service
from layers.words import Words
from tests.hsds_equality import differences
from tests.unit.data.exchange.tables import (
    GOOD,
    csv_bytes,
    read,
    write_csv,
    write_xlsx,
)

TODAY = date(2026, 11, 23)


def only_service(path: Path, **options: Any) -> Service:
    reading = read(path, **options)
    assert reading.complaints == ()
    (document,) = reading.directory["service"].values()
    (service,) = services_of(
        document, tuple(document["approdo"]["needs"]), {},
        reading.directory["organization"], reading.directory["location"],
    )  # fmt: skip
    return service


def test_a_row_becomes_a_service_at_a_place(tmp_path: Path) -> None:
    service = only_service(write_csv(tmp_path / "a.csv", GOOD))
    assert service.id == stable_id("Rete di prova", "service", "a1")
    assert service.needs == ("job_search", "training")
    assert (service.location.lon, service.location.lat) == (9.193, 45.4606)
    assert service.location.address is not None
    assert service.location.address.address_1 == "Via Larga 12"
    assert service.organization is not None
    assert service.organization.kind is OrganizationKind.PUBLIC_BODY
    assert [(p.number, p.description) for p in service.phones] == [
        ("02 1234567", "mattino"), ("112", None),
    ]  # fmt: skip
    (slot,) = service.schedules
    assert (slot.opening_hours, slot.languages) == ("Mo-Fr 09:00-12:30", {"ita", "ara"})
    assert (service.provenance.source, service.provenance.licence) == ("Rete di prova", "CC-BY-4.0")


def test_documents_tell_municipality_and_origin(tmp_path: Path) -> None:
    directory = read(write_csv(tmp_path / "a.csv", GOOD)).directory
    (location,) = directory["location"].values()
    assert location["approdo"] == {
        "municipality": "015146", "place_method": "coordinates",
        "source": "Rete di prova", "licence": "CC-BY-4.0",
    }  # fmt: skip
    (address,) = location["addresses"]
    assert (address["state_province"], address["country"]) == ("MI", "IT")
    (organization,) = directory["organization"].values()
    assert organization["approdo"]["source"] == "Rete di prova"


HEADINGS = ("Codice", "Nome del servizio", "Ente", "Tipo di ente", "Bisogni", "Indirizzo", "CAP",
            "Comune", "Latitudine", "Longitudine", "Telefoni", "Orari", "Lingue")  # fmt: skip
ITALIAN = dict(zip(HEADINGS, GOOD.values(), strict=True)) | {
    "Tipo di ente": "Ente pubblico",
    "Bisogni": "Cercare lavoro, Imparare un mestiere",
    "Latitudine": "45,4606",
    "Longitudine": "9,1930",
    "Lingue": "italiano\narabo",
}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_headings_separators_encodings_and_commas(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    plain = read(write_csv(tmp_path / "a.csv", {**GOOD, "name": "Città"})).directory
    path = tmp_path / "b.csv"
    rows = [{**ITALIAN, "Nome del servizio": "Città"}]
    path.write_bytes(csv_bytes(rows, separator).decode().encode(encoding))
    assert differences(plain, read(path).directory) == []


def test_a_workbook_tells_the_same_as_csv(tmp_path: Path) -> None:
    row = {**GOOD, "postal_code": 20122, "lat": 45.4606, "lon": 9.193, "checked_on": TODAY,
           "fund": "FAMI", "fund_amount": 1000.5, "minimum_age": 16}  # fmt: skip
    book = read(write_xlsx(tmp_path / "a.xlsx", row))
    table = read(write_csv(tmp_path / "a.csv", {**row, "fund_amount": "1.000,50"}))
    assert book.complaints == table.complaints == ()
    assert differences(book.directory, table.directory) == []


def test_titles_above_blank_lines_and_columns_of_others_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    body = csv_bytes([{**GOOD, "Colore preferito": "blu"}]).decode()
    path.write_text("Elenco dei servizi,,,\n\n" + body + "\n,,,,,\n", encoding="utf-8")
    reading = read(path)
    assert reading.complaints == ()
    assert (reading.good, reading.rows, reading.passed_over) == (1, 1, ("Colore preferito",))


def test_slots_funds_and_translations_stand_side_by_side(tmp_path: Path) -> None:
    row = {
        **GOOD, "hours_2": "Th 14:00-17:00", "languages_2": "russo",
        "appointment_2": "obbligatorio",
        "mediation_languages_2": "none",
        "fund": "FAMI", "fund_ends": "31/12/2026", "Fondo 2": "PNRR",
        "Nome (en)": "Job desk", "description": "Testo", "description_ar": "نص",
    }  # fmt: skip
    service = only_service(write_csv(tmp_path / "a.csv", row))
    first, second = service.schedules
    assert (second.opening_hours, second.languages) == ("Th 14:00-17:00", {"rus"})
    assert (first.mediation_languages, second.mediation_languages) == (None, frozenset())
    assert [(fund.name, fund.ends) for fund in service.funds] == [
        ("FAMI", date(2026, 12, 31)), ("PNRR", None),
    ]  # fmt: skip
    assert dict(service.names) == {"en": "Job desk"}
    assert dict(service.descriptions) == {"ar": "نص"}


def test_yes_no_and_not_known_stay_apart(tmp_path: Path) -> None:
    row = {**GOOD, "accepts": "asylum_seeker; protection?", "accepts_not": "no_permit",
           "documents": "identity, tax_code?", "documents_not": "isee", "minimum_age": "qualsiasi",
           "sex": "tutti"}  # fmt: skip
    found = only_service(write_csv(tmp_path / "a.csv", row)).eligibility
    assert dict(found.statuses) == {
        "asylum_seeker": Answer.YES, "protection": Answer.UNKNOWN, "no_permit": Answer.NO,
    }  # fmt: skip
    assert dict(found.documents) == {
        "identity": Answer.YES, "tax_code": Answer.UNKNOWN, "isee": Answer.NO,
    }  # fmt: skip
    assert (found.ages_known, found.minimum_age, found.sex_known, found.sex) == (
        True,
        None,
        True,
        None,
    )
    bare = only_service(write_csv(tmp_path / "b.csv", GOOD)).eligibility
    assert (bare.ages_known, bare.sex_known, dict(bare.statuses)) == (False, False, {})


def test_a_second_reading_gives_the_same_and_an_edit_keeps_the_ids(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", GOOD, {**GOOD, "key": "", "name": "Altro"})
    first, second = read(path).directory, read(path).directory
    assert differences(first, second) == []
    edited = {**GOOD, "name": "Nuovo nome", "address": "Via Nuova 3", "phones": ""}
    third = read(write_csv(path, edited)).directory
    assert set(third["service"]) < set(first["service"])
    assert set(third["location"]) < set(first["location"])


def test_without_a_key_name_and_address_make_the_id(tmp_path: Path) -> None:
    row = {**GOOD, "key": ""}
    again = {**row, "name": " sportello  LAVORO", "address": "via larga, 12", "phones": "113"}
    (one,), (other,) = (
        read(write_csv(tmp_path / "a.csv", each)).directory["service"] for each in (row, again)
    )
    assert one == other


def test_one_key_at_two_places_is_one_service(tmp_path: Path) -> None:
    other = {**GOOD, "address": "Via Verdi 1", "lat": 45.47, "lon": 9.2, "hours": "Sa 10:00-12:00"}
    path = write_csv(tmp_path / "a.csv", GOOD, other)
    reading = read(path)
    assert (reading.complaints, reading.good) == ((), 2)
    (service,) = reading.directory["service"].values()
    one, two = service["service_at_locations"]
    assert one["location_id"] != two["location_id"]
    assert "schedules" not in service
    assert [at["schedules"][0]["approdo"]["opening_hours"] for at in (one, two)] == [
        "Mo-Fr 09:00-12:30", "Sa 10:00-12:00",
    ]  # fmt: skip
    assert len(service["phones"]) == 2
    assert differences(reading.directory, read(path).directory) == []


def test_organisations_of_several_rows_are_one(tmp_path: Path) -> None:
    rows = [
        {**GOOD, "organization_kind": ""},
        {**GOOD, "key": "a2", "organization": "COMUNE di Milano"},
    ]
    directory = read(write_csv(tmp_path / "a.csv", *rows)).directory
    (organization,) = directory["organization"].values()
    assert organization["name"] == "Comune di Milano"
    assert organization["approdo"]["kind"] == "public_body"


def test_only_good_rows_come_in_where_that_is_wanted(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", GOOD, {**GOOD, "key": "a2", "needs": "giardinaggio"})
    nothing, good = read(path), read(path, keep_good=True)
    assert nothing.directory["service"] == {}
    assert len(good.directory["service"]) == 1
    assert nothing.complaints == good.complaints
    assert (good.good, good.rows) == (1, 2)
    assert [(seen.row, seen.name, seen.place, seen.faults) for seen in good.preview] == [
        ("2", "Sportello lavoro", "Via Larga 12, Milano", 0),
        ("3", "Sportello lavoro", "Via Larga 12, Milano", 1),
    ]  # fmt: skip
    assert good.preview[0].id in good.directory["service"]
    assert good.preview[1].id is None


def test_hours_as_people_write_them_are_handed_on(tmp_path: Path) -> None:
    asked: list[str] = []

    def reader(text: str) -> WrittenHours:
        asked.append(text)
        return WrittenHours("Mo-Fr 09:00-12:00")

    path = write_csv(tmp_path / "a.csv", {**GOOD, "hours": "lun-ven 9-12"})
    assert only_service(path, read_hours=reader).schedules[0].opening_hours == "Mo-Fr 09:00-12:00"
    assert asked == ["lun-ven 9-12"]


def test_a_protected_place_keeps_its_exposure(tmp_path: Path) -> None:
    service = only_service(write_csv(tmp_path / "a.csv", {**GOOD, "exposure": "protetto"}))
    assert service.location.exposure is Exposure.ON_REQUEST


def test_what_the_app_calls_things_can_be_written_in_the_table() -> None:
    for group in ("need", "status", "document"):
        for own in values(group):
            for language in ("it", "en"):
                said = Words(language).say(f"{group}.{own}")
                assert value_id(group, said) == own, said


def test_every_heading_names_its_own_column_and_every_value_itself() -> None:
    for made in columns():
        for item in (made.name, *made.headings.values(), *made.also):
            assert field_of(item) == made.name
        if made.list:
            for own, value in values(made.list).items():
                assert {value_id(made.list, item) for item in (own, *value.names.values())} == {own}


def test_closed_lists_are_those_of_the_finder() -> None:
    from data.catalog import tables
    from geo import model

    assert set(values("need")) == {need.id for need in tables.load_taxonomy().needs}
    assert set(values("status")) == set(tables.load_statuses())
    assert set(values("document")) == set(tables.load_documents())
    enums = {
        "organization_kind": model.OrganizationKind, "level": model.Level, "role": model.Role,
        "access": model.AccessRoute, "appointment": model.Appointment, "answer": model.Answer,
        "residence": model.Residence, "confidence": model.Confidence, "exposure": model.Exposure,
        "service_status": model.ServiceStatus,
    }  # fmt: skip
    for name, kind in enums.items():
        assert set(values(name)) == {str(one) for one in kind}, name
    assert column("exposure").list == "exposure"

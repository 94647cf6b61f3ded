"""Files of other directories come in without the fields that are at fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import cli
from data.hsds.check import complaints, hinders
from data.hsds.directory import Directory
from data.hsds.good_part import good_part
from data.hsds.json_file import read_json
from data.hsds.package import read_package, read_rows
from data.records.documents import services_of
from data.records.ids import stable_id
from data.records.protection import open_part
from data.register.register import open_register
from geo.errors import BadInput
from geo.model import Service

CASE = Path(__file__).parents[2] / "cases/records/10-package-with-data-folder/pk"


def sound(directory: Directory) -> bool:
    return not [complaint for complaint in complaints(directory) if hinders(complaint)]


def services(directory: Directory) -> list[Service]:
    return [
        service
        for document in directory["service"].values()
        for service in services_of(
            document, (), {"source": "s", "licence": "l"},
            directory["organization"], directory["location"],
        )
    ]  # fmt: skip


def test_a_package_of_an_older_version_comes_in_whole() -> None:
    directory, faults = read_package(CASE)
    assert len(faults) > 500
    found = good_part(directory, source="211")
    assert sound(found)
    assert {kind: len(documents) for kind, documents in found.items() if documents} == {
        "organization": 39, "service": 39, "location": 39,
    }  # fmt: skip
    first = services(found)[0]
    assert first.schedules[0].opening_hours == "Mo 09:00-17:00"
    assert first.phones[0].number == "305-253-4841"
    assert first.location.address
    assert first.location.address.address_1 == "11347 SW 160th Street"
    assert good_part(directory, source="211") == found
    assert good_part(directory, source="other").keys() == found.keys()
    assert set(good_part(directory, source="other")["service"]) != set(found["service"])


@pytest.mark.real
@pytest.mark.parametrize("name", ["service_full.json", "tabular.json", "csv"])
def test_the_official_examples_come_in_with_their_faults(name: str, testdata: Path) -> None:
    path = testdata / "hsds" / "3.0" / "examples" / name
    directory, faults = (read_package if name == "csv" else read_json)(path)
    assert any(fault.code == "hsds.range" for fault in faults)
    found = good_part(directory, source="s")
    assert sound(found)
    assert len(found["service"]) == len(directory["service"]) == 1
    (location,) = found["location"].values()
    assert "latitude" not in location
    (document,) = found["service"].values()
    assert {"field": "latitude", "text": "100"} in document["approdo"]["left_out"] or name != "csv"


ORUK: dict[str, Any] = {
    "id": "svc-1", "name": "Drop-in", "status": "active", "email": "nobody",
    "organization": {"id": "org-1", "name": "Charity", "description": "d"},
    "regular_schedules": [{"id": "1", "freq": "WEEKLY", "byday": "TU", "opens_at": "10:00",
                           "closes_at": "12:00"}],
    "service_at_locations": [{"id": "a-1", "location": {
        "id": "loc-1", "name": "Hall", "location_type": "physical", "latitude": 51.5,
        "longitude": -0.1,
        "physical_addresses": [{"id": "p-1", "address_1": "1 High Street", "city": "London",
                                "state_province": "", "postal_code": "N1", "country": "GB"}]}}],
}  # fmt: skip


def test_a_service_of_open_referral_uk_comes_in(tmp_path: Path) -> None:
    path = tmp_path / "oruk.json"
    path.write_text(json.dumps(ORUK))
    found = good_part(read_json(path)[0], source="oruk")
    assert sound(found)
    (service,) = services(found)
    assert service.organization
    assert service.organization.name == "Charity"
    assert [slot.opening_hours for slot in service.schedules] == ["Tu 10:00-12:00"]
    assert service.location.address
    assert service.location.address.address_1 == "1 High Street"
    (document,) = found["service"].values()
    assert document["approdo"]["left_out"] == [{"field": "email", "text": "nobody"}]


def test_the_command_takes_the_good_part_where_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("APPRODO_VAR", str(tmp_path))
    run = ["--lang", "en", "register", "import", str(CASE), "--source", "211", "--licence", "CC0"]
    assert cli.main(run) == 2
    assert cli.main([*run, "--good-rows"]) == 0
    error = capsys.readouterr().err
    assert "39 rows to bring in" in error
    assert "more faults" in error
    register = open_register()
    assert len(register.services()) == 39
    register.close()


def test_what_is_written_of_a_protected_place_is_not_kept() -> None:
    place = {"id": stable_id("l"), "location_type": "physical", "latitude": "Via Nascosta 7",
             "approdo": {"exposure": "on_request"}}  # fmt: skip
    at = {"id": stable_id("a"), "location_id": place["id"]}
    service = {"id": stable_id("s"), "name": "Casa", "status": "active",
               "service_at_locations": [at]}  # fmt: skip
    given = {"service": {service["id"]: service}, "location": {place["id"]: place}}
    found = good_part(given, source="s")
    (document,) = found["service"].values()
    assert document["approdo"]["left_out"] == [{"field": "latitude", "text": ""}]
    (location,) = found["location"].values()
    assert "Nascosta" not in json.dumps(open_part("location", location))


SERVICES = "id,organization_id,name,status\n1,,Drop-in,active\n"


def older_package(folder: Path, schedules: str) -> Path:
    (folder / "services.csv").write_text(SERVICES)
    (folder / "regular_schedules.csv").write_text(schedules)
    return folder


def test_ids_and_lines_of_older_tables_are_kept(tmp_path: Path) -> None:
    table = "service_id,id,weekday,opens_at,closes_at\n1,7,Monday,9:00am,5:00pm\n1,,Friday,9,12\n"
    rows, found = read_rows(older_package(tmp_path, table))
    assert not found
    assert [(row.content["id"], row.content["byday"], row.place) for row in rows["schedule"]] == [
        ("7", "MO", "2"), ("regular_schedules.csv 3", "FR", "3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ('id,service_id,weekday\n1,1,"Monday\n2,1,Friday\n', "hsds.quotes"),
        ("id,service_id,weekday,weekday\n1,1,Monday,Friday\n", "hsds.columns"),
    ],
)
def test_faults_of_older_tables_are_reported(table: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as raised:
        read_rows(older_package(tmp_path, table))
    assert raised.value.code == code


@pytest.mark.parametrize("hostile", [None, "abc", 7, ["abc", None], [{"field": 1}], {"field": 1}])
def test_a_file_may_hold_anything_under_left_out(
    hostile: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APPRODO_VAR", str(tmp_path))
    profile = {"left_out": hostile, "exposure": "on_request"}
    place = {"id": stable_id("l"), "location_type": "physical", "approdo": profile}
    at = {"id": stable_id("a"), "location": place}
    service = {"id": stable_id("s"), "name": "Casa", "status": "active", "approdo": profile,
               "service_at_locations": [at]}  # fmt: skip
    path = tmp_path / "a.json"
    path.write_text(json.dumps(service))
    run = ["--lang", "en", "register", "import", str(path), "--source", "s", "--licence", "CC0"]
    assert cli.main(run) == 0
    assert cli.main([*run, "--good-rows"]) == 0
    register = open_register()
    assert len(register.services()) == 1
    register.close()

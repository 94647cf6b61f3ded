"""What is written as a table is read back as the same records; and can harm nobody."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.exchange.cells import plain_text, safe_text
from data.exchange.geojson_writing import write_geojson
from data.exchange.service_columns import columns, field_of
from data.exchange.service_table import read_services
from data.exchange.service_template import write_template
from data.exchange.service_writing import write_services_csv, write_services_xlsx
from data.files.csv_text import FORMULA_STARTS
from data.records.documents import Directory, directory_of, services_of
from data.records.plain_records import load_services
from geo.model import Schedule, Service
from tests.hsds_equality import differences
from tests.unit.data.exchange.generated_services import services
from tests.unit.data.exchange.tables import read

NOTHING = Schedule(None)
SAMPLES = Path(__file__).parents[4] / "data" / "sample"
WRITERS = {
    ".csv": write_services_csv, ".xlsx": write_services_xlsx, ".geojson": write_geojson,
}  # fmt: skip
OFTEN = settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def services_read(directory: Directory) -> list[Service]:
    """The services of a directory, without slots that say nothing: a table has no cell for one."""
    return [
        replace(service, schedules=tuple(slot for slot in service.schedules if slot != NOTHING))
        for document in directory["service"].values()
        for service in services_of(
            document, tuple(document["approdo"]["needs"]), {"source": "?", "licence": "?"},
            directory["organization"], directory["location"],
        )
    ]  # fmt: skip


def written_and_read(directory: Directory, path: Path) -> Directory:
    WRITERS[path.suffix](directory, path)
    reading = read(path)
    assert reading.complaints == ()
    return reading.directory


@OFTEN
@given(found=st.lists(services, min_size=1, max_size=3))
@pytest.mark.parametrize("suffix", WRITERS)
def test_services_come_back_as_they_were(found: list[Service], suffix: str, tmp_path: Path) -> None:
    before = directory_of(found)
    after = written_and_read(before, tmp_path / f"a{suffix}")
    assert services_read(after) == services_read(before)
    again = written_and_read(after, tmp_path / f"b{suffix}")
    assert differences(after, again) == []


@settings(OFTEN, max_examples=200)
@given(text=st.text(st.sampled_from("=+-@'\t,;|\"\n\ra "), max_size=12))
def test_a_safe_text_comes_back_and_begins_no_formula(text: str) -> None:
    safe = safe_text(text)
    assert plain_text(safe) == text
    for mark in ',;|\t\n"':
        for cell in safe.split(mark):
            assert not cell.startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("sample", ["demo_monaco.json", "demo_neubrandenburg.json"])
@pytest.mark.parametrize("suffix", WRITERS)
def test_the_demonstration_records_come_back(sample: str, suffix: str, tmp_path: Path) -> None:
    before = directory_of(load_services(SAMPLES / sample))
    after = written_and_read(before, tmp_path / f"a{suffix}")
    assert services_read(after) == services_read(before)
    assert len(after["service"]) == 60


@pytest.mark.parametrize("language", [None, "it", "en"])
def test_headings_of_every_language_are_understood(language: str | None, tmp_path: Path) -> None:
    before = directory_of(load_services(SAMPLES / "demo_monaco.json"))
    write_services_csv(before, tmp_path / "a.csv", language=language)
    reading = read(tmp_path / "a.csv")
    assert (reading.complaints, reading.passed_over) == ((), ())
    assert services_read(reading.directory) == services_read(before)


def test_a_service_of_several_places_comes_back(tmp_path: Path) -> None:
    first, second = load_services(SAMPLES / "demo_monaco.json")[:2]
    directory = directory_of([first, second])
    own, other = directory["service"].values()
    own["service_at_locations"] += other["service_at_locations"]
    own["service_at_locations"][1]["schedules"] = own.pop("schedules")
    del directory["service"][other["id"]]
    after = written_and_read(directory, tmp_path / "a.csv")
    (service,) = after["service"].values()
    assert [at["location_id"] for at in service["service_at_locations"]] == list(after["location"])
    assert ["schedules" in at for at in service["service_at_locations"]] == [False, True]


def test_every_row_tells_its_source_licence_date_and_whether_it_is_invented(
    tmp_path: Path,
) -> None:
    before = directory_of(load_services(SAMPLES / "demo_monaco.json"))
    write_services_csv(before, tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["demonstration"] for row in rows} == {"yes"}
    assert {row["source"] for row in rows} == {"Approdo demonstration"}
    assert {row["licence"] for row in rows} == {"CC0-1.0"}
    assert all(row["checked_on"][:3] == "202" for row in rows if row["checked_on"])


def test_no_cell_of_a_written_table_is_a_formula(tmp_path: Path) -> None:
    service = load_services(SAMPLES / "demo_monaco.json")[0]
    attack = '=HYPERLINK("http://evil.example","x")'
    directory = directory_of([replace(service, name=attack, action="02")])
    (document,) = directory["service"].values()
    document["approdo"]["notes"] = "@SUM(1)\n=1+1;=2+2"
    write_services_csv(directory, tmp_path / "a.csv")
    write_services_xlsx(directory, tmp_path / "a.xlsx")
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            assert not [cell for cell in row if cell.strip('"').startswith(FORMULA_STARTS)]
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell for cell in cells if str(cell.value).startswith(FORMULA_STARTS)]


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_template_is_read_once_it_is_filled_in(language: str, tmp_path: Path) -> None:
    write_template(tmp_path / "a.csv", language=language)
    write_template(tmp_path / "a.xlsx", language=language)
    rows = list(csv.reader((tmp_path / "a.csv").open(encoding="utf-8-sig")))
    fields = [field_of(heading) for heading in rows[0]]
    assert None not in fields
    assert {made.name for made in columns() if not made.technical} - set(fields) == {"house_number"}
    # The example is one that can be read, but for its first column.
    with (tmp_path / "a.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["k1", *rows[3][1:]])
    reading = read_services(tmp_path / "a.csv", source="s", licence="l", read_hours=None)
    assert [(c.row, c.column, c.code) for c in reading.complaints] == []
    assert (reading.rows, reading.good) == (1, 1)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book.worksheets[0]
    assert [field_of(cell.value) for cell in sheet[1]] == fields
    for place, example in enumerate(rows[3][1:], 2):
        sheet.cell(2, place, example or None)
    sheet["A2"] = "k1"
    book.save(tmp_path / "b.xlsx")
    again = read_services(tmp_path / "b.xlsx", source="s", licence="l")
    assert differences(reading.directory, again.directory) == []


def test_the_lists_of_the_template_hold_names_that_are_read(tmp_path: Path) -> None:
    from data.exchange.service_columns import value_id

    write_template(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book.worksheets[0]
    rules = sheet.data_validations.dataValidation
    by_column = {str(rule.sqref).split(":")[0].rstrip("0123456789"): rule for rule in rules}
    checked = 0
    for cell in sheet[1]:
        name = (field_of(cell.value) or "").removesuffix("_2")
        made = next(made for made in columns() if made.name == name)
        if not made.list or made.many:
            assert cell.column_letter not in by_column
            continue
        where = by_column[cell.column_letter].formula1
        page, _, area = where.removeprefix("=").rpartition("!")
        values = [row[0].value for row in book[page.strip("'")][area.replace("$", "")]]
        assert None not in values
        assert all(value_id(made.list, value) for value in values)
        checked += 1
    assert checked > 8

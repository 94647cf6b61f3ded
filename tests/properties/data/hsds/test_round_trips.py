"""What comes in goes out the same: generated directories, and the odd cases by hand."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from data.hsds.check import complaints
from data.hsds.directory import Directory, join, split
from data.hsds.json_file import plain_json, read_json, write_json
from data.hsds.objects import OBJECTS
from data.hsds.package import read_package, write_package
from data.hsds.rows import EXACT
from data.hsds.tables import tables_of
from tests.hsds_equality import canonical, differences
from tests.properties.data.hsds.generated import make

USUAL = 300
"""Directories of every run; the nightly one has all 2,000."""

A, B, C, D, E = (f"0000000{n}-0000-4000-8000-000000000000" for n in range(1, 6))
PHONE = {"id": C, "number": "112"}


def _round_trip(seeds: range, folder: Path) -> set[str]:
    met: set[str] = set()
    for seed in seeds:
        result = make(seed)
        before = json.dumps(result)
        write_json(result, folder / "a.json")
        again, found = read_json(folder / "a.json")
        assert differences(result, again) == [], seed
        assert found == [], seed
        write_package(result, folder / "a.zip")
        again, found = read_package(folder / "a.zip")
        assert differences(result, again, tabular=True) == [], seed
        assert found == [], seed
        assert complaints(result) == [], seed
        assert json.dumps(result) == before, "writing changed what it wrote"
        met |= set(tables_of(result))
    return met


def test_generated_directories_come_back(tmp_path: Path) -> None:
    met = _round_trip(range(USUAL), tmp_path)
    assert met == set(OBJECTS)


@pytest.mark.nightly
def test_two_thousand_directories_come_back(tmp_path: Path) -> None:
    assert _round_trip(range(2_000), tmp_path) == set(OBJECTS)


def test_a_difference_is_seen(tmp_path: Path) -> None:
    """The comparison that finds nothing above finds every change of a value."""
    found = make(1)
    places = 0
    for path in _places(found):
        changed = json.loads(json.dumps(found))
        node: Any = changed
        for step in path[:-1]:
            node = node[step]
        if path[-1] in ("id", "object") or node[path[-1]] in (None, ""):
            continue
        node[path[-1]] = "something else"
        places += 1
        assert len(differences(found, changed, tabular=True)) == 1, path
    assert places > 100


def test_what_is_left_out_or_moved_is_seen() -> None:
    found = make(1)
    left_out = moved = 0
    for *path, last in _places(found):
        node: Any = (changed := json.loads(json.dumps(found)))
        for step in path:
            node = node[step]
        if isinstance(node, dict) and last not in ("id", "object") and node[last] not in (None, ""):
            del node[last]
            left_out += 1
            assert len(differences(found, changed, tabular=True)) == 1, path
        for key, rows in list(node.items()) if isinstance(node, dict) else ():
            if isinstance(rows, list) and len(rows) > 1 and rows != rows[::-1]:
                node[key] = rows[::-1]
                moved += 1
                assert differences(found, changed, tabular=True) != [], path
    assert left_out > 100
    assert moved > 10


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    parts = (
        value.items() if isinstance(value, dict)
        else enumerate(value) if isinstance(value, list) else ()
    )  # fmt: skip
    found = [place for key, part in parts for place in _places(part, (*path, key))]
    return found if isinstance(value, (dict, list)) else [path]


def both_ways(fields: Directory, folder: Path) -> Directory:
    write_package(fields, folder / "a.zip")
    again, _ = read_package(folder / "a.zip")
    assert differences(fields, again, tabular=True) == []
    return again


def test_one_telephone_of_two_services_gets_a_row_for_each(tmp_path: Path) -> None:
    found = split([("service", {"id": own, "name": "a", "phones": [PHONE]}) for own in (A, B)])
    rows = tables_of(found)["phone"]
    assert [row["service_id"] for row in rows] == [A, B]
    assert rows[0]["id"] == C != rows[1]["id"]
    assert rows[1][EXACT] == {"id": C}
    assert both_ways(found, tmp_path)["service"][B]["phones"] == [PHONE]


def test_one_telephone_of_a_service_and_its_place_is_one_row(tmp_path: Path) -> None:
    found = split([
        ("service", {"id": A, "name": "a", "phones": [PHONE]}),
        ("location", {"id": B, "location_type": "physical", "phones": [PHONE]}),
    ])  # fmt: skip
    assert tables_of(found)["phone"] == [{**PHONE, "service_id": A, "location_id": B}]
    both_ways(found, tmp_path)


def test_the_order_of_each_list_is_kept(tmp_path: Path) -> None:
    other = {"id": D, "number": "118"}
    found = split([
        ("service", {"id": A, "name": "a", "phones": [PHONE, other]}),
        ("location", {"id": B, "location_type": "physical", "phones": [other, PHONE]}),
    ])  # fmt: skip
    again = both_ways(found, tmp_path)
    assert [row["number"] for row in again["location"][B]["phones"]] == ["118", "112"]


@pytest.mark.parametrize(
    "phone",
    [
        {**PHONE, "service_id": B},
        {**PHONE, "service_id": D},
        {**PHONE, "location_id": E},
        {**PHONE, "location_id": D},
        {**PHONE, "location_id": ["not an id"]},
        {**PHONE, "number": 112},
        {**PHONE, "extension": "a12"},
        {**PHONE, "extension": "12"},
        {**PHONE, "type": ["voice"]},
        {**PHONE, "description": "half \ud83d a letter"},
        {**PHONE, "description": "null \x00 letter"},
        {**PHONE, "": 1, " x": 2, "a\nb": 3},
        {**PHONE, EXACT: {"id": "taken"}},
        {**PHONE, "languages": "ita"},
        {**PHONE, "languages": ["ita"]},
        {**PHONE, "languages": {"it": True}},
        {**PHONE, "languages": [{"id": D, "attributes": [{"id": A, "link_entity": "x"}]}]},
        {**PHONE, "metadata": [{"id": D, "resource_type": "service", "resource_id": B}]},
        {**PHONE, "x": {"deep": "\ud83d"}},
        {"number": "without an id"},
        {"id": 5, "number": "an id that is no text"},
    ],
    ids=lambda phone: json.dumps(phone)[-40:],
)  # fmt: skip
def test_what_no_cell_can_tell_comes_back_all_the_same(
    phone: dict[str, Any], tmp_path: Path
) -> None:
    service = {"id": A, "name": "a", "phones": [phone, {**PHONE, "id": D}]}
    fields: Directory = {
        "service": {A: service, B: {"id": B, "name": "b"}},
        "location": {E: {"id": E, "location_type": "physical"}},
    }
    both_ways(fields, tmp_path)
    write_json(fields, tmp_path / "a.json")
    assert differences(fields, read_json(tmp_path / "a.json")[0]) == []


def test_two_capacities_share_a_unit_and_a_third_names_another(tmp_path: Path) -> None:
    unit = {"id": D, "name": "bed", "attributes": [{"id": B, "value": "x"}]}
    rows = [
        {"id": A, "available": 1, "unit": unit},
        {"id": B, "available": 2, "unit": unit},
        {"id": C, "available": 3, "unit": {**unit, "name": "hour"}},
        {"id": D, "available": 4, "unit_id": "not there"},
    ]
    fields: Directory = {"service": {A: {"id": A, "name": "a", "capacities": rows}}}
    assert len(tables_of(fields)["unit"]) == 2
    both_ways(fields, tmp_path)


def test_a_package_is_read_without_what_nesting_tells(tmp_path: Path) -> None:
    attribute = {"id": D, "value": "x", "metadata": [{"id": B, "updated_by": "me"}]}
    service = {"id": A, "name": "a", "phones": [PHONE], "attributes": [attribute]}
    write_package({"service": {A: service}}, tmp_path / "a.zip")
    assert read_package(tmp_path / "a.zip")[0]["service"] == {A: service}


def test_what_one_place_tells_and_another_does_not_is_united() -> None:
    short = {"id": A, "name": "a", "url": None, "phones": []}
    full = {"id": A, "url": "https://a.example", "phones": [PHONE], "x": None}
    for objects in ([short, full], [full, short]):
        found = split(("service", one) for one in objects)["service"][A]
        assert found == {**full, "name": "a"}
    more = {"id": A, "phones": [{"id": D, "number": "1"}, {"id": C, "extension": 5}]}
    found = split([("service", full), ("service", more)])["service"][A]
    assert found["phones"] == [{**PHONE, "extension": 5}, {"id": D, "number": "1"}]


def test_a_child_may_tell_its_owner_again_and_elsewhere(tmp_path: Path) -> None:
    phone = {**PHONE, "service_id": A}
    fields: Directory = {
        "service": {A: {"id": A, "name": "a", "phones": [phone]}},
        "location": {B: {"id": B, "location_type": "physical", "phones": [phone]}},
    }
    assert both_ways(fields, tmp_path)["location"][B]["phones"] == [phone]


def test_an_empty_directory_comes_back(tmp_path: Path) -> None:
    write_json({}, tmp_path / "a.json")
    write_package({}, tmp_path / "a.zip")
    (tmp_path / "page.json").write_text('{"contents": [], "total_items": 0, "empty": true}')
    for result, found in (
        read_json(tmp_path / "a.json"),
        read_json(tmp_path / "page.json"),
        read_package(tmp_path / "a.zip"),
    ):
        assert canonical(result) == {}
        assert found == []


CELLS = ("1.50", "1.5", "[1, 2]", "[1,2]", "1e5", "01", "+39", " 5", '"a"', '"5"', "TRUE", "true",
         '{"a": 1}', '{"a":1}', "NaN", "1,5", "-0", "5.", ".5",
         "0x1", '""', '"\\u0061"', '"', "'", "\u0661")  # fmt: skip


def test_cells_of_unknown_columns_are_written_as_they_were_read(tmp_path: Path) -> None:
    with (tmp_path / "services.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["id", "name", "minimum_age", "x"])
        table.writerows([f"{A[:-2]}{n:02}", "a", "07", cell] for n, cell in enumerate(CELLS))
    found, _ = read_package(tmp_path)
    write_package(found, tmp_path / "again")
    with (tmp_path / "again" / "services.csv").open(newline="", encoding="utf-8") as file:
        assert [row["x"] for row in csv.DictReader(file)] == list(CELLS)


def test_two_loose_objects_may_have_one_id(tmp_path: Path) -> None:
    found = split([("phone", dict(PHONE)), ("contact", {"id": C, "name": "a"})])
    assert sorted(one["object"] for one in found["loose"].values()) == ["contact", "phone"]
    both_ways(found, tmp_path)


def test_a_loose_object_hangs_on_the_document_that_it_names() -> None:
    found = split([
        ("service_at_location", {"id": C, "service_id": A, "location_id": B}),
        ("service", {"id": A, "name": "a"}),
        ("phone", {**PHONE, "service_id": A, "location_id": D}),
    ])  # fmt: skip
    assert found["loose"] == {}
    assert found["service"][A] == {
        "id": A,
        "name": "a",
        "service_at_locations": [{"id": C, "location_id": B}],
        "phones": [{**PHONE, "location_id": D}],
    }


def test_an_older_table_does_not_come_back(tmp_path: Path) -> None:
    unit = {"id": D, "name": "bed"}
    capacity = {"id": C, "available": 1, "unit": unit}
    fields: Directory = {"service": {A: {"id": A, "name": "a", "capacities": [capacity]}}}
    write_package(fields, tmp_path / "p")
    (tmp_path / "p" / "notes.txt").write_text("mine")
    without: Directory = {"service": {A: {"id": A, "name": "a"}}}
    write_package(without, tmp_path / "p")
    assert differences(without, read_package(tmp_path / "p")[0], tabular=True) == []
    assert (tmp_path / "p" / "notes.txt").read_text() == "mine"


def test_the_same_directory_is_the_same_file(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_package(make(3), tmp_path / f"{name}.zip")
        write_json(make(3), tmp_path / f"{name}.json")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


@pytest.mark.parametrize("name", ["a.zip", "a.json", "folder"])
def test_a_write_that_fails_leaves_what_was_there(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = write_json if name.endswith("json") else write_package
    if name != "folder":
        write(make(1), tmp_path / name)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}

    def refuse(*_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(RuntimeError):
        write(make(2), tmp_path / name)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_join_and_split_are_each_others_way_back() -> None:
    for seed in range(40):
        found = make(seed)
        nested = [("service", join(found, "service", own)) for own in found["service"]]
        nested += [
            (kind, join(found, kind, own))
            for kind in ("organization", "program", "location", "taxonomy", "taxonomy_term")
            for own in found[kind]
        ]
        nested += [(one["object"], one["content"]) for one in found["loose"].values()]
        assert differences(found, split(nested)) == [], seed


def test_services_stand_in_their_order_with_everything_inside() -> None:
    found = make(5)
    written = plain_json(found)
    assert [service["id"] for service in written["services"]] == list(found["service"])
    assert all("organization" in service for service in written["services"])
    inside = {service["organization"]["id"] for service in written["services"]}
    outside = {one["id"] for one in written.get("organizations", [])}
    assert inside | outside == set(found["organization"])
    assert not inside & outside


def test_true_is_not_one() -> None:
    first, second = ({"service": {A: {"id": A, "x": value}}} for value in (1, True))
    assert differences(first, second) == [f"/service/{A}/x: 1 | True"]
    assert canonical(first) == canonical({"service": {A: {"id": A, "x": 1.0}}})

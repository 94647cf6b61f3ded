"""The official examples come back, and the official schemas take what is written."""

from __future__ import annotations

import csv
import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package, system
from jsonschema import Draft202012Validator, FormatChecker

from data.hsds.directory import Directory, join
from data.hsds.json_file import plain_json, read_json, write_json
from data.hsds.objects import MANY, OBJECTS, ONE, foreign_keys, owners_of
from data.hsds.package import FILES, package_files, read_package, write_package
from data.hsds.tables import tables_of
from tests.hsds_equality import canonical, differences
from tests.properties.data.hsds.generated import make

pytestmark = pytest.mark.real

SHORT = dict.fromkeys(("organization", "program", "service"), 1)
FULL = {**SHORT, "location": 1, "taxonomy": 1, "taxonomy_term": 1}
EXAMPLES = {
    "location": {"location": 1},
    "organization_full": FULL,
    "organization_list": {"organization": 1},
    "service_at_location_full": FULL,
    "service_at_location_list": {**SHORT, "location": 1},
    "service_full": FULL,
    "service_list": SHORT,
    "tabular": {**FULL, "loose": 3},
    "taxonomy": {"taxonomy": 1},
    "taxonomy_list": {"taxonomy": 1},
    "taxonomy_term": {"taxonomy": 1, "taxonomy_term": 1},
    "taxonomy_term_list": {"taxonomy": 1, "taxonomy_term": 1},
}
"""How many documents of each kind are in an example."""


@pytest.fixture(scope="session")
def official(testdata: Path) -> Path:
    return testdata / "hsds" / "3.0"


def plain(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_table_of_objects_is_the_official_one(official: Path) -> None:
    resources = plain(official / "datapackage.json")["resources"]
    assert {one["name"] for one in resources} == {
        name for name, made in OBJECTS.items() if made.since == "3.0"
    }
    for one in resources:
        made = OBJECTS[one["name"]]
        assert made.file == one["path"]
        fields = {
            field["name"]: (
                field["type"],
                field.get("format"),
                field["constraints"]["required"],
                tuple(field["constraints"].get("enum", ())),
            )
            for field in one["schema"]["fields"]
        }
        own = {
            f.name: (f.type, f.format, f.required or f.required_in_tables, f.values)
            for f in made.fields
            if f.name != "label"
        }
        assert own == fields, made.name
        keys = one["schema"].get("foreignKeys", [])
        named = {(key["fields"], key["reference"]["resource"]) for key in keys}
        assert set(foreign_keys(made.name)) == named, made.name


def test_nesting_is_the_official_one(official: Path) -> None:
    later = {"additional_urls", "additional_websites", "capacities", "services"}
    for name, made in OBJECTS.items():
        if made.since != "3.0":
            continue
        schema = plain(official / "schema" / f"{name}.json")
        nested = {
            key
            for key, found in schema["properties"].items()
            if "items" in found or "$ref" in found
        }
        own = {*made.children, *(key for owner, key in (*ONE, *MANY) if owner == name)}
        assert own - later == nested, name
        assert {f.name for f in made.fields if f.required} == set(schema["required"]), name


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_comes_back(official: Path, tmp_path: Path, name: str) -> None:
    result, _ = read_json(official / "examples" / f"{name}.json")
    assert {kind: len(found) for kind, found in result.items() if found} == EXAMPLES[name]
    write_json(result, tmp_path / "a.json")
    assert differences(result, read_json(tmp_path / "a.json")[0]) == []
    write_package(result, tmp_path / "a.zip")
    again, _ = read_package(tmp_path / "a.zip")
    assert differences(result, again, tabular=True) == []
    write_json(again, tmp_path / "b.json")
    assert differences(result, read_json(tmp_path / "b.json")[0], tabular=True) == []


@pytest.mark.parametrize(
    ("name", "kind", "path"),
    [
        ("service_full", "service", ()),
        ("organization_full", "organization", ()),
        ("service_list", "service", ("contents", 0)),
        ("organization_list", "organization", ("contents", 0)),
        ("location", "location", ()),
        ("taxonomy", "taxonomy", ()),
        ("taxonomy_term", "taxonomy_term", ()),
        ("taxonomy_term_list", "taxonomy_term", ("contents", 0)),
        ("service_at_location_full", "service", ("service",)),
    ],
)
def test_a_joined_document_holds_all_of_the_example(
    official: Path, name: str, kind: str, path: tuple[Any, ...]
) -> None:
    found = plain(official / "examples" / f"{name}.json")
    for step in path:
        found = found[step]
    directory, _ = read_json(official / "examples" / f"{name}.json")
    assert lost(found, join(directory, kind, found["id"])) == []


def lost(found: Any, joined: Any, place: str = "") -> list[str]:
    """Return what of `found` is not in `joined`."""
    if isinstance(found, dict) and isinstance(joined, dict):
        return [
            one
            for key, value in found.items()
            for one in lost(value, joined.get(key, "(not there)"), f"{place}/{key}")
        ]
    if isinstance(found, list) and isinstance(joined, list) and len(found) == len(joined):
        pairs = enumerate(zip(found, joined, strict=True))
        return [one for n, pair in pairs for one in lost(*pair, f"{place}/{n}")]
    return [] if found == joined else [f"{place}: {found!r} | {joined!r}"]


def rows(folder: Path) -> dict[str, list[dict[str, str]]]:
    found = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            found[path.name] = list(csv.DictReader(file))
    return found


def test_the_official_package_is_written_again_cell_by_cell(official: Path, tmp_path: Path) -> None:
    found, _ = read_package(official / "examples" / "csv")
    write_package(found, tmp_path / "folder")
    assert rows(tmp_path / "folder") == rows(official / "examples" / "csv")
    assert len(rows(tmp_path / "folder")) == 21
    write_json(found, tmp_path / "a.json")
    again, _ = read_json(tmp_path / "a.json")
    write_package(again, tmp_path / "again")
    assert rows(tmp_path / "again") == rows(official / "examples" / "csv")


def test_the_official_tables_as_json_are_the_official_package(official: Path) -> None:
    result, _ = read_json(official / "examples" / "tabular.json")
    tables, _ = read_package(official / "examples" / "csv")
    assert differences(result, tables, tabular=True) == []
    original = plain(official / "examples" / "tabular.json")
    written = {OBJECTS[name].file: found for name, found in tables_of(result).items()}
    assert as_texts(written) == as_texts(original)


def as_texts(tables: dict[str, list[dict[str, Any]]]) -> Any:
    return {
        file: [{key: str(value) for key, value in row.items()} for row in found]
        for file, found in tables.items()
    }


@cache
def schema(official: Path, name: str) -> Draft202012Validator:
    found = plain(official / "schema" / "compiled" / f"{name}.json")
    return Draft202012Validator(found, format_checker=FormatChecker())


def faults(validator: Draft202012Validator, found: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(found)]


def clean(seed: int) -> Directory:
    """Return a directory without nulls and empty texts, which the schemas do not take for text."""
    return canonical(make(seed), tabular=True) | {
        "loose": {k: v for k, v in make(seed)["loose"].items() if v["object"] == "unit"}
    }


def test_the_schemas_have_a_format_checker(official: Path) -> None:
    for key, value in (("id", "no"), ("url", "no uri"), ("last_modified", "2026-02-30T10:00:00Z")):
        fields = {"id": "0" * 8 + "-0000-4000-8000-" + "0" * 12, "name": "a", "status": "active"}
        assert faults(schema(official, "service"), fields) == []
        assert len(faults(schema(official, "service"), {**fields, key: value})) == 1, key


def test_the_official_schemas_take_what_is_written(official: Path) -> None:
    seen = 0
    for seed in range(60):
        found = clean(seed)
        written = plain_json(found)
        for service in written["services"]:
            assert faults(schema(official, "service"), service) == [], seed
        for organization in written.get("organizations", []):
            assert faults(schema(official, "organization"), organization) == [], seed
        for own in found["service"]:
            assert faults(schema(official, "service"), join(found, "service", own)) == [], seed
        for own in found["organization"]:
            full = join(found, "organization", own)
            assert faults(schema(official, "organization"), full) == [], seed
        seen += len(written["services"])
    assert seen > 60


def test_the_official_tabular_schema_takes_the_rows(official: Path) -> None:
    for seed in range(60):
        assert faults(schema(official, "tabular"), tables_of(clean(seed))) == [], seed


def package_faults(folder: Path) -> list[tuple[str, str, str]]:
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    return sorted(
        (task.place, error.type, error.note) for task in report.tasks for error in task.errors
    ) + [("", error.type, error.note) for error in report.errors]


def test_frictionless_takes_the_packages(tmp_path: Path) -> None:
    for seed in range(12):
        write_package(make(seed), tmp_path / str(seed))
        assert package_faults(tmp_path / str(seed)) == [], seed


def test_frictionless_sees_a_fault(tmp_path: Path) -> None:
    files = package_files(tables_of(make(0)))
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    (tmp_path / "services.csv").write_text("id,name\nx,a\n")
    assert package_faults(tmp_path) != []


def test_the_official_description_holds_for_the_official_package_written_again(
    official: Path, tmp_path: Path
) -> None:
    """Both have the broken references of the example, and nothing else."""
    found, _ = read_package(official / "examples" / "csv")
    for folder, by in (("by_us", tmp_path / "by_us"), ("by_them", tmp_path / "by_them")):
        write_package(found, tmp_path / folder)
        if folder == "by_them":
            shutil.copy(official / "datapackage.json", by / "datapackage.json")
    shutil.copytree(official / "examples" / "csv", tmp_path / "theirs", copy_function=shutil.copy)
    shutil.copy(official / "datapackage.json", tmp_path / "theirs" / "datapackage.json")
    original = package_faults(tmp_path / "theirs")
    assert package_faults(tmp_path / "by_them") == original
    ours = package_faults(tmp_path / "by_us")
    assert {fault[1] for fault in ours} == {"foreign-key"} == {fault[1] for fault in original}
    assert {fault[0] for fault in ours} == {"contacts.csv", "locations.csv", "taxonomy_terms.csv"}


def test_every_file_of_the_standard_is_read() -> None:
    assert len(FILES) == 24
    assert all(owners_of(name) or name in ("unit", "meta_table_description") or name in (
        "organization", "program", "service", "location", "taxonomy", "taxonomy_term"
    ) for name in OBJECTS)  # fmt: skip

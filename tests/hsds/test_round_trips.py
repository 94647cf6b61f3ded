"""What comes in goes out the same: official examples and generated directories."""

from __future__ import annotations

from pathlib import Path

import pytest
from generated import make

from data.hsds.canonical import differences
from data.hsds.json_file import read_json, write_json
from data.hsds.package import read_package, write_package
from data.register.documents import Directory
from data.register.register import Register, open_register
from data.register.snapshot import read_directory
from data.register.store import Stamp, changes_of

EXAMPLES = (
    "location", "organization_full", "organization_list", "service_at_location_full",
    "service_at_location_list", "service_full", "service_list", "tabular", "taxonomy",
    "taxonomy_list", "taxonomy_term", "taxonomy_term_list",
)  # fmt: skip
USUAL = 400
"""Directories of every run; the nightly one has all 2,000."""


@pytest.fixture
def official(testdata: Path) -> Path:
    return testdata / "hsds" / "3.0" / "examples"


@pytest.mark.real
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_official_example_comes_back(official: Path, tmp_path: Path, name: str) -> None:
    told, _ = read_json(official / f"{name}.json")
    assert sum(map(len, told.values())) > 0
    write_json(told, tmp_path / "a.json")
    assert differences(told, read_json(tmp_path / "a.json")[0]) == []
    write_package(told, tmp_path / "a.zip")
    assert differences(told, read_package(tmp_path / "a.zip")[0], tabular=True) == []


@pytest.mark.real
def test_the_official_package_comes_back(official: Path, tmp_path: Path) -> None:
    told, _ = read_package(official / "csv")
    write_package(told, tmp_path / "folder")
    again, _ = read_package(tmp_path / "folder")
    assert differences(told, again) == []
    write_json(told, tmp_path / "a.json")
    assert differences(told, read_json(tmp_path / "a.json")[0], tabular=True) == []


@pytest.mark.real
@pytest.mark.parametrize("name", [*EXAMPLES, "csv"])
def test_an_official_example_comes_back_from_a_register(
    official: Path, tmp_path: Path, name: str
) -> None:
    if name == "csv":
        told, _ = read_package(official / "csv")
    else:
        told, _ = read_json(official / f"{name}.json")
    register = open_register(f"sqlite:///{tmp_path / 'r.sqlite'}")
    assert differences(told, _through(register, told)) == []
    register.close()


def _through(register: Register, told: Directory) -> Directory:
    from datetime import UTC, datetime

    now = datetime(2026, 11, 23, tzinfo=UTC)
    register.write(changes_of(told), Stamp("test", now, source="s", licence="l"))
    with register.reading() as connection:
        return read_directory(connection)


def _round_trip(seeds: range, folder: Path) -> None:
    for seed in seeds:
        told = make(seed)
        write_json(told, folder / "a.json")
        again, complaints = read_json(folder / "a.json")
        assert differences(told, again) == [], seed
        assert complaints == [], seed
        write_package(told, folder / "a.zip")
        tables, complaints = read_package(folder / "a.zip")
        assert differences(told, tables, tabular=True) == [], seed
        assert complaints == [], seed


def test_generated_directories_come_back(tmp_path: Path) -> None:
    _round_trip(range(USUAL), tmp_path)


@pytest.mark.nightly
def test_two_thousand_directories_come_back(tmp_path: Path) -> None:
    _round_trip(range(2_000), tmp_path)


def test_generated_directories_come_back_from_a_register(tmp_path: Path) -> None:
    for seed in range(40):
        register = open_register(f"sqlite:///{tmp_path / f'{seed}.sqlite'}")
        told = make(seed)
        assert differences(told, _through(register, told)) == [], seed
        register.close()

"""What comes into a register goes out of it the same."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.hsds.directory import Directory
from data.hsds.json_file import read_json
from data.hsds.package import read_package
from data.register.register import Register, open_register
from data.register.snapshot import read_directory
from data.register.store import Stamp, changes_of
from tests.hsds_equality import differences
from tests.properties.data.hsds.generated import make

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def through(register: Register, fields: Directory) -> Directory:
    register.write(changes_of(fields), Stamp("test", NOW, source="s", licence="l"))
    with register.reading() as connection:
        return read_directory(connection)


@pytest.mark.real
def test_official_examples_come_back_from_a_register(testdata: Path, tmp_path: Path) -> None:
    examples = testdata / "hsds" / "3.0" / "examples"
    paths = [path for path in sorted(examples.glob("*.json")) if path.stem != "base"]
    assert len(paths) == 12
    read = [read_json(path)[0] for path in paths] + [read_package(examples / "csv")[0]]
    for number, found in enumerate(read):
        register = open_register(f"sqlite:///{tmp_path / f'{number}.sqlite'}")
        assert differences(found, through(register, found)) == [], number
        register.close()


def test_generated_directories_come_back_from_a_register(tmp_path: Path) -> None:
    for seed in range(40):
        register = open_register(f"sqlite:///{tmp_path / f'{seed}.sqlite'}")
        found = make(seed)
        assert differences(found, through(register, found)) == [], seed
        register.close()

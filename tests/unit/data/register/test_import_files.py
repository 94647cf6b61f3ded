"""A file of HSDS as the page shows it before anything is kept."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from data.register.import_files import read_good_part
from tests.unit.data.exchange.tables import GOOD, write_csv

CASE = Path(__file__).parents[3] / "reference/cases/records/10-package-with-data-folder/pk"
TODAY = date(2026, 11, 27)


def test_a_package_is_shown_record_by_record(tmp_path: Path) -> None:
    shutil.make_archive(str(tmp_path / "pk"), "zip", CASE)
    reading = read_good_part(tmp_path / "pk.zip", source="211", licence="CC0", today=TODAY)
    assert (reading.good, reading.rows, len(reading.preview)) == (39, 39, 39)
    assert len(reading.complaints) > 500
    assert all(row.id in reading.directory["service"] for row in reading.preview)


def test_any_other_file_is_a_table(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", GOOD)
    assert read_good_part(path, source="s", licence="l", today=TODAY).good == 1

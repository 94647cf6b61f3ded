"""Tables into the register and out of it, by the command line."""

from __future__ import annotations

import csv
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

import cli
from commands.arguments import EXPORTED
from data.register.register import open_register
from data.register.store import RecordChange, Stamp

ROWS = [
    {"key": "a1", "name": "Sportello lavoro", "needs": "job_search", "address": "Via Roma 1",
     "city": "Milano", "hours": "lun-ven 9-13", "source": "Rete", "licence": "CC0-1.0"},
    {"key": "a2", "name": "Scuola di italiano", "needs": "italian_course", "city": "Milano",
     "phones": "02 1234567", "source": "Rete", "licence": "CC0-1.0"},
    {"key": "a3", "name": "", "needs": "moon_flights", "city": "Milano"},
]  # fmt: skip
NOW = datetime(2026, 11, 23, tzinfo=UTC)
CANARY = "Via del Rifugio Segreto 7"


@pytest.fixture(autouse=True)
def _own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPRODO_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("APPRODO_DATABASE_URL", raising=False)


def table(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(key for row in ROWS for key in row)))
        writer.writeheader()
        writer.writerows(rows)
    return path


def names() -> list[str]:
    register = open_register()
    try:
        return sorted(service.name for service in register.services())
    finally:
        register.close()


def test_a_trial_tells_every_complaint_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path / "a.csv", ROWS)
    assert cli.main(["--lang", "en", "register", "import", str(path), "--dry-run"]) == 0
    found = capsys.readouterr()
    assert "2 rows to bring in" in found.err
    assert "moon_flights" in found.err
    assert "Only a trial" in found.out
    assert names() == []


def test_all_rows_or_only_the_good_ones_as_chosen(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", ROWS)
    assert cli.main(["register", "import", str(path)]) == 2
    assert names() == []
    assert cli.main(["register", "import", str(path), "--good-rows"]) == 0
    assert names() == ["Scuola di italiano", "Sportello lavoro"]


@pytest.mark.parametrize("form", ["csv", "xlsx", "geojson"])
def test_what_goes_out_comes_in_again_without_a_change(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path / "a.csv", ROWS[:2])
    for expected in ("4 new", "4 as before"):
        assert cli.main(["--lang", "en", "register", "import", str(path)]) == 0
        assert expected in capsys.readouterr().out
    out = tmp_path / f"b.{form}"
    assert cli.main(["register", "export", "--format", form, "--out", str(out)]) == 0
    capsys.readouterr()
    assert cli.main(["--lang", "en", "register", "import", str(out)]) == 0
    found = capsys.readouterr().out
    assert "0 new\n0 changed\n4 as before" in found
    assert names() == ["Scuola di italiano", "Sportello lavoro"]


@pytest.mark.parametrize("form", list(EXPORTED))
def test_a_protected_address_leaves_with_no_export(form: str, tmp_path: Path) -> None:
    assert cli.main(["register", "import", str(table(tmp_path / "a.csv", ROWS[:1]))]) == 0
    register = open_register()
    location = next(iter(register.services())).location.id
    kept = register.read("location", location)
    assert kept is not None
    hidden = {
        **kept.content,
        "addresses": [{**kept.content["addresses"][0], "address_1": CANARY}],
        "approdo": {**kept.content["approdo"], "exposure": "on_request"},
    }
    register.write([RecordChange("location", location, hidden)], Stamp("test", NOW))
    register.close()
    out = tmp_path / f"b.{form}"
    assert cli.main(["register", "export", "--format", form, "--out", str(out)]) == 0
    assert CANARY.encode() not in unpacked(out)


def unpacked(path: Path) -> bytes:
    """Everything in a file or a folder; of a workbook, what its parts hold."""
    if path.is_dir():
        return b"".join(each.read_bytes() for each in sorted(path.iterdir()))
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_the_template_is_written(name: str, tmp_path: Path) -> None:
    assert cli.main(["--lang", "it", "register", "template", "--out", str(tmp_path / name)]) == 0
    assert b"Nome del servizio" in unpacked(tmp_path / name)
    assert cli.main(["register", "template", "--out", str(tmp_path / "t.doc")]) == 2

"""Partnerships by the command line: a table in, who does what out, every fault with its row."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

import cli
from data.register.demonstrations import load_demonstrations
from data.register.register import open_register
from tests.store.full_records import NOW


@pytest.fixture(autouse=True)
def _own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPRODO_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("APPRODO_DATABASE_URL", raising=False)


def run(*words: str) -> int:
    return cli.main(["--lang", "en", *words])


def test_a_table_is_brought_in_whole_or_not_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "reti.csv"
    path.write_text("rete;comuni;capofila\nLago;Como|Livo (CO);Comune di Como\n", "utf-8")
    assert run("partnership", "import", str(path)) == 0
    out = capsys.readouterr().out
    assert "1 partnership saved." in out
    assert "Organisations added to the register: Comune di Como." in out
    path.write_text("rete;comuni\nNord;Uggiate-Trevano\nSud;Atlantide\n", "utf-8")
    assert run("partnership", "import", str(path), "--whole") == 2
    err = capsys.readouterr().err
    assert "row 3, column municipalities" in err
    assert run("partnership", "list") == 0
    assert capsys.readouterr().out.startswith("Lago: 013075, 013130")
    path.write_text("rete;comuni\nNord;Uggiate-Trevano\n", "utf-8")
    assert run("partnership", "import", str(path), "--whole") == 0
    assert "is part of Uggiate con Ronago (CO) today" in capsys.readouterr().err
    assert run("partnership", "list") == 0
    assert capsys.readouterr().out == "Nord: 013256\n"


def test_who_does_what_is_written_with_its_tags(tmp_path: Path) -> None:
    register = open_register()
    load_demonstrations(register, "monaco", at=NOW)
    register.close()
    as_csv, as_xlsx = tmp_path / "who.csv", tmp_path / "who.xlsx"
    assert run("partnership", "export", "--out", str(as_csv)) == 0
    assert run("partnership", "export", "--out", str(as_xlsx)) == 0
    with as_csv.open(encoding="utf-8", newline="") as file:
        heads, tags, *rows = csv.reader(file)
    assert tags[0] == "#org+lead"
    assert heads[0] == "Organisation"
    assert len(rows) > 50
    assert {row[tags.index("#meta+demonstration")] for row in rows} == {"yes"}
    sheet = openpyxl.load_workbook(as_xlsx).active
    assert sheet is not None
    assert sheet.max_row == len(rows) + 2
    assert [cell.value for cell in sheet[2]] == tags


def test_an_unknown_partnership_and_a_folder_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "who.csv")
    assert run("partnership", "export", "--name", "Nord", "--out", out) == 2
    assert "no partnership “Nord”" in capsys.readouterr().err
    assert run("partnership", "export", "--out", str(tmp_path)) == 2
    assert run("partnership", "import", str(tmp_path / "none.csv")) == 2

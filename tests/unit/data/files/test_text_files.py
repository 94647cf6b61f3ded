"""Encodings without a mark, quotation marks left open, workbooks of the strict kind."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from data.files.csv_text import csv_rows
from data.files.encoding import decoded
from geo.errors import BadInput
from tests.unit.data.exchange.tables import GOOD, read, write_xlsx

TEXT = "nome;città\nUnità di strada;Cantù\nPerché no;Forlì\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"],
)
def test_the_text_is_read_in_its_encoding(encoding: str) -> None:
    assert decoded(Path("a.csv"), TEXT.encode(encoding)) == TEXT


def test_an_apostrophe_of_windows_is_no_letter_of_macintosh() -> None:
    text = "L’Orto dell’Arca;perché"
    assert decoded(Path("a.csv"), text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('a;b\n1;"x\n2;y\n', 2),
        ('a;b\n1;"x\n2;y "z"\n', 2),
        ('a;b;c\n1;2;"x\n4;5;y"\n7;8;9\n1;1;"\n', 2),
        ('a;b;c\n1;2;"x\n4;5;6\n7;8;9"\n1;1;1\n', 2),
    ],
)
def test_a_quotation_mark_left_open(text: str, row: int) -> None:
    with pytest.raises(BadInput) as error:
        list(csv_rows(Path("a.csv"), text, ";"))
    assert (error.value.code, error.value.facts["line"]) == ("points.table", row)


def test_quotation_marks_that_close_are_read() -> None:
    text = 'a;b\n"x\ny";2\n"di ""mezzo""";"Via "Roma" 3"\n'
    with pytest.raises(BadInput):
        list(csv_rows(Path("a.csv"), text, ";"))
    text = 'a;b\n"Via" Roma;2\n'
    assert [row for _, row in csv_rows(Path("a.csv"), text, ";")][1] == ["Via Roma", "2"]


def test_a_workbook_of_the_strict_kind_is_read(tmp_path: Path) -> None:
    plain, strict = write_xlsx(tmp_path / "a.xlsx", GOOD), tmp_path / "b.xlsx"
    names = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main":
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships":
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }  # fmt: skip
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(strict, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            for old, new in names.items():
                content = content.replace(old, new)
            target.writestr(entry.filename, content)
    assert read(strict).directory == read(plain).directory
    assert read(strict).good == 1


def test_rows_that_a_filter_hides_are_counted(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", GOOD, {**GOOD, "key": "b"}, {**GOOD, "key": "c"})
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[3].hidden = True
    book.save(path)
    reading = read(path)
    assert reading.good == 3
    assert [(c.code, c.facts["n"]) for c in reading.complaints] == [("exchange.filtered", 1)]

"""Tables of pupils: every fault by its row, and nothing of a school whose sums do not agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.exchange.pupils_file import PupilTable, read_pupils
from geo.errors import BadInput
from geo.measures.pupils import PupilRow

HEAD = "codice scuola;anno scolastico;cittadinanza;alunni;in ritardo;abbandoni"
A, B = "MIIC8AA00X", "COIC80100A"


def read(tmp_path: Path, *lines: str, head: str = HEAD) -> PupilTable:
    path = tmp_path / "alunni.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return read_pupils(path)


def test_every_column_is_read_in_any_of_its_ways(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        f"{A};2025/26;Italia;60;6;1",
        f"{A.lower()};2025;Marocco;40;12;",
        f"{A};2025/2026;;5;;",
        f"{A};2025/26;Totale;105;;",
    )
    assert table.complaints == ()
    assert table.rows == (
        PupilRow(A, 2025, "IT", 60, 6, 1), PupilRow(A, 2025, "MA", 40, 12, None),
        PupilRow(A, 2025, "", 5, None, None),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("12;2025/26;Italia;60;;", "pupils.code"),
        (f"{A};last year;Italia;60;;", "pupils.year"),
        (f"{A};2025/26;Atlantide;60;;", "citizenship.country"),
        (f"{A};2025/26;Italia;many;;", "pupils.count"),
        (f"{A};2025/26;Italia;-3;;", "pupils.count"),
        (f"{A};2025/26;Italia;1.5;;", "pupils.count"),
        (f"{A};2025/26;Italia;;;", "pupils.count"),
        (f"{A};2025/26;Italia;10;11;", "pupils.part"),
        (f"{A};2025/26;Italia;10;;11", "pupils.part"),
    ],
)
def test_a_row_at_fault_is_named_and_the_others_are_read(
    tmp_path: Path, line: str, code: str
) -> None:
    table = read(tmp_path, line, f"{B};2025/26;Italia;60;;")
    assert [(one.row, one.code) for one in table.complaints] == [("2", code)]
    assert [row.code for row in table.rows] == [B]


def test_a_doubled_row_says_the_first(tmp_path: Path) -> None:
    table = read(tmp_path, f"{A};2025/26;MA;6;;", f"{A};2025;Marocco;7;;")
    assert [(one.row, one.code, one.facts["first"]) for one in table.complaints] == [
        ("3", "pupils.doubled", "2")
    ]
    assert [row.pupils for row in table.rows] == [6]


def test_pupils_that_exceed_the_school_keep_it_out_and_no_other(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        f"{A};2025/26;IT;60;;", f"{A};2025/26;MA;50;;", f"{A};2025/26;totale;100;;",
        f"{A};2024/25;IT;60;;", f"{B};2025/26;IT;60;;", f"{B};2025/26;totale;60;;",
    )  # fmt: skip
    (fault,) = table.complaints
    assert (fault.row, fault.code, fault.facts) == (
        "4", "pupils.exceed", {"school": A, "sum": 110, "n": 100},
    )  # fmt: skip
    assert [(row.code, row.year) for row in table.rows] == [(A, 2024), (B, 2025)]


def test_a_file_without_columns_or_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"exchange\.columns") as caught:
        read(tmp_path, "a;b", head="chi;dove")
    assert caught.value.facts["missing"] == ["code", "year", "country", "pupils"]
    with pytest.raises(BadInput, match=r"exchange\.no_rows"):
        read(tmp_path)

"""The cells of a row, each read as the kind of its column."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.exchange.row_parsing import ANY_AGE, parse_row
from data.exchange.service_columns import columns
from data.exchange.service_places import read_place
from data.exchange.table_row import RowFaults, TableRow
from tests.unit.data.exchange.tables import osm_hours


def parsed(**fields: Any) -> TableRow:
    return parse_row(fields, RowFaults("a.csv", "2", {}), osm_hours)


def codes(row: TableRow) -> list[tuple[str, str]]:
    return [(fault.column, fault.code) for fault in row.faults.complaints]


@pytest.mark.parametrize("column", columns(), ids=lambda column: column.name)
def test_every_column_is_read_and_an_empty_word_says_nothing(column: Any) -> None:
    row = parsed(**{column.name: "n.d."})
    assert (dict(row.values), codes(row)) == ({}, [])
    assert column.name in row.cells


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("minimum_age", "nessun limite", ANY_AGE),
        ("maximum_age", "30", 30),
        ("starts_2", "3/11/2026", date(2026, 11, 3)),
        ("languages", "nessuna", ()),
        ("accepts", "protection; asylum_seeker?", (("protection", False), ("asylum_seeker", True))),
        ("municipalities", "Livo (CO)", frozenset({"013130"})),
        ("fund_amount", "12.000,50", 12000.5),
    ],
)
def test_a_cell_is_read_as_its_column(field: str, cell: str, value: Any) -> None:
    row = parsed(**{field: cell})
    assert (row.get(field), codes(row)) == (value, [])


def test_a_date_where_an_age_is_asked_for_is_one_fault() -> None:
    assert codes(parsed(minimum_age=date(2026, 3, 12))) == [
        ("minimum_age", "exchange.turned_to_date")
    ]


def test_the_other_half_of_a_faulty_position_is_no_second_fault() -> None:
    row = parsed(lat="north", lon="9.19")
    read_place(row)
    assert codes(row) == [("lat", "exchange.number")]

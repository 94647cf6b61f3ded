"""Any table as the bytes of a file: CSV or Excel."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from data.exchange.cells import Cell
from data.exchange.spreadsheet_writing import ColumnHeading, write_workbook
from data.files.csv_text import safe_cell

TABLE_FORMS = {"xlsx": "Excel (xlsx)", "csv": "CSV"}
"""Forms of a table, with the names that they have in every language."""


def table_file(form: str, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as a file of a form, one of `TABLE_FORMS`; in neither does a cell compute.

    Parameters
    ----------
    name
        Of the sheet, where the form has sheets.

    Examples
    --------
    >>> table_file("csv", "t", ["a", "b"], [["=1", 2.5]]).decode().splitlines()
    ['a,b', "'=1,2.5"]
    """
    if form == "csv":
        text = io.StringIO(newline="")
        table = csv.writer(text)
        table.writerow(heads)
        table.writerows([[safe_cell(cell) for cell in row] for row in rows])
        return text.getvalue().encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table.{form}"
        write_workbook(path, [(name, [ColumnHeading(head) for head in heads], rows)])
        return path.read_bytes()

"""Who does what where as a file: a 3W/5W table with HXL tags, CSV or Excel."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from answers.partnerships import Coordination, place_name
from data.exchange.spreadsheet_writing import ColumnHeading, write_workbook
from data.files.csv_text import safe_cell
from layers.partnerships.five_w import TAGS, five_w_heads, five_w_rows
from layers.words import Words

FORMS = {"xlsx": "Excel (xlsx)", "csv": "CSV"}
"""Forms of the file, with the names that they have in every language."""


def file_name(form: str) -> str:
    """Return what a file of a form is called.

    Examples
    --------
    >>> file_name("csv")
    'approdo-who-does-what.csv'
    """
    return f"approdo-who-does-what.{form}"


def five_w_file(found: Coordination, form: str, words: Words) -> bytes:
    """Return the table as a file: headings in the reader's language, then the HXL tags."""
    rows = five_w_rows(found.activities, found.memberships, found.organizations, place_name, words)
    heads = five_w_heads(words)
    if form == "csv":
        text = io.StringIO(newline="")
        table = csv.writer(text)
        table.writerows([heads, TAGS.values()])
        table.writerows([[safe_cell(cell) for cell in row] for row in rows])
        return text.getvalue().encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file_name(form)
        columns = [ColumnHeading(head) for head in heads]
        write_workbook(path, [("5W", columns, [tuple(TAGS.values()), *rows])])
        return path.read_bytes()

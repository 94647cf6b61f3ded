"""The register's table as it is seen, as a file: every row that the filters leave."""

from __future__ import annotations

from collections.abc import Sequence

from answers.partnerships import place_name
from data.exchange.table_file import table_file
from data.register.search import Filters, Sort
from data.register.session import RegisterSession
from data.register.table import TablePage, TableRow
from layers.register.table_rows import Cell, table_cells, table_heads
from layers.sentences import marked, name_in
from layers.words import Words

MOST_ROWS = 100_000


def row_cells(
    row: TableRow, columns: Sequence[str], page: TablePage, words: Words
) -> tuple[Cell, ...]:
    """Return the cells of a row in the reader's words."""
    record: dict[str, Cell] = {
        "name": marked(name_in(row.name, row.names, words), words, demonstration=row.demonstration),
        "status": row.status,
        "source": row.source,
        "checked": row.assured_on,
        "changed": row.updated_on,
    }
    missing = [one.value for one in row.missing]
    return table_cells(
        columns, record, row.activity, missing, page.organizations, place_name, words
    )


def register_file(
    session: RegisterSession,
    filters: Filters,
    form: str,
    columns: Sequence[str],
    words: Words,
    *,
    sort: Sort = Sort.NAME,
    descending: bool = False,
) -> bytes:
    """Return the table with some columns as a file of a form, one of `TABLE_FORMS`.

    The last column is the id of each record, by which a table that comes back is matched.
    """
    page = session.records.table(filters, size=MOST_ROWS, sort=sort, descending=descending)
    heads = (*table_heads(columns, words), "id")
    rows = [(*row_cells(row, columns, page, words), row.id) for row in page.rows]
    return table_file(form, "Approdo", heads, rows)

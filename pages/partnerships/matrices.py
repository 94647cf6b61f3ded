"""Matrices of activities: any cell opens the records behind it."""

from __future__ import annotations

import streamlit as st

from answers.partnerships import Coordination, cross, place_name, records_behind
from answers.partnerships_file import file_name, five_w_file
from data.exchange.table_file import TABLE_FORMS
from data.register.session import RegisterSession
from geo.partnerships.activity import Dimension
from geo.partnerships.matrix import Matrix
from layers.partnerships.rows import MatrixTable, labeller, matrix_table
from layers.text.escaping import esc
from layers.words import Words
from pages.partnerships.records import show_activities

PRESETS = {
    "where": (Dimension.MUNICIPALITY, Dimension.SECTOR),
    "actions": (Dimension.ORGANIZATION, Dimension.ACTION),
    "levels": (Dimension.NEED, Dimension.LEVEL),
    "funds": (Dimension.FUND, Dimension.SECTOR),
}
"""Rows and columns of the matrices that are offered by name."""

FREE = "free"

FEW_COLUMNS = 7
"""Of more, the names of the rows stay in sight; they are drawn paler then."""


def show_matrices(_session: RegisterSession, found: Coordination, words: Words) -> None:
    """Show a matrix, and the records of the cell that is chosen."""
    rows, columns = _ask_dimensions(words)
    counted = cross(found, rows, columns)
    row_label, column_label = (
        labeller(one, words, found.organizations, place_name) for one in (rows, columns)
    )
    table = matrix_table(counted, row_label, column_label, words.say("partnerships.total"))
    head = words.choice("partnerships.dimension", rows.value)
    columns_shown = [list(column) for column in zip(*table.cells, strict=True)]
    with st.container(key="ap_matrix"):
        event = st.dataframe(
            {head: list(table.labels), **dict(zip(table.heads, columns_shown, strict=False))},
            hide_index=True,
            on_select="rerun",
            selection_mode="single-cell",
            key=f"matrix-{rows}-{columns}-{found.scope}",
            column_config={head: st.column_config.Column(pinned=len(table.heads) > FEW_COLUMNS)},
            alt=f"{head} × {words.choice('partnerships.dimension', columns.value)}",
        )
    st.html(
        f'<p class="ap-note">{esc(words.say("partnerships.once"))} '
        f"{esc(words.count('partnerships.empty_cells', counted.empty_cells))}</p>"
    )
    cells = event.selection.cells
    if cells:
        _show_cell(found, counted, table, (rows, columns), cells[0], words)
    _take_away(found, words)


def _take_away(found: Coordination, words: Words) -> None:
    """Offer all activities of the scope as a table, made when somebody asks for it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        form = st.selectbox(
            words.say("partnerships.take_away.form"),
            list(TABLE_FORMS),
            format_func=TABLE_FORMS.__getitem__,
            key="partnership_form",
        )
        st.download_button(
            words.say("partnerships.take_away"),
            lambda: five_w_file(found, form, words),
            file_name=file_name(form),
            on_click="ignore",
            key="partnership_download",
        )
    st.html(f'<p class="ap-note">{esc(words.say("partnerships.take_away.note"))}</p>')


def _ask_dimensions(words: Words) -> tuple[Dimension, Dimension]:
    chosen = st.selectbox(
        words.say("partnerships.matrix"),
        [*PRESETS, FREE],
        format_func=lambda one: words.choice("partnerships.preset", one),
        key="partnership_matrix",
    )
    if chosen != FREE:
        return PRESETS[chosen]
    with st.container(horizontal=True):
        return _ask_one("rows", 0, words), _ask_one("columns", 1, words)


def _ask_one(which: str, place: int, words: Words) -> Dimension:
    chosen = st.selectbox(
        words.say(f"partnerships.{which}"),
        list(Dimension),
        index=place,
        format_func=lambda one: words.choice("partnerships.dimension", one.value),
        key=f"partnership_{which}",
    )
    return chosen or Dimension.SECTOR


def _show_cell(
    found: Coordination,
    counted: Matrix,
    table: MatrixTable,
    dimensions: tuple[Dimension, Dimension],
    cell: tuple[int, str],
    words: Words,
) -> None:
    """Show the records of a cell; of the total or of a heading, those of the whole row."""
    row, head = cell
    if row >= len(counted.rows):
        return
    keys, names = [(dimensions[0], counted.rows[row])], [table.labels[row]]
    if head in table.heads[:-1]:
        keys.append((dimensions[1], counted.columns[table.heads.index(head)]))
        names.append(head)
    activities = records_behind(found, keys)
    show_activities(found, activities, " × ".join(names), words)

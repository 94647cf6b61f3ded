"""The records as a working table: narrowed, ordered, chosen, changed together, taken away."""

from __future__ import annotations

import streamlit as st

from answers.opened_area import OpenArea
from answers.register_file import register_file, row_cells
from data.exchange.table_file import TABLE_FORMS
from data.register.export_files import file_name, file_of
from data.register.roles import Action
from data.register.session import RegisterSession
from data.register.table import TablePage, TableRow
from layers.register.table_rows import DATES, table_heads
from layers.text.escaping import esc
from layers.words import Words
from pages.register.bulk_changes import show_bulk_changes, show_done
from pages.register.record_panel import show_record
from pages.register.table_filters import View, ask_view
from pages.shared.session import REGISTER_PAGE

A_PAGE = 500
VIEW_FORM = "view-"
FORMS = {
    "xlsx": "Excel (xlsx)",
    "csv": "CSV",
    "hsds-json": "HSDS 3.0 (JSON)",
    "hsds-csv": "HSDS 3.0 (CSV, zip)",
    "geojson": "GeoJSON",
    "jsonld": "JSON-LD",
}
"""Forms of a file of whole records, with the names that they have in every language."""


def show_records(session: RegisterSession, opened: OpenArea, words: Words) -> None:
    """Show a page of the table, the chosen record beside it, and what can be done."""
    with st.container(key="ap_register_table"):
        st.html(f"<h2>{esc(words.say('register.records'))}</h2>")
        view = ask_view(session, opened, words)
        number = int(REGISTER_PAGE.get(1))
        page = session.records.table(
            view.filters, number=number, size=A_PAGE, sort=view.sort, descending=view.descending
        )
        pages = max(1, -(-page.total // A_PAGE))
        if number > pages:
            REGISTER_PAGE.set(pages)
            st.rerun()
        show_done(session, words)
        st.html(
            f"<p>{esc(words.count('register.found', page.total))} "
            f'<span class="ap-note">{esc(words.say("register.table.hint"))}</span></p>'
        )
        if page.rows:
            _show_table(session, page, view, number, words)
        if pages > 1:
            label = words.say("register.page", pages=pages)
            st.number_input(label, 1, pages, key=REGISTER_PAGE.name)
        if page.total and session.may(Action.EXPORT):
            _offer_file(session, view, page.total, words)


def _show_table(
    session: RegisterSession, page: TablePage, view: View, number: int, words: Words
) -> None:
    beside = st.container(key="ap_register_beside")
    with beside:
        left, right = st.columns([3, 2])
    with left:
        chosen = _ask_rows(page, view, number, words)
    with right:
        if len(chosen) == 1:
            show_record(session, chosen[0], page, words)
        show_bulk_changes(session, [row.id for row in chosen], words)


def _ask_rows(page: TablePage, view: View, number: int, words: Words) -> list[TableRow]:
    heads = table_heads(view.columns, words)
    cells = [row_cells(row, view.columns, page, words) for row in page.rows]
    columns = dict(zip(heads, map(list, zip(*cells, strict=True)), strict=True))
    days = {
        head: st.column_config.DateColumn(format="DD/MM/YYYY")
        for head, column in zip(heads, view.columns, strict=True)
        if column in DATES
    }
    event = st.dataframe(
        columns,
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        column_config=days,
        height=560,
        key=f"records-{hash((view.filters, view.sort, view.descending, number)):x}",
        alt=words.say("register.table"),
    )
    return [page.rows[place] for place in event.selection.rows if place < len(page.rows)]


def _offer_file(session: RegisterSession, view: View, count: int, words: Words) -> None:
    """Offer the records that the filters leave as a file, made when somebody asks for it."""
    views = {f"{VIEW_FORM}{form}": words.say(f"register.view_form.{form}") for form in TABLE_FORMS}
    names = {**views, **FORMS}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        form = st.selectbox(
            words.say("register.form"),
            list(names),
            format_func=names.__getitem__,
            key="register_form",
        )
        is_view = form.startswith(VIEW_FORM)
        st.download_button(
            words.count("register.download", count),
            lambda: (
                _view_file(session, view, form, words)
                if is_view
                else file_of(session.records.export(view.filters), form)
            ),
            file_name=file_name(form.removeprefix(VIEW_FORM)),
            on_click="ignore",
            key="register_download",
        )


def _view_file(session: RegisterSession, view: View, form: str, words: Words) -> bytes:
    return register_file(
        session,
        view.filters,
        form.removeprefix(VIEW_FORM),
        view.columns,
        words,
        sort=view.sort,
        descending=view.descending,
    )

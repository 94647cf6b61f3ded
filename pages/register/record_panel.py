"""One record beside the table: what it says, what can be done, who changed it."""

from __future__ import annotations

import streamlit as st

from answers.register_file import row_cells
from data.register.history import Version
from data.register.merging import changed_paths
from data.register.roles import Action
from data.register.session import RegisterSession
from data.register.table import TablePage, TableRow
from geo.errors import ApprodoError
from layers.register.record_rows import attribution, changes_list, record_line
from layers.register.table_rows import COLUMNS, cell_text, table_heads
from layers.sentences import error_sentences, name_in
from layers.text.escaping import esc
from layers.text.table import framed
from layers.words import Words
from pages.register.service_form import open_form

SHOWN = tuple(one for one in COLUMNS if one not in ("name", "checked", "source", "demonstration"))


def show_record(session: RegisterSession, row: TableRow, page: TablePage, words: Words) -> None:
    """Show a record that was chosen in the table."""
    with st.container(border=True, key="ap_record"):
        st.html(
            record_line(
                name_in(row.name, row.names, words),
                row.source,
                row.assured_on,
                session.now.date(),
                words,
                demonstration=row.demonstration,
            )
        )
        cells = row_cells(row, SHOWN, page, words)
        body = "".join(
            f'<tr><th scope="row">{esc(head)}</th><td>{esc(cell_text(cell, words))}</td></tr>'
            for head, cell in zip(table_heads(SHOWN, words), cells, strict=True)
            if cell
        )
        st.html(framed((), body, words.say("register.table"), region=""))
        with st.container(horizontal=True):
            if session.may(Action.DRAFT, row.id):
                st.button(
                    words.say("register.edit"),
                    key=f"edit-{row.id}",
                    on_click=open_form,
                    args=(row.id,),
                )
            shown = session.may(Action.SEE_HISTORY, row.id) and st.toggle(
                words.say("register.history"), key=f"history-{row.id}"
            )
        if shown:
            _show_history(session, row.id, words)


def _show_history(session: RegisterSession, record_id: str, words: Words) -> None:
    versions = session.records.history(record_id)
    for newer, older in zip(versions, [*versions[1:], None], strict=True):
        _show_version(session, newer, older, words)


def _show_version(
    session: RegisterSession, newer: Version, older: Version | None, words: Words
) -> None:
    what = esc(words.choice("register.action", newer.action))
    changes = changed_paths(older.content or {}, newer.content or {}) if older else []
    rows = [(change.path, change.mine, change.theirs) for change in changes]
    st.html(
        f"<p><strong>{newer.version}. {what}</strong> "
        f"{esc(attribution(newer.by, newer.at, words))}</p>{changes_list(rows, words)}"
    )
    if older is None or not session.may(Action.UNDO):
        return
    if st.button(words.say("register.undo"), key=f"undo-{newer.id}-{newer.version}"):
        try:
            session.records.undo(newer.id, newer.version)
        except ApprodoError as error:
            st.error(" ".join(error_sentences(error, words)))
            return
        st.rerun()

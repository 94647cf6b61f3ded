"""The partnerships themselves: one table to edit, to bring in, to take away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from answers.partnerships import Coordination, place_name
from data.exchange.partnership_table import (
    PartnershipRow,
    PartnershipTable,
    partnership_csv,
    read_partnership_file,
    read_partnership_rows,
)
from data.files.complaints import Complaint
from data.register.partnerships import PartnershipsSaved
from data.register.roles import Action
from data.register.session import RegisterSession
from geo.errors import ApprodoError
from layers.sentences import error_sentences
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.session import PARTNERSHIPS_SAVED, Key
from pages.shared.uploaded_file import ask_file, on_disk

COLUMNS = ("name", "municipalities", "lead", "partners")
FIRST_ROW = 1
EMPTY = PartnershipRow(FIRST_ROW, "", "")
"""A table needs a row to know that its cells hold texts."""


def show_editing(session: RegisterSession, found: Coordination, words: Words) -> None:
    """Show the table; whoever manages the register changes it."""
    st.html(f"<h2>{esc(words.say('partnerships.edit.title'))}</h2>")
    rows = _rows_of(found) or [EMPTY]
    heads = {name: words.say(f"partnerships.edit.{name}") for name in COLUMNS}
    st.download_button(
        words.say("partnerships.edit.download"),
        partnership_csv(rows),
        file_name="approdo-partnerships.csv",
        mime="text/csv",
        on_click="ignore",
    )
    if not session.may(Action.MANAGE):
        st.info(words.say("partnerships.edit.closed"))
        st.dataframe(_shown(rows, heads), hide_index=True)
        return
    st.html(f"<p>{esc(words.say('partnerships.edit.intro'))}</p>")
    _say_saved(words)
    edited = st.data_editor(
        _shown(rows, heads),
        num_rows="dynamic",
        hide_index=True,
        key="partnerships_table",
        column_config={
            heads["municipalities"]: st.column_config.TextColumn(width="large"),
            heads["partners"]: st.column_config.TextColumn(width="medium"),
        },
    )
    if st.button(words.say("partnerships.edit.save"), type="primary"):
        table = read_partnership_rows(
            _rows_in(edited, heads), file=words.say("partnerships.edit.table")
        )
        _save(session, table, words)
    _bring_in(session, words)


def _rows_of(found: Coordination) -> list[PartnershipRow]:
    """Return the partnerships as rows: municipalities by name, organisations by theirs."""
    names = found.organizations
    return [
        PartnershipRow(
            number,
            one.name,
            "; ".join(place_name(code) for code in one.municipalities),
            names.get(one.lead, one.lead) if one.lead else "",
            "; ".join(names.get(o, o) for o in one.organizations if o != one.lead),
        )
        for number, one in enumerate(found.partnerships, FIRST_ROW)
    ]


def _shown(rows: Sequence[PartnershipRow], heads: Mapping[str, str]) -> dict[str, list[str]]:
    return {head: [getattr(row, name) for row in rows] for name, head in heads.items()}


def _rows_in(edited: Any, heads: Mapping[str, str]) -> list[PartnershipRow]:
    """Return the rows of the edited table; a cell that nobody filled in is empty."""
    columns = [[_text(value) for value in edited[heads[name]]] for name in COLUMNS]
    return [
        PartnershipRow(number, *cells)
        for number, cells in enumerate(zip(*columns, strict=True), FIRST_ROW)
    ]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _bring_in(session: RegisterSession, words: Words) -> None:
    file: UploadedFile | None = ask_file(
        words.say("partnerships.edit.file"), ("csv",), words, key="partnerships_file"
    )
    if file is None:
        return
    try:
        with on_disk(file) as path:
            table = read_partnership_file(path)
    except ApprodoError as error:
        st.error(" ".join(error_sentences(error, words)))
        return
    _say(table.complaints, words)
    if not table.errors and st.button(words.say("partnerships.edit.take_in")):
        _save(session, table, words)


def _save(session: RegisterSession, table: PartnershipTable, words: Words) -> None:
    """Save a table that has no errors; say what is wrong in it else, and keep what was written."""
    if table.errors:
        _say(table.complaints, words)
        return
    saved = session.partnerships.put_table(table.partnerships, whole=True)
    PARTNERSHIPS_SAVED.set((saved, table.notes))
    Key("partnerships_table").forget()
    st.rerun()


def _say_saved(words: Words) -> None:
    done: tuple[PartnershipsSaved, tuple[Complaint, ...]] | None = PARTNERSHIPS_SAVED.take(None)
    if done is None:
        return
    saved, notes = done
    st.success(words.count("partnerships.edit.saved", saved.partnerships))
    if saved.new_organizations:
        names = words.list(saved.new_organizations)
        st.info(esc(words.say("partnerships.edit.new_organizations", names=names)))
    _say(notes, words)


def _say(complaints: Sequence[Complaint], words: Words) -> None:
    sentences = [s for one in complaints for s in error_sentences(one.error(), words)]
    if sentences:
        items = "".join(f"<li>{esc(sentence)}</li>" for sentence in sentences)
        st.html(f'<ul class="ap-faults">{items}</ul>')

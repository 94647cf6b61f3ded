"""The records: found by name, confirmed in one click, with who changed what."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from answers.opened_area import OpenArea
from data.catalog.tables import load_taxonomy
from data.placing.place_address import SURE_ENOUGH
from data.register.export_files import file_name, file_of
from data.register.history import Version
from data.register.merging import changed_paths
from data.register.roles import Action
from data.register.search import Filters, Row
from data.register.session import RegisterSession
from geo.assurance import STALE_DAYS
from geo.errors import ApprodoError
from layers.register.record_rows import attribution, changes_list, record_line
from layers.sentences import error_sentences, name_in
from layers.text.escaping import esc
from layers.words import Words
from pages.register.service_form import open_form
from pages.shared.session import REGISTER_PAGE, Key

A_PAGE = 20
FORMS = {
    "xlsx": "Excel (xlsx)",
    "csv": "CSV",
    "hsds-json": "HSDS 3.0 (JSON)",
    "hsds-csv": "HSDS 3.0 (CSV, zip)",
    "geojson": "GeoJSON",
    "jsonld": "JSON-LD",
}
"""Forms of a file, with the names that they have in every language."""


def show_records(session: RegisterSession, opened: OpenArea, words: Words) -> None:
    """Show a page of records with what can be done with them."""
    st.html(f"<h2>{esc(words.say('register.records'))}</h2>")
    filters = _ask_filters(session, opened, words)
    number = int(REGISTER_PAGE.get(1))
    found = session.records.page(filters, number=number, size=A_PAGE)
    pages = max(1, -(-found.total // A_PAGE))
    if number > pages:
        REGISTER_PAGE.set(pages)
        st.rerun()
    st.html(f"<p>{esc(words.count('register.found', found.total))}</p>")
    if found.total and session.may(Action.EXPORT):
        _offer_file(session, filters, found.total, words)
    chosen = [row.id for row in found.rows if _show_record(session, row, words)]
    if session.may(Action.CONFIRM) and found.rows:
        _confirm_button(session, chosen, words)
    if pages > 1:
        st.number_input(words.say("register.page", pages=pages), 1, pages, key=REGISTER_PAGE.name)


def _ask_filters(session: RegisterSession, opened: OpenArea, words: Words) -> Filters:
    text = st.text_input(words.say("register.search"), key="register_text")
    need = st.selectbox(
        words.say("register.need"),
        [None, *(need.id for need in load_taxonomy().needs)],
        format_func=lambda need: (
            words.choice("need", need) if need else words.say("register.any_need")
        ),
        key="register_need",
    )
    manifest = opened.area.manifest
    name = manifest.name(words.language)
    here = st.toggle(words.say("register.only_area", area=name), value=True, key="register_area")
    stale = st.toggle(words.say("register.only_stale", days=STALE_DAYS), key="register_stale")
    doubtful = st.toggle(words.say("register.only_doubtful_place"), key="register_doubtful")
    return Filters(
        text=text,
        need=need,
        checked_before=session.now.date() - timedelta(days=STALE_DAYS) if stale else None,
        place_below=SURE_ENOUGH if doubtful else None,
        area=manifest.id if here else None,
        bounds=manifest.bounds if here else None,
    )


def _offer_file(session: RegisterSession, filters: Filters, count: int, words: Words) -> None:
    """Offer the records that the filters leave as a file, made when somebody asks for it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        form = st.selectbox(
            words.say("register.form"),
            list(FORMS),
            format_func=FORMS.__getitem__,
            key="register_form",
        )
        st.download_button(
            words.count("register.download", count),
            lambda: file_of(session.records.export(filters), form),
            file_name=file_name(form),
            on_click="ignore",
            key="register_download",
        )


def _show_record(session: RegisterSession, row: Row, words: Words) -> bool:
    record_id = row.id
    with st.container(border=True, key=f"record-{record_id}"):
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
        with st.container(horizontal=True):
            chosen = session.may(Action.CONFIRM) and st.checkbox(
                words.say("register.choose"), key=f"choose-{record_id}"
            )
            if session.may(Action.DRAFT):
                st.button(
                    words.say("register.edit"),
                    key=f"edit-{record_id}",
                    on_click=open_form,
                    args=(record_id,),
                )
            shown = st.toggle(words.say("register.history"), key=f"history-{record_id}")
        if shown:
            _show_history(session, record_id, words)
    return bool(chosen)


def _confirm_button(session: RegisterSession, chosen: list[str], words: Words) -> None:
    label = words.count("register.confirm", len(chosen))
    if st.button(label, disabled=not chosen, type="primary", key="register_confirm"):
        try:
            session.records.confirm(chosen)
        except ApprodoError as error:
            st.error(" ".join(error_sentences(error, words)))
            return
        for record_id in chosen:
            Key(f"choose-{record_id}").forget()
        st.rerun()


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

"""A table brought in from the page: every row seen and every fault said before anything is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from data.exchange.reading import Reading
from data.exchange.service_template import write_template
from data.register.import_files import read_good_part
from data.register.importing import ImportOutcome
from data.register.session import RegisterSession
from geo.errors import ApprodoError
from layers.register.import_rows import complaint_rows, preview_table
from layers.sentences import error_sentences
from layers.text.escaping import esc
from layers.words import Words
from pages.register.match_columns import match_columns
from pages.shared.uploaded_file import ask_file, named_file

FORMS = ("csv", "xlsx", "geojson", "json", "zip")
MOST_MB = 20
MOST_FAULTS = 200


def show_import(session: RegisterSession, words: Words) -> None:
    """Ask for a table, show what it says, and bring it in as somebody chooses."""
    st.html(f"<h2>{esc(words.say('import.title'))}</h2>")
    st.html(f"<p>{esc(words.say('import.intro'))}</p>")
    _offer_template(words)
    source = st.text_input(words.say("import.source"), max_chars=200, key="import_source")
    licence = st.text_input(
        words.say("import.licence"), "CC-BY-4.0", max_chars=40, key="import_licence"
    )
    found = ask_file(
        words.say("import.file"), FORMS, words, key="import_file", most_mb=MOST_MB,
        help=words.say("import.forms", most=MOST_MB),
    )  # fmt: skip
    if found is None:
        return
    if not source.strip():
        st.info(words.say("import.source_first"))
        return
    name = source.strip()
    try:
        matches = match_columns(found.name, found.getvalue(), name, session, words)
        reading = _read(
            found.name, found.getvalue(), name, licence.strip() or "?", session, matches
        )
    except ApprodoError as error:
        st.error(" ".join(error_sentences(error, words)))
        return
    _show(session, reading, name, licence.strip() or "?", matches, words)


def _offer_template(words: Words) -> None:
    language = words.language if words.language != "ar" else "en"
    st.download_button(words.say("import.template"), _template(language), file_name="approdo.xlsx")


@st.cache_data(max_entries=2, show_spinner=False)
def _template(language: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "approdo.xlsx"
        write_template(path, language=language)
        return path.read_bytes()


def _read(
    name: str,
    content: bytes,
    source: str,
    licence: str,
    session: RegisterSession,
    matches: Mapping[str, str],
) -> Reading:
    with named_file(name, content) as path:
        return read_good_part(
            path, source=source, licence=licence, today=session.now.date(), matches=matches
        )


def _show(
    session: RegisterSession,
    reading: Reading,
    source: str,
    licence: str,
    matches: Mapping[str, str],
    words: Words,
) -> None:
    st.html(f"<p><strong>{esc(words.count('register.import.good', reading.good))}</strong></p>")
    faults = [
        (complaint.row, complaint.column, sentence)
        for complaint in reading.complaints
        for sentence in error_sentences(complaint.error(), words)
    ]
    if faults:
        st.html(complaint_rows(faults[:MOST_FAULTS], words))
    if len(faults) > MOST_FAULTS:
        more = words.count("register.import.more_faults", len(faults) - MOST_FAULTS)
        st.html(f"<p>{esc(more)}</p>")
    seen = [(row.row, row.name, row.place, row.id is not None) for row in reading.preview]
    st.html(preview_table(seen, words))
    if faults:
        st.html(f"<p>{esc(words.say('import.rest_stays_out'))}</p>")
    label = words.say("import.good_rows" if faults else "import.all_rows")
    if st.button(label, type="primary", disabled=not reading.good, key="import_do"):
        session.column_matches.keep(source, matches)
        _bring_in(session, reading, source, licence, words)


def _bring_in(
    session: RegisterSession, reading: Reading, source: str, licence: str, words: Words
) -> None:
    try:
        outcome = session.records.bring_in(reading.directory, source=source, licence=licence)
    except ApprodoError as error:
        st.error(" ".join(error_sentences(error, words)))
        return
    st.success(" · ".join(_outcome_labels(outcome, words)))


def _outcome_labels(outcome: ImportOutcome, words: Words) -> list[str]:
    return [
        words.count(f"register.import.{name}", getattr(outcome, name)) for name in outcome.__slots__
    ]

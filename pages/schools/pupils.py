"""Pupils from a file of one's own: shown against the average, kept nowhere."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from answers.schools import SchoolsAnswer
from data.exchange.pupils_file import read_pupils
from geo.errors import ApprodoError
from geo.measures.pupils import school_years
from geo.small_cells import THRESHOLD
from layers.schools.pupil_rows import country_heads, country_rows, year_heads, year_row
from layers.sentences import error_sentences, name_of
from layers.text.escaping import esc
from layers.text.table import table
from layers.words import Words
from pages.shared.uploaded_file import ask_file, on_disk

MOST_FAULTS = 30


def show_pupils(found: SchoolsAnswer, words: Words) -> None:
    """Ask for a table of pupils, and show what may be shown of it."""
    title = words.say("pupils.title")
    intro = words.say("pupils.intro", least=THRESHOLD)
    st.html(f"<h2>{esc(title)}</h2><p>{esc(intro)}</p>")
    file: UploadedFile | None = ask_file(
        words.say("pupils.file"), ("csv",), words, key="pupils_file"
    )
    if file is None:
        return
    try:
        with on_disk(file) as path:
            read = read_pupils(path)
    except ApprodoError as error:
        st.error(" ".join(error_sentences(error, words)))
        return
    sentences = [s for one in read.complaints for s in error_sentences(one.error(), words)]
    if sentences:
        items = "".join(f"<li>{esc(sentence)}</li>" for sentence in sentences[:MOST_FAULTS])
        st.html(f'<ul class="ap-faults">{items}</ul>')
    years = school_years(read.rows)
    if not years:
        return
    names = {
        one.register.code: name_of(one.service, words) for one in found.schools if one.register
    }
    rows = [year_row(one, names, words) for one in years]
    st.html(table(year_heads(words), rows, title, texts=(1, 8)))
    st.html(f'<p class="ap-note">{esc(words.say("pupils.note"))}</p>')
    chosen = st.selectbox(
        words.say("pupils.choose"),
        range(len(years)),
        format_func=lambda place: f"{rows[place][0]} {rows[place][1]}",
        key="pupils_school",
    )
    by_country = words.say("pupils.by_country")
    st.html(table(country_heads(words), country_rows(years[chosen or 0], words), by_country))

"""Headings of a table that no column has: somebody says what they mean, and it is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import streamlit as st

from data.exchange.service_columns import columns, is_own_heading
from data.exchange.service_table import table_headings
from data.register.import_files import HSDS
from data.register.session import RegisterSession
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.uploaded_file import named_file

MOST_HEADINGS = 40
"""More in one table are no table of services."""


def match_columns(
    name: str, content: bytes, source: str, session: RegisterSession, words: Words
) -> dict[str, str]:
    """Ask which column each heading is that is not the template's; return heading → field.

    What was said of the same source before stands there already, and stays for headings that this
    table does not have.

    Raises
    ------
    BadInput
        Those of `data.exchange.service_table.table_headings`.
    """
    kept = session.column_matches.of(source)
    if Path(name).suffix.lower() in HSDS:
        return kept
    with named_file(name, content) as path:
        headings = table_headings(path)
    own = {field for heading, field in headings if is_own_heading(heading)}
    others = {heading: field for heading, field in headings if not is_own_heading(heading)}
    asked = dict(list(others.items())[:MOST_HEADINGS])
    if not asked:
        return kept
    of_others = {heading: field for heading, field in kept.items() if heading not in asked}
    named = own | {field for field in others.values() if field}
    missing = any(made.required and made.name not in named for made in columns())
    remembered = any(heading in kept for heading in asked)
    with st.expander(words.count("import.match", len(asked)), expanded=missing or remembered):
        st.html(f"<p>{esc(words.say('import.match_intro'))}</p>")
        return of_others | _ask(asked, own, kept, source, words)


def _ask(
    asked: Mapping[str, str | None],
    own: Collection[str | None],
    kept: Mapping[str, str],
    source: str,
    words: Words,
) -> dict[str, str]:
    """Ask what each heading is; return those that are not what the table takes them for."""
    language = words.language if words.language in ("it", "en") else "en"
    names = {
        made.name: made.heading(language)
        for made in columns()
        if not made.technical and made.name not in own
    }
    names |= {field: field for field in asked.values() if field and field not in names}
    offered = ["", *sorted(names, key=lambda field: (not _is_required(field), names[field]))]
    matches: dict[str, str] = {}
    for heading, field in asked.items():
        before = kept.get(heading, field or "")
        chosen = st.selectbox(
            heading,
            offered,
            index=offered.index(before) if before in offered else 0,
            format_func=lambda field: names.get(field) or words.say("import.match_none"),
            key=f"import_match_{source}_{heading}",
        )
        if chosen != (field or ""):
            matches[heading] = chosen or ""
    return matches


def _is_required(field: str) -> bool:
    return any(made.name == field and made.required for made in columns())

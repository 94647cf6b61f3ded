"""Associations: communities, languages, activities, ties; where a desk could extend; contact."""

from __future__ import annotations

import streamlit as st

from answers.associations import Association, associations_of
from answers.partnerships import Coordination, coordination_of, place_name
from data.register.roles import Action
from data.register.session import RegisterSession
from geo.errors import ApprodoError
from geo.partnerships.ties import ties_of
from layers.associations.rows import association_cells, association_heads, tie_heads, tie_rows
from layers.associations.ties_chart import drawn_ties, ties_chart
from layers.charts.figure import figure
from layers.sentences import error_sentences, marked
from layers.text.bidi import bdi
from layers.text.escaping import esc
from layers.text.table import table
from layers.words import Words
from pages.associations.extensions import show_extensions
from pages.shared.log_in import may_enter
from pages.shared.opened_area import current_area
from pages.shared.page_frame import choose_language
from pages.shared.register_session import activity_index, current_session
from pages.shared.session import MESSAGE_SENT

MOST_TIES = 60


def show_associations() -> None:
    """Show the associations to those who plan."""
    words = choose_language()
    session = current_session()
    with st.container(key="ap_associations"):
        st.html(f"<h1>{esc(words.say('associations.title'))}</h1>")
        if not may_enter(session, Action.PLAN, "coverage.closed", words):
            return
        st.html(f"<p>{esc(words.say('associations.intro'))}</p>")
        opened = current_area(words)
        found = coordination_of(session, activity_index())
        rows = associations_of(session, found)
        st.html(f"<p>{esc(words.count('associations.found', len(rows)))}</p>")
        if not rows:
            st.info(words.say("associations.none"))
            return
        chosen = _ask_association(rows, words)
        if chosen is not None:
            _contact(session, chosen, words)
        show_extensions(opened, words)
        _ties(found, rows, words)


def _ask_association(rows: tuple[Association, ...], words: Words) -> Association | None:
    cells = [
        association_cells(
            marked(one.name, words, demonstration=one.demonstration),
            one.countries, one.languages, one.needs,
            [place_name(code, words.language) for code in one.municipalities],
            len(one.services), words,
        )
        for one in rows
    ]  # fmt: skip
    columns = map(list, zip(*cells, strict=True))
    with st.container(key="ap_matrix"):
        event = st.dataframe(
            dict(zip(association_heads(words), columns, strict=True)),
            hide_index=True,
            on_select="rerun",
            selection_mode="single-row",
            key="associations_table",
            alt=words.say("associations.title"),
        )
    chosen = event.selection.rows
    return rows[chosen[0]] if chosen and chosen[0] < len(rows) else None


def _contact(session: RegisterSession, chosen: Association, words: Words) -> None:
    """Let somebody write to an association: the message waits in its queue of the register."""
    with st.container(border=True, key="ap_contact"):
        st.html(f"<h2>{bdi(chosen.name)}</h2>")
        if MESSAGE_SENT.take("") == chosen.id:
            st.success(words.say("associations.sent"))
        message = st.text_area(
            words.say("associations.message"),
            max_chars=1_000,
            key=f"association_message_{chosen.id}",
        )
        st.html(f'<p class="ap-note">{esc(words.say("associations.message_note"))}</p>')
        send = words.say("associations.send")
        if st.button(send, disabled=not message.strip(), key="association_send"):
            try:
                session.proposals.report(chosen.services[0], message)
            except ApprodoError as error:
                st.error(" ".join(error_sentences(error, words)))
                return
            MESSAGE_SENT.set(chosen.id)
            st.rerun()


def _ties(found: Coordination, rows: tuple[Association, ...], words: Words) -> None:
    """Show who works with whom: as a drawing, and as a table that says the same."""
    known = {one.id for one in rows}
    ties = tuple(tie for tie in ties_of(found.activities) if known & {tie.first, tie.second})
    title = words.say("associations.ties")
    st.html(f"<h2>{esc(title)}</h2>")
    if not ties:
        st.html(f"<p>{esc(words.say('associations.no_ties'))}</p>")
        return
    drawn = drawn_ties(ties)
    st.html(figure(lambda palette: ties_chart(drawn, found.organizations, words, palette), title))
    lines = tie_rows(ties[:MOST_TIES], found.organizations, words)
    st.html(table(tie_heads(words), lines, title, texts=(1, 2)))

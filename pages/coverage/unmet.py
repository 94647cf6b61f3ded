"""What planners see of searches that ended with nothing."""

from __future__ import annotations

import streamlit as st

from answers.opened_area import OpenArea
from data.register.roles import Action
from data.register.session import RegisterSession
from data.settings import counts_unmet, database_url, var_folder
from geo.coarse_cell import CELL_M, cell_centre
from geo.errors import ApprodoError
from geo.small_cells import THRESHOLD
from geo.unmet import UnmetTable
from layers.coverage.unmet_rows import unmet_place_table, unmet_reason_table
from layers.sentences import error_sentences
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.register_session import current_session


def show_unmet(opened: OpenArea, words: Words) -> None:
    """Show the last full year's searches without an answer, or why there is nothing to show."""
    session = current_session()
    st.html(f"<h2>{esc(words.say('unmet.title'))}</h2>")
    if not session.may(Action.SEE_UNMET):
        st.info(words.say("unmet.closed"))
        return
    try:
        where = database_url() or str(var_folder())
        table = _suppressed(opened.area.manifest.id, session.now.year, where, session)
    except ApprodoError as error:
        st.error(" ".join(error_sentences(error, words)))
        return
    facts = {"year": str(table.year), "least": THRESHOLD, "side_m": CELL_M}
    st.html(f"<p>{esc(words.say('unmet.intro', **facts))}</p>")
    if table.is_empty:
        key = "unmet.too_few" if counts_unmet() else "unmet.off"
        st.info(words.say(key, **facts, next=str(table.year + 2)))
        return
    _show(words.say("unmet.by_reason"), unmet_reason_table(table, words))
    names = {cell: _name(opened, cell, words) for cell in table.cells}
    _show(words.say("unmet.by_place"), unmet_place_table(table, names, words))
    st.caption(words.say("unmet.hidden", least=THRESHOLD))


def _show(title: str, table: str) -> None:
    if table:
        st.html(f"<h3>{esc(title)}</h3>{table}")


def _name(opened: OpenArea, cell: str, words: Words) -> str:
    """Return a square by the address nearest to its middle, else by its middle."""
    lon, lat = cell_centre(cell)
    near = opened.area.addresses.nearest_label(lon, lat)
    return near or words.ltr(f"{lat:.3f}, {lon:.3f}")


@st.cache_data(ttl=3_600, max_entries=8, show_spinner=True)
def _suppressed(
    area: str,
    year: int,  # noqa: ARG001
    where: str,  # noqa: ARG001 - another place is another register
    _session: RegisterSession,
) -> UnmetTable:
    # A year that is over changes no more; the hour is for a register that was put back.
    return _session.unmet_searches(area)

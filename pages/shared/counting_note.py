"""The note that searches without an answer are counted, wherever a search is asked or explained."""

from __future__ import annotations

import streamlit as st

from data.settings import counts_unmet
from layers.words import Words


def note_counting(words: Words) -> None:
    """Say that searches without an answer are counted, where they are."""
    if counts_unmet():
        st.caption(words.say("unmet.told"))

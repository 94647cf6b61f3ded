"""How many minutes on the way, at most."""

from __future__ import annotations

import streamlit as st

from layers.words import Words
from pages.shared.session import Search

LIMITS = (15, 30, 45, 60)


def ask_limit(search: Search, words: Words, *, key: str) -> None:
    """Show the limit under a widget's key and keep it in `search`."""
    search.limit_min = st.selectbox(
        words.say("find.limit"),
        LIMITS,
        index=LIMITS.index(search.limit_min),
        format_func=lambda n: words.fact(n, "minutes"),
        key=key,
    )

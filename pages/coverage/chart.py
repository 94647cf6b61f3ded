"""A chart on a page, with a button to take it away as it stands on paper."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from layers.charts.drawing import PAPER, Palette
from layers.charts.figure import figure
from layers.words import Words


def show_chart(draw: Callable[[Palette], str], text: str, name: str, words: Words) -> None:
    """Show a chart, and let it be taken away.

    Parameters
    ----------
    text
        What it shows, in words.
    name
        Of the file, and of the widget.
    """
    st.html(figure(draw, text))
    st.download_button(
        words.say("coverage.download_chart"),
        draw(PAPER),
        file_name=f"approdo-{name}.svg",
        mime="image/svg+xml",
        type="tertiary",
        key=f"chart-{name}",
    )

"""The legend that all charts share."""

from __future__ import annotations

from collections.abc import Sequence

from layers.charts.drawing import WIDTH, Drawing
from layers.words import Words

LEGEND_HEIGHT = 26.0


def add_legend(drawing: Drawing, top: float, styles: Sequence[str], words: Words) -> None:
    """Add a line that says what filled, hatched and empty mean."""
    room = WIDTH / len(styles)
    for number, style in enumerate(styles):
        x = room * number
        drawing.bar(x, top + 8, 16, 10, style)
        drawing.text(x + 22, top + 17, words.say(f"coverage.legend.{style}"), size=11.5, soft=True)

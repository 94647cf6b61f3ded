"""People lost step by step: a bar for each step, sure, perhaps, and lost."""

from __future__ import annotations

from collections.abc import Sequence

from geo.measures.coverage import PeopleRange
from geo.measures.steps import ScreeningStep
from layers.charts.drawing import WIDTH, Drawing, Palette
from layers.charts.legend import LEGEND_HEIGHT, add_legend
from layers.words import Words

ROW = 42.0
BAR = 13.0


def loss_chart(
    bands: Sequence[tuple[ScreeningStep, PeopleRange]],
    people: float,
    words: Words,
    palette: Palette,
) -> str:
    """Return the picture of loss: of all people, how many each step leaves.

    Parameters
    ----------
    bands
        A step a row, in order.
    people
        All of the group: the full width.
    """
    height = ROW * len(bands) + LEGEND_HEIGHT
    drawing = Drawing(
        height, palette, rtl=words.direction == "rtl", name=words.say("coverage.loss.title")
    )
    for number, (step, band) in enumerate(bands):
        top = ROW * number
        drawing.text(0, top + 14, words.choice("step", step.value))
        drawing.text(WIDTH, top + 14, _band_label(band, people, words), at="end", strong=True)
        sure = WIDTH * band.certain / people
        perhaps = WIDTH * (band.possible - band.certain) / people
        drawing.bar(0, top + 20, WIDTH, BAR, "empty")
        drawing.bar(0, top + 20, sure, BAR, "sure")
        drawing.bar(sure, top + 20, perhaps, BAR, "perhaps")
    add_legend(drawing, ROW * len(bands), ("sure", "perhaps", "empty"), words)
    return drawing.svg()


def _band_label(band: PeopleRange, people: float, words: Words) -> str:
    """Return a share, or the span where it is not sure."""
    low, high = band.certain / people, band.possible / people
    if round(low, 2) == round(high, 2):
        return words.fact(high, "percent")
    return words.say("coverage.span", low=low, high=high)

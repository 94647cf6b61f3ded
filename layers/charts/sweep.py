"""Coverage for other limits of time: what one limit hides."""

from __future__ import annotations

from collections.abc import Sequence

from geo.measures.coverage import PeopleRange
from layers.charts.drawing import WIDTH, Drawing, Palette
from layers.charts.legend import LEGEND_HEIGHT, add_legend
from layers.words import Words

LEFT, TOP, DEEP = 44.0, 12.0, 150.0


def sweep_chart(
    rows: Sequence[tuple[float, PeopleRange]],
    people: float,
    chosen_min: float,
    words: Words,
    palette: Palette,
) -> str:
    """Return two lines over minutes: shares covered surely, and perhaps.

    Parameters
    ----------
    rows
        Limits in minutes, rising, with the people covered.
    chosen_min
        The limit of the question, marked.
    """
    height = TOP + DEEP + 28 + LEGEND_HEIGHT
    drawing = Drawing(
        height, palette, rtl=words.direction == "rtl", name=words.say("coverage.sweep.title")
    )
    first, last = rows[0][0], rows[-1][0]
    across = [LEFT + (WIDTH - LEFT - 16) * (limit - first) / (last - first) for limit, _ in rows]
    for share in (0.0, 0.5, 1.0):
        y = TOP + DEEP * (1 - share)
        drawing.rule(LEFT, y, WIDTH, y)
        drawing.text(LEFT - 6, y + 4, words.fact(share, "percent"), at="end", size=11, soft=True)
    sure = [(x, _height(b.certain, people)) for x, (_, b) in zip(across, rows, strict=True)]
    perhaps = [(x, _height(b.possible, people)) for x, (_, b) in zip(across, rows, strict=True)]
    drawing.area([*sure, *reversed(perhaps)])
    drawing.line(perhaps, dashed=True)
    drawing.line(sure)
    for x, (limit, _) in zip(across, rows, strict=True):
        if limit % 10 == 0:
            drawing.text(x, TOP + DEEP + 16, f"{limit:.0f}", at="middle", size=11, soft=True)
    if first <= chosen_min <= last:
        x = LEFT + (WIDTH - LEFT - 16) * (chosen_min - first) / (last - first)
        drawing.rule(x, TOP, x, TOP + DEEP)
    drawing.text(WIDTH, TOP + DEEP + 28, words.say("coverage.sweep.axis"), at="end", size=11)
    add_legend(drawing, TOP + DEEP + 28, ("sure", "perhaps"), words)
    return drawing.svg()


def _height(covered: float, people: float) -> float:
    return TOP + DEEP * (1 - covered / people)

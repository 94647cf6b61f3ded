"""The funding cliff: what is covered after each day on which money ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from geo.measures.coverage import PeopleRange
from geo.measures.fragility import Cliff
from layers.charts.drawing import WIDTH, Drawing, Palette
from layers.charts.legend import LEGEND_HEIGHT, add_legend
from layers.words import Words

ROW, BAR = 42.0, 13.0


def cliff_chart(
    now: PeopleRange,
    rows: Sequence[Cliff],
    today: date,
    people: float,
    words: Words,
    palette: Palette,
) -> str:
    """Return a bar for today and one for the day after each end of money."""
    bands = [(today, now), *((row.day, row.left) for row in rows)]
    drawing = Drawing(
        ROW * len(bands) + LEGEND_HEIGHT,
        palette,
        rtl=words.direction == "rtl",
        name=words.say("coverage.cliff.title"),
    )
    for number, (day, band) in enumerate(bands):
        top = ROW * number
        key = "coverage.cliff.after" if number else "coverage.cliff.today"
        drawing.text(0, top + 14, words.say(key, day=words.fact(day, "date")))
        lost = bands[number - 1][1].possible - band.possible if number else 0.0
        if round(lost):
            text = words.say("coverage.cliff.lost", people=words.fact(lost, "whole"))
            drawing.text(WIDTH, top + 14, text, at="end", strong=True)
        sure = WIDTH * band.certain / people
        drawing.bar(0, top + 20, WIDTH, BAR, "empty")
        drawing.bar(0, top + 20, sure, BAR, "sure")
        drawing.bar(sure, top + 20, WIDTH * (band.possible - band.certain) / people, BAR, "perhaps")
    add_legend(drawing, ROW * len(bands), ("sure", "perhaps", "empty"), words)
    return drawing.svg()

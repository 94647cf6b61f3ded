"""The Lorenz curve: what the worst off have together."""

from __future__ import annotations

from geo.measures.evenness import Evenness
from layers.charts.drawing import Drawing, Palette
from layers.words import Words

LEFT, TOP, SIDE = 44.0, 8.0, 220.0


def lorenz_chart(even: Evenness, words: Words, palette: Palette) -> str:
    """Return the curve beside the line on which all would have the same."""
    drawing = Drawing(
        TOP + SIDE + 40, palette, rtl=words.direction == "rtl", name=words.say("equity.title")
    )
    for share in (0.0, 0.5, 1.0):
        y, x = TOP + SIDE * (1 - share), LEFT + SIDE * share
        drawing.rule(LEFT, y, LEFT + SIDE, y)
        text = words.fact(share, "percent")
        drawing.text(LEFT - 6, y + 4, text, at="end", size=11, soft=True)
        drawing.text(x, TOP + SIDE + 16, text, at="middle", size=11, soft=True)
    curve = [
        (LEFT + SIDE * float(people), TOP + SIDE * (1 - float(had)))
        for people, had in zip(even.share, even.had, strict=True)
    ]
    same = [(LEFT, TOP + SIDE), (LEFT + SIDE, TOP)]
    drawing.area([*curve, *reversed(same)])
    drawing.line(same, dashed=True)
    drawing.line(curve)
    drawing.text(LEFT, TOP + SIDE + 34, words.say("equity.axis"), size=11)
    return drawing.svg()

"""How many new desks it takes: the share of people with a service, desk by desk."""

from __future__ import annotations

from collections.abc import Sequence

from layers.charts.drawing import WIDTH, Drawing, Palette
from layers.words import Words

LEFT, TOP, DEEP = 44.0, 12.0, 150.0


def curve_chart(shares: Sequence[float], wanted: float, words: Words, palette: Palette) -> str:
    """Return bars: with none, one, two … new desks; the share wanted is a line across.

    Parameters
    ----------
    shares
        Of people, from no new desk on.
    """
    drawing = Drawing(
        TOP + DEEP + 40, palette, rtl=words.direction == "rtl", name=words.say("siting.curve.title")
    )
    for share in (0.0, 0.5, 1.0):
        y = TOP + DEEP * (1 - share)
        drawing.rule(LEFT, y, WIDTH, y)
        drawing.text(LEFT - 6, y + 4, words.fact(share, "percent"), at="end", size=11, soft=True)
    room = (WIDTH - LEFT) / len(shares)
    for number, share in enumerate(shares):
        x = LEFT + room * number
        drawing.bar(x + room * 0.15, TOP + DEEP * (1 - share), room * 0.7, DEEP * share, "sure")
        if number % (1 + len(shares) // 16) == 0:
            middle = x + room / 2
            drawing.text(middle, TOP + DEEP + 16, str(number), at="middle", size=11, soft=True)
    y = TOP + DEEP * (1 - wanted)
    drawing.line([(LEFT, y), (WIDTH, y)], dashed=True)
    drawing.text(WIDTH, TOP + DEEP + 34, words.say("siting.curve.axis"), at="end", size=11)
    return drawing.svg()

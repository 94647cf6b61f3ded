"""Who works with whom as a drawing: organisations in a circle, a line for each pair."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from geo.partnerships.ties import Tie
from layers.charts.drawing import WIDTH, Drawing, Palette
from layers.words import Words

SIDE = 360.0
MIDDLE = WIDTH / 2, SIDE / 2
RADIUS = 120.0
MOST_DRAWN = 24
"""Organisations that are drawn, those with the most ties; the table holds all."""


def drawn_ties(ties: Sequence[Tie]) -> tuple[Tie, ...]:
    """Return the ties among the organisations that have the most of them."""
    often: dict[str, int] = {}
    for tie in ties:
        for one in (tie.first, tie.second):
            often[one] = often.get(one, 0) + 1
    kept = set(sorted(often, key=lambda one: (-often[one], one))[:MOST_DRAWN])
    return tuple(tie for tie in ties if tie.first in kept and tie.second in kept)


def ties_chart(
    ties: Sequence[Tie], organizations: Mapping[str, str], words: Words, palette: Palette
) -> str:
    """Return the drawing of ties; each organisation has a number, which the key below names."""
    bodies = list(dict.fromkeys(one for tie in ties for one in (tie.first, tie.second)))
    rows = math.ceil(len(bodies) / 2)
    drawing = Drawing(
        SIDE + 18 * rows + 8,
        palette,
        rtl=words.direction == "rtl",
        name=words.say("associations.ties"),
    )
    places = {body: _place(number, len(bodies)) for number, body in enumerate(bodies)}
    for tie in ties:
        drawing.line([places[tie.first], places[tie.second]])
    for number, body in enumerate(bodies, 1):
        x, y = places[body]
        drawing.bar(x - 11, y - 9, 22, 18, "empty")
        drawing.text(x, y + 4, str(number), at="middle", size=12)
        column, row = divmod(number - 1, rows)
        label = f"{number}. {organizations.get(body, body)}"
        drawing.text(8 + column * WIDTH / 2, SIDE + 18 * (row + 1), label[:34], size=11)
    return drawing.svg()


def _place(number: int, count: int) -> tuple[float, float]:
    angle = 2 * math.pi * number / max(1, count) - math.pi / 2
    return MIDDLE[0] + RADIUS * math.cos(angle), MIDDLE[1] + RADIUS * math.sin(angle)

"""Coverage over the week: a small column for every hour of every day."""

from __future__ import annotations

from geo.measures.week import DAYS, HOURS, Week
from layers.charts.drawing import WIDTH, Drawing, Palette
from layers.charts.legend import LEGEND_HEIGHT, add_legend
from layers.words import Words

LEFT, TOP = 70.0, 20.0
ROW = 27.0
COLUMN = (WIDTH - LEFT) / len(HOURS)


def week_chart(week: Week, people: float, words: Words, palette: Palette) -> str:
    """Return days as rows and hours as columns; each cell is filled as high as its share."""
    height = TOP + ROW * DAYS + LEGEND_HEIGHT
    drawing = Drawing(
        height, palette, rtl=words.direction == "rtl", name=words.say("coverage.week.title")
    )
    for column, hour in enumerate(HOURS):
        if column % 2 == 0:
            drawing.text(LEFT + COLUMN * column, 12, str(hour), size=11, soft=True)
    for day in range(DAYS):
        top = TOP + ROW * day
        drawing.text(0, top + 17, words.fact(day, "weekday"), size=11.5)
        for column in range(len(HOURS)):
            x = LEFT + COLUMN * column
            room = ROW - 4
            sure = room * float(week.certain[day, column]) / people
            perhaps = room * float(week.possible[day, column]) / people - sure
            drawing.bar(x, top, COLUMN - 2, room, "empty")
            drawing.bar(x, top + room - sure, COLUMN - 2, sure, "sure")
            drawing.bar(x, top + room - sure - perhaps, COLUMN - 2, perhaps, "perhaps")
    add_legend(drawing, TOP + ROW * DAYS, ("sure", "perhaps", "empty"), words)
    return drawing.svg()

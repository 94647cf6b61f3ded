"""What all charts share: colours for light and dark, both reading directions, text that is safe."""

from __future__ import annotations

from dataclasses import dataclass

from layers.text.bidi import isolate
from layers.text.escaping import esc

OTHER_END = {"start": "end", "end": "start", "middle": "middle"}

WIDTH = 400.0
"""Of every chart, in its own units: text of 12 to 13 units reads well from a phone upwards."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours and the typeface of a ground.

    What is sure is filled, what is perhaps is hatched, what is lost is the empty ground: no chart
    needs its colours to be read.
    """

    ink: str
    soft: str
    accent: str
    empty: str
    line: str
    font: str


TYPE = "'Noto Sans', 'Noto Sans Arabic', system-ui, sans-serif"
PAPER = Palette("#1C2430", "#4C5563", "#0F4C5C", "#E9DFCC", "#8C8270", TYPE)
"""For paper, and for the page in light."""
NIGHT = Palette("#F3EEE3", "#B9BDC2", "#7FC4CF", "#2C353D", "#7F8A95", TYPE)
"""For the page in the dark."""


class Drawing:
    """A chart in the making: shapes at places said from the side where reading starts."""

    def __init__(self, height: float, palette: Palette, *, rtl: bool, name: str) -> None:
        self._height, self._palette, self._rtl = height, palette, rtl
        self._name = name
        self._parts: list[str] = []

    def bar(self, x: float, y: float, width: float, height: float, style: str) -> None:
        """Add a rectangle: `style` is one of ``sure``, ``perhaps``, ``empty``."""
        if width <= 0 or height <= 0:
            return
        left = WIDTH - x - width if self._rtl else x
        fill = {
            "sure": self._palette.accent,
            "perhaps": "url(#perhaps)",
            "empty": self._palette.empty,
        }[style]
        edge = f"stroke:{self._palette.accent};stroke-width:1" if style == "perhaps" else ""
        self._parts.append(
            f'<rect x="{left:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
            f'style="fill:{fill};{edge}"/>'
        )

    def text(
        self, x: float, y: float, text: str, *, at: str = "start", size: float = 12.5,
        soft: bool = False, strong: bool = False,
    ) -> None:  # fmt: skip
        """Add a line of text; `at` says which end of it stands at `x`: start, middle, end."""
        anchor, place = at, x
        if self._rtl:
            # The typesetter knows no direction of a text: its end and its order are given here.
            anchor, place = OTHER_END[at], WIDTH - x
            text = isolate(text, direction="rtl")
        colour = self._palette.soft if soft else self._palette.ink
        weight = ";font-weight:650" if strong else ""
        self._parts.append(
            f'<text x="{place:.1f}" y="{y:.1f}" text-anchor="{anchor}" '
            f'style="fill:{colour};font-size:{size}px;font-family:{self._palette.font}{weight}">'
            f"{esc(text)}</text>"
        )

    def line(self, points: list[tuple[float, float]], *, dashed: bool = False) -> None:
        """Add a line through points, in the accent's colour."""
        dash = ";stroke-dasharray:5 4" if dashed else ""
        self._parts.append(
            f'<polyline points="{self._points(points)}" '
            f'style="fill:none;stroke:{self._palette.accent};stroke-width:2.2{dash}"/>'
        )

    def area(self, points: list[tuple[float, float]]) -> None:
        """Add a hatched area."""
        self._parts.append(f'<polygon points="{self._points(points)}" style="fill:url(#perhaps)"/>')

    def rule(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Add a thin straight line."""
        if self._rtl:
            x1, x2 = WIDTH - x1, WIDTH - x2
        self._parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
            f'style="stroke:{self._palette.line};stroke-width:.8"/>'
        )

    def svg(self) -> str:
        """Return the chart."""
        hatch = (
            '<defs><pattern id="perhaps" width="5" height="5" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="5" height="5" '
            f'style="fill:{self._palette.empty}"/><rect width="2" height="5" '
            f'style="fill:{self._palette.accent}"/></pattern></defs>'
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {self._height:.0f}" '
            f'role="img" aria-label="{esc(self._name)}">{hatch}{"".join(self._parts)}</svg>'
        )

    def _points(self, points: list[tuple[float, float]]) -> str:
        return " ".join(f"{WIDTH - x if self._rtl else x:.1f},{y:.1f}" for x, y in points)

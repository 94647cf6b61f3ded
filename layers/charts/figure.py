"""A chart on a page: a picture in the light that the reader has, with words for who sees none."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

from layers.charts.drawing import NIGHT, PAPER, Palette
from layers.text.escaping import esc

SVG = "data:image/svg+xml;base64,"


def figure(draw: Callable[[Palette], str], text: str) -> str:
    """Return HTML with a chart drawn for light and for dark; the stylesheet shows one of them.

    Parameters
    ----------
    draw
        Returns the chart in a palette.
    text
        What the chart shows, in words, unescaped.
    """
    pictures = "".join(
        f'<img class="ap-chart__{name}" alt="{esc(text)}" src="{_address(draw(palette))}">'
        for name, palette in (("light", PAPER), ("dark", NIGHT))
    )
    return f'<figure class="ap-chart">{pictures}</figure>'


def _address(svg: str) -> str:
    return SVG + b64encode(svg.encode()).decode()

"""The map of a report, drawn from our own vectors: streets, squares of people, services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.network.snapping import METRES_PER_DEGREE
from geo.network.streets import StreetNetwork
from layers.charts.drawing import PAPER, TYPE
from layers.escaping import esc
from layers.map.gap_layer import GapPicture
from layers.words import Words

WIDTH, LEGEND = 800.0, 118.0
MISSING = ("#F2C98A", "#E0894A", "#B8501F", "#7A2A0D")
"""As on the page's map: pale to deep."""
DOUBT = "#55407A"
MARGIN_SHARE = 0.03
TALLEST = 1.2
"""Height over width of the drawn ground, at most."""
ROUND_M = (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)


@dataclass(frozen=True, slots=True)
class _View:
    """Degrees to units of the picture; north is up."""

    west: float
    north: float
    east_units: float
    north_units: float
    height: float

    def x(self, lon: NDArray[np.float64] | float) -> NDArray[np.float64]:
        return (np.asarray(lon) - self.west) * self.east_units

    def y(self, lat: NDArray[np.float64] | float) -> NDArray[np.float64]:
        return (self.north - np.asarray(lat)) * self.north_units


def map_picture(streets: StreetNetwork, picture: GapPicture, credit: str, words: Words) -> str:
    """Return an SVG of who is not reached.

    Parameters
    ----------
    credit
        Whose data these are, unescaped; it stands on the picture itself.
    """
    view = _view(picture.bounds)
    body = "".join(
        (
            _streets(streets, view),
            _squares(picture, view),
            _doors(picture, view),
            _legend(picture, view, credit, words),
        )
    )
    height = view.height + LEGEND
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}" '
        f'role="img" aria-label="{esc(words.say("coverage.map.legend"))}">'
        f'<defs><clipPath id="frame"><rect width="{WIDTH:.0f}" height="{view.height:.0f}"/>'
        f'</clipPath></defs><rect width="{WIDTH:.0f}" height="{view.height:.0f}" '
        f'style="fill:#F7F3EA"/>{body}</svg>'
    )


def _view(bounds: Sequence[float]) -> _View:
    west, south, east, north = bounds
    wide, high = (east - west) * MARGIN_SHARE, (north - south) * MARGIN_SHARE
    west, south, east, north = west - wide, south - high, east + wide, north + high
    squeeze = float(np.cos(np.radians((south + north) / 2)))
    lacking = (north - south) / TALLEST / squeeze - (east - west)
    if lacking > 0:  # a tall area gets ground at its sides, so that the map fits its page
        west, east = west - lacking / 2, east + lacking / 2
    units = WIDTH / ((east - west) * squeeze)
    return _View(west, north, units * squeeze, units, (north - south) * units)


def _streets(streets: StreetNetwork, view: _View) -> str:
    once = (streets.twin < 0) | (streets.tail < streets.head)
    tail, head = streets.tail[once], streets.head[once]
    x1, y1 = view.x(streets.lon[tail]), view.y(streets.lat[tail])
    x2, y2 = view.x(streets.lon[head]), view.y(streets.lat[head])
    inside = (np.maximum(x1, x2) > 0) & (np.minimum(x1, x2) < WIDTH)
    inside &= (np.maximum(y1, y2) > 0) & (np.minimum(y1, y2) < view.height)
    ends = zip(x1[inside], y1[inside], x2[inside], y2[inside], strict=True)
    path = "".join(f"M{a:.1f} {b:.1f}L{c:.1f} {d:.1f}" for a, b, c, d in ends)
    return (
        f'<path clip-path="url(#frame)" d="{path}" '
        'style="fill:none;stroke:#CDBFA9;stroke-width:.7;stroke-linecap:round"/>'
    )


def _squares(picture: GapPicture, view: _View) -> str:
    width, height = picture.width * view.east_units, picture.height * view.north_units
    parts = []
    for rows, hollow in ((picture.doubtful, True), (picture.missing, False)):
        for west, south, _, number, _ in rows:
            style = (
                f"fill:{DOUBT};fill-opacity:.1;stroke:{DOUBT};stroke-width:.6"
                if hollow
                else f"fill:{MISSING[int(number)]};fill-opacity:.82"
            )
            x, y = float(view.x(west)), float(view.y(south + picture.height))
            parts.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
                f'style="{style}"/>'
            )
    return f'<g clip-path="url(#frame)">{"".join(parts)}</g>'


def _doors(picture: GapPicture, view: _View) -> str:
    return "".join(
        _door(float(view.x(door.lon)), float(view.y(door.lat)), passes=door.passes)
        for door in picture.doors
        if 0 < float(view.x(door.lon)) < WIDTH and 0 < float(view.y(door.lat)) < view.height
    )


def _door(x: float, y: float, *, passes: bool) -> str:
    fill, edge = (PAPER.accent, "#FFFFFF") if passes else ("#FFFFFF", PAPER.accent)
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" '
        f'style="fill:{fill};stroke:{edge};stroke-width:2"/>'
    )


def _legend(picture: GapPicture, view: _View, credit: str, words: Words) -> str:
    top = view.height + 22
    parts = [_text(0, top, words.say("coverage.map.missing"), strong=True)]
    limits = [words.fact(limit, "number") for limit in picture.breaks]
    labels = [f"≤ {limit}" for limit in limits] + ([f"> {limits[-1]}"] if limits else [])
    for number, label in enumerate(labels):
        x = 84.0 * number
        parts.append(
            f'<rect x="{x}" y="{top + 10:.1f}" width="20" height="13" '
            f'style="fill:{MISSING[number]}"/>' + _text(x + 26, top + 21, label)
        )
    if picture.doubtful:
        parts.append(
            f'<rect x="0" y="{top + 34:.1f}" width="20" height="13" '
            f'style="fill:{DOUBT};fill-opacity:.1;stroke:{DOUBT}"/>'
        )
        parts.append(_text(26, top + 45, words.say("coverage.map.doubtful")))
    for row, passes in enumerate((True, False)):
        y = top + 16 + 24 * row
        parts.append(_door(430, y, passes=passes))
        key = "passes" if passes else "fails"
        parts.append(_text(444, y + 4, words.say(f"coverage.map.{key}")))
    parts.append(_scale(view, words))
    parts.append(_text(0, top + 84, credit, size=11))
    return "".join(parts)


def _scale(view: _View, words: Words) -> str:
    """Return a bar of a round length, and where north is."""
    metre = view.north_units / METRES_PER_DEGREE
    length = max(m for m in ROUND_M if m * metre < 180 or m == ROUND_M[0])
    x, y = WIDTH - length * metre - 12, view.height - 14
    return (
        f'<path d="M{x:.1f} {y - 6:.1f}v6h{length * metre:.1f}v-6" '
        f'style="fill:none;stroke:{PAPER.ink};stroke-width:1.6"/>'
        + _text(x + 4, y - 6, words.fact(length, "metres"))
        + f'<path d="M{WIDTH - 24:.0f} 40l8 -24l8 24l-8 -6z" style="fill:{PAPER.ink}"/>'
        + _text(WIDTH - 21, 56, words.say("coverage.north"), strong=True)
    )


def _text(x: float, y: float, told: str, *, size: float = 13.0, strong: bool = False) -> str:
    weight = ";font-weight:700" if strong else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" '
        f'style="font-family:{TYPE};font-size:{size}px;fill:{PAPER.ink}{weight}">{esc(told)}</text>'
    )

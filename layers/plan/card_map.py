"""The map of a card, as SVG from our own data: streets, the way, the stops in their order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from geo.network.streets import StreetNetwork
from layers.report.map_frame import WIDTH, Frame, frame_of
from layers.report.map_ground import (
    ACCENT,
    INK,
    PAPER,
    boundary_lines,
    line_path,
    scale_bar,
    street_lines,
)
from layers.report.map_labels import map_labels
from layers.words import Words

Position = tuple[float, float]
MARGIN = 0.12
"""Room around the way, in parts of its extent."""

TALLEST = 0.5
"""Height in parts of the width, at most: the first stop stands on the same page."""

LEAST_DEGREES = 0.004
"""A map shows at least so much, about 400 metres: a way of a few steps needs its surroundings."""


def card_map(
    streets: StreetNetwork,
    boundary: shapely.Geometry | None,
    *,
    home: Position,
    stops: Sequence[Position],
    way: Sequence[Position],
    words: Words,
) -> str:
    """Return the map of a plan.

    Parameters
    ----------
    home, stops
        Longitude, latitude, degrees EPSG:4326; the stops are numbered from 1 in their order.
    way
        The line from home to home.
    """
    frame = frame_of(_bounds((home, *stops, *way)))
    numbered = _numbered(stops)
    parts = [
        f'<rect width="{WIDTH:.0f}" height="{frame.height:.1f}" fill="{PAPER}"/>',
        *boundary_lines(boundary, frame),
        *street_lines(streets, frame),
        *map_labels(streets, (), (home, *stops), frame, larger=1.3),
        _way(way, frame),
        _home(home, frame),
        *(_stop(place, text, frame) for place, text in numbered.items()),
        *scale_bar(frame, words),
        f'<rect x=".5" y=".5" width="{WIDTH - 1:.0f}" height="{frame.height - 1:.1f}" '
        'fill="none" stroke="#8C8270"/>',
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {frame.height:.1f}">'
        f"{''.join(parts)}</svg>"
    )


def _bounds(points: Sequence[Position]) -> tuple[float, float, float, float]:
    lon, lat = np.array(points, float).T
    west, east, south, north = lon.min(), lon.max(), lat.min(), lat.max()
    flat = float(np.cos(np.radians((south + north) / 2)))
    up = max((north - south) * MARGIN, (LEAST_DEGREES - (north - south)) / 2)
    tall = (north - south) + 2 * up
    wide = max((east - west) * (1 + 2 * MARGIN), tall / flat / TALLEST)
    across = (wide - (east - west)) / 2
    return (float(west - across), float(south - up), float(east + across), float(north + up))


def _numbered(stops: Sequence[Position]) -> dict[Position, str]:
    """Return the numbers that stand at each place: a place may be visited twice."""
    found: dict[Position, list[str]] = {}
    for number, place in enumerate(stops, 1):
        found.setdefault(place, []).append(str(number))
    return {place: "·".join(numbers) for place, numbers in found.items()}


def _way(way: Sequence[Position], frame: Frame) -> str:
    if not way:
        return ""
    path = line_path(np.array(way, float), frame)
    shape = 'fill="none" stroke-linecap="round" stroke-linejoin="round"'
    return (
        f'<path d="{path}" {shape} stroke="#FFFFFF" stroke-width="9"/>'
        f'<path d="{path}" {shape} stroke="{ACCENT}" stroke-width="5"/>'
    )


def _home(home: Position, frame: Frame) -> str:
    x, y = float(frame.x(home[0])), float(frame.y(home[1]))
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="15" fill="#FFFFFF" stroke="{INK}" '
        f'stroke-width="5"/><circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{INK}"/>'
    )


def _stop(place: Position, text: str, frame: Frame) -> str:
    x, y = float(frame.x(place[0])), float(frame.y(place[1]))
    style = "font-family:'Noto Sans';font-size:26px;font-weight:700"
    half = 22 + 9 * (len(text) - 1)
    return (
        f'<rect x="{x - half:.1f}" y="{y - 22:.1f}" width="{2 * half}" height="44" rx="22" '
        f'fill="{ACCENT}" stroke="#FFFFFF" stroke-width="3.5"/>'
        f'<text x="{x:.1f}" y="{y + 9:.1f}" text-anchor="middle" fill="#FFFFFF" '
        f'style="{style}">{text}</text>'
    )

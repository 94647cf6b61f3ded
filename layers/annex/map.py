"""The map of a partnership: its municipalities, and its services as dots by sector."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from layers.annex.annex import AnnexDot, AnnexTown, Ring
from layers.report.blocks import Picture
from layers.report.map_frame import WIDTH, Frame, frame_of
from layers.text.escaping import esc
from layers.themes import THEMES
from layers.words import Words

GROUND, EDGE = "#F3EEE0", "#8C8270"
SECTORS = ("work", "integration", "housing", "health", "education")
NUMBERS = {sector: str(number) for number, sector in enumerate(SECTORS, 1)}

LARGEST_NAMED = 12
"""Municipalities that are named on the map: those with the most residents."""


def annex_map(towns: Sequence[AnnexTown], dots: Sequence[AnnexDot], words: Words) -> Picture | None:
    """Return the map; None where no municipality has an outline."""
    rings = [ring for town in towns for ring in town.rings]
    if not rings:
        return None
    frame = frame_of(_bounds(rings))
    shapes = "".join(
        f'<path d="{_path(ring, frame)}" fill="{GROUND}" stroke="{EDGE}" stroke-width="1.2"/>'
        for ring in rings
    )
    marks = "".join(_dot(dot, frame) for dot in dots)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {frame.height:.0f}">'
        f"{shapes}{marks}{_names(towns, frame)}</svg>"
    )
    alt = words.say("annex.map.alt", towns=len(towns), services=len(dots))
    there = {dot.sector for dot in dots}
    legend = [
        (f"dot:{number}:{THEMES[sector].light}", words.choice("sector", sector))
        for sector, number in NUMBERS.items()
        if sector in there
    ]
    return Picture(svg, alt, words.say("annex.map.caption"), legend=legend)


def _bounds(rings: Sequence[Ring]) -> tuple[float, float, float, float]:
    lon = [at[0] for ring in rings for at in ring]
    lat = [at[1] for ring in rings for at in ring]
    return min(lon), min(lat), max(lon), max(lat)


def _path(ring: Ring, frame: Frame) -> str:
    points = (f"{float(frame.x(lon)):.1f} {float(frame.y(lat)):.1f}" for lon, lat in ring)
    return f"M{'L'.join(points)}Z"


def _dot(dot: AnnexDot, frame: Frame) -> str:
    """Return a dot with the number of its sector: no map needs its colours to be read."""
    theme, number = THEMES.get(dot.sector), NUMBERS.get(dot.sector, "")
    x, y = float(frame.x(dot.lon)), float(frame.y(dot.lat))
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="10" fill="{theme.light if theme else EDGE}" '
        f'stroke="#fff" stroke-width="2"/>'
        f'<text x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle" font-size="13" '
        f'font-family="Noto Sans" font-weight="700" fill="#fff">{number}</text>'
    )


def _names(towns: Sequence[AnnexTown], frame: Frame) -> str:
    largest = sorted((t for t in towns if t.rings), key=lambda t: -_or_zero(t.residents))
    found = []
    for town in largest[:LARGEST_NAMED]:
        west, south, east, north = _bounds(town.rings)
        x, y = float(frame.x((west + east) / 2)), float(frame.y((south + north) / 2))
        found.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-size="17" '
            f'font-family="Noto Sans" font-weight="600" fill="#1C2430" stroke="#FFFDF8" '
            f'stroke-width="4" paint-order="stroke">{esc(town.name)}</text>'
        )
    return "".join(found)


def _or_zero(value: float) -> float:
    return 0.0 if isnan(value) else value

"""The ground of a map on paper, as SVG: the area's boundary, its streets, the scale and north."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely

from geo.network.streets import StreetNetwork
from geo.network.walking import KINDS
from layers.charts.drawing import TYPE
from layers.report.map_frame import WIDTH, Frame
from layers.text.escaping import esc
from layers.words import Words

INK, ACCENT, PAPER = "#1C2430", "#0F4C5C", "#FAF6EE"
STREETS = {"main_road": ("#BDB29C", 2.2), "street": ("#D3CAB8", 1.1), "square": ("#D3CAB8", 1.1)}
PATHS = ("#E2DBCC", 0.7)
SCALES_M = (50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10000, 20000)


def boundary_lines(boundary: shapely.Geometry | None, frame: Frame) -> Iterable[str]:
    """Yield the dashed outline of an area, white inside."""
    if boundary is None:
        return
    rings = [
        ring
        for part in shapely.get_parts(boundary)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]
    text = "".join(f"{line_path(shapely.get_coordinates(ring), frame)}Z" for ring in rings)
    yield (
        f'<path d="{text}" fill="#FFFFFF" fill-rule="evenodd" stroke="#8C8270" stroke-width="1.6" '
        'stroke-dasharray="8 5"/>'
    )


def street_lines(streets: StreetNetwork, frame: Frame) -> Iterable[str]:
    """Yield the streets in sight, smallest first, joined and without what no eye could see."""
    tail, head = np.asarray(streets.tail), np.asarray(streets.head)
    once = (tail < head) | (np.asarray(streets.twin) < 0)
    lon, lat = np.asarray(streets.lon), np.asarray(streets.lat)
    x, y = frame.x(lon), frame.y(lat)
    seen = (x > -20) & (x < WIDTH + 20) & (y > -20) & (y < frame.height + 20)
    once &= seen[tail] | seen[head]
    kind = np.asarray(streets.way_kind)[np.asarray(streets.way)]
    groups: dict[tuple[str, float], np.ndarray] = {PATHS: np.ones(len(KINDS), bool)}
    for name in ("square", "street", "main_road"):
        chosen = np.arange(len(KINDS)) == KINDS.index(name)
        groups[PATHS] &= ~chosen
        groups[STREETS[name]] = groups.get(STREETS[name], np.zeros(len(KINDS), bool)) | chosen
    for (colour, width), kinds in groups.items():
        arcs = np.flatnonzero(once & kinds[kind])
        if not len(arcs):
            continue
        ends = np.stack([tail[arcs], head[arcs]], axis=1)
        lines = shapely.linestrings(np.stack([x[ends], y[ends]], axis=2))
        joined = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
        drawn = shapely.simplify(joined, 0.4, preserve_topology=False)
        text = "".join(_units(shapely.get_coordinates(one)) for one in drawn)
        yield (
            f'<path d="{text}" fill="none" stroke="{colour}" stroke-width="{width}" '
            'stroke-linecap="round" stroke-linejoin="round"/>'
        )


def scale_bar(frame: Frame, words: Words) -> Iterable[str]:
    """Yield the bar of the scale, and the arrow that points north."""
    metres = max((m for m in SCALES_M if m * frame.metre <= WIDTH / 4), default=SCALES_M[0])
    long, y = metres * frame.metre, frame.height - 26
    text = esc(words.fact(float(metres), "metres"))
    type_ = f'style="font-family:{TYPE};font-size:17px"'
    yield (
        f'<rect x="16" y="{y - 26:.1f}" width="{long + 32:.1f}" height="40" fill="#FFFFFF" '
        'fill-opacity=".85"/>'
        f'<path d="M32 {y - 6:.1f}v6h{long:.1f}v-6" fill="none" stroke="{INK}" stroke-width="2"/>'
        f'<text x="{32 + long / 2:.1f}" y="{y - 8:.1f}" text-anchor="middle" fill="{INK}" {type_}>'
        f"{text}</text>"
        f'<path d="M{WIDTH - 36:.1f} 52l9 24l-9-6l-9 6z" fill="{INK}"/>'
        f'<text x="{WIDTH - 36:.1f}" y="44" text-anchor="middle" fill="{INK}" {type_}>N</text>'
    )


def line_path(points: np.ndarray, frame: Frame) -> str:
    """Return a line of longitudes and latitudes as SVG writes it."""
    return _units(np.stack([frame.x(points[:, 0]), frame.y(points[:, 1])], axis=1))


def _units(points: np.ndarray) -> str:
    """Return a line as SVG writes it, one decimal."""
    lines = [f"{x:.1f} {y:.1f}" for x, y in points.tolist()]
    return f"M{'L'.join(lines)}" if lines else ""

"""Names on the map of a report: its parts and its longest streets, none over another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import shapely

from geo.network.streets import StreetNetwork
from geo.network.walking import KINDS
from layers.report.map_frame import WIDTH, Frame
from layers.text.escaping import esc

INK, SOFT = "#1C2430", "#5B5344"
MOST_STREETS = 16
STREET_SIZE, PART_SIZE = 16.0, 22.0
LETTER = 0.56
"""Width of a letter in parts of its size."""

MARK = 15.0
"""Half the side of a mark that no name covers."""

NAMED = ("main_road", "street")
Box = tuple[float, float, float, float]


def map_labels(
    streets: StreetNetwork,
    parts: Sequence[tuple[str, float, float]],
    marks: Iterable[tuple[float, float]],
    frame: Frame,
    *,
    larger: float = 1.0,
) -> Iterator[str]:
    """Yield names as SVG: those of parts first, then of streets, the longest first.

    Parameters
    ----------
    parts
        Name, longitude and latitude of each part of the area.
    marks
        Longitude and latitude of what names must not cover.
    larger
        Times which names are larger than on a map as wide as the page.
    """
    part_size, street_size = PART_SIZE * larger, STREET_SIZE * min(larger, 1.2)
    taken = [_around(lon, lat, frame) for lon, lat in marks]
    for name, lon, lat in parts:
        x, y = float(frame.x(lon)), float(frame.y(lat))
        half = len(name) * part_size * LETTER / 2
        for down in (0.0, 30.0, -30.0, 60.0, -60.0):
            top = y + down
            if _free((x - half, top - part_size, x + half, top + part_size * 0.4), taken, frame):
                yield _text(name, x, top, part_size, INK, weight=700)
                break
    drawn = 0
    for name, line in _longest(streets, frame):
        if drawn == MOST_STREETS:
            return
        wide = len(name) * street_size * LETTER
        if line.length < wide * 0.9:
            continue
        x, y, angle = _middle(line, wide)
        reach = wide / 2
        flat, steep = abs(np.cos(np.radians(angle))), abs(np.sin(np.radians(angle)))
        across, up = reach * flat + street_size, reach * steep + street_size
        if _free((x - across, y - up, x + across, y + up), taken, frame):
            drawn += 1
            yield _text(name, x, y, street_size, SOFT, angle=angle)


def _around(lon: float, lat: float, frame: Frame) -> Box:
    x, y = float(frame.x(lon)), float(frame.y(lat))
    return x - MARK, y - MARK, x + MARK, y + MARK


def _free(box: Box, taken: list[Box], frame: Frame) -> bool:
    """Take a box where nothing else stands and all of it is in sight."""
    west, top, east, bottom = box
    if west < 4 or top < 4 or east > WIDTH - 4 or bottom > frame.height - 4:
        return False
    for other in taken:
        if west < other[2] and other[0] < east and top < other[3] and other[1] < bottom:
            return False
    taken.append(box)
    return True


def _longest(streets: StreetNetwork, frame: Frame) -> Iterable[tuple[str, shapely.LineString]]:
    """Return name and longest piece of every named street in sight, main roads before others."""
    tail, head = np.asarray(streets.tail), np.asarray(streets.head)
    way = np.asarray(streets.way)
    name = np.asarray(streets.way_name)[way]
    kind = np.asarray(streets.way_kind)[way]
    x, y = frame.x(np.asarray(streets.lon)), frame.y(np.asarray(streets.lat))
    seen = (x > 0) & (x < WIDTH) & (y > 0) & (y < frame.height)
    once = ((tail < head) | (np.asarray(streets.twin) < 0)) & seen[tail] & seen[head] & (name > 0)
    found: list[tuple[int, float, str, shapely.LineString]] = []
    for rank, one in enumerate(NAMED):
        arcs = np.flatnonzero(once & (kind == KINDS.index(one)))
        arcs = arcs[np.argsort(name[arcs], kind="stable")]
        numbers, starts = np.unique(name[arcs], return_index=True)
        for number, some in zip(numbers, np.split(arcs, starts[1:]), strict=False):
            ends = np.stack([tail[some], head[some]], axis=1)
            lines = shapely.linestrings(np.stack([x[ends], y[ends]], axis=2))
            joined = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
            best = max(joined, key=lambda line: line.length)
            found.append((rank, -best.length, streets.names[number], best))
    found.sort(key=lambda item: item[:3])
    named = {text: line for _, _, text, line in reversed(found)}
    order = dict.fromkeys(text for _, _, text, _ in found)
    return [(text, named[text]) for text in order]


def _middle(line: shapely.LineString, wide: float) -> tuple[float, float, float]:
    """Return the middle of a line and its direction there, read from left to right."""
    half = line.length / 2
    start, end = (line.interpolate(half + part) for part in (-wide / 2, wide / 2))
    centre = line.interpolate(half)
    angle = float(np.degrees(np.arctan2(end.y - start.y, end.x - start.x)))
    if abs(angle) > 90:
        angle -= np.sign(angle) * 180
    return centre.x, centre.y, angle


def _text(
    name: str, x: float, y: float, size: float, colour: str, *, angle: float = 0.0,
    weight: int = 500,
) -> str:  # fmt: skip
    style = f"font-family:'Noto Sans','Noto Sans Arabic';font-size:{size:g}px;font-weight:{weight}"
    turned = f' transform="rotate({angle:.1f} {x:.1f} {y:.1f})"' if angle else ""
    shared = f'x="{x:.1f}" y="{y + size * 0.35:.1f}" text-anchor="middle" style="{style}"{turned}'
    shown = esc(name)
    # A halo of its own: readers of SVG differ in the order of stroke and fill.
    return (
        f'<text {shared} fill="none" stroke="#FFFDF8" stroke-width="4" stroke-opacity=".85" '
        f'stroke-linejoin="round">{shown}</text><text {shared} fill="{colour}">{shown}</text>'
    )

"""The map of a report, drawn as SVG from our own data: no tile, no server, sharp on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely

from geo.measures.gaps import Gap
from geo.model import Service
from geo.network.streets import StreetNetwork
from geo.network.walking import KINDS
from layers.charts.drawing import TYPE
from layers.map.coverage_layer import CoveragePicture, bounds_of, coverage_picture
from layers.report.answer import Report
from layers.report.map_frame import WIDTH, Frame, frame_of
from layers.report.map_labels import map_labels
from layers.text.escaping import esc
from layers.words import Words

MISSING = ("#F2C98A", "#E0894A", "#B8501F", "#7A2A0D")
"""From few people to many; distinguished without colour, because each is darker than the last."""
DOUBT = "#55407A"
INK, ACCENT, PAPER = "#1C2430", "#0F4C5C", "#FAF6EE"
STREETS = {"main_road": ("#BDB29C", 2.2), "street": ("#D3CAB8", 1.1), "square": ("#D3CAB8", 1.1)}
PATHS = ("#E2DBCC", 0.7)
MOST_NUMBERED = 40
"""With more services than this, numbers would hide the map."""
MOST_NEW_SITES = 5
"""New desks drawn: of the places with most people missing."""
SCALES_M = (50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10000, 20000)


def numbered(report: Report) -> bool:
    """Return whether the map says each service's number in the table of services."""
    return len(report.services) <= MOST_NUMBERED


def squares_of(report: Report) -> CoveragePicture:
    """Return the squares that the map fills, with the limits of their classes."""
    return coverage_picture(report.homes, report.outcome.found, (), {})


def tallness(report: Report) -> float:
    """Return the height of the map in parts of its width."""
    return frame_of(bounds_of(report.homes, report.outcome.people > 0)).height / WIDTH


def map_picture(report: Report, name: str, words: Words, *, width: float = 1.0) -> str:
    """Return the map of who is not reached, as SVG.

    Squares by the people in them who have nothing, hollow ones where it is not known; services as
    discs (may take somebody) and crosses (take nobody of the question); crosses in a diamond where
    a new site would reach most. A bar says the scale, an arrow north.

    Parameters
    ----------
    name
        What the map shows, for who does not see it.
    width
        Of the map on the page, in parts of its width: on a narrow one names are larger.
    """
    frame = frame_of(bounds_of(report.homes, report.outcome.people > 0))
    squares = squares_of(report)
    parts = [
        f'<rect width="{WIDTH:.0f}" height="{frame.height:.1f}" fill="{PAPER}"/>',
        *_boundary(report.background.boundary, frame),
        *_streets(report.streets, frame),
        *_filled(squares, frame),
        *_hollow(squares, frame),
        *map_labels(
            report.streets, _parts(report), _marks(report), frame, larger=min(1.5, 1 / width)
        ),
        *_new_sites(report.outcome.gaps, frame),
        *_services(report, frame),
        *_scale(frame, words),
        f'<rect x=".5" y=".5" width="{WIDTH - 1:.0f}" height="{frame.height - 1:.1f}" fill="none" '
        'stroke="#8C8270"/>',
    ]
    clean = "".join(one if one.isalnum() else " " for one in name)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {frame.height:.1f}" '
        f'role="img" aria-label="{clean}">{"".join(parts)}</svg>'
    )


def _parts(report: Report) -> list[tuple[str, float, float]]:
    """Return name and middle of each part of the area, by its people; most people first."""
    zone, people = np.asarray(report.zone), report.outcome.people
    found = []
    for number, name in enumerate(report.names):
        here = np.where(zone == number, people, 0.0)
        total = float(here.sum())
        if total > 0 and len(report.names) > 1:
            lon = float((report.homes.lon * here).sum() / total)
            lat = float((report.homes.lat * here).sum() / total)
            found.append((total, name, lon, lat))
    return [(name, lon, lat) for _, name, lon, lat in sorted(found, key=lambda one: -one[0])]


def _marks(report: Report) -> Iterable[tuple[float, float]]:
    """Yield where services and new sites are drawn."""
    for service in report.services:
        place = service.location
        if place.is_public and place.lon is not None and place.lat is not None:
            yield place.lon, place.lat
    for gap in report.outcome.gaps[:MOST_NEW_SITES]:
        remedy = gap.remedy
        if remedy is not None and remedy.lon is not None and remedy.lat is not None:
            yield remedy.lon, remedy.lat


def _boundary(boundary: shapely.Geometry | None, frame: Frame) -> Iterable[str]:
    if boundary is None:
        return
    rings = [
        ring
        for part in shapely.get_parts(boundary)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]
    text = "".join(f"{_path(shapely.get_coordinates(ring), frame)}Z" for ring in rings)
    yield (
        f'<path d="{text}" fill="#FFFFFF" fill-rule="evenodd" stroke="#8C8270" stroke-width="1.6" '
        'stroke-dasharray="8 5"/>'
    )


def _streets(streets: StreetNetwork, frame: Frame) -> Iterable[str]:
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


def _filled(squares: CoveragePicture, frame: Frame) -> Iterable[str]:
    for row in squares.missing:
        colour = MISSING[min(int(row[3]), len(MISSING) - 1)]
        yield _square(row, squares, frame, f'fill="{colour}" fill-opacity=".82"')


def _hollow(squares: CoveragePicture, frame: Frame) -> Iterable[str]:
    style = f'fill="{DOUBT}" fill-opacity=".1" stroke="{DOUBT}" stroke-opacity=".8"'
    for row in squares.doubtful:
        yield _square(row, squares, frame, f'{style} stroke-width=".9"')


def _square(row: Sequence[float], squares: CoveragePicture, frame: Frame, style: str) -> str:
    x, y = float(frame.x(row[0])), float(frame.y(row[1] + squares.height))
    width, height = squares.width * frame.east_m, squares.height * frame.north_m
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" {style}/>'


def _services(report: Report, frame: Frame) -> Iterable[str]:
    asked = report.outcome.asked
    passes = asked.screening.possible[-1]
    order = sorted(range(len(asked.services)), key=lambda n: bool(passes[n]))
    for number in order:
        text = str(number + 1) if numbered(report) else ""
        yield from _service(asked.services[number], bool(passes[number]), text, frame)


def _service(service: Service, passes: bool, text: str, frame: Frame) -> Iterable[str]:
    place = service.location
    if not place.is_public or place.lon is None or place.lat is None:
        return
    x, y = float(frame.x(place.lon)), float(frame.y(place.lat))
    size = 12.5 if text else 6.0
    fill, edge, ink = (ACCENT, "#FFFFFF", "#FFFFFF") if passes else ("#FFFFFF", INK, INK)
    dashed = ' stroke-dasharray="4 3"' if service.provenance.demonstration else ""
    yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size + 1.5}" fill="#FFFFFF"/>'
    yield (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="{fill}" stroke="{edge}" '
        f'stroke-width="1.8"{dashed}/>'
    )
    if text:
        yield (
            f'<text x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle" fill="{ink}" '
            f"style=\"font-family:'Noto Sans';font-size:14px;font-weight:600\">{text}</text>"
        )


def _new_sites(gaps: Sequence[Gap], frame: Frame) -> Iterable[str]:
    remedies = [gap.remedy for gap in gaps[:MOST_NEW_SITES] if gap.remedy is not None]
    for remedy in remedies:
        if remedy.lon is None or remedy.lat is None:
            continue
        x, y = float(frame.x(remedy.lon)), float(frame.y(remedy.lat))
        yield (
            f'<path d="M{x:.1f} {y - 14:.1f}l14 14l-14 14l-14-14z" fill="#FFFFFF" '
            f'stroke="{ACCENT}" stroke-width="2.4"/>'
            f'<path d="M{x:.1f} {y - 7:.1f}v14m-7-7h14" stroke="{ACCENT}" stroke-width="2.4"/>'
        )


def _scale(frame: Frame, words: Words) -> Iterable[str]:
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


def _path(points: np.ndarray, frame: Frame) -> str:
    return _units(np.stack([frame.x(points[:, 0]), frame.y(points[:, 1])], axis=1))


def _units(points: np.ndarray) -> str:
    """Return a line as SVG writes it, one decimal."""
    lines = [f"{x:.1f} {y:.1f}" for x, y in points.tolist()]
    return f"M{'L'.join(lines)}" if lines else ""

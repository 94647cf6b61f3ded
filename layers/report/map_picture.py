"""The map of a report, drawn as SVG from our own data: no tile, no server, sharp on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from geo.measures.gaps import Gap
from geo.model import Service
from layers.map.coverage_layer import CoveragePicture, bounds_of, coverage_picture
from layers.report.answer import Report
from layers.report.map_frame import WIDTH, Frame, frame_of
from layers.report.map_ground import (
    ACCENT,
    INK,
    PAPER,
    boundary_lines,
    scale_bar,
    street_lines,
)
from layers.report.map_labels import map_labels
from layers.words import Words

MISSING = ("#F2C98A", "#E0894A", "#B8501F", "#7A2A0D")
"""From few people to many; distinguished without colour, because each is darker than the last."""
DOUBT = "#55407A"
MOST_NUMBERED = 40
"""With more services than this, numbers would hide the map."""
MOST_NEW_SITES = 5
"""New desks drawn: of the places with most people missing."""


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
        *boundary_lines(report.background.boundary, frame),
        *street_lines(report.streets, frame),
        *_filled(squares, frame),
        *_hollow(squares, frame),
        *map_labels(
            report.streets, _parts(report), _marks(report), frame, larger=min(1.5, 1 / width)
        ),
        *_new_sites(report.outcome.gaps, frame),
        *_services(report, frame),
        *scale_bar(frame, words),
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

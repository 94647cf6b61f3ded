"""Who is not reached, on the map: squares of homes, the services asked, a new site that helps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import folium
import numpy as np

from geo.classes import round_breaks
from geo.demand import Homes
from geo.measures.coverage import Coverage
from geo.measures.outcome import CoverageOutcome
from geo.measures.steps import ScreeningStep
from geo.taxonomy import Taxonomy
from layers.map.panel import DrawnGroup, MapCard
from layers.sentences import name_of
from layers.text.escaping import esc
from layers.themes import theme_of
from layers.words import Words

NEAR_ENOUGH = 0.5
"""Squares with fewer people than this are not drawn: the model's crumbs, not somebody's home."""


@dataclass(frozen=True, slots=True)
class ServiceMark:
    """A service asked: `passes` says whether it may serve anybody of the question.

    `label` is escaped.
    """

    id: str
    lon: float
    lat: float
    label: str
    theme: str
    passes: bool
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class CoveragePicture:
    """What an answer draws.

    Attributes
    ----------
    width, height
        Of the squares, degrees.
    missing, doubtful
        Rows of west, south, people, class, step (its number in `ScreeningStep`); the upper limits
        of the classes are `breaks`.
    desk
        Longitude, latitude and escaped label of the new desk that is proposed.
    bounds
        West, south, east, north of all homes: where the map opens.
    focus
        The same of what to look at now; empty: leave the map where it is.
    texts
        Escaped words: of the steps, the legend, the unit.
    """

    width: float
    height: float
    missing: Sequence[Sequence[float]]
    doubtful: Sequence[Sequence[float]]
    breaks: Sequence[float]
    services: Sequence[ServiceMark]
    new_site: tuple[float, float, str] | None
    bounds: Sequence[float]
    focus: Sequence[float]
    texts: Mapping[str, object]
    card: MapCard | None = None


def coverage_picture(
    homes: Homes,
    found: Coverage,
    services: Sequence[ServiceMark],
    texts: Mapping[str, object],
    *,
    new_site: tuple[float, float, str] | None = None,
    focus: Sequence[float] = (),
    card: MapCard | None = None,
) -> CoveragePicture:
    """Return the picture of an answer: squares with people that have nothing, or perhaps something.

    Squares that several sections share are drawn once for each kind, with the sum of their people.
    """
    both = np.concatenate([found.missing, found.doubtful])
    breaks = round_breaks(both, count=4)
    lost = found.lost_at()
    return CoveragePicture(
        width=homes.width,
        height=homes.height,
        missing=_squares(homes, found.missing, lost, breaks),
        doubtful=_squares(homes, found.doubtful, np.full(len(homes), -1), breaks),
        breaks=breaks,
        services=services,
        new_site=new_site,
        bounds=bounds_of(homes, np.ones(len(homes), bool)),
        focus=focus,
        texts=texts,
        card=card,
    )


def bounds_of(homes: Homes, some: np.ndarray) -> tuple[float, ...]:
    """Return west, south, east, north of some homes; empty for none."""
    if not some.any():
        return ()
    west, south = homes.west[some], homes.south[some]
    return (
        float(west.min()), float(south.min()),
        float(west.max() + homes.width), float(south.max() + homes.height),
    )  # fmt: skip


def picture_of(
    homes: Homes,
    outcome: CoverageOutcome,
    words: Words,
    *,
    taxonomy: Taxonomy,
    new_site: tuple[float, float, str] | None = None,
    focus: Sequence[float] = (),
    card: MapCard | None = None,
) -> CoveragePicture:
    """Return the picture of an outcome with its services, in the reader's words."""
    passes = outcome.asked.screening.possible[-1]
    services = [
        ServiceMark(
            esc(service.id),
            service.location.lon,
            service.location.lat or 0.0,
            esc(name_of(service, words)),
            theme_of(service, taxonomy).id,
            bool(passes[number]),
            service.provenance.demonstration,
        )
        for number, service in enumerate(outcome.asked.services)
        if service.location.lon is not None
    ]
    texts: dict[str, object] = {
        name: esc(words.say(f"coverage.map.{name}"))
        for name in ("legend", "people", "missing", "doubtful", "passes", "fails")
    }
    texts["steps"] = [esc(words.choice("coverage.reason", step.value)) for step in ScreeningStep]
    return coverage_picture(
        homes, outcome.found, services, texts, new_site=new_site, focus=focus, card=card
    )


def coverage_group(picture: CoveragePicture) -> folium.FeatureGroup:
    """Return what an answer about gaps adds to the map."""
    return DrawnGroup("coverage", asdict(picture))


def _squares(
    homes: Homes, people: np.ndarray, step: np.ndarray, breaks: Sequence[float]
) -> list[list[float]]:
    sums: dict[tuple[float, float], list[float]] = {}
    for number in np.flatnonzero(people > 0):
        key = (round(float(homes.west[number]), 5), round(float(homes.south[number]), 5))
        row = sums.setdefault(key, [*key, 0.0, 0, int(step[number])])
        row[2] += float(people[number])
    rows = [row for row in sums.values() if row[2] >= NEAR_ENOUGH]
    for row in rows:
        row[3] = int(np.digitize(row[2], breaks))
        row[2] = round(row[2], 1)
    return rows

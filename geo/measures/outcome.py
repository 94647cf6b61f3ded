"""The answer to a question about coverage, whole: what every page, table and paper is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely

from geo.arrays import Bools, Floats
from geo.measures.acts import Act
from geo.measures.coverage import Coverage, PeopleRange, Reach
from geo.measures.fragility import Cliff
from geo.measures.gaps import Gap
from geo.measures.question import CoverageQuestion
from geo.measures.steps import Screening
from geo.model import Service


@dataclass(frozen=True, slots=True)
class ScreenedServices:
    """The services of a need with who reaches them: what all measures of a question start from.

    `reach` holds every pair up to the longest time that is looked at.
    """

    services: tuple[Service, ...]
    screening: Screening
    reach: Reach


@dataclass(frozen=True, slots=True)
class CoverageOutcome:
    """The answer to a question.

    Attributes
    ----------
    question, asked, people
        What was asked, of which services, and the people of each home.
    found
        Who has a service after each step.
    gaps
        Places with missing or doubtful people, most missing first.
    acts
        What to do in the whole area, what reaches most people first.
    sweep
        Coverage for other limits.
    alone
        Shape (services,): people who would have nothing if it closed.
    cliff
        Days on which money ends.
    edge
        Shape (homes,): whose reach goes beyond the data.
    """

    question: CoverageQuestion
    asked: ScreenedServices
    people: Floats
    found: Coverage
    gaps: tuple[Gap, ...]
    acts: tuple[Act, ...]
    sweep: tuple[tuple[float, PeopleRange], ...]
    alone: Floats
    cliff: tuple[Cliff, ...]
    edge: Bools


@dataclass(frozen=True, slots=True)
class Background:
    """What a report says that the answer itself does not know.

    Attributes
    ----------
    area, version
        Name of the area, and the version of its data.
    on
        The day on which room and money were judged.
    when, places
        Names of the window (empty for hours of one's own) and of the kind of places.
    cell_m
        Side of the squares that homes are put together in.
    sources
        Name, licence, attribution and day of everything that the figures come from.
    people
        How the people of the area were placed: the fields of its label; None: nobody has said.
    group
        What the figure of the question's group rests on, with its totals; None: not given.
    boundary
        Outline of the area, EPSG:4326; None where it has none.
    yardstick
        The fields of what a law or a plan asks for; None where nothing is held against it.
    settings
        The text that asks the same again.
    """

    area: str
    version: str
    on: date
    when: str
    places: str
    cell_m: float
    sources: tuple[tuple[str, str, str, str], ...]
    people: Mapping[str, object] | None
    group: Mapping[str, object] | None = None
    boundary: shapely.Geometry | None = None
    yardstick: Mapping[str, Any] | None = None
    settings: str = ""

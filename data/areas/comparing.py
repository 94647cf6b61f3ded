"""Two worlds side by side: the services as they are, and as a scenario would have them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from data.areas.opened import laid_on_streets
from data.areas.study import Study, ask
from geo.measures.outcome import Outcome
from geo.model import Taxonomy
from geo.network.routing import Ints
from geo.scenario import Scenario, apply

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a scenario changes.

    Attributes
    ----------
    study, after
        The scenario's world and its answer; `before` is today's.
    gained, lost
        Shape (homes,): people who have something (perhaps) only afterwards; only before.
    """

    study: Study
    before: Outcome
    after: Outcome
    gained: Floats
    lost: Floats


def in_scenario(study: Study, scenario: Scenario, *, now: datetime) -> Study:
    """Return the same area with the services as a scenario would have them.

    Raises
    ------
    BadInput
        What `geo.scenario.apply` says.
    """
    services = apply(study.opened.services, scenario, today=now.date())
    area = study.opened.area
    return replace(
        study,
        opened=replace(study.opened, services=services, snapped=laid_on_streets(area, services)),
    )


def compare(
    study: Study,
    before: Outcome,
    scenario: Scenario,
    *,
    place: Ints,
    now: datetime,
    taxonomy: Taxonomy,
) -> Comparison:
    """Ask the same question in a scenario, and tell who gains and who loses."""
    other = in_scenario(study, scenario, now=now)
    after = ask(
        other, before.question, people=before.people, place=place, now=now, taxonomy=taxonomy
    )
    had, has = before.found.possible[-1], after.found.possible[-1]
    people = before.people
    return Comparison(
        other, before, after, np.where(has & ~had, people, 0.0), np.where(had & ~has, people, 0.0)
    )

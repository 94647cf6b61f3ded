"""Scenarios: the services as they are beside the services as a scenario would have them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from answers.coverage import CoverageAnswer, outcome_of
from answers.opened_area import laid_on_networks
from answers.study import Study
from geo.arrays import Floats
from geo.measures.outcome import CoverageOutcome
from geo.scenario import Scenario, apply


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a scenario changes.

    Attributes
    ----------
    before
        The answer of today, or of the scenario that is compared with.
    after
        The scenario's own world and its answer.
    gained, lost
        Shape (homes,): people who have something (perhaps) only afterwards; only before.
    """

    before: CoverageAnswer
    after: CoverageAnswer
    gained: Floats
    lost: Floats


def compare(
    answer: CoverageAnswer, scenario: Scenario, *, beside: Scenario | None = None
) -> Comparison:
    """Ask the question of an answer again in a scenario, and count who gains and who loses.

    Parameters
    ----------
    beside
        The scenario to compare with; None: the services as they are.

    Raises
    ------
    BadInput
        What `geo.scenario.apply` says.
    """
    before = answer if beside is None else in_scenario(answer, beside)
    after = in_scenario(answer, scenario)
    had, has = before.outcome.found.possible[-1], after.outcome.found.possible[-1]
    people = answer.outcome.people
    return Comparison(
        before,
        after,
        gained=np.where(has & ~had, people, 0.0),
        lost=np.where(had & ~has, people, 0.0),
    )


def in_scenario(answer: CoverageAnswer, scenario: Scenario) -> CoverageAnswer:
    """Return the answer to the same question with the services as a scenario would have them."""
    study = _study_in(answer.study, scenario, now=answer.now)
    outcome: CoverageOutcome = outcome_of(
        study,
        answer.outcome.question,
        people=answer.outcome.people,
        zone=answer.zones.zone,
        now=answer.now,
    )
    return replace(answer, study=study, outcome=outcome)


def _study_in(study: Study, scenario: Scenario, *, now: datetime) -> Study:
    services = apply(study.opened.services, scenario, today=now.date())
    area = study.opened.area
    return replace(
        study,
        opened=replace(study.opened, services=services, laid=laid_on_networks(area, services)),
    )

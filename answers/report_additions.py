"""What a report says besides its answer: a scenario, a proposal of new sites, evenness."""

from __future__ import annotations

from answers.coverage import CoverageAnswer
from answers.scenarios import Comparison
from geo.measures.evenness import evenness
from geo.scenario import Scenario
from layers.coverage.scenario_rows import World
from layers.report.answer import Trial


def world_of(answer: CoverageAnswer) -> World:
    """Return coverage, people without, and Gini's index of choice of a world."""
    found = answer.outcome.found
    even = evenness(answer.outcome, answer.zones.zone)
    return found.band(), float(found.missing.sum()), even.gini


def trial_of(scenario: Scenario, comparison: Comparison) -> Trial:
    """Return a comparison as a report says it: places where the people without change."""
    before, after = (
        {gap.place: gap.missing for gap in world.outcome.gaps}
        for world in (comparison.before, comparison.after)
    )
    names = comparison.after.zones.names
    places = [
        (names[place], before.get(place, 0.0), after.get(place, 0.0))
        for place in before.keys() | after.keys()
        if round(before.get(place, 0.0)) != round(after.get(place, 0.0))
    ]
    return Trial(
        scenario.name,
        scenario.changes,
        world_of(comparison.before),
        world_of(comparison.after),
        float(comparison.gained.sum()),
        float(comparison.lost.sum()),
        sorted(places, key=lambda place: (place[2] - place[1], place[0])),
    )

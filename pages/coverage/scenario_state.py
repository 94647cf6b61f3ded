"""The scenario that this session is trying."""

from __future__ import annotations

from dataclasses import replace

from answers.coverage import CoverageAnswer
from geo.measures.gaps import Remedy
from geo.measures.trying import change_of
from geo.scenario import Change, Scenario
from pages.shared.session import COVERAGE_SECTION, SCENARIO_TRIED


def current_scenario() -> Scenario:
    """Return the scenario in the making; without changes where none was begun."""
    tried = SCENARIO_TRIED.get()
    return tried if tried is not None and hasattr(tried, "changes") else Scenario("")


def open_scenario(scenario: Scenario) -> None:
    """Go on with a scenario."""
    SCENARIO_TRIED.set(scenario)


def add_change(change: Change) -> None:
    """Put one more change at the end, and show what it does."""
    add_changes((change,))


def add_changes(changes: tuple[Change, ...]) -> None:
    """Put changes at the end, and show what they do."""
    scenario = current_scenario()
    open_scenario(replace(scenario, changes=(*scenario.changes, *changes)))
    COVERAGE_SECTION.set("try")


def take_away(number: int) -> None:
    """Take one change out."""
    scenario = current_scenario()
    kept = tuple(one for n, one in enumerate(scenario.changes) if n != number)
    open_scenario(replace(scenario, changes=kept))


def change_for(answer: CoverageAnswer, remedy: Remedy | None, name: str) -> Change | None:
    """Return what trying a remedy would change; None where it cannot be tried."""
    if remedy is None:
        return None
    outcome = answer.outcome
    return change_of(
        remedy, outcome.question, outcome.asked.services, name=name, number=next_number()
    )


def next_number() -> int:
    """Return a number that no added service of the scenario has."""
    taken = [
        int(change.service.removeprefix("new:"))
        for change in current_scenario().changes
        if change.service.startswith("new:")
    ]
    return max(taken, default=0) + 1

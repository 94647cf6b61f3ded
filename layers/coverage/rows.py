"""Gaps as tables: to read on the page, and to take away."""

from __future__ import annotations

from collections.abc import Sequence

from geo.measures.coverage import PeopleRange
from geo.measures.gaps import Gap
from geo.measures.steps import ScreeningStep
from layers.words import Words


def place_rows(gaps: Sequence[Gap], names: Sequence[str], words: Words) -> list[tuple[str, ...]]:
    """Return a row for each place: name, people, missing, share, not known."""
    return [
        (
            names[gap.place],
            words.fact(gap.people, "whole"),
            words.fact(gap.missing, "whole"),
            words.fact(gap.missing / gap.people if gap.people else 0.0, "percent"),
            words.fact(gap.doubtful, "whole"),
        )
        for gap in gaps
    ]


def place_heads(words: Words) -> tuple[str, ...]:
    """Return the heads of `place_rows`."""
    names = ("place", "people", "missing", "share", "doubtful")
    return tuple(words.say(f"coverage.head.{name}") for name in names)


def step_rows(
    bands: Sequence[tuple[ScreeningStep, PeopleRange]], people: float, words: Words
) -> list[tuple[str, ...]]:
    """Return a row for each step: its name, people surely, people at most, share at most."""
    return [
        (
            words.choice("step", step.value),
            words.fact(band.certain, "whole"),
            words.fact(band.possible, "whole"),
            words.fact(band.possible / people, "percent"),
        )
        for step, band in bands
    ]

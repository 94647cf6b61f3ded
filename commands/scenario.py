"""``scenario compare``: what changes would do, beside today or beside other changes."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from commands.coverage import ask_as_told
from data.areas.asking import Answered
from data.areas.comparing import compare, in_scenario
from data.areas.study import ask
from data.catalog.tables import load_taxonomy
from data.exchange.cells import safe_text
from data.exchange.coverage_settings import read_settings
from data.exchange.points_csv import writing
from data.exchange.scenario_file import read_scenario
from geo.measures.evenness import evenness
from geo.measures.outcome import Outcome
from layers.words import Words


def compare_scenarios(options: argparse.Namespace, words: Words) -> None:
    """Write coverage by place in two worlds; tell who gains and who loses."""
    settings = read_settings(options.settings)
    scenario = read_scenario(options.scenario)
    answered = ask_as_told(settings, words)
    left = _left(answered, options.beside)
    told = compare(
        answered.study,
        left,
        scenario,
        place=answered.places.place,
        now=answered.now,
        taxonomy=load_taxonomy(),
    )
    before = {gap.place: gap for gap in left.gaps}
    after = {gap.place: gap for gap in told.after.gaps}
    with writing(options.out) as file:
        writer = csv.writer(file)
        writer.writerow(("place", "missing_before", "missing_after", "change"))
        for place, name in enumerate(answered.places.names):
            if place in before or place in after:
                one = before[place].missing if place in before else 0.0
                other = after[place].missing if place in after else 0.0
                counts = (round(one, 1), round(other, 1), round(other - one, 1))
                writer.writerow((safe_text(name), *counts))
    print(words.count("scenario.gained", round(float(told.gained.sum()))))
    print(words.count("scenario.lost", round(float(told.lost.sum()))))
    for name, outcome in (("before", left), ("after", told.after)):
        band, even = outcome.found.band(), evenness(outcome, answered.places.place)
        print(
            words.say(
                "scenario.world",
                world=words.say(f"scenario.head.{name}"),
                certain=round(band.certain),
                possible=round(band.possible),
                gini=words.fact(even.gini * 100, "whole"),
            )
        )


def _left(answered: Answered, beside: Path | None) -> Outcome:
    if beside is None:
        return answered.outcome
    study = in_scenario(answered.study, read_scenario(beside), now=answered.now)
    return ask(
        study,
        answered.outcome.question,
        people=answered.outcome.people,
        place=answered.places.place,
        now=answered.now,
        taxonomy=load_taxonomy(),
    )

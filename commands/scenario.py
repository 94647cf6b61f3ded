"""``scenario compare``: what changes would do, beside today or beside other changes."""

from __future__ import annotations

import argparse
import csv

from answers.coverage_settings import read_settings
from answers.scenario_file import read_scenario
from answers.scenarios import compare
from commands.coverage import answer_settings
from data.exchange.cells import safe_text
from data.files.csv_text import writing
from geo.measures.evenness import evenness
from layers.words import Words


def compare_scenarios(options: argparse.Namespace, words: Words) -> None:
    """Write coverage by zone in two worlds; print who gains and who loses."""
    settings = read_settings(options.settings)
    scenario = read_scenario(options.scenario)
    beside = None if options.beside is None else read_scenario(options.beside)
    comparison = compare(answer_settings(settings, words), scenario, beside=beside)
    worlds = (("before", comparison.before), ("after", comparison.after))
    before, after = ({gap.place: gap for gap in answer.outcome.gaps} for _, answer in worlds)
    zones = comparison.after.zones
    with writing(options.out) as file:
        writer = csv.writer(file)
        writer.writerow(("place", "missing_before", "missing_after", "change"))
        for zone, name in enumerate(zones.names):
            if zone in before or zone in after:
                one = before[zone].missing if zone in before else 0.0
                other = after[zone].missing if zone in after else 0.0
                counts = (round(one, 1), round(other, 1), round(other - one, 1))
                writer.writerow((safe_text(name), *counts))
    print(words.count("scenario.gained", round(float(comparison.gained.sum()))))
    print(words.count("scenario.lost", round(float(comparison.lost.sum()))))
    for name, answer in worlds:
        band, even = answer.outcome.found.band(), evenness(answer.outcome, zones.zone)
        print(
            words.say(
                "scenario.world",
                world=words.say(f"scenario.head.{name}"),
                certain=round(band.certain),
                possible=round(band.possible),
                gini=words.fact(even.gini * 100, "whole"),
            )
        )

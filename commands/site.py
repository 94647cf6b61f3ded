"""``site``: where new sites would help most, by settings, with the proof said."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from answers.coverage_settings import read_settings
from answers.siting import KINDS, Objective, SitingAnswer, curve, propose, spots_of
from commands.coverage import answer_settings
from data.exchange.cells import safe_text
from data.exchange.questions import read_number
from data.files.csv_text import writing
from layers.words import Words


def site(options: argparse.Namespace, words: Words) -> None:
    """Write the chosen sites, or how many it takes; say what they reach and how sure that is."""
    new = int(read_number(options.new, "--new", low=1, high=1000))
    capacity = read_number(options.capacity, "--capacity", low=0, high=1e9)
    answer = answer_settings(read_settings(options.settings), words)
    known = options.candidates in (*KINDS, "anywhere")
    candidates = None if known else Path(options.candidates)
    spots = spots_of(answer.study, options.candidates if known else "own", points=candidates)
    if options.share is not None:
        share = read_number(options.share, "--share", low=1, high=100) / 100
        rows = curve(answer.study, answer.outcome, spots, share=share)
        everybody = float(answer.outcome.people.sum())
        had = float(answer.outcome.found.band().possible)
        with writing(options.out) as file:
            writer = csv.writer(file)
            writer.writerow(("sites", "people", "share", "gap"))
            writer.writerow((0, round(had, 1), round(had / everybody, 4), 0))
            for number, one in enumerate(rows, 1):
                people = had + one.people
                items = (round(people, 1), round(people / everybody, 4), round(one.gap, 6))
                writer.writerow((number, *items))
        return
    objective = Objective(options.objective)
    proposal = propose(answer.study, answer.outcome, spots, objective, new=new, capacity=capacity)
    _write(options.out, proposal)
    best = proposal.best
    print(words.count("siting.reached", round(best.people), sites=len(best.chosen)))
    proven = words.say("siting.proven")
    print(proven if best.gap == 0 else words.say("siting.gap", gap=words.fact(best.gap, "percent")))


def _write(out: Path, proposal: SitingAnswer) -> None:
    with writing(out) as file:
        writer = csv.writer(file)
        writer.writerow(("answer", "name", "lon", "lat", "people", "gap"))
        for number, one in enumerate((proposal.best, *proposal.others), 1):
            for spot in one.chosen:
                place = (
                    round(float(proposal.spots.lon[spot]), 6),
                    round(float(proposal.spots.lat[spot]), 6),
                )
                rows = (round(one.people, 1), round(one.gap, 6))
                writer.writerow((number, safe_text(proposal.spots.names[spot]), *place, *rows))

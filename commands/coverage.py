"""``coverage``: answer a question about coverage, and write its report."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from commands.printing import progress
from data.areas.asking import Answered, answer, background, outlines_name, settings_text
from data.areas.build import ensure_area
from data.areas.opened import open_area
from data.areas.study import week_asked
from data.exchange.citizenship_file import OWN_CITIZENSHIPS
from data.exchange.coverage_folder import SETTINGS_FILE, write_folder
from data.exchange.coverage_settings import CoverageSettings, read_settings
from layers.gap_sentences import headline
from layers.group_label import group_basis
from layers.report.files import report_files
from layers.words import Words


def coverage(options: argparse.Namespace, words: Words) -> None:
    """Answer what a settings file asks; write the report where asked to, tell the answer."""
    settings = read_settings(options.settings)
    answered = ask_as_told(settings, words)
    print(headline(answered.outcome.found, answered.outcome.question, words))
    rests_on = background(answered, settings).group
    if rests_on is not None and rests_on["basis"] != "counted":
        print(group_basis(rests_on, words))
    if options.out is not None:
        for name in write_report(answered, settings, options):
            print(options.out / name)


def ask_as_told(settings: CoverageSettings, words: Words) -> Answered:
    """Open the area, built where it is a sample and missing, and answer."""
    now = datetime.now(UTC)
    ensure_area(settings.area, now=now, on_progress=progress(words))
    return answer(open_area(settings.area), settings, now=now)


def write_report(
    answered: Answered, settings: CoverageSettings, options: argparse.Namespace
) -> tuple[str, ...]:
    """Write the folder of an answer in the language of its settings; return the files' names."""
    week = week_asked(answered.study, answered.outcome, now=answered.now)
    files = report_files(
        answered.outcome,
        week,
        answered.places.names,
        answered.study.homes,
        answered.study.opened.area.network.streets,
        background(answered, settings),
        Words(settings.language),
    )
    files[SETTINGS_FILE] = settings_text(answered, settings)
    # So that the folder makes itself again.
    if settings.outlines is not None:
        files[outlines_name(settings.outlines)] = settings.outlines.read_bytes()
    if settings.citizenships is not None:
        files[OWN_CITIZENSHIPS] = settings.citizenships.read_bytes()
    study, outcome = answered.study, answered.outcome
    return write_folder(options.out, study, outcome, answered.places, week, files)

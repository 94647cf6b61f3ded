"""``coverage``: answer a question about coverage, and write its report."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from answers.coverage import CoverageAnswer, coverage
from answers.coverage_settings import CoverageSettings, read_settings
from answers.report import background, write_report
from commands.opening import open_built_area
from layers.coverage.group_label import group_basis
from layers.coverage.sentences import headline
from layers.words import Words


def print_coverage(options: argparse.Namespace, words: Words) -> None:
    """Print the answer to what a settings file asks; write the report where asked to."""
    settings = read_settings(options.settings)
    answer = answer_settings(settings, words)
    print(headline(answer.outcome.found, answer.outcome.question, words))
    rests_on = background(answer, settings).group
    if rests_on is not None and rests_on["basis"] != "counted":
        print(group_basis(rests_on, words))
    if options.out is not None:
        for name in write_report(options.out, answer, settings):
            print(options.out / name)


def answer_settings(settings: CoverageSettings, words: Words) -> CoverageAnswer:
    """Open the area of some settings and answer them as of today."""
    opened = open_built_area(settings.area, words)
    return coverage(opened, settings, now=datetime.now(UTC))

"""``jobs``: what the register does by itself, for the machine's own timetable to call."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from commands.printing import print_json
from data.register.jobs import run_due
from data.register.register import open_register
from data.settings import var_folder
from geo.errors import several_errors
from layers.words import Words


def run(options: argparse.Namespace, words: Words) -> None:
    """Run what is due; what fails is given after the others have run."""
    register = open_register()
    try:
        done = run_due(
            register, datetime.now(UTC), var_folder() / "backups", all_of_them=options.all
        )
    finally:
        register.close()
    if options.json:
        print_json({one.name: one.outcome for one in done})
    else:
        for one in done:
            if one.outcome is None and one.error is None:
                print(words.say(f"jobs.{one.name}.not_due"))
            for name, number in (one.outcome or {}).items():
                print(words.count(f"jobs.{one.name}.{name}", number))
    errors = [one.error for one in done if one.error]
    if errors:
        raise several_errors(errors)

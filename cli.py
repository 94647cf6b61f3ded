"""The other door: Approdo from the command line.

Answers stand on standard output and nothing else does; progress and complaints on standard error.
Exit codes: 0 done, 1 the machine failed (disk, network, damaged files), 2 bad input.
"""

from __future__ import annotations

import argparse
import importlib
import locale
import sys
from collections.abc import Sequence

from commands.arguments import parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = parser().parse_args(arguments)
    from geo.errors import ApprodoError, SourceFailure, StorageFailure
    from layers.sentences import error_sentences
    from layers.words import LANGUAGES, Words

    language = options.lang or (locale.getlocale()[0] or "en").split("_")[0]
    words = Words(language if language in LANGUAGES else "en")
    try:
        _read_numbers(options)
        module, command = options.run.split(":")
        getattr(importlib.import_module(f"commands.{module}"), command)(options, words)
    except ApprodoError as error:
        for sentence in error_sentences(error, words):
            print(sentence, file=sys.stderr)
        return 1 if isinstance(error, (StorageFailure, SourceFailure)) else 2
    except BrokenPipeError:
        return 0
    return 0


RANGES = {
    "walk_speed_kmh": (0.5, 10.0),
    "window_min": (0.0, 240.0),
    "percentile": (1.0, 100.0),
    "max_walk_min": (1.0, 120.0),
    "max_transfers": (0.0, 8.0),
    "within_min": (1.0, 600.0),
    "cutoff_min": (1.0, 600.0),
    "age": (0.0, 120.0),
    "limit": (1.0, 1000.0),
    "days": (1.0, 14.0),
}


def _read_numbers(options: argparse.Namespace) -> None:
    from data.exchange.questions import read_number

    for name, (low, high) in RANGES.items():
        text = getattr(options, name, None)
        if text is not None:
            option = f"--{name.replace('_', '-')}"
            setattr(options, name, read_number(text, option, low=low, high=high))


if __name__ == "__main__":
    sys.exit(main())

"""What every command prints alike: JSON on standard output, progress on standard error."""

from __future__ import annotations

import json
import sys

from data.areas.build import Progress
from layers.words import Words


def print_json(value: object) -> None:
    """Print a value as JSON, texts as they are written."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def progress(words: Words) -> Progress:
    """Return what says the steps of long work."""

    def tell(step: str, share: float) -> None:
        print(f"{share:4.0%}  {words.say(f'progress.{step}')}", file=sys.stderr, flush=True)

    return tell

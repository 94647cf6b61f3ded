"""What somebody says of a person on the command line."""

from __future__ import annotations

import argparse

from data.exchange.questions import read_situation
from geo.model import Situation


def situation_of(options: argparse.Namespace) -> Situation:
    """Return the situation of the options that `nearest` and `plan` share.

    Raises
    ------
    UnknownName
        What `read_situation` says.
    """
    return read_situation(
        languages=options.language,
        status=options.status,
        residence=options.residence,
        age=None if options.age is None else int(options.age),
        sex=options.sex,
        with_children=options.children,
        documents=options.documents,
    )

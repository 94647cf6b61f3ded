"""How somebody travels by timetable, as options of a command say it."""

from __future__ import annotations

import argparse

from answers.travel import TransitOptions
from geo.transit.network import TransitLimits


def transit_of(options: argparse.Namespace) -> TransitOptions:
    """Return what is accepted and which departures count."""
    limits = TransitLimits(walk_min=options.max_walk_min, changes=int(options.max_transfers))
    return TransitOptions(limits, int(options.window_min), options.percentile)

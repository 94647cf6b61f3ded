"""Tables of an answer about coverage, to take away: numbers plain, one decimal, names guarded."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from data.exchange.cells import safe_text
from geo.measures.gaps import Gap
from geo.measures.steps import STEPS


def places_csv(gaps: Sequence[Gap], names: Sequence[str]) -> str:
    """Return every place with people missing and not known, and those lost at each step."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    lost = [f"lost_{step.value}" for step in STEPS]
    writer.writerow(("place", "people", "missing", "doubtful", *lost))
    for gap in gaps:
        lost_here = (gap.lost.get(step, 0.0) for step in STEPS)
        counts = (gap.people, gap.missing, gap.doubtful, *lost_here)
        writer.writerow((safe_text(names[gap.place]), *(round(count, 1) for count in counts)))
    return text.getvalue()

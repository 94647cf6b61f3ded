"""Tables of an answer about coverage, to take away: numbers plain, one decimal, names guarded."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from data.exchange.cells import safe_text
from geo.measures.gaps import Gap, Remedy
from geo.measures.steps import STEPS
from geo.model import Service
from layers.report.guide import REMEDY_COLUMNS


def places_csv(gaps: Sequence[Gap], names: Sequence[str], services: Sequence[Service]) -> str:
    """Return every place with people missing and not known, those lost at each step, the remedy."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    lost = [f"lost_{step.value}" for step in STEPS]
    writer.writerow(("place", "people", "missing", "doubtful", *lost, *REMEDY_COLUMNS))
    for gap in gaps:
        lost_here = (gap.lost.get(step, 0.0) for step in STEPS)
        counts = (gap.people, gap.missing, gap.doubtful, *lost_here)
        rows = (round(count, 1) for count in counts)
        best = gap.remedy if round(gap.missing) else gap.ask
        writer.writerow((safe_text(names[gap.place]), *rows, *_remedy_cells(best, services)))
    return text.getvalue()


def _remedy_cells(remedy: Remedy | None, services: Sequence[Service]) -> tuple[object, ...]:
    if remedy is None:
        return ("",) * len(REMEDY_COLUMNS)
    changed = safe_text(services[remedy.service].id) if remedy.service >= 0 else ""
    where = ("" if at is None else round(at, 6) for at in (remedy.lon, remedy.lat))
    return remedy.kind.value, changed, round(remedy.people, 1), *where

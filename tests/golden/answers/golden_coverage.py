"""The golden answer of the sample; ``python tests/golden/answers/golden_coverage.py`` writes it.

Whoever writes it anew says in the change why the figures moved, and looks at the picture.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from answers.coverage import coverage, week_asked  # noqa: E402
from answers.coverage_settings import CoverageSettings  # noqa: E402
from answers.opened_area import open_area  # noqa: E402
from data.areas.build import ensure_area  # noqa: E402
from geo.hours.windows import PRESETS  # noqa: E402
from geo.measures.question import CoverageQuestion  # noqa: E402
from geo.measures.steps import STEPS  # noqa: E402
from geo.model import Situation  # noqa: E402

GOLDEN = Path(__file__).with_name("monaco_job_search.json")
DAY = date(2026, 11, 24)
SETTINGS = CoverageSettings(
    "monaco",
    CoverageQuestion(
        "job_search", "people", Situation(frozenset({"ara"})), PRESETS["mornings"], 10.0
    ),
    when="mornings",
    on=DAY,
)  # fmt: skip


def answer_now() -> dict[str, Any]:
    """Return the answer of today's code, rounded to what is given."""
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    ensure_area("monaco", now=now, on_progress=lambda *_: None)
    found = coverage(open_area("monaco"), SETTINGS, now=now)
    outcome, homes = found.outcome, found.study.homes
    week = week_asked(found.study, outcome, now=found.now)
    lost = outcome.found.lost_at()
    return {
        "steps": {s.value: _band(outcome.found.band(s)) for s in STEPS},
        "sweep": [[limit, *_band(band)] for limit, band in outcome.sweep],
        "week": week.possible.round(1).tolist(),
        "alone": {
            service.name: round(float(people), 1)
            for service, people in zip(outcome.asked.services, outcome.alone, strict=True)
        },
        "cliff": [[str(row.day), *_band(row.left)] for row in outcome.cliff],
        "places": [
            [found.zones.names[gap.place], round(gap.missing, 1), gap.reason.value,
             gap.remedy.kind.value if gap.remedy else None,
             round(gap.remedy.people, 1) if gap.remedy else None]
            for gap in outcome.gaps
        ],
        "homes": [
            [round(float(lon), 5), round(float(lat), 5), round(float(people), 2), int(step)]
            for lon, lat, people, step in zip(
                homes.lon, homes.lat, outcome.people, lost, strict=True
            )
        ],
    }  # fmt: skip


def difference_map(before: dict[str, Any], after: dict[str, Any]) -> str:
    """Return an SVG of the homes whose step has moved: before in the middle, after around it."""
    colours = ["#1C2430", "#8C8270", "#C97F45", "#B8501F", "#55407A", "#0F4C5C", "#F0B429"]
    known = {tuple(row[:2]): row for row in before["homes"]}
    lons, lats = ([row[n] for row in after["homes"]] for n in (0, 1))
    west, north = min(lons), max(lats)
    parts = []
    for lon, lat, _, step in after["homes"]:
        x, y = 40 + (lon - west) * 30_000, 40 + (north - lat) * 42_000
        old = known.get((lon, lat), (0, 0, 0, None))[3]
        moved = old != step
        parts.append(
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{12 if moved else 5}" '
            f'fill="{colours[step]}" opacity="{1 if moved else 0.35}"/>'
        )
        if moved and old is not None:
            parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="5" fill="{colours[old]}"/>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 1300">'
        f'<rect width="1200" height="1300" fill="#FFF"/>{"".join(parts)}</svg>'
    )


def _band(band: Any) -> list[float]:
    return [round(band.certain, 1), round(band.possible, 1)]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["APPRODO_VAR"] = folder
        GOLDEN.write_text(json.dumps(answer_now(), ensure_ascii=False, indent=1) + "\n")

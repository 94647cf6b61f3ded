"""Opening hours at a moment on which readers were wrong, with the acceptable answers."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data.catalog.calendars import calendar_at
from geo.hours.opening import state_at

CASES = Path(__file__).parents[2] / "cases" / "hours.csv"
ROME = ZoneInfo("Europe/Rome")


def cases(kind: str) -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"] == kind]


@pytest.mark.parametrize(
    "case", cases("state"), ids=lambda case: f"{case['text']} {case['moment']}"
)
def test_a_moment_is_read_rightly(case: dict[str, str]) -> None:
    calendar = calendar_at("Europe/Rome", case["country"], float(case["lon"]), float(case["lat"]))
    moment = datetime.fromisoformat(case["moment"]).replace(tzinfo=ROME)
    state = state_at(case["text"], moment, calendar)
    assert state.kind.value in case["right"].split("|")

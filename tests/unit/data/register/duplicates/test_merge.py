"""Two records become one of two places, each with the hours that were given there."""

from __future__ import annotations

from typing import Any

import pytest

from data.register.duplicates.merge import two_in_one


def record(record_id: str, hours: str = "") -> dict[str, Any]:
    schedules = [{"id": f"s{record_id}", "approdo": {"opening_hours": hours}}] if hours else None
    at = {"id": f"at{record_id}", "location_id": f"l{record_id}"}
    document = {"id": record_id, "name": "A", "service_at_locations": [at], "approdo": {}}
    return document | ({"schedules": schedules} if schedules else {})


def hours_of(document: dict[str, Any]) -> list[str | None]:
    general = document.get("schedules")
    rows = [at.get("schedules") or general for at in document["service_at_locations"]]
    return [one[0]["approdo"]["opening_hours"] if one else None for one in rows]


@pytest.mark.parametrize(
    ("mine", "other"), [("Mo 09:00-12:00", "Tu 14:00-17:00"), ("", "Tu 14:00-17:00"),
                        ("Mo 09:00-12:00", "Mo 09:00-12:00")],
)  # fmt: skip
def test_each_place_keeps_its_hours(mine: str, other: str) -> None:
    merged = two_in_one(record("1", mine), record("2", other), ())
    assert hours_of(merged) == [mine or None, other]


def test_at_the_same_place_the_kept_one_s_hours_hold() -> None:
    kept, gone = record("1", "Mo 09:00-12:00"), record("2", "Tu 14:00-17:00")
    merged = two_in_one(kept, gone, (), same_place={"l2"})
    assert hours_of(merged) == ["Mo 09:00-12:00"]

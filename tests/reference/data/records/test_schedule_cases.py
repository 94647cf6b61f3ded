"""HSDS schedules with dates, zones and rhythms, and what is known at a moment."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data.hsds.json_file import read_json
from data.records.documents import services_of
from data.records.schedules import hours_of_schedules, opening_hours_of
from geo.hours.opening import is_readable
from geo.matching import match
from geo.model import Calendar, Service, Situation

CASE = Path(__file__).parents[2] / "cases/records/02-hsds-schedules-without-dates"
COMO = Calendar("Europe/Rome", "IT", 9.08, 45.81, "CO")


@pytest.fixture(scope="module")
def services() -> dict[str, Service]:
    directory, complaints = read_json(CASE / "40_schedules.json")
    assert not complaints
    return {
        document["name"]: services_of(
            document, ("school",), {"source": "T", "licence": "CC0-1.0"},
            directory["organization"], directory["location"],
        )[0]
        for document in directory["service"].values()
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "moment", "kind"),
    [
        ("Orario estivo e invernale", "2026-11-24 08:30", "closed"),
        ("Orario estivo e invernale", "2026-11-24 09:30", "open"),
        ("Orario estivo e invernale", "2026-07-07 08:30", "open"),
        ("Orario estivo e invernale", "2027-06-15 09:30", "unknown"),
        ("Corso finito", "2025-06-30 18:30", "open"),
        ("Corso finito", "2026-11-24 18:30", "closed"),
        ("Corso che comincia", "2026-11-24 18:30", "closed"),
        ("Corso che comincia", "2027-02-02 18:30", "open"),
        ("Ore UTC", "2026-11-24 08:30", "unknown"),
        ("Ore con scarto", "2026-11-24 08:30", "unknown"),
        ("Due volte al giorno", "2026-11-24 15:00", "open"),
        ("Due volte al giorno", "2026-11-24 13:00", "closed"),
        ("Fino a notte", "2026-11-26 10:30", "open"),
        ("Mezzanotte mezzanotte", "2026-11-24 10:00", "unknown"),
        ("Primo lunedì", "2026-12-07 10:00", "open"),
        ("Primo lunedì", "2026-11-30 10:00", "closed"),
        ("Ogni due settimane", "2026-11-24 10:00", "unknown"),
        ("Solo parole", "2026-11-24 10:00", "unknown"),
        ("Parole OSM", "2026-11-24 10:00", "open"),
        ("Senza orario di chiusura", "2026-11-24 10:00", "ask"),
        ("Senza orario di chiusura", "2026-11-24 08:00", "closed"),
        ("Per posto", "2026-11-24 10:00", "closed"),
        ("Per posto", "2026-11-24 16:00", "open"),
        ("Interval uno", "2026-11-24 10:00", "open"),
    ],
)
def test_a_moment(services: dict[str, Service], name: str, moment: str, kind: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Rome"))
    assert match(services[name], Situation(), at, calendar=COMO).opening.kind.value == kind


TWICE = {"freq": "WEEKLY", "interval": 2, "byday": "TU", "dtstart": "2026-11-03",
         "opens_at": "09:00", "closes_at": "12:00"}  # fmt: skip
WEEKLY = {"freq": "WEEKLY", "byday": "TU", "opens_at": "09:00", "closes_at": "12:00"}


@pytest.mark.parametrize(
    ("schedule", "hours"),
    [
        ({**TWICE, "count": 2}, "2026 Nov 03,2026 Nov 17 09:00-12:00"),
        ({**TWICE, "until": "2026-11-20"}, "2026 Nov 03,2026 Nov 17 09:00-12:00"),
        ({**WEEKLY, "dtstart": "2026-11-03", "count": "3"},
         "2026 Nov 03,2026 Nov 10,2026 Nov 17 09:00-12:00"),
        ({**WEEKLY, "freq": "MONTHLY", "bysetpos": "-1"}, "Tu[-1] 09:00-12:00"),
        ({**WEEKLY, "freq": "MONTHLY", "byday": "1TU,3TU,2MO"}, "Mo[2],Tu[1,3] 09:00-12:00"),
        ({**WEEKLY, "valid_from": "2026-09-01T00:00:00Z"}, "2026 Sep 01+ Tu 09:00-12:00"),
        ({**WEEKLY, "valid_from": "2026-09-01", "until": "20270630"},
         "2026 Sep 01-2027 Jun 30 Tu 09:00-12:00"),
        ({"freq": "MONTHLY", "bymonthday": "2", "opens_at": "09:00", "closes_at": "12:00"},
         ",".join(f"{month} 02" for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
                                              "Aug", "Sep", "Oct", "Nov", "Dec"))
         + " 09:00-12:00"),
    ],
)  # fmt: skip
def test_what_the_syntax_can_say(schedule: dict[str, object], hours: str) -> None:
    assert opening_hours_of(schedule) == hours
    assert is_readable(hours)


@pytest.mark.parametrize(
    "change",
    [{"interval": 2}, {"count": 5}, {"byweekno": "1,2"}, {"timezone": 1}, {"until": "soon"},
     {"opens_at": "09:00Z"}, {"closes_at": "9"}, {"byday": "TU,XX"}, {"freq": "YEARLY"},
     {"byday": "2TU"}, {"freq": "MONTHLY", "bymonthday": "31", "byday": None}],
)  # fmt: skip
def test_what_is_not_certain_is_kept_as_words(change: dict[str, object]) -> None:
    found = opening_hours_of({**WEEKLY, **change})
    assert found
    assert not is_readable(found)
    assert opening_hours_of({**WEEKLY, **change, "description": "Chiedere"}) == "Chiedere"


def test_an_ended_schedule_does_not_hide_one_that_holds() -> None:
    ended = {**WEEKLY, "valid_to": "2024-08-31"}
    assert hours_of_schedules([ended])[0] == (
        '2000 Jan 01-2024 Aug 31 Tu 09:00-12:00; 2024 Sep 01+ unknown "known until 2024-08-31"'
    )
    assert hours_of_schedules([ended, WEEKLY]) == [
        "2000 Jan 01-2024 Aug 31 Tu 09:00-12:00", "Tu 09:00-12:00"
    ]  # fmt: skip

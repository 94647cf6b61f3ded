"""A plan as a message and as a calendar file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from answers.opened_area import OpenArea
from answers.plan import PlanAnswer, PlanQuery, near_addresses, plan
from data.exchange.questions import read_free_hours, read_situation
from geo.plans.model import Plan
from layers.plan.calendar_file import plan_calendar
from layers.plan.message import plan_message
from layers.words import LANGUAGES, MACHINE_MADE, PERSON_LANGUAGES, Words

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def answer(monaco: OpenArea) -> PlanAnswer:
    return plan(
        monaco,
        PlanQuery(
            ("permit_help", "health_enrolment", "family_doctor"),
            7.4219,
            43.7344,
            datetime(2026, 11, 24, 8, 30, tzinfo=ZoneInfo("Europe/Monaco")),
            read_situation(languages=["ara"]),
            read_free_hours("13:00-19:00"),
        ),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_names_every_stop_with_its_time(
    monaco: OpenArea, answer: PlanAnswer, language: str
) -> None:
    text = plan_message(answer.plan, Words(language), calendar=monaco.area.calendar, near={})
    lines = text.splitlines()
    for number, stop in enumerate(answer.plan.stops, 1):
        [line] = [line for line in lines if line.startswith(f"{number}. ")]
        assert f"{stop.begins:%H:%M}" in line
        assert stop.service.phones[0].number in text
    assert "{" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_calendar_reads_the_stops_back(
    monaco: OpenArea, answer: PlanAnswer, language: str
) -> None:
    file = plan_calendar(
        answer.plan, Words(language), calendar=monaco.area.calendar, near={}, made_at=NOON
    )
    events = icalendar.Calendar.from_ical(file).walk("VEVENT")
    assert [(e.decoded("dtstart"), e.decoded("dtend")) for e in events] == [
        (stop.begins, stop.leaves) for stop in answer.plan.stops
    ]
    for event, stop in zip(events, answer.plan.stops, strict=True):
        [alarm] = event.walk("VALARM")
        leaves_for_it = stop.arrives - timedelta(minutes=stop.travel_min)
        assert stop.begins + alarm.decoded("trigger") == leaves_for_it
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))


def test_a_plan_without_trips_is_an_empty_message(monaco: OpenArea, answer: PlanAnswer) -> None:
    assert plan_message(Plan((), ("a",)), Words("it"), calendar=monaco.area.calendar, near={}) == ""


def test_a_stop_without_address_names_the_nearest(monaco: OpenArea) -> None:
    bare = [s for s in monaco.services if s.location.address is None and s.location.is_public]
    need = next(s.needs[0] for s in bare if s.location.lon is not None)
    found = plan(
        monaco,
        PlanQuery(
            (need,), 7.4219, 43.7344,
            datetime(2026, 11, 24, 8, 30, tzinfo=ZoneInfo("Europe/Monaco")),
            pinned={need: next(s.id for s in bare if need in s.needs)},
        ),
    )  # fmt: skip
    near = near_addresses(monaco, found.plan)
    text = plan_message(found.plan, Words("en"), calendar=monaco.area.calendar, near=near)
    assert [label for label in near.values() if label in text]
    assert Words("en").say("result.no_address") not in text


def test_a_message_in_words_of_a_machine_says_so(monaco: OpenArea, answer: PlanAnswer) -> None:
    for language in PERSON_LANGUAGES:
        words = Words(language)
        text = plan_message(answer.plan, words, calendar=monaco.area.calendar, near={})
        assert text.endswith(words.say("app.machine_made")) == (language in MACHINE_MADE)

"""Opening hours that the library reads otherwise than their writers mean."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from geo.hours.opening import OpeningState, is_readable, state_at
from geo.hours.opening_week import opening_week, otherwise
from geo.hours.validity import dated, known_until
from geo.model import Calendar

ROME = ZoneInfo("Europe/Rome")
MILANO = Calendar("Europe/Rome", "IT", 9.19, 45.46, "MI")
BOLZANO = Calendar("Europe/Rome", "IT", 11.35, 46.5, "BZ")
NOWHERE = Calendar("Europe/Rome", "IT", 9.19, 45.46)


def at(hours: str, moment: str, calendar: Calendar = MILANO) -> OpeningState:
    return state_at(hours, datetime.fromisoformat(moment).replace(tzinfo=ROME), calendar)


WEEKEND = "Mo,Tu,We,Th,Fr,Su 11:00-01:00; Sa 11:00-02:00"
APPOINTMENT = 'Mo-Fr 09:00-12:00; PH off || "su appuntamento"'


@pytest.mark.parametrize(
    ("hours", "moment", "kind"),
    [
        (WEEKEND, "2026-11-29 01:30", "open"),  # Sunday: the night of Saturday
        (WEEKEND, "2026-11-30 01:30", "closed"),  # Monday: Sunday ends at one
        ("Mo-Sa 20:00-02:00; PH off", "2026-06-02 01:00", "open"),  # Monday's night
        ("Mo-Sa 20:00-02:00; PH off", "2026-06-03 01:00", "closed"),  # the holiday has none
        ("Mo-Su 18:00-02:00; Fr 18:00-22:00", "2026-11-28 01:00", "closed"),
        ("Mo 12:00-00:30, Mo 08:00-09:00", "2026-11-24 00:15", "open"),
        ("Mo 08:00-09:00, Mo 22:00-02:00", "2026-11-24 01:00", "open"),
        ("Mo 09:00-12:00, Mo 14:00+", "2026-11-23 10:00", "open"),
        ("Mo 22:00-02:00 unknown", "2026-11-24 01:00", "ask"),
        ("Mo-Fr 13:00-17:00+", "2026-11-23 14:00", "open"),
        ("Mo-Fr 13:00-17:00+", "2026-11-23 17:30", "ask"),
        ("Mo-Fr 13:00-17:00+", "2026-11-23 12:30", "closed"),
        ("Mo-Fr 17:00+", "2026-11-23 18:00", "ask"),
        ("Mo-Fr 17:00+", "2026-11-23 16:00", "closed"),
        ("2026 Sep 01+ Mo 09:00-12:00", "2026-11-23 10:00", "open"),
        (APPOINTMENT, "2026-11-23 10:00", "open"),
        (APPOINTMENT, "2026-11-23 13:00", "ask"),
        ("Mo-Fr 09:00-12:00; Feb 30 off", "2026-11-23 10:00", "unknown"),
        ("Mo-Fr 10:00-16:00/01:30", "2026-11-23 10:30", "ask"),
        # After an open end somebody may be there for some hours of the night.
        ("Mo 17:00+", "2026-11-24 02:30", "ask"),
        ("Mo 17:00+", "2026-11-24 03:30", "closed"),
        ("Mo 14:00+", "2026-11-24 00:30", "closed"),
        ("Mo 11:00-24:00+", "2026-11-24 01:00", "ask"),
        ("Mo 18:00-02:00+", "2026-11-24 01:00", "open"),
        ("Mo 18:00-02:00+", "2026-11-24 05:00", "ask"),
        # What the library reads otherwise than it is meant.
        ("PH We 10:00-12:00", "2026-11-25 10:30", "unknown"),
        ("Mo-Fr 09:00-12:00; PH -1 day off", "2026-11-23 10:00", "unknown"),
        ("Mo-Fr 09:00-12:00; SH off", "2026-11-23 10:00", "unknown"),
        ("09:00-sunset", "2026-11-23 15:00", "open"),
        ("09:00-sunset", "2026-11-23 20:00", "closed"),
        ("17:00-sunset", "2026-11-23 20:00", "unknown"),  # the sun set at 16:40
        ("sunrise-06:00", "2026-11-23 12:00", "unknown"),
        ("(sunset-01:00)-18:00", "2026-11-23 12:00", "unknown"),
        ("14:00-sunset+", "2026-11-23 18:00", "unknown"),
        ("sunrise-14:00+", "2026-11-23 15:00", "unknown"),
        ("Jun 30-24 09:00-12:00", "2026-11-23 10:00", "unknown"),
        # Marks near the syntax's.
        ("Mo-Fr 09:00–12:00; Sa off;", "2026-11-23 10:00", "open"),
        ("Mo, We: 09:00-12:00,", "2026-11-23 08:00", "closed"),
        ('Mo-Fr 09:00-12:00 "sempre, o quasi;"', "2026-11-23 10:00", "ask"),
        # Hours alone have two readings, with words too.
        ('Mo-Sa 08:00-13:00; 15:00-18:00 "su appuntamento"', "2026-11-23 10:00", "ask"),
        ('Mo-Sa 08:00-13:00; 15:00-18:00 open "su appuntamento"', "2026-11-23 16:00", "ask"),
        ("Mo-Sa 08:00-13:00; 12:00-13:00 off", "2026-11-23 10:00", "open"),
    ],
)
def test_a_moment(hours: str, moment: str, kind: str) -> None:
    assert at(hours, moment).kind.value == kind


def test_words_for_the_other_hours() -> None:
    state = at(APPOINTMENT, "2026-11-28 15:00")
    assert (state.kind.value, state.comment) == ("ask", "su appuntamento")
    assert otherwise(APPOINTMENT) == "su appuntamento"
    assert otherwise("Mo 09:00-12:00") == ""


def test_a_night_closes_in_the_morning_and_opens_in_the_evening() -> None:
    closes = at(WEEKEND, "2026-11-28 23:00").closes_at
    assert closes == datetime(2026, 11, 29, 2, tzinfo=ROME)
    opens = at(WEEKEND, "2026-11-29 03:00").opens_at
    assert opens == datetime(2026, 11, 29, 11, tzinfo=ROME)


@pytest.mark.parametrize(
    ("hours", "calendar", "moment", "kind"),
    [
        ("Mo-Fr 09:00-12:00", MILANO, "2026-12-07 10:00", "ask"),
        ("Mo-Fr 09:00-12:00; PH off", MILANO, "2026-12-07 10:00", "closed"),
        ("Mo-Fr 09:00-12:00; PH 10:00-11:00", MILANO, "2026-12-07 10:30", "open"),
        ("Mo-Sa 09:00-12:00; Su,PH off", BOLZANO, "2026-05-25 10:00", "closed"),
        ("Mo-Fr 09:00-12:00; PH off", BOLZANO, "2026-12-07 10:00", "open"),
        ("Mo-Fr 09:00-12:00", NOWHERE, "2026-12-07 10:00", "open"),
        ("24/7", MILANO, "2026-12-07 10:00", "open"),
    ],
)
def test_a_holiday_of_the_province(hours: str, calendar: Calendar, moment: str, kind: str) -> None:
    assert at(hours, moment, calendar).kind.value == kind


def test_hours_are_not_known_after_their_last_day() -> None:
    hours = known_until(dated("Mo 09:00-12:00", None, date(2026, 8, 31)), date(2026, 8, 31))
    assert is_readable(hours)
    assert at(hours, "2026-08-31 10:00").kind.value == "open"
    state = at(hours, "2026-11-23 10:00")
    assert (state.kind.value, state.known_until) == ("unknown", date(2026, 8, 31))


def test_the_week_shows_nights_with_their_evening_and_no_hours_of_otherwise() -> None:
    week = opening_week(WEEKEND, date(2026, 11, 23), MILANO)
    assert week is not None
    assert [(str(span.opens), str(span.closes)) for span in week[5].spans] == [
        ("11:00:00", "02:00:00")
    ]
    found = opening_week(APPOINTMENT, date(2026, 11, 23), MILANO)
    assert found is not None
    assert [len(day.spans) for day in found] == [1, 1, 1, 1, 1, 0, 0]


def test_a_night_before_the_week_is_not_in_it() -> None:
    week = opening_week("Su 22:00-02:00", date(2026, 11, 23), MILANO)
    assert week is not None
    assert [(day.day.isoformat(), str(span.opens), str(span.closes))
            for day in week for span in day.spans] == [
        ("2026-11-29", "22:00:00", "02:00:00")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "hours", ["Mo-Su 00:00-24:00", "Sa 22:00-06:00", "Mo-Su 02:00-03:00", "PH off"]
)
def test_the_hour_that_clocks_skip_in_spring_is_the_hour_after(hours: str) -> None:
    assert at(hours, "2026-03-29 02:30") == at(hours, "2026-03-29 03:30")
    assert at(hours, "2026-03-28 02:30").kind is not None
    assert at(hours, "2026-03-30 02:30").kind is not None


@pytest.mark.parametrize(
    "hours", ["PH We 10:00-12:00", "17:00-sunset", "Mo 08:00-13:00; 15:00-18:00"]
)
def test_a_week_is_no_table_where_it_is_not_certain(hours: str) -> None:
    assert opening_week(hours, date(2026, 11, 23), MILANO) is None

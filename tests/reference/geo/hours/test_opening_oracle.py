"""Opening hours against answers read off by hand, and against a clock of plain Python."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.hours.opening import OpeningKind, state_at
from geo.hours.opening_week import opening_week
from geo.model import Calendar

TRENTO = Calendar("Europe/Rome", "IT", 11.12, 46.07)
MONACO = Calendar("Europe/Monaco", "MC", 7.42, 43.74)
BERLIN = Calendar("Europe/Berlin", "DE", 13.26, 53.56)
LATE_NOVEMBER = "Nov 15-Nov 30: Mo-Fr 09:00-12:00"
PLACES = {"IT": TRENTO, "MC": MONACO, "DE": BERLIN}
OFFICE = "Mo-Fr 09:00-12:30,14:00-18:00"

# 2026-11-23 is a Monday. Text, country, moment, kind, closes, opens: read off by hand.
TABLE = [
    (OFFICE, "IT", "2026-11-23 09:00", "open", "2026-11-23 12:30", None),
    (OFFICE, "IT", "2026-11-23 08:59", "closed", None, "2026-11-23 09:00"),
    (OFFICE, "IT", "2026-11-23 12:30", "closed", None, "2026-11-23 14:00"),
    (OFFICE, "IT", "2026-11-23 17:59", "open", "2026-11-23 18:00", None),
    (OFFICE, "IT", "2026-11-27 18:00", "closed", None, "2026-11-30 09:00"),
    ("Th 09:00-12:00", "IT", "2026-11-24 10:00", "closed", None, "2026-11-26 09:00"),
    ("Sa 22:00-02:00", "IT", "2026-11-29 01:30", "open", "2026-11-29 02:00", None),
    ("Sa 22:00-02:00", "IT", "2026-11-29 02:00", "closed", None, "2026-12-05 22:00"),
    ("Mo-Fr 08:00-12:00,12:00-16:00", "IT", "2026-11-23 09:00", "open", "2026-11-23 16:00", None),
    ("24/7", "IT", "2026-12-25 03:00", "open", None, None),
    ("Mo-Fr 09:00-12:00; PH off", "IT", "2026-12-08 10:00", "closed", None, "2026-12-09 09:00"),
    ("Mo-Fr 09:00-12:00", "IT", "2026-12-08 10:00", "ask", None, None),
    ("Mo-Fr 09:00-12:00", "IT", "2026-06-02 10:00", "ask", None, None),
    ("Mo-Su 08:00-20:00", "MC", "2026-11-19 10:00", "ask", None, None),
    ("Mo-Su 08:00-20:00; PH 10:00-12:00", "MC", "2026-11-19 13:00", "closed", None,
     "2026-11-20 08:00"),
    ("Mo-Su 08:00-20:00", "DE", "2026-10-02 10:00", "open", "2026-10-02 20:00", None),
    ("Mo-Su 08:00-20:00", "DE", "2026-10-03 10:00", "ask", None, None),
    ("Mo-Fr 09:00-12:00; SH off", "IT", "2026-11-23 10:00", "unknown", None, None),
    ('"su appuntamento"', "IT", "2026-11-23 10:00", "ask", None, None),
    ('Mo-Fr 09:00-12:00 "suonare"', "IT", "2026-11-23 10:00", "ask", None, None),
    ('Mo-Fr 09:00-12:00 "suonare"', "IT", "2026-11-23 13:00", "closed", None, "2026-11-24 09:00"),
    ("su appuntamento", "IT", "2026-11-23 10:00", "unknown", None, None),
    ("lun-ven 9-12", "IT", "2026-11-23 10:00", "unknown", None, None),
    ("off", "IT", "2026-11-23 10:00", "closed", None, None),
    ("Apr-Sep: Mo-Fr 09:00-12:00", "IT", "2026-11-23 10:00", "closed", None, None),
    (LATE_NOVEMBER, "IT", "2026-11-23 10:00", "open", "2026-11-23 12:00", None),
    ("Mo[1] 09:00-12:00", "IT", "2026-11-23 10:00", "closed", None, "2026-12-07 09:00"),
    ("Mo-Fr 09:00-12:00; We off", "IT", "2026-11-25 10:00", "closed", None, "2026-11-26 09:00"),
    ("Mo, We, Fr 08:00-12:00", "IT", "2026-11-23 03:00", "closed", None, "2026-11-23 08:00"),
    ("Mo, We, Fr 08:00-12:00", "IT", "2026-11-25 09:00", "open", "2026-11-25 12:00", None),
    ("Mo-Fr", "IT", "2026-11-23 03:00", "ask", None, None),
    ("Tu, Th 09:00-12:00; We", "IT", "2026-11-25 03:00", "ask", None, None),
    ("Mo-Fr 09:00+", "IT", "2026-11-23 10:00", "ask", None, None),
    # The clock goes back at 03:00 on 2026-10-25 and forward at 02:00 on 2026-03-29.
    ("Su 01:00-05:00", "IT", "2026-10-25 00:30", "closed", None, "2026-10-25 01:00"),
    ("Su 01:00-05:00", "IT", "2026-10-25 04:00", "open", "2026-10-25 05:00", None),
    ("Su 01:00-05:00", "IT", "2026-03-29 04:00", "open", "2026-03-29 05:00", None),
    (None, "IT", "2026-11-23 10:00", "unknown", None, None),
    ("   ", "IT", "2026-11-23 10:00", "unknown", None, None),
]  # fmt: skip


def local(text: str | None, calendar: Calendar) -> datetime | None:
    return (
        datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(calendar.time_zone)) if text else None
    )


@pytest.mark.parametrize(("text", "country", "moment", "kind", "closes", "opens"), TABLE)
def test_the_hand_made_table(
    text: str | None, country: str, moment: str, kind: str, closes: str | None, opens: str | None
) -> None:
    place = PLACES[country]
    when = local(moment, place)
    assert when is not None
    state = state_at(text, when, place)
    assert state.kind.value == kind
    assert state.closes_at == local(closes, place)
    assert state.opens_at == local(opens, place)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        state_at("24/7", datetime(2026, 11, 23, 10, 0), TRENTO)


def test_a_moment_of_another_zone_is_read_in_the_places() -> None:
    in_tokyo = datetime(2026, 11, 23, 16, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert state_at(OFFICE, in_tokyo, TRENTO).kind is OpeningKind.CLOSED
    later = in_tokyo + timedelta(minutes=30)
    assert state_at(OFFICE, later, TRENTO).kind is OpeningKind.OPEN


# ----- a clock of plain Python: minutes of a week, no library -----

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
spans = st.tuples(
    st.integers(0, 6), st.integers(0, 23 * 60), st.integers(10, 12 * 60)
)  # weekday, opens, lasts


def written(table: list[tuple[int, int, int]]) -> str:
    rules = []
    for day, opens, lasts in table:
        end = opens + lasts
        text = f"{end // 60:02d}:{end % 60:02d}"
        rules.append(f"{DAYS[day]} {opens // 60:02d}:{opens % 60:02d}-{text}")
    return ", ".join(rules)  # a comma adds a rule, a semicolon would overrule the one before


def open_minutes(table: list[tuple[int, int, int]]) -> set[int]:
    week = 7 * 24 * 60
    return {(day * 24 * 60 + opens + n) % week for day, opens, lasts in table for n in range(lasts)}


@settings(max_examples=200, deadline=None)
@given(table=st.lists(spans, min_size=1, max_size=5), minute=st.integers(0, 7 * 24 * 60 - 1))
def test_any_week_agrees_with_a_clock_of_plain_python(
    table: list[tuple[int, int, int]], minute: int
) -> None:
    monday = datetime(2026, 2, 2, tzinfo=ZoneInfo("UTC"))  # no holiday, no change of clocks
    place = Calendar("UTC", "", 0.0, 0.0)
    week = 7 * 24 * 60
    is_open = open_minutes(table)
    state = state_at(written(table), monday + timedelta(minutes=minute), place)
    assert (state.kind is OpeningKind.OPEN) == (minute in is_open)
    wanted = minute not in is_open
    change = next(
        (n for n in range(1, week + 1) if ((minute + n) % week in is_open) == wanted), None
    )
    found = state.opens_at if wanted else state.closes_at
    assert found == (None if change is None else monday + timedelta(minutes=minute + change))


@settings(max_examples=80, deadline=None)
@given(table=st.lists(spans, min_size=1, max_size=4))
def test_the_week_table_covers_the_same_minutes(table: list[tuple[int, int, int]]) -> None:
    week = opening_week(written(table), date(2026, 2, 2), Calendar("UTC", "", 0.0, 0.0))
    assert week is not None
    names = set()
    for number, day in enumerate(week):
        assert day.day == date(2026, 2, 2) + timedelta(days=number)
        for span in day.spans:
            begin = number * 1440 + span.opens.hour * 60 + span.opens.minute
            end = number * 1440 + span.closes.hour * 60 + span.closes.minute
            names |= set(range(begin, end if end > begin else end + 1440))
    first_night = {n for n in range(1440) if n in open_minutes(table)}
    inside = {n for n in names if n < 7 * 1440}
    # What began on the Sunday before belongs to that evening, not to the first day's row.
    assert inside | first_night == open_minutes(table) | first_night


def test_the_week_of_what_nobody_knows_is_none() -> None:
    assert opening_week(None, date(2026, 2, 2), TRENTO) is None
    assert opening_week("lun-ven", date(2026, 2, 2), TRENTO) is None

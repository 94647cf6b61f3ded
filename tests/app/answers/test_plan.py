"""Plans over the services of a sample area, told as stories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from answers.opened_area import OpenArea
from answers.plan import PlanQuery, plan, trip_paths
from data.exchange.questions import read_free_hours, read_situation
from geo.errors import BadInput, OutsideArea
from geo.matching import Criterion, match
from geo.model import Answer
from geo.plans.model import Priority
from geo.plans.reasons import Obstacle

HOME = (7.4219, 43.7344)
TUESDAY = datetime(2026, 11, 24, 8, 30, tzinfo=ZoneInfo("Europe/Monaco"))
ARABIC = read_situation(languages=["ara"])
FAMILY = PlanQuery(
    ("italian_course", "permit_help", "health_enrolment", "family_doctor"),
    *HOME, TUESDAY, ARABIC, read_free_hours("13:00-19:00"),
)  # fmt: skip


def test_a_family_gets_its_papers_and_a_doctor_in_one_afternoon(monaco: OpenArea) -> None:
    answer = plan(monaco, FAMILY)
    [trip] = answer.plan.trips
    met = [need for stop in trip.stops for need in stop.needs]
    assert met.index("health_enrolment") < met.index("family_doctor")
    assert "permit_help" in met
    assert trip.leaves_home.hour >= 13
    assert trip.back_home.hour < 19
    for stop in trip.stops:
        found = match(stop.service, ARABIC, stop.begins, calendar=monaco.area.calendar)
        assert found.answer is not Answer.NO
        assert stop.service.location.is_public


def test_a_bengali_family_with_a_child_reads_what_nobody_knows(monaco: OpenArea) -> None:
    """Works mornings; of the only doctor nobody knows hours, language, or whether children may."""
    bengali = read_situation(languages=["ben"], with_children=True)
    needs = ("family_doctor", "italian_course", "permit_help")
    answer = plan(monaco, replace(FAMILY, needs=needs, situation=bengali))
    [stop] = answer.plan.stops
    assert stop.needs == ("family_doctor",)
    assert stop.begins.hour >= 13
    unknown = {one.criterion for one in stop.match.reasons if one.answer is Answer.UNKNOWN}
    assert unknown == {Criterion.OPEN, Criterion.LANGUAGE, Criterion.CHILDREN}
    assert not stop.is_certain
    assert {one.need: one.obstacle for one in answer.unmet} == {
        "italian_course": Obstacle.NONE_SUITS,
        "permit_help": Obstacle.CLOSED,
    }


def test_the_need_without_a_stop_says_why(monaco: OpenArea) -> None:
    [unmet] = plan(monaco, FAMILY).unmet
    assert unmet.need == "italian_course"
    assert unmet.obstacle is Obstacle.NOT_THEN
    assert [group.criterion for group in unmet.refused] == [Criterion.EDITION]


def test_another_language_finds_a_course_that_enrols(monaco: OpenArea) -> None:
    both = read_situation(languages=["ara", "eng"])
    answer = plan(monaco, replace(FAMILY, situation=both, hours=()))
    assert answer.unmet == ()


def test_who_has_no_card_enrols_before_the_doctor(monaco: OpenArea) -> None:
    """A doctor who asks for the card comes after the enrolment that gives it."""
    no_papers = replace(ARABIC, documents=frozenset({"identity", "permit", "tax_code"}))
    answer = plan(monaco, replace(FAMILY, situation=no_papers))
    met = [need for stop in answer.plan.stops for need in stop.needs]
    assert met.index("health_enrolment") < met.index("family_doctor")


def test_a_pinned_service_is_kept_and_an_excluded_one_left_out(monaco: OpenArea) -> None:
    answer = plan(monaco, replace(FAMILY, needs=("pharmacy",)))
    used = answer.plan.stops[0].service.id
    others = [r.service.id for r in answer.choices["pharmacy"] if r.service.id != used]
    pinned = plan(monaco, replace(FAMILY, needs=("pharmacy",), pinned={"pharmacy": others[-1]}))
    assert pinned.plan.stops[0].service.id == others[-1]
    excluded = plan(
        monaco, replace(FAMILY, needs=("pharmacy",), excluded=frozenset({("pharmacy", used)}))
    )
    assert excluded.plan.stops[0].service.id != used


def test_a_pin_that_is_gone_is_said(monaco: OpenArea) -> None:
    answer = plan(monaco, replace(FAMILY, needs=("pharmacy",), pinned={"pharmacy": "osm:node/0"}))
    assert answer.lost_pins == ("pharmacy",)
    assert answer.plan.stops


def test_a_need_is_moved_to_another_day(monaco: OpenArea) -> None:
    friday = date(2026, 11, 27)
    answer = plan(monaco, replace(FAMILY, needs=("pharmacy",), on_day={"pharmacy": friday}))
    assert answer.plan.last_day == friday


def test_the_ways_of_a_trip_lead_from_home_to_home(monaco: OpenArea) -> None:
    answer = plan(monaco, FAMILY)
    [trip] = answer.plan.trips
    paths = trip_paths(answer, trip)
    assert len(paths) == len(trip.stops) + 1
    minutes = [*(stop.travel_min for stop in trip.stops), trip.back_min]
    for path, rounded in zip(paths, minutes, strict=True):
        assert rounded - 1 < path.minutes <= rounded + 1e-6


def test_an_alternative_is_better_at_what_it_is_named_after(monaco: OpenArea) -> None:
    answer = plan(monaco, replace(FAMILY, hours=(), days=14))
    for other in answer.alternatives:
        if other.priority is Priority.SUREST:
            assert other.comparison.doubtful < 0
        if other.priority is Priority.SOONEST:
            assert other.comparison.days < 0
        if other.priority is Priority.LEAST_TIME:
            assert other.comparison.minutes < 0


def test_an_appointment_is_not_planned_for_the_day_of_the_call(monaco: OpenArea) -> None:
    answer = plan(monaco, replace(FAMILY, needs=("health_enrolment",), hours=(), days=14))
    for stop in answer.plan.stops:
        if any(reason.code == "required" for reason in stop.match.reasons):
            assert stop.begins.date() > TUESDAY.date()


@pytest.mark.parametrize(
    ("change", "obstacle"),
    [
        ({"hours": read_free_hours("Mo 06:00-07:00"), "days": 1}, Obstacle.NO_HOURS),
        ({"hours": read_free_hours("03:00-04:00")}, Obstacle.CLOSED),
        ({"situation": read_situation(languages=["que"])}, Obstacle.NONE_SUITS),
        ({"hours": read_free_hours("14:00-14:31")}, Obstacle.TOO_LONG),
    ],
)
def test_every_obstacle_has_its_name(
    monaco: OpenArea, change: dict[str, object], obstacle: Obstacle
) -> None:
    english = replace(FAMILY, situation=read_situation(languages=["eng"]))
    query = replace(english, needs=("italian_course",), **change)  # type: ignore[arg-type]
    if obstacle is Obstacle.TOO_LONG:
        query = replace(query, needs=("pharmacy",), visit_min={"pharmacy": 30})
    answer = plan(monaco, query)
    assert [unmet.obstacle for unmet in answer.unmet] == [obstacle]
    assert answer.plan.trips == ()


def test_a_sensitive_need_with_protected_places_only_is_for_the_telephone(
    monaco: OpenArea,
) -> None:
    answer = plan(monaco, replace(FAMILY, needs=("safety_from_violence",)))
    assert all(not r.service.location.is_public for r in answer.on_call["safety_from_violence"])
    assert all(stop.service.location.is_public for stop in answer.plan.stops)


def test_needs_given_twice_count_once(monaco: OpenArea) -> None:
    answer = plan(monaco, replace(FAMILY, needs=("pharmacy", "pharmacy")))
    assert answer.repeated == ("pharmacy",)
    assert len(answer.plan.stops) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"needs": ()}, "plan.no_needs"),
        ({"needs": tuple("abcdefgh")}, "plan.too_many_needs"),
        ({"days": 0}, "plan.days"),
        ({"visit_min": {"pharmacy": 0}}, "plan.visit"),
    ],
)
def test_a_question_without_sense_is_refused(
    monaco: OpenArea, change: dict[str, object], code: str
) -> None:
    with pytest.raises(BadInput) as caught:
        plan(monaco, replace(FAMILY, **change))  # type: ignore[arg-type]
    assert caught.value.code == code


def test_a_home_outside_the_area_is_refused(monaco: OpenArea) -> None:
    with pytest.raises(OutsideArea):
        plan(monaco, replace(FAMILY, lon=9.19, lat=45.46))


def test_a_departure_late_in_the_evening_begins_with_the_next_day(monaco: OpenArea) -> None:
    late = TUESDAY + timedelta(hours=12)
    answer = plan(monaco, replace(FAMILY, needs=("pharmacy",), departure=late))
    assert answer.plan.trips[0].leaves_home.date() > late.date()

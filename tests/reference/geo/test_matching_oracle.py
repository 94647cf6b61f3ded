"""Who is taken: a table of stories with answers by hand, and the finder's count of everybody."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.finder import find_services
from geo.matching import Criterion, match
from geo.model import (
    AccessRoute,
    Answer,
    Appointment,
    Calendar,
    Capacity,
    Edition,
    Eligibility,
    Exposure,
    FindCriteria,
    Location,
    Provenance,
    Residence,
    Schedule,
    Service,
    ServiceStatus,
    Sex,
    Situation,
)
from geo.taxonomy import Need, Taxonomy

PLACE = Calendar("Europe/Rome", "IT", 11.12, 46.07)
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Rome"))
THURSDAY = datetime(2026, 11, 26, 10, 0, tzinfo=ZoneInfo("Europe/Rome"))
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN

NEW_SITE = Service("1", "Desk", ("a",), Location("1", 11.1, 46.0), Provenance("me", "CC0-1.0"))
ARABIC, BENGALI = frozenset({"ara"}), frozenset({"ben"})
MORNINGS = Schedule("Mo-Fr 09:00-12:00; PH off", languages=frozenset({"ita"}))
ARABIC_THURSDAY = Schedule("Th 09:00-12:00; PH off", languages=ARABIC)
MEDIATED_THURSDAY = Schedule(
    "Th 09:00-12:00; PH off", languages=frozenset({"ita"}), mediation_languages=BENGALI
)


def who(**found: object) -> Eligibility:
    return Eligibility(**found)  # type: ignore[arg-type]


# The person, the service, when: the criterion's answer and code. None: nothing is said of it.
STORIES: list[
    tuple[str, Situation, dict[str, object], datetime | None, str, tuple[Answer, str] | None]
]
STORIES = [
    ("silence asks nothing", Situation(), {}, None, "status", None),
    ("no record of papers", Situation(status="permit"), {}, None, "status", (UNKNOWN, "not_known")),
    ("papers accepted", Situation(status="permit"),
     {"eligibility": who(statuses={"permit": YES})}, None, "status", (YES, "accepted")),
    ("papers refused", Situation(status="no_permit"),
     {"eligibility": who(statuses={"no_permit": NO})}, None, "status", (NO, "not_accepted")),
    ("other papers told", Situation(status="permit"),
     {"eligibility": who(statuses={"no_permit": NO})}, None, "status", (UNKNOWN, "not_known")),
    ("residence not told", Situation(residence="022205"), {}, None, "residence",
     (UNKNOWN, "not_known")),
    ("anyone", Situation(residence="none"), {"eligibility": who(residence=Residence.ANYONE)}, None,
     "residence", (YES, "anyone")),
    ("no residence", Situation(residence="none"),
     {"eligibility": who(residence=Residence.RESIDENTS)}, None, "residence",
     (NO, "residents_only")),
    ("resident", Situation(residence="022205"),
     {"eligibility": who(residence=Residence.RESIDENTS, municipalities=frozenset({"022205"}))},
     None, "residence", (YES, "resident")),
    ("resident elsewhere", Situation(residence="015146"),
     {"eligibility": who(residence=Residence.RESIDENTS, municipalities=frozenset({"022205"}))},
     None, "residence", (NO, "residents_only")),
    ("age of a record without ages", Situation(age=17), {}, None, "age", None),
    ("just old enough", Situation(age=18), {"eligibility": who(minimum_age=18, ages_known=True)},
     None, "age", (YES, "within")),
    ("a year too young", Situation(age=17), {"eligibility": who(minimum_age=18, ages_known=True)},
     None, "age", (NO, "outside")),
    ("just young enough", Situation(age=30), {"eligibility": who(maximum_age=30)}, None, "age",
     (YES, "within")),
    ("no limit, and known", Situation(age=99), {"eligibility": who(ages_known=True)}, None, "age",
     (YES, "within")),
    ("women only, a woman", Situation(sex=Sex.FEMALE), {"eligibility": who(sex=Sex.FEMALE)}, None,
     "sex", (YES, "female_only")),
    ("women only, sex not said", Situation(), {"eligibility": who(sex=Sex.FEMALE)}, None,
     "sex", (UNKNOWN, "female_only")),
    ("women only, a man", Situation(sex=Sex.MALE), {"eligibility": who(sex=Sex.FEMALE)}, None,
     "sex", (NO, "female_only")),
    ("children, not told", Situation(with_children=True), {}, None, "children",
     (UNKNOWN, "not_known")),
    ("children refused", Situation(with_children=True), {"eligibility": who(children=NO)}, None,
     "children", (NO, "not_welcome")),
    ("language not told", Situation(languages=ARABIC), {"schedules": (Schedule("24/7"),)}, TUESDAY,
     "language", (UNKNOWN, "not_known")),
    ("no hours at all", Situation(languages=ARABIC), {}, TUESDAY, "language",
     (UNKNOWN, "not_known")),
    ("Arabic on Thursdays, on Thursday", Situation(languages=ARABIC),
     {"schedules": (MORNINGS, ARABIC_THURSDAY)}, THURSDAY, "language", (YES, "spoken")),
    ("Arabic on Thursdays, on Tuesday", Situation(languages=ARABIC),
     {"schedules": (MORNINGS, ARABIC_THURSDAY)}, TUESDAY, "language", (NO, "at_other_hours")),
    ("Arabic on Thursdays, some day", Situation(languages=ARABIC),
     {"schedules": (MORNINGS, ARABIC_THURSDAY)}, None, "language", (YES, "spoken")),
    ("a mediator on Thursday", Situation(languages=BENGALI),
     {"schedules": (MEDIATED_THURSDAY,)}, THURSDAY, "language", (YES, "mediated")),
    ("another language", Situation(languages=frozenset({"tir"})),
     {"schedules": (MORNINGS,)}, TUESDAY, "language", (NO, "not_spoken")),
    ("one of two languages", Situation(languages=frozenset({"tir", "ita"})),
     {"schedules": (MORNINGS,)}, TUESDAY, "language", (YES, "spoken")),
    ("documents not said", Situation(), {"eligibility": who(documents={"passport": YES})}, None,
     "documents", None),
    ("passport held", Situation(documents=frozenset({"passport"})),
     {"eligibility": who(documents={"passport": YES})}, None, "documents", (YES, "held")),
    ("holds nothing", Situation(documents=frozenset()),
     {"eligibility": who(documents={"passport": YES})}, None, "documents", (NO, "missing")),
    ("holds nothing, not told", Situation(documents=frozenset()), {}, None, "documents",
     (UNKNOWN, "not_known")),
    ("none needed", Situation(documents=frozenset()),
     {"eligibility": who(documents={"passport": NO})}, None, "documents", (YES, "none_needed")),
    ("enrolment on its last day", Situation(),
     {"editions": (Edition(date(2026, 11, 1), date(2026, 11, 24)),)}, TUESDAY, "edition",
     (YES, "enrolling")),
    ("enrolment ended yesterday", Situation(),
     {"editions": (Edition(date(2026, 11, 1), date(2026, 11, 23)),)}, TUESDAY, "edition",
     (NO, "enrolment_over")),
    ("enrolment tomorrow", Situation(), {"editions": (Edition(date(2026, 11, 25)),)}, TUESDAY,
     "edition", (NO, "enrols_later")),
    ("time does not matter", Situation(), {"editions": (Edition(date(2026, 11, 25)),)}, None,
     "edition", None),
    ("two free places", Situation(), {"capacity": Capacity("p", 9, 2, date(2026, 11, 20))}, TUESDAY,
     "capacity", (YES, "has_room")),
    ("full this week", Situation(), {"capacity": Capacity("p", 9, 0, date(2026, 11, 20))}, TUESDAY,
     "capacity", (NO, "full")),
    ("full two months ago", Situation(), {"capacity": Capacity("p", 9, 0, date(2026, 9, 20))},
     TUESDAY, "capacity", (UNKNOWN, "full_long_ago")),
    ("nobody counted", Situation(), {"capacity": Capacity("p", 9)}, TUESDAY, "capacity", None),
    ("open", Situation(), {"schedules": (MORNINGS,)}, TUESDAY, "open", (YES, "open")),
    ("closed", Situation(), {"schedules": (MORNINGS,)}, TUESDAY.replace(hour=15), "open",
     (NO, "closed")),
    ("hours not told", Situation(), {}, TUESDAY, "open", (UNKNOWN, "not_known")),
    ("by appointment", Situation(),
     {"schedules": (replace(MORNINGS, appointment=Appointment.REQUIRED),)}, TUESDAY, "appointment",
     (UNKNOWN, "required")),
    ("walk in", Situation(), {"schedules": (replace(MORNINGS, appointment=Appointment.NONE),)},
     TUESDAY, "appointment", (YES, "none")),
    ("through another service", Situation(), {"access": AccessRoute.REFERRAL}, None, "access",
     (NO, "by_referral")),
    ("places assigned", Situation(), {"access": AccessRoute.ASSIGNED}, None, "access",
     (NO, "assigned")),
    ("given up", Situation(), {"status": ServiceStatus.DEFUNCT}, None, "active",
     (NO, "not_active")),
    ("kept secret", Situation(),
     {"location": Location("1", None, None, exposure=Exposure.ON_REQUEST)}, None, "exposure",
     (UNKNOWN, "call_first")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("person", "service", "arrival", "criterion", "expected"),
    [story[1:] for story in STORIES],
    ids=[story[0] for story in STORIES],
)
def test_the_story_ends_as_by_hand(
    person: Situation,
    service: dict[str, object],
    arrival: datetime | None,
    criterion: str,
    expected: tuple[Answer, str] | None,
) -> None:
    found = match(replace(NEW_SITE, **service), person, arrival, calendar=PLACE)  # type: ignore[arg-type]
    rows = [(r.answer, r.code) for r in found.reasons if r.criterion.value == criterion]
    assert rows == ([] if expected is None else [expected])


def test_every_criterion_has_a_story() -> None:
    assert {story[4] for story in STORIES} == {criterion.value for criterion in Criterion}


answers = st.sampled_from(list(Answer))
schedules = st.sampled_from([MORNINGS, ARABIC_THURSDAY, MEDIATED_THURSDAY, Schedule(None)])
rules = st.builds(
    Eligibility,
    statuses=st.dictionaries(st.sampled_from(["permit", "no_permit"]), answers),
    documents=st.dictionaries(st.sampled_from(["passport", "permit"]), answers),
    residence=st.sampled_from([None, *Residence]),
    minimum_age=st.sampled_from([None, 14, 18]),
    sex=st.sampled_from([None, *Sex]),
    children=answers,
)
persons = st.builds(
    Situation,
    languages=st.sampled_from([frozenset(), ARABIC, BENGALI]),
    status=st.sampled_from([None, "permit", "no_permit"]),
    residence=st.sampled_from([None, "none", "022205"]),
    age=st.sampled_from([None, 15, 40]),
    sex=st.sampled_from([None, *Sex]),
    with_children=st.sampled_from([None, True]),
    documents=st.sampled_from([None, frozenset(), frozenset({"passport"})]),
)
locations = st.sampled_from(
    [NEW_SITE.location, Location("2", None, None, exposure=Exposure.AREA_ONLY)]
)
services = st.builds(
    replace,
    st.just(NEW_SITE),
    needs=st.sampled_from([("a",), ("b",), ("b", "a")]),
    location=locations,
    schedules=st.lists(schedules, max_size=3).map(tuple),
    eligibility=rules,
    access=st.sampled_from([None, AccessRoute.WALK_IN, AccessRoute.REFERRAL]),
)
moments = st.sampled_from([None, TUESDAY, THURSDAY, TUESDAY.replace(hour=20)])


@settings(max_examples=300, deadline=None)
@given(service=services, person=persons, arrival=moments)
def test_one_no_decides_else_one_unknown(
    service: Service, person: Situation, arrival: datetime | None
) -> None:
    found = match(service, person, arrival, calendar=PLACE)
    said = {reason.answer for reason in found.reasons}
    wanted = NO if NO in said else UNKNOWN if UNKNOWN in said else YES
    assert found.answer is wanted
    assert len({r.criterion for r in found.reasons}) == len(found.reasons)


@settings(max_examples=300, deadline=None)
@given(service=services, person=persons, arrival=moments)
def test_keeping_silent_never_leaves_anybody_out(
    service: Service, person: Situation, arrival: datetime | None
) -> None:
    found = match(service, person, arrival, calendar=PLACE)
    silent = match(service, Situation(), arrival, calendar=PLACE)
    assert set(silent.against()) <= set(found.against())
    assert silent.opening == found.opening


@settings(max_examples=200, deadline=None)
@given(person=persons)
def test_a_record_that_tells_nothing_is_never_a_no(person: Situation) -> None:
    assert match(NEW_SITE, person, TUESDAY, calendar=PLACE).answer is UNKNOWN
    assert NO not in {r.answer for r in match(NEW_SITE, person, None, calendar=PLACE).reasons}


TAXONOMY = Taxonomy(("s", "t"), (Need("a", "s"), Need("b", "t")))
times = st.one_of(st.just(float("nan")), st.sampled_from([0.0, 5.0, 30.0, 30.0001, 45.0, 119.0]))


@settings(max_examples=300, deadline=None)
@given(
    pairs=st.lists(st.tuples(services, times), max_size=8),
    person=persons,
    arrival=moments,
    need=st.sampled_from(["a", "s", "t"]),
)
def test_the_finder_counts_every_service_of_the_need_once(
    pairs: list[tuple[Service, float]], person: Situation, arrival: datetime | None, need: str
) -> None:
    numbered = [replace(service, id=str(n)) for n, (service, _) in enumerate(pairs)]
    minutes = np.array([m for _, m in pairs], float)
    query = FindCriteria(need, person, arrival, 30.0)
    found = find_services(numbered, minutes, query, taxonomy=TAXONOMY, calendar=PLACE)
    wanted = {"a": "a", "s": "a", "t": "b"}[need]
    asked = [n for n, service in enumerate(numbered) if wanted in service.needs]
    shown = [r.number for r in (*found.results, *found.later, *found.protected)]
    counted = len(shown) + sum(group.count for group in found.left_out)
    assert counted + found.beyond_limit + found.unreached == len(asked)
    assert not [n for n, times in Counter(shown).items() if times > 1]
    assert set(shown) <= set(asked)
    rows = [r.minutes for r in found.results]
    assert rows == sorted(rows)  # type: ignore[type-var]
    assert all(m is not None and m <= 30.0 for m in rows)
    assert all(r.minutes is None for r in found.protected)
    assert all(r.match.answer is not NO for r in found.results)
    assert all(r.match.against() in ((), (Criterion.OPEN,)) for r in found.protected)
    assert all(r.match.against() == (Criterion.OPEN,) for r in found.later)

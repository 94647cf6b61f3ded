"""Coverage asks what the finder asks: plain loops over homes, services and hours say the same."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from geo.errors import BadInput
from geo.finder import find_services
from geo.matching import Criterion
from geo.measures.acts import acts
from geo.measures.coverage import Coverage, Reach, cover, sweep
from geo.measures.fragility import funding_cliff, left_without
from geo.measures.gaps import NewSites, RemedyKind, gaps
from geo.measures.steps import STEP_OF, STEPS, Screening, ScreeningStep, screen
from geo.measures.week import HOURS, week_of
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
    Fund,
    Location,
    Provenance,
    Schedule,
    Service,
    ServiceStatus,
    Sex,
    Situation,
)
from geo.network.routing import SparseTimes
from geo.taxonomy import Need, Taxonomy

ROME = ZoneInfo("Europe/Rome")
PLACE = Calendar("Europe/Rome", "IT", 11.12, 46.07)
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ROME)
NEEDS = Taxonomy(("s",), (Need("a", "s"),))
HOURS_TOLD = (None, "Mo-Fr 09:00-12:00", "Tu 18:00-20:00", "Th 14:00-19:00", "su appuntamento")
TONGUES = (None, frozenset({"ara"}), frozenset({"ita"}), frozenset({"ita", "ben"}))


def a_service(rng: random.Random, number: int) -> Service:
    answers = list(Answer)
    schedules = tuple(
        Schedule(
            rng.choice(HOURS_TOLD),
            rng.choice(TONGUES),
            appointment=rng.choice([None, *Appointment]),
        )
        for _ in range(rng.choice([0, 1, 1, 2]))
    )
    capacity = Capacity("places", 9, rng.choice([None, 0, 3]), date(2026, 11, rng.choice([1, 20])))
    editions = (Edition(date(2026, 11, 1), date(2026, 11, rng.choice([10, 30]))),)
    return Service(
        str(number),
        "Desk",
        ("a",),
        Location(
            "1", 11.1, 46.0, exposure=rng.choice([Exposure.PUBLIC] * 9 + [Exposure.AREA_ONLY])
        ),
        Provenance("me", "CC0-1.0"),
        status=rng.choice([ServiceStatus.ACTIVE] * 9 + [ServiceStatus.INACTIVE]),
        schedules=schedules,
        eligibility=Eligibility(
            statuses={"permit": rng.choice(answers)},
            sex=rng.choice([None, None, Sex.FEMALE]),
            children=rng.choice(answers),
        ),
        access=rng.choice([None, AccessRoute.WALK_IN, AccessRoute.REFERRAL]),
        capacity=rng.choice([None, capacity]),
        editions=rng.choice([(), editions]),
    )


def a_world(seed: int) -> tuple[list[Service], Situation, np.ndarray, np.ndarray]:
    rng = random.Random(seed)
    services = [a_service(rng, n) for n in range(rng.randint(1, 7))]
    situation = Situation(
        languages=rng.choice([frozenset(), frozenset({"ara"})]),
        status=rng.choice([None, "permit"]),
        sex=rng.choice([None, Sex.FEMALE, Sex.MALE]),
        with_children=rng.choice([None, True]),
    )
    minutes = np.array(
        [[rng.choice([4.0, 16.0, 40.0, np.nan]) for _ in services] for _ in range(5)]
    )
    people = np.array([float(rng.randint(0, 30)) for _ in range(4)] + [7.0])
    return services, situation, minutes, people


def sparse(minutes: np.ndarray) -> Reach:
    origin, destination = np.nonzero(~np.isnan(minutes))
    times = SparseTimes(
        origin.astype(np.int32), destination.astype(np.int32), minutes[origin, destination]
    )
    return Reach(times, np.ones(len(minutes), bool))


def covered(seed: int) -> tuple[np.ndarray, np.ndarray, Screening, Reach, Coverage]:
    """Minutes, people, screening, reach and coverage of a world, within 20 minutes."""
    services, situation, minutes, people = a_world(seed)
    screening = screen(services, situation, [NOW], now=NOW, calendar=PLACE)
    reach = sparse(minutes)
    return minutes, people, screening, reach, cover(reach, people, screening, limit_min=20.0)


def told_by_the_finder(
    services: list[Service], row: np.ndarray, situation: Situation, at: datetime | None
) -> set[Answer]:
    """The finder's answers for a person who stands at the door at a moment."""
    found = set()
    for number, service in enumerate(services):
        if service.location.exposure is not Exposure.PUBLIC:
            continue
        minutes = np.full(len(services), np.nan)
        minutes[number] = row[number]
        leaves = (
            None if at is None or np.isnan(row[number]) else at - timedelta(minutes=row[number])
        )
        query = FindCriteria("a", situation, leaves, 20.0)
        answer_now = find_services(services, minutes, query, taxonomy=NEEDS, calendar=PLACE)
        found |= {result.match.answer for result in answer_now.results}
    return found


@pytest.mark.parametrize("seed", range(120))
def test_whoever_the_finder_serves_is_covered(seed: int) -> None:
    """At the one moment of the question, the last step is the finder's own answer."""
    services, situation, minutes, people = a_world(seed)
    moment = datetime(2026, 11, 24, random.Random(seed).choice([10, 15, 18]), 30, tzinfo=ROME)
    result = screen(services, situation, [moment], now=moment, calendar=PLACE)
    found = cover(sparse(minutes), people, result, limit_min=20.0)
    for home, row in enumerate(minutes):
        answers = told_by_the_finder(services, row, situation, moment)
        assert found.certain[-1, home] == (Answer.YES in answers)
        assert found.possible[-1, home] == bool(answers - {Answer.NO})


@pytest.mark.parametrize("seed", range(60))
def test_more_time_is_never_worse(seed: int) -> None:
    services, situation, minutes, people = a_world(seed)
    moments = [datetime(2026, 11, 24, 18, 30, tzinfo=ROME), NOW]
    result = screen(services, situation, moments, now=NOW, calendar=PLACE)
    reach = sparse(minutes)
    bands = [band for _, band in sweep(reach, people, result, [3.0, 5.0, 20.0, 60.0])]
    assert all(a.certain <= b.certain for a, b in pairwise(bands))
    found = cover(reach, people, result, limit_min=20.0)
    for before, after in pairwise(STEPS):
        assert found.band(after).possible <= found.band(before).possible
        assert found.band(after).certain <= found.band(before).certain
        assert found.band(after).certain <= found.band(after).possible
    at_one = screen(services, situation, moments[:1], now=NOW, calendar=PLACE)
    assert (at_one.possible <= result.possible).all()


@pytest.mark.parametrize("seed", range(60))
def test_what_is_said_of_places_adds_up(seed: int) -> None:
    _, _, result, reach, found = covered(seed)
    places = np.array([0, 1, 0, 1, 2], np.int32)
    rows = gaps(found, reach, result, places, limit_min=20.0)
    assert sum(gap.missing for gap in rows) == pytest.approx(found.missing.sum())
    for gap in rows:
        assert sum(gap.lost.values()) == pytest.approx(gap.missing)
        if gap.remedy is not None:
            assert gap.remedy.people <= gap.missing + 1e-9
            mended = _mended(result, gap.remedy.service)
            after = cover(reach, found.people, mended, limit_min=20.0)
            gained = (found.missing - after.missing)[places == gap.place].sum()
            assert gained == pytest.approx(gap.remedy.people)


def _mended(screening: Screening, service: int) -> Screening:
    possible = screening.possible.copy()
    possible[:, service] = True
    return replace(screening, possible=possible)


@pytest.mark.parametrize("seed", range(60))
def test_whoever_would_be_left_without(seed: int) -> None:
    services, situation, minutes, people = a_world(seed)
    found = screen(services, situation, [NOW], now=NOW, calendar=PLACE)
    reach = sparse(minutes)
    before = cover(reach, people, found, limit_min=20.0).band().possible
    alone = left_without(reach, people, found, limit_min=20.0)
    for number in range(len(services)):
        closed = replace(
            found,
            certain=found.certain & (np.arange(len(services)) != number),
            possible=found.possible & (np.arange(len(services)) != number),
        )
        after = cover(reach, people, closed, limit_min=20.0).band().possible
        assert alone[number] == pytest.approx(before - after)


def desk(**found: object) -> Service:
    plain = Service("1", "Desk", ("a",), Location("1", 11.1, 46.0), Provenance("me", "CC0-1.0"))
    return replace(plain, **found)  # type: ignore[arg-type]


NEAR = sparse(np.array([[5.0], [5.0]]))
PEOPLE = np.array([10.0, 5.0])
ARABIC = Situation(frozenset({"ara"}))
EVENING = [datetime(2026, 11, 26, 18, 30, tzinfo=ROME)]


def test_a_desk_adds_arabic_on_thursday() -> None:
    """Who comes on Thursday evenings gains; who can come on Tuesdays only does not."""
    italian = Schedule("Mo-Fr 09:00-20:00", languages=frozenset({"ita"}))
    thursday = Schedule("Th 18:00-20:00", languages=frozenset({"ara"}))
    before, after = desk(schedules=(italian,)), desk(schedules=(italian, thursday))
    tuesday = [datetime(2026, 11, 24, 18, 30, tzinfo=ROME)]
    rows = [
        screen([one], ARABIC, moments, now=NOW, calendar=PLACE)
        for one, moments in ((before, EVENING), (after, EVENING), (after, tuesday))
    ]
    perhaps = [cover(NEAR, PEOPLE, one, limit_min=30) for one in rows]
    assert [one.band().certain for one in perhaps] == [0.0, 15.0, 0.0]
    assert [one.band().possible for one in perhaps] == [0.0, 15.0, 0.0]
    steps = [STEPS[one.lost_at()[0]] if one.lost_at()[0] >= 0 else None for one in perhaps]
    assert steps == [ScreeningStep.LANGUAGE, None, ScreeningStep.OPEN]
    (row,) = gaps(perhaps[2], NEAR, rows[2], np.zeros(2, np.int32), limit_min=30)
    assert (row.remedy.kind, row.remedy.people) == (RemedyKind.LANGUAGE, 15.0)


def test_a_bridge_closes() -> None:
    """The home across the river loses its way: it is given at the step of the way."""
    result = screen([desk()], Situation(), [], now=NOW, calendar=PLACE)
    open_bridge = sparse(np.array([[5.0], [8.0]]))
    closed = sparse(np.array([[5.0], [np.nan]]))
    assert cover(open_bridge, PEOPLE, result, limit_min=30).band().possible == 15.0
    found = cover(closed, PEOPLE, result, limit_min=30)
    assert found.band().possible == 10.0
    assert STEPS[found.lost_at()[1]] is ScreeningStep.REACHABLE


def test_two_desks_at_the_same_door() -> None:
    """Neither is fragile alone; both live on one fund, so its end takes both."""
    fund = (Fund("FAMI", ends=date(2026, 12, 31)),)
    two = [desk(id="1", funds=fund), desk(id="2", funds=fund)]
    reach = sparse(np.array([[5.0, 5.0], [5.0, 5.0]]))
    found = screen(two, Situation(), [], now=NOW, calendar=PLACE)
    assert left_without(reach, PEOPLE, found, limit_min=30).tolist() == [0.0, 0.0]
    cliff, = funding_cliff(
        two, reach, PEOPLE, found, limit_min=30, today=NOW.date()
    )  # fmt: skip
    assert (cliff.day, cliff.services, cliff.lost) == (date(2026, 12, 31), (0, 1), 15.0)


def test_money_that_has_ended_is_taken_as_renewed() -> None:
    old = desk(funds=(Fund("FAMI", ends=date(2022, 12, 31)),))
    found = screen([old], Situation(), [], now=NOW, calendar=PLACE)
    assert funding_cliff([old], NEAR, PEOPLE, found, limit_min=30, today=NOW.date()) == ()


def test_the_week_is_the_finder_hour_by_hour() -> None:
    one = desk(
        schedules=(Schedule("Th 09:00-11:00", frozenset({"ara"}), appointment=Appointment.NONE),)
    )
    week = week_of(
        [one], NEAR, PEOPLE, ARABIC, limit_min=30, week=date(2026, 11, 23), calendar=PLACE
    )
    assert week.certain.sum() == week.possible.sum() == 30.0
    assert week.certain[3, HOURS.index(9)] == week.certain[3, HOURS.index(10)] == 15.0


def test_nobody_and_nothing_are_reported() -> None:
    found = screen([desk()], Situation(), [], now=NOW, calendar=PLACE)
    with pytest.raises(BadInput, match=r"coverage\.nobody"):
        cover(NEAR, np.zeros(2), found, limit_min=30)
    none = screen([], Situation(), [], now=NOW, calendar=PLACE)
    with pytest.raises(BadInput, match=r"coverage\.no_service"):
        cover(NEAR, PEOPLE, none, limit_min=30)


def test_every_criterion_has_its_step() -> None:
    assert set(STEP_OF) == set(Criterion)


@pytest.mark.parametrize("seed", range(60))
def test_an_act_reaches_whom_its_change_would_reach_in_the_whole_area(seed: int) -> None:
    minutes, people, screening, reach, found = covered(seed)
    zone = np.arange(len(people), dtype=np.int32) % 3
    for act in acts(found, reach, screening, zone, limit_min=20.0, most=99):
        assert act.people > 0
        asked = found.doubtful if act.kind is RemedyKind.ASK else found.missing
        for service in act.services:
            near = np.nan_to_num(minutes[:, service], nan=np.inf) <= 20.0
            assert act.people == pytest.approx(asked[near].sum())
            if act.kind is not RemedyKind.ASK:
                after = cover(reach, people, _mended(screening, service), limit_min=20.0)
                assert (found.missing - after.missing).sum() == pytest.approx(act.people)
        lived = [asked[near & (zone == place)].sum() for place in act.places]
        assert lived == sorted(lived, reverse=True)
        assert sum(lived) == pytest.approx(act.people)


def test_services_that_would_do_the_same_are_one_act_and_a_site_is_not_the_first() -> None:
    italian = Schedule("Th 18:00-20:00", languages=frozenset({"ita"}))
    two = [desk(id="1", schedules=(italian,)), desk(id="2", schedules=(italian,))]
    reach = sparse(np.array([[5.0, 5.0], [5.0, 5.0], [90.0, 90.0]]))
    people = np.array([10.0, 5.0, 1.0])
    screening = screen(two, ARABIC, EVENING, now=NOW, calendar=PLACE)
    found = cover(reach, people, screening, limit_min=30)
    times = sparse(np.array([[1.0], [1.0], [1.0]])).times
    spots = NewSites(np.array([11.1]), np.array([46.0]), np.array([0]), times)
    zone = np.zeros(3, np.int32)
    first, second = acts(found, reach, screening, zone, limit_min=30, new_sites=spots)
    assert (first.kind, first.services, first.people) == (RemedyKind.LANGUAGE, (0, 1), 15.0)
    assert (second.kind, second.people) == (RemedyKind.NEW_SITE, 16.0)

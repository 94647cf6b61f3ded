"""Stories of coordination: a fund ends in June, two desks on one morning, a town twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest

from answers.partnerships import (
    Coordination,
    coordination_of,
    cross,
    faults_of,
    gaps,
    overlaps_of,
    place_name,
    principles_of,
    records_behind,
)
from data.records.documents import PROFILE
from data.records.ids import stable_id
from data.register.activities import ActivityIndex
from data.register.register import Register
from data.register.roles import LOCAL, AccountRole, Actor, Forbidden
from data.register.session import RegisterSession
from geo.errors import UnknownName
from geo.model import (
    Exposure,
    Fund,
    Level,
    Location,
    Organization,
    OrganizationKind,
    Provenance,
    Schedule,
    Service,
)
from geo.partnerships.activity import NOT_STATED, Activity, Dimension
from geo.partnerships.faults import FaultKind
from geo.partnerships.funding import ending_by, left_without
from tests.store.writing import upsert

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
MADE_BY = Provenance("test", "CC0-1.0", assured_on=date(2026, 11, 1))
COMO, LIVO, MILANO = "013075", "013130", "015146"
PONTE = Organization("ponte", "Il Ponte", OrganizationKind.COOPERATIVE)
COMUNE = Organization("comune", "Comune di Como", OrganizationKind.PUBLIC_BODY)
CARITAS = Organization("caritas", "Caritas", OrganizationKind.RELIGIOUS)
FAMI = Fund("FAMI", 60_000.0, date(2025, 7, 1), date(2027, 6, 30))
OWN = Fund("Comune")
BACKWARDS = Fund("8x1000", None, date(2027, 1, 1), date(2026, 1, 1))


def desk(
    name: str, need: str, lon: float, lat: float, hours: str | None, **more: object
) -> Service:
    place = Location(f"{name}-place", lon, lat)
    schedules = (Schedule(hours),) if hours else ()
    return Service(name, name, (need,), place, MADE_BY, schedules=schedules, **more)


SERVICES = (
    desk("Sportello stranieri", "permit_help", 9.0852, 45.8100, "Mo-Fr 09:00-12:00",
         organization=COMUNE, partners=(PONTE,), level=Level.MUNICIPAL, action="02",
         funds=(FAMI, OWN)),
    desk("Punto permessi", "permit_help", 9.0854, 45.8101, "Tu,Th 10:00-13:00",
         organization=CARITAS, level=Level.THIRD_SECTOR, funds=(FAMI,)),
    desk("Permessi di sera", "permit_help", 9.0853, 45.8100, "Mo-Fr 17:00-19:00",
         organization=CARITAS, partners=(CARITAS,), funds=(BACKWARDS,)),
    desk("Corso di italiano", "italian_course", 9.0600, 45.8200, None,
         organization=PONTE, level=Level.THIRD_SECTOR, action="01", funds=(FAMI,)),
    desk("Sportello Milano", "job_search", 9.1900, 45.4640, "Mo-Fr 09:00-12:00"),
)  # fmt: skip


@pytest.fixture
def session(register: Register) -> RegisterSession:
    upsert(register, SERVICES, area=None, by="test", at=NOW)
    found = RegisterSession(register, LOCAL, NOW)
    found.partnerships.put("Rete Como", [COMO, LIVO], [])
    found.partnerships.put("Rete Lago", [LIVO], [])
    return found


@pytest.fixture
def como(session: RegisterSession) -> Coordination:
    return coordination_of(session, ActivityIndex(session.register), "Rete Como")


def names(rows: Iterable[Activity]) -> list[str]:
    return [one.name for one in rows]


def test_a_partnership_holds_what_is_given_in_its_municipalities(como: Coordination) -> None:
    assert names(como.activities) == [
        "Corso di italiano", "Permessi di sera", "Punto permessi", "Sportello stranieri",
    ]  # fmt: skip
    assert como.municipalities == (COMO, LIVO)
    found = cross(como, Dimension.MUNICIPALITY, Dimension.SECTOR)
    assert found.rows == (COMO, LIVO)
    assert found.columns == ("work", "integration", "housing", "health", "education")
    assert found.counts.tolist() == [[0, 4, 0, 0, 0], [0, 0, 0, 0, 0]]


def test_what_is_not_stated_is_a_column_and_opens_its_records(como: Coordination) -> None:
    found = cross(como, Dimension.ACTION, Dimension.LEVEL)
    assert found.rows == ("01", "02", "03", "04", NOT_STATED)
    assert found.columns[-1] == NOT_STATED
    keys = [(Dimension.ACTION, NOT_STATED), (Dimension.LEVEL, NOT_STATED)]
    assert names(records_behind(como, keys)) == ["Permessi di sera"]


def test_a_fund_ends_in_june_and_the_course_leaves_nobody_behind_it(como: Coordination) -> None:
    """The permit desk lives on another fund besides, the course on this one alone."""
    june, today = date(2027, 6, 30), NOW.date()
    assert names(ending_by(como.activities, june, today=today)) == [
        "Corso di italiano", "Punto permessi",
    ]  # fmt: skip
    (left,) = left_without(como.activities, june, today=today)
    assert (left.need, left.municipality) == ("italian_course", COMO)


def test_two_desks_on_the_same_morning_overlap_and_the_evening_completes_them(
    session: RegisterSession, como: Coordination
) -> None:
    (found,) = overlaps_of(session, como)
    by_id = {one.id: one.name for one in como.activities}
    assert {by_id[found.first], by_id[found.second]} == {"Punto permessi", "Sportello stranieri"}
    assert (found.needs, found.minutes) == (("permit_help",), 240)
    assert 10 < found.metres < 25


def test_gaps_name_the_municipalities_and_who_lives_there(como: Coordination) -> None:
    found = {gap.need: gap for gap in gaps(como)}
    assert found["permit_help"].municipalities == (LIVO,)
    assert found["job_search"].municipalities == (COMO, LIVO)
    assert found["job_search"].residents > found["permit_help"].residents > 100


def test_a_place_given_on_request_alone_stands_in_no_matrix_and_makes_no_gap(
    session: RegisterSession,
) -> None:
    hidden = Location("refuge", 9.09, 45.81, exposure=Exposure.ON_REQUEST)
    refuge = Service("Rifugio", "Rifugio", ("safety_from_violence",), hidden, MADE_BY)
    upsert(session.register, [refuge], area=None, by="test", at=NOW)
    location = session.records.export()["location"][stable_id("refuge")]
    location[PROFILE]["municipality"] = COMO
    session.records.bring_in(
        {"location": {location["id"]: location}}, source="t", licence="CC0-1.0"
    )
    index = ActivityIndex(session.register)
    como, everything = coordination_of(session, index, "Rete Como"), coordination_of(session, index)
    assert "Rifugio" not in names(como.activities)
    (one,) = (row for row in everything.activities if row.name == "Rifugio")
    assert one.municipalities == ()
    needs = {gap.need for gap in gaps(como)}
    assert "safety_from_violence" not in needs
    assert "job_search" in needs


def test_the_principles_keep_apart_what_nobody_stated(como: Coordination) -> None:
    found = principles_of(como)
    assert (found.sectors.yes, found.sectors.total) == (1, 10)
    assert (found.stakeholders.yes, found.stakeholders.no) == (1, 3)
    assert (found.funds.yes, found.funds.no, found.funds.unknown) == (1, 3, 0)
    assert (found.levels.yes, found.levels.unknown, found.levels.total) == (1, 0, 2)


def test_what_is_recorded_wrongly_is_listed(session: RegisterSession, como: Coordination) -> None:
    found = [(fault.kind, fault.about, fault.detail) for fault in faults_of(como, NOW.date())]
    ids = {one.name: one.id for one in como.activities}
    assert found == [
        (FaultKind.SEVERAL_PARTNERSHIPS, LIVO, ("Rete Como", "Rete Lago")),
        (FaultKind.OWN_PARTNER, ids["Permessi di sera"], found[1][2]),
        (FaultKind.FUND_ENDS_BEFORE_START, ids["Permessi di sera"], ("8x1000",)),
        (FaultKind.FUND_WITHOUT_DATES, ids["Sportello stranieri"], ("Comune",)),
    ]
    whole = coordination_of(session, ActivityIndex(session.register))
    assert (FaultKind.NO_PARTNERSHIP, MILANO) in {
        (fault.kind, fault.about) for fault in faults_of(whole, NOW.date())
    }


def test_who_may_not_plan_sees_nothing_and_an_unknown_partnership_is_named(
    session: RegisterSession,
) -> None:
    index = ActivityIndex(session.register)
    with pytest.raises(UnknownName, match=r"partnership\.unknown"):
        coordination_of(session, index, "Rete Nord")
    editor = RegisterSession(session.register, Actor("Anna", AccountRole.EDITOR), NOW)
    with pytest.raises(Forbidden):
        coordination_of(editor, index)


def test_places_are_called_by_name() -> None:
    assert place_name(COMO) == "Como (CO)"
    assert place_name("area:monaco", "ar") == "موناكو"
    assert place_name("area:nowhere") == "nowhere"
    assert place_name("999999") == "999999"

"""What if: each kind of change does what it says, to nothing else; what cannot be is given."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from geo.errors import ApprodoError, BadInput, Several
from geo.hours.windows import PRESETS
from geo.matching import match
from geo.measures.gaps import Remedy, RemedyKind
from geo.measures.question import CoverageQuestion
from geo.measures.trying import change_of
from geo.model import Answer, Calendar, Capacity, Location, Provenance, Schedule, Service, Situation
from geo.scenario import Change, ChangeKind, Scenario, apply

TODAY = date(2026, 11, 24)
PLACE = Calendar("Europe/Rome", "IT", 11.1, 46.0)
NEW_SITE = Service(
    "1", "Desk", ("a",), Location("1", 11.1, 46.0), Provenance("me", "CC0-1.0"),
    schedules=(Schedule("Mo-Fr 09:00-12:00", frozenset({"ita"})),),
    capacity=Capacity("places", 10, 0, date(2026, 11, 20)),
)  # fmt: skip
OTHER = Service("2", "Other", ("a",), Location("2", 11.2, 46.0), Provenance("me", "CC0-1.0"))
THURSDAY = datetime(2026, 11, 26, 18, 30, tzinfo=ZoneInfo("Europe/Rome"))


def changed(*changes: Change) -> tuple[Service, ...]:
    return apply([NEW_SITE, OTHER], Scenario("x", changes), today=TODAY)


def suits(service: Service, at: datetime | None = None, **found: object) -> Answer:
    return match(service, Situation(**found), at, calendar=PLACE).answer  # type: ignore[arg-type]


def test_a_language_is_spoken_besides() -> None:
    one, other = changed(Change(ChangeKind.LANGUAGES, "1", languages=frozenset({"ara"})))
    assert suits(NEW_SITE, languages=frozenset({"ara"})) is Answer.NO
    assert suits(one, languages=frozenset({"ara"})) is Answer.YES
    assert suits(one, languages=frozenset({"ita"})) is Answer.YES
    assert other is OTHER


def test_longer_hours_speak_what_the_desk_speaks() -> None:
    one, _ = changed(Change(ChangeKind.HOURS, "1", opening_hours="Th 18:00-20:00"),
                     Change(ChangeKind.CAPACITY, "1", available=5))  # fmt: skip
    italian = {"languages": frozenset({"ita"})}
    assert suits(NEW_SITE, THURSDAY, **italian) is Answer.NO
    assert suits(one, THURSDAY, **italian) is Answer.YES


def test_moved_closed_accepted_added() -> None:
    moved, _ = changed(Change(ChangeKind.MOVE, "1", lon=11.3, lat=46.1))
    assert (moved.location.lon, moved.location.lat) == (11.3, 46.1)
    closed, _ = changed(Change(ChangeKind.CLOSE, "1"))
    assert suits(closed) is Answer.NO
    open_to_all, _ = changed(Change(ChangeKind.ACCEPT, "1", status="no_permit"))
    assert suits(NEW_SITE, status="no_permit") is Answer.UNKNOWN
    assert suits(open_to_all, status="no_permit") is Answer.YES
    added = changed(Change(ChangeKind.ADD, "new:1", "New", "a", 11.0, 46.0))[-1]
    assert (added.id, added.needs, added.provenance.source) == ("new:1", ("a",), "scenario")


def test_the_same_changes_give_the_same_world_and_none_gives_todays() -> None:
    assert changed() == (NEW_SITE, OTHER)
    twice = [changed(Change(ChangeKind.CLOSE, "1")) for _ in range(2)]
    assert twice[0] == twice[1]


def test_what_has_gone_and_what_lacks_is_reported_together() -> None:
    with pytest.raises(Several) as caught:
        changed(Change(ChangeKind.CLOSE, "gone", "Old desk"), Change(ChangeKind.MOVE, "1", "Desk"))
    codes = [(one.code, one.facts.get("service", one.facts.get("name")))
             for one in caught.value.complaints]  # fmt: skip
    assert codes == [("scenario.gone", "Old desk"), ("scenario.lacks", "Desk")]
    with pytest.raises((BadInput, ApprodoError), match=r"scenario\.gone"):
        changed(Change(ChangeKind.CLOSE, "gone"))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (RemedyKind.ASK, None),
        (RemedyKind.LANGUAGE, ChangeKind.LANGUAGES),
        (RemedyKind.OPEN, ChangeKind.HOURS),
        (RemedyKind.ACCEPTED, ChangeKind.ACCEPT),
        (RemedyKind.ROOM, ChangeKind.CAPACITY),
    ],
)
def test_a_cure_can_be_tried(kind: RemedyKind, expected: ChangeKind | None) -> None:
    situation = Situation(frozenset({"ara"}), "permit")
    question = CoverageQuestion("a", situation=situation, windows=PRESETS["evenings"])
    found = change_of(Remedy(kind, 0, 5.0), question, [NEW_SITE], name="", number=1)
    assert (found.kind if found else None) is expected
    if found is not None:
        assert found.service == NEW_SITE.id
        apply([NEW_SITE], Scenario("x", (found,)), today=TODAY)


def test_a_new_desk_suits_whom_it_is_for() -> None:
    situation = Situation(frozenset({"ara"}))
    question = CoverageQuestion("a", situation=situation, windows=PRESETS["evenings"])
    found = change_of(
        Remedy(RemedyKind.NEW_SITE, -1, 5.0, 11.0, 46.0), question, [], name="N", number=1
    )
    assert found is not None
    (added,) = apply([], Scenario("x", (found,)), today=TODAY)
    assert suits(added, THURSDAY, languages=frozenset({"ara"})) is Answer.YES

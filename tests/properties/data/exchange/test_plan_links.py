"""Links of plans: what comes back, what does not stand in them, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import zlib
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from data.catalog.tables import load_taxonomy
from data.exchange.plan_link import DECIMALS, PlanLink, read_plan_link, write_plan_link
from geo.errors import BadInput

OPEN = [need.id for need in load_taxonomy().needs if not need.sensitive]
DELICATE = [need.id for need in load_taxonomy().needs if need.sensitive]
LINK = PlanLink(
    "monaco", ("pharmacy", "family_doctor"), 7.4219, 43.7344, datetime(2026, 11, 24, 8, 30),
    "Mo-Fr 13:00-19:00", languages=frozenset({"ara"}),
    pinned={"pharmacy": "osm:node/1"}, on_day={"family_doctor": date(2026, 11, 26)},
    visit_min={"pharmacy": 20},
)  # fmt: skip

links = some.builds(
    PlanLink,
    area=some.text(min_size=1, max_size=40),
    needs=some.lists(some.sampled_from(OPEN), min_size=1, max_size=7, unique=True).map(tuple),
    lon=some.floats(-180, 180),
    lat=some.floats(-90, 90),
    departure=some.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1)).map(
        lambda moment: moment.replace(second=0, microsecond=0)
    ),
    hours=some.sampled_from(["", "13:00-19:00", "Mo-Fr 08:00-13:00; Sa 09:00-12:00"]),
    days=some.integers(1, 14),
    limit_min=some.integers(1, 600),
    languages=some.frozensets(some.sampled_from(["ara", "ben", "ukr"])),
)


@given(links)
def test_a_link_comes_back(link: PlanLink) -> None:
    found = read_plan_link(write_plan_link(link))
    rounded = replace(link, lon=round(link.lon, DECIMALS), lat=round(link.lat, DECIMALS))
    assert found == rounded


def test_everything_of_a_plan_comes_back() -> None:
    found = read_plan_link(write_plan_link(LINK))
    assert (found.pinned, found.on_day, found.visit_min) == (
        LINK.pinned, LINK.on_day, LINK.visit_min,
    )  # fmt: skip


@pytest.mark.parametrize("need", DELICATE)
def test_a_delicate_need_never_stands_in_a_link(need: str) -> None:
    link = replace(LINK, needs=("pharmacy", need), pinned={need: "secret"}, visit_min={need: 60})
    text = write_plan_link(link)
    payload = text.split(".")[1]
    inside = zlib.decompress(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert need.encode() not in inside
    assert b"secret" not in inside
    assert read_plan_link(text).needs == ("pharmacy",)


def test_a_link_fits_into_a_code_of_a_few_centimetres() -> None:
    needs = tuple(OPEN[:7])
    full = replace(LINK, needs=needs, pinned=dict.fromkeys(needs, "osm:way/1234567890"))
    assert len(write_plan_link(full)) < 600


@given(some.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_plan_link(text)


@pytest.mark.parametrize("seed", range(200))
def test_a_changed_letter_is_noticed(seed: int) -> None:
    dice = random.Random(seed)
    text = write_plan_link(LINK)
    at = dice.randrange(len(text))
    other = dice.choice([c for c in "abcXYZ019-_." if c != text[at]])
    with pytest.raises(BadInput):
        read_plan_link(text[:at] + other + text[at + 1 :])


@pytest.mark.parametrize("length", range(0, 60, 7))
def test_a_link_that_was_cut_off_is_noticed(length: int) -> None:
    with pytest.raises(BadInput):
        read_plan_link(write_plan_link(LINK)[:-length] if length else "")


def test_another_version_is_named() -> None:
    text = write_plan_link(LINK)
    with pytest.raises(BadInput) as caught:
        read_plan_link("2" + text[1:])
    assert caught.value.code == "plan.link_version"


def forged(fields: object) -> str:
    """Return a link with a right check over any fields."""
    packed = zlib.compress(json.dumps(fields).encode())
    payload = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return f"1.{payload}.{hashlib.sha256(f'1.{payload}'.encode()).hexdigest()[:8]}"


GOOD = {"a": "monaco", "n": ["pharmacy"], "p": [7.4, 43.7], "t": "2026-11-24T08:30"}


def test_a_forged_link_that_says_nothing_wrong_is_a_link() -> None:
    assert read_plan_link(forged(GOOD)).needs == ("pharmacy",)


@pytest.mark.parametrize(
    "change",
    [
        {"n": []}, {"n": ["nothing"]}, {"n": DELICATE}, {"n": "pharmacy"}, {"n": [[1]]},
        {"p": [7.4]}, {"p": [7.4, 95]}, {"p": [1e999, 43.7]}, {"p": ["7.4", "43.7"]}, {"p": None},
        {"t": "soon"}, {"t": "2026-11-24T08:30+01:00"}, {"t": 5},
        {"a": 5}, {"a": "x" * 500}, {"h": ["x"]}, {"d": 99}, {"d": True}, {"l": -1},
        {"s": "ara"}, {"k": ["x"]}, {"k": {"pharmacy": 5}}, {"o": {"pharmacy": "soon"}},
        {"v": {"pharmacy": 0}}, {"v": {"pharmacy": "long"}},
    ],
    ids=str,
)  # fmt: skip
def test_a_forged_link_is_checked_field_by_field(change: dict[str, object]) -> None:
    with pytest.raises(BadInput) as caught:
        read_plan_link(forged({**GOOD, **change}))
    assert caught.value.code == "plan.link_damaged"


@pytest.mark.parametrize("fields", [[], 5, None, "x", {}])
def test_fields_of_another_kind_are_refused(fields: object) -> None:
    with pytest.raises(BadInput):
        read_plan_link(forged(fields))


def test_a_link_that_unpacks_to_more_than_a_plan_is_refused() -> None:
    with pytest.raises(BadInput):
        read_plan_link(forged({**GOOD, "z": "0" * 10_000_000}))

"""The 3W/5W table: a row for each service and municipality, HXL tags that are well formed."""

from __future__ import annotations

import re
from datetime import date

import pytest

from geo.model import Fund
from geo.partnerships.activity import Activity
from layers.partnerships.five_w import TAGS, five_w_heads, five_w_rows
from layers.words import LANGUAGES, Words

DESK = Activity(
    "id-1", "Sportello", ("work",), ("job_search",), ("013075", "013130"), "ponte", ("caritas",),
    ("cooperative",), "municipal", "02",
    (Fund("FAMI", 1000.0, date(2025, 1, 1), date(2027, 6, 30)), Fund("FSE+")),
    ("permit",), ("ara",), demonstration=True,
)  # fmt: skip
ORGANIZATIONS = {"ponte": "Il Ponte", "caritas": "Caritas"}


def rows(*activities: Activity, language: str = "en") -> list[dict[str, object]]:
    found = five_w_rows(
        activities, {"013075": ("Rete Como",)}, ORGANIZATIONS,
        lambda code, _language: {"013075": "Como (CO)"}.get(code, code), Words(language),
    )  # fmt: skip
    return [dict(zip(TAGS, row, strict=True)) for row in found]


def test_a_service_has_a_row_for_each_of_its_municipalities() -> None:
    first, second = rows(DESK)
    assert (first["municipality"], first["code"], first["partnership"]) == (
        "Como (CO)", "013075", "Rete Como",
    )  # fmt: skip
    assert (second["code"], second["partnership"]) == ("013130", "")
    assert (first["organization"], first["partners"]) == ("Il Ponte", "Caritas")
    assert (first["fund"], first["amount"], first["start"]) == (
        "FAMI; FSE+", 1000.0, date(2025, 1, 1),
    )  # fmt: skip
    assert first["end"] is None, "one of its funds states no end"
    assert (first["language"], first["demonstration"]) == ("Arabic", "yes")


def test_a_service_that_states_nothing_has_one_row() -> None:
    (found,) = rows(Activity("id-2", "Nameless"))
    assert {key: value for key, value in found.items() if value} == {
        "service": "Nameless", "id": "id-2",
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_has_a_heading_and_a_tag(language: str) -> None:
    heads = five_w_heads(Words(language))
    assert len(set(heads)) == len(heads) == len(TAGS)
    for tag in TAGS.values():
        assert re.fullmatch(r"#[a-z][a-z0-9]*(\+[a-z][a-z0-9]*)*", tag)
    assert len(set(TAGS.values())) == len(TAGS)

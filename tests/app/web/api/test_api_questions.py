"""Every question finds what it should, alone and together with every other."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from data.records.documents import Document
from data.records.ids import stable_id
from data.register.register import Register
from data.register.store import RecordChange, Stamp
from tests.app.web.api.api_records import AREA, LATER, TAXONOMY, TERM, name_of, record_id
from tests.store.writing import edit
from web.api.taxonomy import approdo_taxonomy_id, need_term_id

ALL = {"course", "desk", "shelter", "hostile"}
TUESDAY = "at=2026-03-03T09:30:00%2B01:00"

QUESTIONS: dict[str, set[str]] = {
    "search=corso": {"course"},
    "search=ITALIANO+PONTE": {"course"},
    "search=citta": {"desk"},
    "search=%25": set(),
    "need=italian_course": {"course", "desk"},
    "need=italian_course&need=orientation": {"desk"},
    "language=ar": {"course"},
    "language=ita": {"course", "desk"},
    "language=ita&language=ara": {"course"},
    "status=inactive": {"desk"},
    "municipality=022205": {"course", "shelter", "hostile"},
    "municipality=015146": {"desk", "hostile"},
    "postcode=38199": {"course"},
    "postcode=20121": {"desk", "hostile"},
    "postcode=38199&proximity=5000": {"course", "hostile"},
    "postcode=00000&proximity=5000": set(),
    "lon=11.12&lat=46.07&metres=100": {"course"},
    "lon=11.12&lat=46.07&proximity=5000": {"course", "hostile"},
    f"organization_id={record_id('organization', 'comune')}": {"desk"},
    f"taxonomy_term_id={TERM}": {"course"},
    f"taxonomy_id={TAXONOMY}": {"course"},
    f"taxonomy_id={approdo_taxonomy_id()}": {"course", "desk", "shelter"},
    f"taxonomy_term_id={need_term_id('orientation')}": {"desk"},
    f"taxonomy_term_id={stable_id('Approdo', 'sector', 'housing')}": {"shelter"},
    f"taxonomy_term_id={TERM}&taxonomy_term_id={need_term_id('italian_course')}": {"course"},
    f"open=open&{TUESDAY}": {"course", "desk"},
    "open=closed&at=2026-03-03T20:00:00%2B01:00": {"desk"},
    f"open=unknown&{TUESDAY}": {"shelter", "hostile"},
    f"open=ask&{TUESDAY}": set(),
    "modified_after=2026-03-01": ALL,
    "modified_after=2026-03-01T00:00:01Z": set(),
}


def found(api: TestClient, query: str, path: str = "/api/services") -> set[str]:
    answer = api.get(f"{path}?area={AREA}&per_page=500&{query}")
    assert answer.status_code == 200, answer.text
    contents = answer.json()["contents"]
    return {name_of(one.get("service", one)["id"]) for one in contents}


@pytest.mark.parametrize("query", QUESTIONS)
def test_a_question_finds(api: TestClient, query: str) -> None:
    assert found(api, query) == QUESTIONS[query]
    assert found(api, query, "/api/service_at_locations") == QUESTIONS[query]
    minimal = api.get(f"/api/services?area={AREA}&minimal=true&{query}").json()
    assert {name_of(one["id"]) for one in minimal["contents"]} == QUESTIONS[query]


def keys(query: str) -> set[str]:
    return {part.split("=")[0] for part in query.split("&")}


def test_all_that_is_asked_holds_at_once(api: TestClient) -> None:
    # "hostile" has two places: what is asked of a place must hold of one, so it may drop out.
    tried = 0
    for one, other in itertools.combinations(QUESTIONS, 2):
        several = {"need", "language", "taxonomy_term_id"}
        result = keys(one) | keys(other)
        if (keys(one) & keys(other)) - several or {"lon", "postcode", "proximity"} <= result:
            continue
        both = found(api, f"{one}&{other}")
        assert both - {"hostile"} == QUESTIONS[one] & QUESTIONS[other] - {"hostile"}, (one, other)
        assert both <= QUESTIONS[one] & QUESTIONS[other]
        tried += 1
    assert tried > 300


def test_what_is_asked_of_a_place_holds_of_one_place(api: TestClient) -> None:
    assert found(api, "municipality=022205&postcode=38198") == {"hostile"}
    assert found(api, "municipality=015146&postcode=38198") == set()
    page = api.get(f"/api/service_at_locations?area={AREA}&municipality=022205&search=script")
    (one,) = page.json()["contents"]
    assert one["location"]["id"] == record_id("location", "povo")


def test_the_nearest_stand_first_and_tell_how_far(api: TestClient) -> None:
    query = f"area={AREA}&lon=11.12&lat=46.07&metres=50000"
    result = api.get(f"/api/services?{query}").json()["contents"]
    assert [name_of(one["id"]) for one in result] == ["course", "hostile"]
    far = [one["approdo"]["distance_m"] for one in result]
    # 0.03 degrees of longitude and 0.01 of latitude at 46.07 degrees.
    assert far[0] == 0
    assert far[1] == pytest.approx(2567, abs=3)
    second = api.get(f"/api/services?{query}&per_page=1&page=2").json()
    assert second["contents"] == result[1:]


def test_pages_have_every_service_once(api: TestClient) -> None:
    for path in ("/api/services", "/api/service_at_locations", "/api/organizations"):
        whole = api.get(f"{path}?per_page=500").json()
        parts: list[Any] = []
        for number in range(1, 100):
            page = api.get(f"{path}?per_page=3&page={number}").json()
            assert page["total_items"] == whole["total_items"]
            assert page["page_number"] == number
            assert page["first_page"] == (number == 1)
            parts += page["contents"]
            if page["last_page"]:
                break
        assert parts == whole["contents"]
        beyond = api.get(f"{path}?per_page=3&page=1000").json()
        assert (beyond["empty"], beyond["contents"], beyond["size"]) == (True, [], 0)


def test_terms_and_taxonomies_are_found(api: TestClient) -> None:
    def terms(query: str) -> list[Document]:
        return list(api.get(f"/api/taxonomy_terms?per_page=500&{query}").json()["contents"])

    assert [one["id"] for one in terms(f"taxonomy_id={TAXONOMY}")] == [TERM]
    sectors = terms(f"taxonomy_id={approdo_taxonomy_id()}&top_only=true")
    assert [one["code"] for one in sectors] == [
        "work", "integration", "housing", "health", "education",
    ]  # fmt: skip
    below = [one for s in sectors for one in terms(f"parent_id={s['id']}")]
    assert len(below) + len(sectors) == len(terms(f"taxonomy_id={approdo_taxonomy_id()}"))
    assert "italian_course" in {one["code"] for one in below}
    assert [one["id"] for one in terms("search=classes")] == [TERM]
    found = api.get("/api/taxonomies?search=other").json()["contents"]
    assert TAXONOMY in {one["id"] for one in found}
    assert approdo_taxonomy_id() not in {one["id"] for one in found}


@pytest.mark.parametrize("words", ["ponte", "PONTE", ""])
def test_organisations_are_searched(api: TestClient, words: str) -> None:
    result = api.get(f"/api/organizations?per_page=500&search={words}").json()["contents"]
    names = {one["name"] for one in result}
    assert "Ponte" in names
    assert ("Comune" in names) == (not words)


@pytest.mark.parametrize(
    ("query", "code", "name"),
    [
        ("bla=1", "api.unknown_parameter", "bla"),
        ("page=0", "api.too_small", "page"),
        ("page=x", "api.number", "page"),
        ("page=1e99", "api.number", "page"),
        ("per_page=501", "api.too_large", "per_page"),
        ("per_page=100001&minimal=true", "api.too_large", "per_page"),
        ("full=maybe", "api.boolean", "full"),
        ("open=sometimes", "api.choice", "open"),
        ("status=closed", "api.choice", "status"),
        ("format=xml", "api.choice", "format"),
        ("modified_after=yesterday", "api.moment", "modified_after"),
        ("lon=9", "api.together", "lon"),
        ("proximity=9", "api.together", "lon"),
        ("lon=9&lat=91&metres=1", "api.too_large", "lat"),
        ("lon=nan&lat=45&metres=1", "api.number", "lon"),
        ("lon=9&lat=45&metres=inf", "api.number", "metres"),
        ("lon=9&lat=45&metres=-1", "api.too_small", "metres"),
        ("need=gold", "api.need", "need"),
        ("language=xx", "language.unknown", None),
        ("municipality=Milano", "api.municipality", "municipality"),
        ("page=1&page=2", "api.twice", "page"),
        ("search=a%00b", "api.parameter", "search"),
        (f"search={'a' * 201}", "api.parameter", "search"),
        (f"organization_id={'a' * 40}", "api.parameter", "organization_id"),
    ],
)
def test_a_bad_question_is_refused_in_one_sentence(
    api: TestClient, query: str, code: str, name: str | None
) -> None:
    for language in ("it", "en", "ar"):
        answer = api.get(f"/api/services?{query}", headers={"accept-language": language})
        assert answer.status_code == 422, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["content-language"] == language
        result = answer.json()
        assert result["type"] == f"urn:approdo:problem:{code}"
        assert result["status"] == 422
        assert result.get("parameter") == name
        assert "{" not in result["detail"]
        assert result["detail"].endswith(".")
    assert any("\u0600" <= letter <= "\u06ff" for letter in result["detail"])


@pytest.mark.parametrize("path", ["services", "organizations", "taxonomies", "taxonomy_terms",
                                  "service_at_locations"])  # fmt: skip
def test_what_is_not_there_is_not_found(api: TestClient, path: str) -> None:
    for identity in (
        record_id("service", "nobody"),
        "x",
        quote("'; DROP TABLE service --"),
        "%F0%9F",
    ):
        answer = api.get(f"/api/{path}/{identity}")
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
    assert api.get(f"/api/{path}?search=%27%22%5C%25_").status_code == 200


def test_changes_are_found_since_a_moment(api: TestClient, changing: Register) -> None:
    """A change of a place, too, is a change of what is given there."""
    since = "modified_after=2026-06-01T12:00:00Z"
    assert found(api, since) == set()
    stamp = Stamp("Ada", LATER)
    edit(
        changing,
        "location",
        record_id("location", "trento"),
        lambda result: {**result, "name": "Piano terra"},
        stamp,
    )
    assert found(api, since) == {"course"}
    assert found(api, "modified_after=2026-06-01T14:00:00%2B02:00") == {"course"}
    assert found(api, "modified_after=2026-06-01T12:00:00.001Z") == set()
    edit(
        changing,
        "organization",
        record_id("organization", "comune"),
        lambda result: {**result, "alternate_name": "C"},
        stamp,
    )
    assert found(api, since) == {"course", "desk"}


def test_what_is_gone_is_gone(api: TestClient, changing: Register) -> None:
    course = record_id("service", "course")
    changing.write([RecordChange("service", course, None)], Stamp("Ada", LATER))
    assert api.get(f"/api/services/{course}").status_code == 404
    assert found(api, "") == ALL - {"course"}
    at = record_id("at", "course trento")
    assert api.get(f"/api/service_at_locations/{at}").status_code == 404


def test_a_register_that_is_empty_has_empty_pages(
    api: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APPRODO_DATABASE_URL", f"sqlite:///{tmp_path / 'empty'}")
    for path in ("services", "organizations", "service_at_locations"):
        page = api.get(f"/api/{path}").json()
        assert (page["total_pages"], page["empty"], page["last_page"]) == (0, True, True)
        assert api.get(f"/api/{path}?format=ndjson").text == ""

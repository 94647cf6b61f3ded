"""Every answer is valid HSDS, says its source, and none says a protected place."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from starlette.testclient import TestClient

from tests.app.web.api.api_records import AREA, HOSTILE, SECRET, TAXONOMY, TERM, record_id
from web.api.schemas import components
from web.api.taxonomy import need_term_id

LISTS = {
    "/api/services": "service",
    "/api/service_at_locations": "service_at_location",
    "/api/organizations": "organization",
    "/api/taxonomies": "taxonomy",
    "/api/taxonomy_terms": "taxonomy_term",
}
MORE = {
    "/api/services": ["full=true"],
    "/api/service_at_locations": ["full=true"],
    "/api/organizations": ["full=true", "full_service=true"],
}
COMPILED = {"service", "service_at_location", "organization"}


def items(api: TestClient, path: str, query: str = "") -> list[dict[str, Any]]:
    answer = api.get(f"{path}?per_page=500&{query}")
    assert answer.status_code == 200, answer.text
    page = answer.json()
    assert page["size"] == page["total_items"] == len(page["contents"]) > 0
    return list(page["contents"])


def faults(validator: Draft202012Validator, found: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(found)]


@cache
def official(testdata: Path, name: str, listed: bool) -> Draft202012Validator:
    folder = testdata / "hsds" / "3.0" / "schema"
    registry: Registry[Any] = Registry().with_resources(
        (path.name, Resource(json.loads(path.read_text()), DRAFT202012))
        for path in folder.glob("*.json")
    )
    file = folder / f"{name}.json"
    if name in COMPILED:
        file = folder / "compiled" / f"{name}{'_list' if listed else ''}.json"
    schema = json.loads(file.read_text())
    return Draft202012Validator(schema, registry=registry, format_checker=FormatChecker())


@pytest.mark.real
@pytest.mark.parametrize("path", LISTS)
def test_the_official_schemas_take_every_list(api: TestClient, testdata: Path, path: str) -> None:
    for one in items(api, path):
        assert faults(official(testdata, LISTS[path], True), one) == []
    for query in MORE.get(path, []):
        for one in items(api, path, query):
            assert faults(official(testdata, LISTS[path], False), one) == [], query


@pytest.mark.real
@pytest.mark.parametrize("path", LISTS)
def test_the_official_schemas_take_every_object(api: TestClient, testdata: Path, path: str) -> None:
    for one in items(api, path)[:12]:
        alone = api.get(f"{path}/{one['id']}")
        assert alone.status_code == 200
        assert alone.json()["id"] == one["id"]
        assert faults(official(testdata, LISTS[path], False), alone.json()) == []


@pytest.mark.real
@pytest.mark.parametrize("path", LISTS)
def test_pages_are_the_official_page(api: TestClient, testdata: Path, path: str) -> None:
    fields = json.loads((testdata / "hsds" / "3.0" / "schema" / "openapi.json").read_text())
    page = fields["components"]["schemas"]["Page"]
    answer = api.get(path).json()
    assert {*page["properties"], "contents"} == set(answer)
    assert faults(Draft202012Validator(page), answer) == []


@pytest.mark.real
def test_a_schema_sees_a_fault(testdata: Path) -> None:
    for name in LISTS.values():
        assert faults(official(testdata, name, True), {"id": "no"}) != []


@pytest.mark.parametrize("path", LISTS)
def test_our_own_description_holds(api: TestClient, path: str) -> None:
    found = api.get("/api/openapi.json").json()
    assert found["components"]["schemas"] == components()
    schema = {**found["components"]["schemas"][LISTS[path]], "components": found["components"]}
    ours = Draft202012Validator(schema, format_checker=FormatChecker())
    for query in ("", *MORE.get(path, [])):
        for one in items(api, path, query):
            assert faults(ours, one) == []


def test_the_description_names_every_official_address(api: TestClient) -> None:
    found = api.get("/api/openapi.json").json()
    assert found["openapi"].startswith("3.1")
    assert found["servers"] == [{"url": "/api"}]
    wanted = {"/"}
    for path in LISTS:
        wanted |= {path.removeprefix("/api"), path.removeprefix("/api") + "/{id}"}
    assert set(found["paths"]) == wanted
    asked = {p["name"] for p in found["paths"]["/services"]["get"]["parameters"]}
    hsds = {
        "search", "page", "per_page", "format", "taxonomy_term_id", "taxonomy_id",
        "organization_id", "modified_after", "minimal", "full",
    }  # fmt: skip
    assert hsds < asked
    there = {p["name"] for p in found["paths"]["/service_at_locations"]["get"]["parameters"]}
    assert hsds - {"minimal"} | {"postcode", "proximity"} < there


def test_what_it_tells_of_itself(api: TestClient) -> None:
    found = api.get("/api/").json()
    assert found == {
        "version": "3.0",
        "profile": "http://testserver/api/docs",
        "openapi_url": "http://testserver/api/openapi.json",
    }
    assert api.get(found["openapi_url"]).status_code == 200
    page = api.get(found["profile"])
    assert page.headers["content-type"].startswith("text/html")
    assert "/api/services/{id}" in page.text
    assert "http" not in page.text.replace("http-equiv", ""), "the page asks nobody else"
    assert "<script" not in page.text


def test_every_service_tells_where_it_is_from(api: TestClient) -> None:
    for query in ("", "full=true"):
        for one in items(api, "/api/services", query):
            assert one["approdo"]["source"]
            assert one["approdo"]["licence"]
            assert one["last_modified"]
    (course,) = items(api, "/api/services", f"area={AREA}&search=corso")
    assert course["assured_date"] == "2026-02-01"
    assert course["approdo"]["source"] == "Albo"
    assert course["approdo"]["licence"] == "CC-BY-4.0"
    # What the file said of itself does not hide where the record came from.
    odd = items(api, "/api/services", "area=odd")
    assert {one["approdo"]["source"] for one in odd} >= {"a desk"}


def test_no_answer_tells_a_protected_place(api: TestClient) -> None:
    shelter = record_id("service", "shelter")
    paths = [
        f"/api/services/{shelter}",
        f"/api/service_at_locations/{record_id('at', 'shelter shelter')}",
        f"/api/organizations/{record_id('organization', 'ponte')}?full_service=true",
        *(f"{path}?per_page=500&{query}" for path in LISTS for query in ("", *MORE.get(path, []))),
        *(f"{path}?format=ndjson&{query}" for path in LISTS for query in ("", *MORE.get(path, []))),
        "/api/services?minimal=true",
    ]
    for path in paths:
        answer = api.get(path)
        assert answer.status_code == 200, path
        assert SECRET not in answer.text, path
        assert "46.0701" not in answer.text, path
    alone = api.get(f"/api/services/{shelter}").json()
    location = alone["service_at_locations"][0]["location"]
    assert set(location) == {"id", "location_type", "approdo"}


@pytest.mark.parametrize(
    "query",
    [
        f"postcode=9{SECRET}", f"postcode=9{SECRET}&proximity=50000", f"search={SECRET}",
        "lon=11.1201&lat=46.0701&metres=5",
    ],
)  # fmt: skip
def test_no_question_finds_a_protected_place(api: TestClient, query: str) -> None:
    for path in ("/api/services", "/api/service_at_locations"):
        assert api.get(f"{path}?{query}").json()["total_items"] == 0
    near = api.get("/api/services?lon=11.1201&lat=46.0701&metres=50000").json()["contents"]
    assert record_id("service", "shelter") not in {one["id"] for one in near}
    assert near


def test_hostile_text_stays_text(api: TestClient) -> None:
    answer = api.get(f"/api/services/{record_id('service', 'hostile')}")
    assert answer.json()["name"] == HOSTILE
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_hsds_does_not_take_stands_beside(api: TestClient) -> None:
    found = api.get(f"/api/services/{record_id('service', 'hostile')}").json()
    assert "url" not in found
    assert "email" not in found
    assert found["approdo"]["as_told"] == {"url": "no address"}


def test_a_whole_service_has_everything_that_it_names(api: TestClient) -> None:
    found = api.get(f"/api/services/{record_id('service', 'course')}").json()
    assert found["organization"]["name"] == "Ponte"
    (at,) = found["service_at_locations"]
    assert at["location"]["addresses"][0]["postal_code"] == "38199"
    terms = {one["taxonomy_term"]["id"]: one["taxonomy_term"] for one in found["attributes"]}
    assert set(terms) == {TERM, need_term_id("italian_course")}
    assert terms[TERM]["taxonomy_detail"]["id"] == TAXONOMY
    listed = items(api, "/api/services", f"area={AREA}&search=corso")[0]
    assert not {"service_at_locations", "attributes", "schedules"} & set(listed)
    assert listed["organization"]["name"] == "Ponte"


def test_an_organisation_tells_its_services(api: TestClient) -> None:
    path = f"/api/organizations/{record_id('organization', 'ponte')}"
    short = api.get(path).json()["services"]
    assert [one["name"] for one in short] == sorted(one["name"] for one in short)
    assert {one["id"] for one in short} == {
        record_id("service", name) for name in ("course", "shelter", "hostile")
    }
    assert set(short[0]) == {"id", "name", "status", "last_modified"}
    whole = api.get(f"{path}?full_service=true").json()["services"]
    assert [one["id"] for one in whole] == [one["id"] for one in short]
    assert all("service_at_locations" in one for one in whole)


def test_lines_tell_what_pages_tell(api: TestClient) -> None:
    for path in LISTS:
        for query in ("", *MORE.get(path, [])):
            answer = api.get(f"{path}?format=ndjson&{query}")
            assert answer.headers["content-type"].startswith("application/x-ndjson")
            rows = [json.loads(line) for line in answer.text.split("\n") if line]
            assert rows == items(api, path, query)


def test_minimal_tells_all_services(api: TestClient) -> None:
    page = api.get("/api/services?minimal=true").json()
    whole = {one["id"]: one["last_modified"] for one in items(api, "/api/services")}
    assert page["total_pages"] == 1
    assert {one["id"]: one["modified_date"] for one in page["contents"]} == whole
    part = api.get("/api/services?minimal=true&per_page=2&page=2").json()
    assert part["contents"] == page["contents"][2:4]

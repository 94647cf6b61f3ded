"""Validators, limits, other sites, errors: how the interface behaves."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from data.register.register import Register, open_register
from data.register.store import Stamp
from data.settings import api_origins, api_per_minute, api_proxies
from geo.errors import BadInput
from tests.app.web.api.api_records import AREA, LATER, record_id
from tests.store.writing import edit
from web.api import endpoints
from web.api.dependencies import public_session
from web.api.limits import MOST_ADDRESSES, Buckets

Visit = Callable[..., TestClient]
PATHS = ("/api/services", "/api/organizations", "/api/taxonomies", "/api/taxonomy_terms",
         "/api/service_at_locations", f"/api/services/{record_id('service', 'course')}",
         "/api/services?minimal=true", "/api/services?format=ndjson")  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_an_unchanged_answer_is_not_sent_again(api: TestClient, path: str) -> None:
    first = api.get(path)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    assert first.headers["cache-control"] == "public, max-age=60"
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = api.get(path, headers={"if-none-match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["cache-control"] == first.headers["cache-control"]
    assert api.get(path, headers={"if-none-match": '"other"'}).status_code == 200
    assert api.get(path).headers["etag"] == tag


def test_other_questions_have_other_validators(api: TestClient) -> None:
    paths = [*PATHS, "/api/services?page=2", "/api/services?page=3", "/api/services?full=true"]
    tags = {api.get(path).headers["etag"] for path in paths}
    assert len(tags) == len(paths)


def test_hours_of_now_have_a_validator_of_the_minute(
    api: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import datetime as real

    tags = []
    for moment in ("2026-03-03T09:30:10+00:00", "2026-03-03T09:30:50+00:00",
                   "2026-03-03T09:31:00+00:00"):  # fmt: skip

        class Clock(real):
            @classmethod
            def now(cls, tz: object = None, moment: str = moment) -> real:  # type: ignore[override]
                return real.fromisoformat(moment)

        monkeypatch.setattr(endpoints, "datetime", Clock)
        tags.append(api.get("/api/services?open=open").headers["etag"])
    assert tags[0] == tags[1] != tags[2]


def test_a_change_makes_a_new_validator(api: TestClient, changing: Register) -> None:
    tag = api.get("/api/services").headers["etag"]
    about = record_id("organization", "comune")
    edit(changing, "organization", about, lambda found: {**found, "tax_id": "1"}, Stamp("A", LATER))
    answer = api.get("/api/services", headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert answer.headers["etag"] != tag


def test_a_change_that_is_kept_late_makes_a_new_validator(tmp_path: Path) -> None:
    """On a server, number 1 of the history may be seen after number 2."""
    register = open_register(f"sqlite:///{tmp_path / 'r.sqlite'}")
    row = (
        "INSERT INTO audit (id, kind, row_id, new_version, at, by, action)"
        " VALUES (:n, 'service', :n, 1, 't', 'me', 'edit')"
    )
    seen = []
    for number in (2, 1):
        with register.writing() as connection:
            connection.execute(sa.text(row), {"n": number})
        seen.append(_newest(register))
    assert seen[0] != seen[1]
    register.close()


def _newest(register: Register) -> str:
    from data.register.reading import Reader

    with register.reading() as connection:
        return Reader(connection).newest()


@pytest.mark.parametrize(
    "query",
    [
        "lon=9.19&lat=45.46&metres=100", "postcode=38199", "postcode=38199&proximity=10",
        "need=safety_from_violence",
    ],
)  # fmt: skip
def test_nobody_keeps_where_somebody_is(api: TestClient, query: str) -> None:
    answer = api.get(f"/api/services?{query}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"


def test_no_question_is_written_down(
    visit: Visit, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Neither of what is answer, nor of what breaks."""
    api = TestClient(visit().app, raise_server_exceptions=False)
    where = "lon=9.187654&lat=45.46&metres=100"
    with caplog.at_level(logging.DEBUG):
        assert api.get(f"/api/services?{where}").status_code == 200
        assert api.get(f"/api/services?{where}&bla=1").status_code == 422

        def fail(*_: object) -> None:
            raise sa.exc.ProgrammingError("SELECT", {"lon": 9.187654}, Exception("no"))

        monkeypatch.setattr(endpoints, "asked_of", fail)
        broken = api.get(f"/api/services?{where}")
    assert broken.status_code == 500
    assert broken.headers["content-type"] == "application/problem+json"
    assert broken.json()["type"].endswith("api.broken")
    ours = [one for one in caplog.records if not one.name.startswith(("httpx", "httpcore"))]
    assert "9.187654" not in "".join(one.getMessage() for one in ours)
    assert "9.187654" not in "".join(capfd.readouterr())


def test_a_database_error_does_not_tell_the_question(api: TestClient) -> None:
    api.get("/api/services")
    asked = sa.text("SELECT nothing FROM service WHERE name = :n")
    with (
        public_session().register.engine.connect() as connection,
        pytest.raises(sa.exc.DBAPIError) as raised,
    ):
        connection.execute(asked, {"n": "9.18"})
    assert "9.18" not in str(raised.value)


@pytest.mark.parametrize("path", [*PATHS, "/api/", "/api/openapi.json", "/api/docs", "/api/none"])
def test_head_is_get_without_the_body(api: TestClient, path: str) -> None:
    whole, head = api.get(path), api.head(path)
    assert head.content == b""
    assert head.status_code == whole.status_code
    for name in ("content-type", "content-length", "etag", "cache-control"):
        assert head.headers.get(name) == whole.headers.get(name), name


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(api: TestClient, method: str) -> None:
    answer = api.request(method, f"/api/services/{record_id('service', 'course')}")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_unknown_address_is_reported(api: TestClient) -> None:
    answer = api.get("/api/nowhere?lon=1")
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("There is no address /api/nowhere:")
    assert api.get("/api/services/").status_code == 404


def test_who_asks_too_often_waits(visit: Visit) -> None:
    api = visit(APPRODO_API_PER_MINUTE="3")
    assert [api.get("/api/").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = api.get("/api/", headers={"accept-language": "it"})
    assert 1 <= int(refused.headers["retry-after"]) <= 21
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["detail"].startswith("Troppe richieste")
    assert api.head("/api/").status_code == 429
    # Who writes another address into the request is counted all the same.
    for number in range(3):
        fields = {"x-forwarded-for": f"192.0.2.{number}"}
        assert api.get("/api/", headers=fields).status_code == 429


def test_behind_a_web_server_of_ones_own_its_word_counts(visit: Visit) -> None:
    api = visit(APPRODO_API_PER_MINUTE="1", APPRODO_API_PROXIES="1")

    def ask(text: str) -> int:
        return api.get("/api/", headers={"x-forwarded-for": text}).status_code

    assert [ask("192.0.2.1"), ask("192.0.2.2"), ask("192.0.2.1")] == [200, 200, 429]
    # What the asker wrote stands before what the web server added.
    assert ask("198.51.100.7, 192.0.2.1") == 429


def test_buckets_fill_and_do_not_grow_for_ever() -> None:
    now = [0.0]
    buckets = Buckets(60, clock=lambda: now[0])
    assert [buckets.wait_s("a") for _ in range(61)].count(0.0) == 60
    now[0] += 0.5
    assert buckets.wait_s("a") == pytest.approx(0.5)
    now[0] += 0.5
    assert buckets.wait_s("a") == 0.0
    assert buckets.wait_s("2001:db8::1") == 0.0
    for number in range(59):
        assert buckets.wait_s(f"2001:db8::{number:x}") == 0.0
    assert buckets.wait_s("2001:db8::ffff") > 0
    assert buckets.wait_s("2001:db8:0:1::1") == 0.0
    for number in range(MOST_ADDRESSES + 10):
        buckets.wait_s(f"x{number}")
    assert len(buckets._turns) == MOST_ADDRESSES
    assert {len(record_id) for record_id in buckets._turns} == {16}, "hashes, not addresses"


def test_other_sites_may_not_ask_at_first(api: TestClient) -> None:
    answer = api.get("/api/services", headers={"origin": "https://a.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_sites_that_are_named_may_ask(visit: Visit) -> None:
    api = visit(APPRODO_API_ORIGINS="https://a.example, https://b.example/")
    for origin, allowed in (("https://a.example", True), ("https://b.example", True),
                            ("https://c.example", False)):  # fmt: skip
        for path in ("/api/services", "/api/services?bla=1"):
            answer = api.get(path, headers={"origin": origin})
            found = answer.headers.get("access-control-allow-origin")
            assert found == (origin if allowed else None)
            assert "access-control-allow-credentials" not in answer.headers
    asked = {"origin": "https://a.example", "access-control-request-method": "GET",
             "access-control-request-headers": "if-none-match"}  # fmt: skip
    assert api.options("/api/services", headers=asked).status_code == 200


@pytest.mark.parametrize("value", ["x", "-1", "1.5", "٣", "1" * 10])
def test_a_setting_must_be_a_number(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("APPRODO_API_PER_MINUTE", value)
    with pytest.raises(BadInput, match=r"setting\.number"):
        api_per_minute()


def test_settings_that_are_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("APPRODO_API_PER_MINUTE", "APPRODO_API_PROXIES", "APPRODO_API_ORIGINS"):
        monkeypatch.delenv(name, raising=False)
    assert (api_per_minute(), api_proxies(), api_origins()) == (120, 0, [])


def test_a_register_that_is_away_is_reported(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    api = visit()
    path = tmp_path / "broken.sqlite"
    path.write_bytes(b"no database" * 1000)
    monkeypatch.setenv("APPRODO_DATABASE_URL", f"sqlite:///{path}")
    answer = api.get("/api/services")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert answer.headers["cache-control"] == "no-store"


def test_the_number_of_statements_does_not_grow_with_the_answer(api: TestClient) -> None:
    register = public_session().register
    counts = {}
    for size in (1, 500):
        for path in ("/api/services", "/api/service_at_locations", "/api/organizations"):
            seen = 0

            def count(*_: object) -> None:
                nonlocal seen
                seen += 1

            sa.event.listen(register.engine, "before_cursor_execute", count)
            answer = api.get(f"{path}?full=true&per_page={size}")
            sa.event.remove(register.engine, "before_cursor_execute", count)
            assert answer.json()["size"] >= min(size, 4)
            counts[path, size] = seen
    for path in ("/api/services", "/api/service_at_locations", "/api/organizations"):
        assert counts[path, 500] <= counts[path, 1] + 4 <= 20, counts


def test_areas_are_asked_for(api: TestClient) -> None:
    assert api.get(f"/api/services?area={AREA}").json()["total_items"] == 4
    assert api.get("/api/services?area=none").json()["total_items"] == 0

"""The interface in the real app, over HTTP."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.register.register import open_register
from tests.app.web.api.api_records import fill, record_id
from tests.browser.running_app import Server

pytestmark = pytest.mark.xdist_group("api-http")

DEMONSTRATIONS = 60
"""In the sample that the app opens first."""


@pytest.fixture(scope="module")
def server(built_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("api")
    address = f"sqlite:///{folder / 'register.sqlite'}"
    register = open_register(address)
    fill(register)
    register.close()
    started = _start(built_var, folder, address, per_minute=0)
    _wait_for_demonstrations(address)
    yield started
    started.stop()


@pytest.fixture
def limited(built_var: Path, tmp_path: Path) -> Iterator[Server]:
    """A server of this test alone: whoever comes after the limit is turned away for a minute."""
    started = _start(built_var, tmp_path, f"sqlite:///{tmp_path / 'limited.sqlite'}", per_minute=40)
    yield started
    started.stop()


def _start(var: Path, folder: Path, address: str, *, per_minute: int) -> Server:
    settings = {"APPRODO_DATABASE_URL": address, "APPRODO_API_PER_MINUTE": str(per_minute)}
    return Server(var, folder / "log.txt", **settings)


def _wait_for_demonstrations(address: str) -> None:
    """Wait until the app has put its sample's records into the register: it does so beside us."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        register = open_register(address)
        invented = sum(service.provenance.demonstration for service in register.services())
        register.close()
        if invented >= DEMONSTRATIONS:
            return
        time.sleep(0.2)
    raise AssertionError("the sample's records never came")


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    asked = urllib.request.Request(
        url, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.status, _lower(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, _lower(error.headers), error.read()


def _lower(headers: object) -> dict[str, str]:
    return {key.lower(): value for key, value in headers.items()}  # type: ignore[attr-defined]


def test_the_app_answers_at_its_address(server: Server) -> None:
    status, headers, body = get(f"{server.url}/api/services?search=corso&need=italian_course")
    assert status == 200
    assert headers["content-type"] == "application/json"
    assert headers["x-content-type-options"] == "nosniff"
    found = json.loads(body)["contents"]
    assert record_id("service", "course") in [one["id"] for one in found]
    assert len(found) < DEMONSTRATIONS
    assert get(f"{server.url}/api/services?search=corso&need=italian_course",
               if_none_match=headers["etag"])[0] == 304  # fmt: skip
    about = json.loads(get(f"{server.url}/api")[2])
    assert about["openapi_url"] == f"{server.url}/api/openapi.json"
    status, headers, _ = get(f"{server.url}/api/nowhere")
    assert (status, headers["content-type"]) == (404, "application/problem+json")
    lines = get(f"{server.url}/api/services?format=ndjson")[2].splitlines()
    page = json.loads(get(f"{server.url}/api/services?per_page=500")[2])
    assert [json.loads(line) for line in lines] == page["contents"]


def test_where_somebody_is_stands_in_no_log(server: Server) -> None:
    where = "lon=11.119876&lat=46.07&metres=2000"
    assert get(f"{server.url}/api/services?{where}")[0] == 200
    assert get(f"{server.url}/api/services?{where}&bla=1")[0] == 422
    assert get(f"{server.url}/api/services?{where}&page=x")[0] == 422
    assert "11.119876" not in server.log.read_text()


def test_the_limit_holds(limited: Server) -> None:
    seen = [get(f"{limited.url}/api/", accept_language="en")[0] for _ in range(45)]
    assert seen[0] == 200
    assert 429 in seen
    assert get(f"{limited.url}/healthz")[0] == 200

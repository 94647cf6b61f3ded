"""What is served beside the pages: headers on everything, ranges, nothing that is not public."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from email.message import Message
from pathlib import Path

import pytest

from tests.browser.running_app import Server, Visit

pytestmark = [pytest.mark.browser, pytest.mark.smoke]


def get(server: Server, path: str, **headers: str) -> tuple[int, Message, bytes]:
    request = urllib.request.Request(f"{server.url}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def tiles(built_var: Path) -> str:
    version = (built_var / "areas" / "monaco" / "current").read_text().strip()
    return f"/areas/monaco/{version}/basemap.pmtiles"


@pytest.mark.parametrize("path", ["/", "/about", "/assets/approdo.css", "/healthz", "/nowhere/x"])
def test_every_answer_refuses_other_hosts(server: Server, path: str) -> None:
    _, headers, _ = get(server, path)
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "connect-src 'self'" in policy
    assert "http:" not in policy
    assert "https:" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"


def test_tiles_answer_ranges_and_are_kept_for_ever(server: Server, built_var: Path) -> None:
    status, headers, body = get(server, tiles(built_var), Range="bytes=0-6")
    assert (status, body) == (206, b"PMTiles")
    assert "immutable" in headers["cache-control"]


def test_only_public_files_of_an_area_are_served(server: Server, built_var: Path) -> None:
    folder = tiles(built_var).rsplit("/", 1)[0]
    for name in ("services.json", "addresses.sqlite", "manifest.json", "..%2fcurrent", "walk"):
        assert get(server, f"{folder}/{name}")[0] in (400, 404)
    for path in ("/areas/../register.sqlite", "/areas/%2e%2e/%2e%2e/register.sqlite/x",
                 "/assets/../routes.py", "/assets/%2e%2e/routes.py", "/layers/../x.json",
                 "/layers/0.json"):  # fmt: skip
        status, _, body = get(server, path)
        assert status in (400, 404) or b"<!doctype html>" in body.lower()[:200]
        assert b"SQLite format" not in body


def test_versioned_assets_are_kept_and_others_asked_again(server: Server) -> None:
    assert "immutable" in get(server, "/assets/vendor/leaflet-1.9.4.js")[1]["cache-control"]
    assert "immutable" not in get(server, "/assets/approdo.css")[1]["cache-control"]


def test_the_public_layer_shows_no_protected_place(server: Server, built_var: Path) -> None:
    get(server, "/")
    for path in (built_var / "layers").glob("*.json"):
        layer = json.loads(get(server, f"/layers/{path.name}")[2])
        assert layer.get("services") or layer.get("cells")
        found = json.dumps(layer)
        assert "Lieu sûr" not in found
        assert "Sicherer Ort" not in found


def test_the_server_says_that_it_is_ready(server: Server) -> None:
    status, _, body = get(server, "/readyz")
    assert (status, json.loads(body)) == (200, {"status": "ready"})


@pytest.mark.parametrize("path", ["/", "/coverage", "/about", "/register"])
def test_a_deep_link_asks_for_nothing_that_is_not_there(
    server: Server, visit: Callable[..., Visit], path: str
) -> None:
    opened = visit("about:blank")
    missing: list[str] = []
    opened.page.on(
        "response", lambda answer: missing.append(answer.url) if answer.status >= 400 else None
    )
    opened.open(f"{server.url}{path}?lang=it")
    assert missing == []

"""What a browser shows before Streamlit runs: sentence and names in the language of the reader."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from layers.words import LANGUAGES, PERSON_LANGUAGES, Words
from web.page_shell import PageShell, complete
from web.widget_names import NAMES, PATTERNS, widget_names

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
PAGE = {"accept": "text/html"}


@pytest.fixture
def client() -> TestClient:
    def page(_request: Request) -> Response:
        return HTMLResponse(INDEX, headers={"etag": '"x"'})

    def data(_request: Request) -> Response:
        return JSONResponse({"a": 1}, headers={"etag": '"x"'})

    app = Starlette(routes=[Route("/", page), Route("/data", data)])
    app.add_middleware(PageShell)
    return TestClient(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shell_speaks_the_language_that_is_asked_for(client: TestClient, language: str) -> None:
    answer = client.get(f"/?lang={language}", headers=PAGE)
    assert answer.headers["content-length"] == str(len(answer.content))
    assert "etag" not in answer.headers
    assert f'<html lang="{language}" dir="{Words(language).direction}"' in answer.text
    assert 'role="status"' in answer.text
    assert "<title>Approdo</title>" in answer.text
    assert "enable JavaScript" not in answer.text
    assert "JavaScript" in answer.text
    assert "BACKEND_BASE_URL: window.location.origin" in answer.text


def test_the_browsers_language_counts_where_the_address_names_none(client: TestClient) -> None:
    answer = client.get("/", headers={**PAGE, "accept-language": "fr-FR,ar;q=0.8"})
    assert '<html lang="ar" dir="rtl"' in answer.text


@pytest.mark.parametrize("asked", ["lang=<script>", "lang=%00", "lang=xx", "lang="])
def test_nothing_of_the_address_stands_in_the_page(client: TestClient, asked: str) -> None:
    answer = client.get(f"/?{asked}", headers=PAGE)
    assert '<html lang="en" dir="ltr"' in answer.text


def test_other_answers_pass_unchanged(client: TestClient) -> None:
    assert client.get("/data", headers=PAGE).headers["etag"] == '"x"'
    assert client.get("/").content == INDEX
    assert complete(b"<html><body>not ours</body></html>", "it") == (
        b"<html><body>not ours</body></html>"
    )


def test_every_name_stands_in_the_page_in_every_language() -> None:
    text = widget_names().decode()
    found = re.search(r"window\.approdoNames = (.*?);</script>", text)
    assert found is not None
    tables = json.loads(found[1])
    assert set(tables) == set(PERSON_LANGUAGES)
    for language, table in tables.items():
        assert table["words"]
        if language in LANGUAGES:  # the screening has fewer widgets
            assert set(table["words"]) == set(NAMES.values())
            assert len(table["patterns"]) == len(PATTERNS)
        assert all("{name}" in shown for _, shown in table["patterns"]), language
        for pattern, _ in table["patterns"]:
            re.compile(pattern)

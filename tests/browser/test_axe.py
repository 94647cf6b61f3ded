"""Every page against axe-core's rules of WCAG A and AA."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from running_app import DESK, PHONE, Server, Visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["it", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("page", "ready"),
    [
        ("/?need=pharmacy&when=any&at=7.4246,43.7384", "article.ap-card"),
        ("/about?", ".ap-numbers"),
        ("/areas?", ".ap-area"),
        ("/register?", ".ap-record"),
    ],
    ids=["find", "about", "areas", "register"],
)
def test_axe_finds_nothing(
    server: Server,
    visit: Callable[..., Visit],
    page: str,
    ready: str,
    language: str,
    scheme: str,
    size: dict[str, int],
) -> None:
    seen = visit(f"{server.url}{page}&lang={language}", size=size, color_scheme=scheme)
    expect(seen.page.locator(ready).first).to_be_visible()
    expect(seen.page.locator("html")).to_have_attribute("lang", language)
    found = Axe().run(seen.page, options=RULES).response["violations"]
    told = [
        f"{v['id']}: {n['html'][:150]} {n['failureSummary'][:200]}"
        for v in found
        for n in v["nodes"][:3]
    ]
    assert told == []

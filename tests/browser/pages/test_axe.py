"""Every page against axe-core's rules of WCAG A and AA: light, dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.running_app import DESK, PHONE, Server, Visit, settled

pytestmark = pytest.mark.browser

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
PAPER = "getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor"


def violations(page: Page) -> list[str]:
    """What axe finds in a page that is ready, a line each."""
    settled(page)
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{v['id']}: {n['html'][:150]} {n['failureSummary'][:200]}"
        for v in found
        for n in v["nodes"][:3]
    ]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["it", "ar"])
@pytest.mark.parametrize(
    ("page", "ready"),
    [
        ("/?need=pharmacy&when=any&at=7.4246,43.7384", "article.ap-card"),
        ("/about?", ".ap-numbers"),
        ("/areas?", ".ap-area"),
        ("/register?", ".ap-record"),
        ("/coverage?area=monaco&need=italian_course&limit=15&speaks=ara", ".ap-gap"),
    ],
    ids=["find", "about", "areas", "register", "coverage"],
)
def test_axe_finds_nothing(
    server: Server,
    visit: Callable[..., Visit],
    page: str,
    ready: str,
    language: str,
    size: dict[str, int],
) -> None:
    seen = visit(f"{server.url}{page}&lang={language}", size=size, color_scheme="light")
    expect(seen.page.locator(ready).first).to_be_visible()
    expect(seen.page.locator("html")).to_have_attribute("lang", language)
    assert violations(seen.page) == []
    light = seen.page.evaluate(PAPER)
    seen.page.emulate_media(color_scheme="dark")
    seen.page.wait_for_function(f"light => light !== ({PAPER})", arg=light)
    assert violations(seen.page) == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= size["width"]

"""Every page against axe-core's rules of WCAG A and AA: light, dark, wide and narrow."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, expect

from layers.words import LANGUAGES, Words
from tests.browser.running_app import DESK, PHONE, Server, Visit, settled
from web.widget_names import NAMES, PATTERNS

pytestmark = pytest.mark.browser

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
NAMES_OF_ALL = """() => [...document.querySelectorAll('*')].flatMap(element =>
  ['aria-label', 'title', 'placeholder'].map(name => element.getAttribute(name))
    .concat(element.dataset.testid === 'stSkipToContent' ? [element.textContent] : [])
    .filter(Boolean))"""
PAPER = "getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor"


def english_names(page: Page) -> list[str]:
    """Accessible names that a widget has in English only and the page has not put into words."""
    ours = {Words("it").say(key) for key in NAMES} | {Words("ar").say(key) for key in NAMES}
    written = set(page.evaluate(NAMES_OF_ALL))
    patterns = [re.compile(pattern) for pattern in PATTERNS.values()]
    return sorted(
        name
        for name in written - ours
        if name in NAMES.values() or any(pattern.match(name) for pattern in patterns)
    )


def violations(page: Page, inside: Frame | None = None) -> list[str]:
    """What axe finds in a page that is ready, or inside a frame of it, a line each."""
    settled(page)
    found = Axe().run(inside or page, options=RULES).response["violations"]
    return [
        f"{v['id']}: {n['html'][:150]} {n['failureSummary'][:200]}"
        for v in found
        for n in v["nodes"][:3]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("page", "ready"),
    [
        ("/?need=pharmacy&when=any&at=7.4246,43.7384", "article.ap-card"),
        ("/about?", ".ap-numbers"),
        ("/areas?", ".ap-area"),
        ("/register?", ".st-key-ap_register_table .stDataFrame"),
        ("/partnerships?", ".st-key-ap_matrix"),
        ("/today?area=monaco", ".st-key-ap_today_cards"),
        ("/schools?area=monaco", ".st-key-ap_matrix"),
        ("/region?", ".st-key-ap_matrix"),
        ("/associations?area=monaco", ".st-key-ap_matrix"),
        ("/coverage?area=monaco&need=italian_course&limit=15&speaks=ara", ".ap-gap"),
    ],
    ids=[
        "find",
        "about",
        "areas",
        "register",
        "partnerships",
        "today",
        "schools",
        "region",
        "associations",
        "coverage",
    ],
)
def test_axe_finds_nothing(
    server: Server, visit: Callable[..., Visit], page: str, ready: str, language: str
) -> None:
    seen = visit(f"{server.url}{page}&lang={language}", size=DESK, color_scheme="light")
    assert language == "en" or english_names(seen.page) == []
    for size in (DESK, PHONE):
        seen.page.set_viewport_size(size)  # type: ignore[arg-type]
        expect(seen.page.locator(ready).first).to_be_visible()
        expect(seen.page.locator("html")).to_have_attribute("lang", language)
        colours = set()
        for scheme in ("light", "dark"):
            seen.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            settled(seen.page)
            colours.add(seen.page.evaluate(PAPER))
            assert violations(seen.page) == [], (size, scheme)
        assert len(colours) == 2, "the page follows the scheme"
        width = seen.page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"]

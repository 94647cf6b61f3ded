"""The four tasks of the first minute by the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages.find.tasks import STREET, TASKS
from tests.browser.running_app import DESK, Server, Visit, settled

MOST_STOPS = 20
"""Stops of the tabulator within which a person finds what comes next."""

HAS_FOCUS = "(wanted) => !!document.activeElement.closest(wanted)"


def go_to(page: Page, wanted: str) -> None:
    """Press the tabulator until the focus is in an element, and see that it shows."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(HAS_FOCUS, wanted):
            return
    pytest.fail(f"no way to {wanted} by the keyboard")


@pytest.mark.parametrize(
    ("language", "text"),
    [(language, text) for language in ("it", "ar") for text in TASKS[language]],
)
def test_a_task_is_done_without_a_mouse(
    server: Server, visit: Callable[..., Visit], language: str, text: str
) -> None:
    page = visit(f"{server.url}/?lang={language}&area=monaco", size=DESK).page
    for field, typed in (("need_text", text), ("place_text", STREET)):
        go_to(page, f".st-key-{field} input")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        settled(page)
    expect(page.locator("article.ap-card").first).to_be_visible()
    go_to(page, ".ap-skip:not(.ap-exit)")
    expect(page.locator(".ap-skip:not(.ap-exit)")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    go_to(page, ".st-key-way-1")
    page.keyboard.press("Enter")
    settled(page)
    expect(page.locator(".ap-card--chosen")).to_have_count(1)
    expect(page.locator(".ap-steps li").first).to_be_visible()


@pytest.mark.parametrize("language", ["it", "ar"])
def test_the_map_of_coverage_can_be_skipped(
    server: Server, visit: Callable[..., Visit], language: str
) -> None:
    address = f"{server.url}/coverage?area=monaco&need=health_enrolment&lang={language}"
    page = visit(address, size=DESK).page
    go_to(page, ".ap-skip:not(.ap-exit)")
    page.keyboard.press("Enter")
    go_to(page, ".st-key-coverage_side")

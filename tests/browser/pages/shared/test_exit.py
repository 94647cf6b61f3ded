"""The quick exit: away at once, with nothing left to come back to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from layers.words import Words
from tests.browser.running_app import DESK, PHONE, Server, Visit, settled

pytestmark = pytest.mark.browser

ELSEWHERE = "https://www.wikipedia.org/"
ASKED = "/?area=monaco&need=permit_help&when=any&limit=60&at=7.4219,43.7344&lang=it"


def with_elsewhere(visit: Visit) -> Page:
    """Answer for the site to which the exit leads."""
    visit.page.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="elsewhere"))
    return visit.page


def press_shift(page: Page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")


@pytest.mark.smoke
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_link_leaves_and_its_page_is_gone_from_the_history(
    server: Server, visit: Callable[..., Visit], size: dict[str, int]
) -> None:
    page = with_elsewhere(visit(f"{server.url}{ASKED}", size=size, alone=True))
    page.evaluate("localStorage.setItem('kept', 'x')")
    page.get_by_role("link", name=Words("it").say("app.exit"), exact=True).click()
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    assert page.url == "about:blank"
    page.goto(server.url)
    settled(page)
    assert page.evaluate("localStorage.getItem('kept')") is None
    expect(page.locator(".st-key-ap_need_chosen")).to_have_count(0)


def test_what_was_entered_is_cleared_on_the_server_before_the_page_goes(
    server: Server, visit: Callable[..., Visit]
) -> None:
    seen = visit("about:blank", alone=True)
    sent: list[bytes | str] = []
    seen.page.on("websocket", lambda socket: socket.on("framesent", lambda data: sent.append(data)))
    seen.open(f"{server.url}{ASKED}")
    page = with_elsewhere(seen)
    sent.clear()
    page.locator("a.ap-exit:not(.ap-skip)").click()
    page.wait_for_url(ELSEWHERE)
    assert any(b"ap_forget" in (one if isinstance(one, bytes) else one.encode()) for one in sent)


def test_shift_three_times_leaves_and_typing_capitals_does_not(
    server: Server, visit: Callable[..., Visit]
) -> None:
    page = with_elsewhere(visit(f"{server.url}{ASKED}", alone=True))
    field = page.locator(".st-key-place_text input")
    field.click()
    field.press_sequentially("ABC")
    page.keyboard.press("Shift+A")
    press_shift(page, 2)
    page.keyboard.press("Shift+B")
    assert page.url.startswith(server.url)
    press_shift(page, 3)
    page.wait_for_url(ELSEWHERE)


def test_where_records_are_kept_shift_leaves_nothing(
    server: Server, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server.url}/register?lang=it", alone=True).page
    expect(page.locator("a.ap-exit")).to_have_count(0)
    press_shift(page, 4)
    assert page.url.startswith(f"{server.url}/register")


def test_the_keyboard_comes_to_the_exit_first(server: Server, visit: Callable[..., Visit]) -> None:
    page = with_elsewhere(visit(f"{server.url}/plan?area=monaco&lang=ar", alone=True))
    skip = page.get_by_role("link", name=Words("ar").say("app.exit.skip"))
    for _ in range(3):
        page.keyboard.press("Tab")
        if skip.evaluate("link => link === document.activeElement"):
            break
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(ELSEWHERE)


def test_a_page_is_one_entry_of_the_history(server: Server, visit: Callable[..., Visit]) -> None:
    page = visit(f"{server.url}{ASKED}", alone=True).page
    before = page.evaluate("history.length")
    page.locator(".st-key-ap_need_chosen button").click()
    page.locator(".st-key-common_family_doctor button").click()
    settled(page)
    assert "need=family_doctor" in page.url
    assert page.evaluate("history.length") == before

"""Screening in a real browser: from opening the app to a card on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from layers.words import Words
from tests.browser.pages.test_axe import english_names, violations
from tests.browser.running_app import DESK, PHONE, Server, Visit, settled

pytestmark = pytest.mark.browser

NEEDS = ("family_doctor", "italian_course", "permit_help")
LIMIT_S = 180.0
# Times of the keystroke-level model (Card, Moran and Newell, Communications of the ACM 23, 1980):
# a key of an average typist, pointing, pressing, and thinking before each act.
KEY_S, POINT_S, PRESS_S, THINK_S = 0.28, 1.1, 0.2, 1.35
READ_S = 3.0
"""Reading a screen's question, beside the model."""


class Walk:
    """A person who goes through the screens; counts how long their acts take, not the machine."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seconds = 0.0

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        settled(self.page)
        self.seconds += THINK_S + POINT_S + PRESS_S

    def type(self, selector: str, text: str) -> None:
        field = self.page.locator(selector)
        field.fill(text)
        field.press("Enter")
        settled(self.page)
        self.seconds += THINK_S + POINT_S + PRESS_S + KEY_S * (len(text) + 1)

    def read(self, screen: str) -> None:
        expect(self.page.locator(f'[data-ap-focus="{screen}"]')).to_be_visible()
        settled(self.page)
        self.seconds += READ_S


@pytest.mark.parametrize(
    ("language", "size"),
    [("it", PHONE), ("ar", DESK), ("en", DESK), ("ar", PHONE)],
    ids=["it-phone", "ar-desk", "en-desk", "ar-phone"],
)
def test_from_opening_to_a_card_for_three_needs_in_three_minutes(
    server: Server, visit: Callable[..., Visit], language: str, size: dict[str, int]
) -> None:
    page = visit(f"{server.url}/?area=monaco&lang={language}", size=size).page
    walk = Walk(page)
    walk.press(".st-key-ap_screening_link a")
    walk.read("language")
    walk.press(f".st-key-screening_language_{language} button")
    walk.read("spoken")
    walk.press(".st-key-screening_spoken button:has-text('Italiano')")
    walk.press(".st-key-screening_next_1 button")
    walk.read("place")
    walk.type(".st-key-place_text input", "Rue Grimaldi 12")
    walk.press(".st-key-screening_next_2 button")
    walk.read("needs")
    for number, need in enumerate(NEEDS):
        if number:
            walk.press(".st-key-plan_add button")
        walk.press(f".st-key-common_{need} button")
    walk.press(".st-key-screening_next_3 button")
    walk.read("children")
    walk.press(".st-key-screening_children_yes button")
    for number, screen in ((5, "age"), (6, "sex"), (7, "documents"), (8, "safety")):
        walk.read(screen)
        walk.press(f".st-key-screening_next_{number} button")
    walk.read("hours")
    walk.press(".st-key-screening_hours_mornings button")
    walk.read("result")
    expect(page.locator("h2.ap-trip").first).to_be_visible()
    walk.press(".st-key-plan_card_make button")
    with page.expect_download() as download:
        walk.press(".st-key-plan_card_download button")
    assert download.value.path().read_bytes().startswith(b"%PDF")
    assert walk.seconds <= LIMIT_S
    for secret in (*NEEDS, "Grimaldi", "43.7"):
        assert secret not in page.url
        assert secret not in server.log.read_text(errors="replace")


@pytest.mark.smoke
@pytest.mark.parametrize(
    ("language", "size"), [("it", PHONE), ("ar", DESK)], ids=["it-phone", "ar-desk"]
)
def test_every_screen_keeps_to_the_rules_and_takes_the_focus(
    server: Server, visit: Callable[..., Visit], language: str, size: dict[str, int]
) -> None:
    seen = visit(f"{server.url}/screening?area=monaco&lang={language}", size=size)
    page, words = seen.page, Words(language)
    expect(page.locator("html")).to_have_attribute("dir", words.direction)
    for number in range(10):
        settled(page)
        assert violations(page) == []
        assert english_names(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        page.locator(f".st-key-screening_next_{number} button").click()
        question = page.locator("h1.ap-question")
        expect(question).to_be_focused()
    expect(page.get_by_text(words.say("plan.empty.no_need"))).to_be_visible()
    assert violations(page) == []
    assert seen.foreign == []


def test_who_is_not_safe_reads_numbers_to_call_and_no_address(
    server: Server, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server.url}/screening?area=monaco&lang=it", size=PHONE).page
    for number in range(8):
        page.locator(f".st-key-screening_next_{number} button").click()
    page.locator(".st-key-screening_safety_no button").click()
    calls = page.locator(".st-key-ap_screening_call")
    expect(calls.locator("a.ap-call").first).to_be_visible()
    assert violations(page) == []
    assert [
        href
        for href in calls.locator("a").evaluate_all("links => links.map(a => a.href)")
        if not href.startswith("tel:")
    ] == []


@pytest.mark.parametrize(
    ("locale", "language"), [("bn-BD", "bn"), ("zh-CN", "zh"), ("de-DE", "en")]
)
def test_a_browser_is_asked_in_its_own_language_where_there_is_one(
    server: Server, visit: Callable[..., Visit], locale: str, language: str
) -> None:
    page = visit(f"{server.url}/screening?area=monaco", size=PHONE, locale=locale, alone=True).page
    expect(page.locator("html")).to_have_attribute("lang", language)
    question = page.get_by_role("heading", name=Words(language).say("screening.language"))
    expect(question).to_be_visible()
    assert violations(page) == []

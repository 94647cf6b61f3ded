"""Another language: what was chosen stays chosen, in the new words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from layers.words import Words
from tests.browser.running_app import DESK, PHONE, Server, Visit, settled

pytestmark = pytest.mark.browser

NAMES = {"it": "Italiano", "en": "English", "ar": "العربية"}


def speak(page: Page, language: str) -> Words:
    """Choose a language in the bar at the top."""
    page.locator(".st-key-language_choice input").click()
    page.get_by_role("option", name=NAMES[language]).click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    settled(page)
    return Words(language)


def choose(page: Page, key: str, text: str) -> None:
    page.locator(f".st-key-{key} input").click()
    page.get_by_role("option", name=text, exact=True).click()
    settled(page)


@pytest.mark.smoke
def test_choices_of_find_stay(server: Server, visit: Callable[..., Visit]) -> None:
    url = f"{server.url}/?area=monaco&need=pharmacy&at=7.4246,43.7384&lang=it"
    page = visit(url, size=PHONE, alone=True).page
    page.locator(".st-key-find_more summary").click()
    choose(page, "when", Words("it").say("find.when.any"))
    choose(page, "limit", "1 h")
    found = page.locator("article.ap-card").count()
    assert found
    for language in ("en", "ar", "it", "en"):
        words = speak(page, language)
        expect(page.get_by_role("alert")).to_have_count(0)
        expect(page.locator("article.ap-card")).to_have_count(found)
        expect(page.locator(".st-key-find_more summary")).to_contain_text(
            words.say("find.when.any")
        )
        assert "area=monaco" in page.url
        assert "when=any" in page.url


def test_choices_of_a_plan_stay(server: Server, visit: Callable[..., Visit]) -> None:
    page = visit(f"{server.url}/plan?area=monaco&lang=it", size=DESK, alone=True).page
    page.locator(".st-key-plan_more summary").click()
    choose(page, "plan_hours", Words("it").say("plan.hours.afternoons"))
    choose(page, "plan_days", Words("it").count("unit.days", 14))
    for language in ("ar", "it", "en"):
        words = speak(page, language)
        expect(
            page.get_by_role("alert").filter(has_not_text=words.say("plan.empty.no_need"))
        ).to_have_count(0)
        line = page.locator(".st-key-plan_more summary")
        expect(line).to_contain_text(words.say("plan.hours.afternoons"))
        expect(line).to_contain_text(words.count("unit.days", 14))


def test_the_gaps_stay_answered(server: Server, visit: Callable[..., Visit]) -> None:
    url = f"{server.url}/coverage?area=monaco&need=italian_course&limit=15&lang=it"
    page = visit(url, size=DESK, alone=True).page
    expect(page.locator(".ap-gap").first).to_be_visible()
    for language in ("ar", "it", "en"):
        speak(page, language)
        expect(page.locator(".ap-gap").first).to_be_visible()
        expect(page.get_by_role("alert")).to_have_count(0)


def test_the_card_follows_until_another_language_is_chosen_for_it(
    server: Server, visit: Callable[..., Visit]
) -> None:
    url = f"{server.url}/?area=monaco&need=permit_help&when=any&limit=60&at=7.4219,43.7344&lang=it"
    page = visit(url, size=DESK, alone=True).page
    page.get_by_role("button", name=Words("it").say("plan.add"), exact=True).first.click()
    page.locator(".st-key-ap_plan_link a").click()
    card = page.locator(".st-key-plan_card_language input")
    expect(card).to_have_value(NAMES["it"])
    speak(page, "ar")
    expect(card).to_have_value(NAMES["ar"])
    choose(page, "plan_card_language", "বাংলা")
    speak(page, "en")
    expect(card).to_have_value("বাংলা")

"""Plan in a real browser: from a search to trips, another service, another day."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from layers.words import Words
from tests.browser.pages.test_axe import english_names, violations
from tests.browser.running_app import DESK, PHONE, Server, Visit, settled

pytestmark = pytest.mark.browser

START = "/?area=monaco&need=permit_help&when=any&limit=60&at=7.4219,43.7344"


def to_the_plan(page: Page, words: Words) -> None:
    """Put the first service of a search into the plan, and go there."""
    page.get_by_role("button", name=words.say("plan.add"), exact=True).first.click()
    page.locator(".st-key-ap_plan_link a").click()


def add(page: Page, need: str) -> None:
    page.locator(".st-key-plan_add button").click()
    page.locator(f".st-key-common_{need} button").click()
    expect(page.locator(f".st-key-ap_plan_need_{need}")).to_be_visible()


@pytest.mark.smoke
@pytest.mark.parametrize(
    ("language", "size"), [("it", DESK), ("ar", PHONE)], ids=["it-desk", "ar-phone"]
)
def test_from_a_search_to_trips_and_to_another_service(
    server: Server, visit: Callable[..., Visit], language: str, size: dict[str, int]
) -> None:
    words = Words(language)
    seen = visit(f"{server.url}{START}&lang={language}", size=size)
    page = seen.page
    to_the_plan(page, words)
    expect(page.get_by_role("heading", name=words.say("plan.title"))).to_be_visible()
    add(page, "family_doctor")
    stops = page.locator(".st-key-find_results article.ap-card")
    expect(stops.first).to_be_visible()
    expect(page.locator("h2.ap-trip").first).to_be_visible()
    expect(page.locator(".ap-changed")).to_contain_text(words.say("plan.changed"))
    settled(page)
    assert english_names(page) == []
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]

    page.get_by_role("button", name=words.say("plan.card.make")).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=words.say("plan.card.download")).click()
    assert download.value.path().read_bytes().startswith(b"%PDF")

    page.get_by_text(words.say("plan.change_stop")).first.click()
    settled(page)
    box = page.locator("[class*='st-key-plan_service_']").first
    box.locator("input").click()
    page.get_by_role("option").last.click()
    settled(page)
    expect(page.locator(".ap-changed li").first).to_be_visible()
    assert violations(page) == []


def test_the_stops_stand_on_the_map_in_their_order(
    server: Server, visit: Callable[..., Visit]
) -> None:
    seen = visit(f"{server.url}{START}&lang=it", size=DESK)
    page = seen.page
    to_the_plan(page, Words("it"))
    add(page, "family_doctor")
    expect(page.locator("h2.ap-trip").first).to_be_visible()
    number = page.locator(".st-key-find_results article.ap-card .ap-card__rank").count()
    marks = seen.map.locator(".ap-mark")
    expect(marks).to_have_count(number)


def test_a_need_is_removed_and_nothing_is_left(server: Server, visit: Callable[..., Visit]) -> None:
    seen = visit(f"{server.url}{START}&lang=en", size=PHONE)
    page = seen.page
    to_the_plan(page, Words("en"))
    page.locator(".st-key-ap_plan_need_permit_help").get_by_role("button").click()
    expect(page.get_by_text("Choose one or more needs")).to_be_visible()
    expect(page.locator("h2.ap-trip")).to_have_count(0)


@pytest.mark.smoke
def test_nothing_of_a_plan_stands_in_the_address(
    server: Server, visit: Callable[..., Visit]
) -> None:
    seen = visit(f"{server.url}{START}&lang=en", size=DESK)
    page = seen.page
    to_the_plan(page, Words("en"))
    add(page, "family_doctor")
    expect(page.locator("h2.ap-trip").first).to_be_visible()
    for secret in ("family_doctor", "permit_help", "7.4219", "43.7344"):
        assert secret not in page.url
        assert secret not in server.log.read_text(errors="replace")


def test_a_link_opens_the_plan_again_and_leaves_the_address(
    server: Server, visit: Callable[..., Visit]
) -> None:
    seen = visit(f"{server.url}{START}&lang=en", size=DESK)
    page = seen.page
    to_the_plan(page, Words("en"))
    add(page, "family_doctor")
    titles = page.locator(".st-key-find_results article.ap-card .ap-card__title")
    expect(page.locator("h2.ap-trip").first).to_be_visible()
    settled(page)
    planned = titles.all_inner_texts()
    page.get_by_role("button", name="Make a link to this plan").click()
    link = page.locator(".st-key-ap_plan_link_made code").inner_text()
    assert link.startswith(f"{server.url}/plan?")
    again = visit(link, size=PHONE).page
    expect(again.locator("h2.ap-trip").first).to_be_visible()
    settled(again)
    shown = again.locator(".st-key-find_results article.ap-card .ap-card__title")
    assert shown.all_inner_texts() == planned
    assert "plan=" not in again.url
    bengali = visit(link.replace("lang=en", "lang=bn"), size=PHONE, alone=True).page
    expect(bengali.locator("h2.ap-trip").first).to_be_visible()
    expect(bengali.locator(".st-key-plan_card_language input")).to_have_value("বাংলা")
    assert link.split("plan=")[1] not in server.log.read_text(errors="replace")


def test_a_damaged_link_says_so_in_one_sentence(
    server: Server, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server.url}/plan?lang=en&plan=1.abc.00000000", size=DESK).page
    expect(page.get_by_text("This link is incomplete or was changed")).to_be_visible()
    expect(page.get_by_text("Choose one or more needs")).to_be_visible()


def test_a_stop_moves_to_another_day(server: Server, visit: Callable[..., Visit]) -> None:
    page = visit(f"{server.url}{START}&lang=it", size=DESK, alone=True).page
    to_the_plan(page, Words("it"))
    expect(page.locator("h2.ap-trip").first).to_be_visible()
    page.get_by_text(Words("it").say("plan.change_stop")).first.click()
    settled(page)
    before = page.locator("h2.ap-trip").first.inner_text()
    page.locator("[class*='st-key-plan_on_'] input").first.click()
    days = page.get_by_role("option")
    chosen = next(
        text
        for text in days.all_inner_texts()[1:]
        if text.split()[0] in {"martedì", "giovedì"} and not before.startswith(text)
    )
    page.get_by_role("option", name=chosen, exact=True).click()
    settled(page)
    expect(page.locator("h2.ap-trip").first).to_contain_text(chosen)
    expect(page.locator(".ap-changed")).to_contain_text(chosen)


def test_the_map_stays_while_a_long_plan_is_read(
    server: Server, visit: Callable[..., Visit]
) -> None:
    page = visit(f"{server.url}{START}&lang=it", size=DESK).page
    to_the_plan(page, Words("it"))
    add(page, "family_doctor")
    expect(page.locator("h2.ap-trip").first).to_be_visible()
    settled(page)
    frame = page.locator(".st-key-find_map iframe")
    top = frame.bounding_box()
    page.locator("[data-testid='stMain']").evaluate("main => main.scrollBy(0, 400)")
    page.wait_for_timeout(200)
    below = frame.bounding_box()
    assert top is not None
    assert below is not None
    scrolled = page.locator("[data-testid='stMain']").evaluate("main => main.scrollTop")
    assert scrolled > 200
    assert abs(top["y"] - below["y"]) < 2

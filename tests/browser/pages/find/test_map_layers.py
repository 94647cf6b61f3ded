"""The map as a map: layers with their counts, one card for every mark, the way from the map."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from layers.words import Words
from tests.browser.pages.test_axe import violations
from tests.browser.running_app import DESK, PHONE, Server, Visit, settled

Open = Callable[..., Visit]
ANSWER = "?area=monaco&need=health_enrolment&when=any&limit=60&at=7.4246,43.7384"


def number_on(chip: Locator) -> int:
    return int(re.sub(r"\D", "", chip.locator("b").inner_text()))


def open_card(marker: Locator) -> None:
    marker.focus()
    marker.press("Enter")


@pytest.mark.parametrize(("language", "size"), [("it", DESK), ("ar", PHONE)], ids=["it", "ar"])
def test_every_theme_is_a_layer_with_its_count(
    server: Server, visit: Open, language: str, size: dict[str, int]
) -> None:
    seen = visit(f"{server.url}/?area=monaco&lang={language}", size=size)
    chips = seen.map.locator("button.ap-layer")
    expect(chips.first).to_be_visible()
    everything, *themes = [chip for chip in chips.all() if chip.locator("b").count()]
    assert number_on(everything) == sum(map(number_on, themes))
    expect(seen.map.locator(".ap-group").first).to_be_visible()
    everything.click()
    expect(seen.map.locator(".ap-group, .leaflet-marker-icon .ap-pin")).to_have_count(0)
    themes[0].click()
    expect(themes[0]).to_have_attribute("aria-pressed", "true")
    expect(everything).to_have_attribute("aria-pressed", "false")
    expect(seen.map.locator(".ap-group, .leaflet-marker-icon .ap-pin").first).to_be_attached()
    box, frame = everything.bounding_box(), seen.page.locator("iframe").bounding_box()
    assert box is not None
    assert frame is not None
    assert box["height"] >= (44 if size is PHONE else 36)


def test_services_stay_while_an_answer_shows(server: Server, visit: Open) -> None:
    seen = visit(f"{server.url}/{ANSWER}&lang=it", size=DESK)
    expect(seen.map.locator(".ap-mark").first).to_be_visible()
    expect(seen.map.locator(".ap-group").first).to_be_attached()


@pytest.mark.parametrize(("language", "size"), [("it", DESK), ("ar", PHONE)], ids=["it", "ar"])
def test_a_mark_opens_the_card_of_the_list(
    server: Server, visit: Open, language: str, size: dict[str, int]
) -> None:
    words = Words(language)
    seen = visit(f"{server.url}/{ANSWER}&lang={language}", size=size)
    listed = seen.page.locator("article.ap-card").first
    expect(listed).to_be_attached()
    open_card(seen.map.locator(".leaflet-marker-icon:has(.ap-mark)").first)
    sheet = seen.map.locator(".ap-sheet")
    expect(sheet.locator(".ap-hours")).to_be_visible()
    for part in (".ap-card__title", ".ap-card__minutes", ".ap-card__contact"):
        assert sheet.locator(part).inner_text() == listed.locator(part).inner_text()
    frame = seen.page.frame(url=re.compile("streamlit_folium"))
    for scheme in ("light", "dark"):
        seen.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert violations(seen.page) == []
        assert violations(seen.page, frame) == []
    sheet.get_by_role("button", name=words.say("find.show_way")).click()
    settled(seen.page)
    expect(sheet).to_be_hidden()
    expect(seen.page.locator("article.ap-card--chosen")).to_have_count(1)
    expect(seen.page.locator(".ap-steps li").first).to_be_attached()


def test_the_way_leads_to_a_service_that_was_not_asked_for(server: Server, visit: Open) -> None:
    seen = visit(f"{server.url}/?area=monaco&lang=it", size=DESK)
    open_card(seen.map.locator(".leaflet-marker-icon:has(.ap-pin)").first)
    sheet = seen.map.locator(".ap-sheet")
    expect(sheet.locator(".ap-card__contact")).to_be_visible()
    name = sheet.locator(".ap-card__title").inner_text()
    sheet.get_by_role("button", name="Mostra la strada").click()
    settled(seen.page)
    goal = seen.page.locator(".st-key-ap_result_goal")
    expect(goal.locator(".ap-card__title")).to_have_text(name)
    expect(goal).to_contain_text(Words("it").say("find.goal_needs_place"))
    type_into_field(seen, "boulevard des moulins")
    expect(goal.locator(".ap-steps li").first).to_be_attached()
    expect(goal.locator(".ap-card__minutes")).not_to_be_empty()


def type_into_field(seen: Visit, text: str) -> None:
    field = seen.page.locator(".st-key-place_text input")
    field.fill(text)
    field.press("Enter")
    settled(seen.page)


def test_a_card_closes_by_its_button_and_by_escape(server: Server, visit: Open) -> None:
    seen = visit(f"{server.url}/{ANSWER}&lang=it", size=DESK)
    marker = seen.map.locator(".leaflet-marker-icon:has(.ap-mark)").first
    sheet = seen.map.locator(".ap-sheet")
    for close in ("Escape", "button"):
        open_card(marker)
        expect(sheet.locator(".ap-hours")).to_be_visible()
        if close == "Escape":
            sheet.press("Escape")
        else:
            sheet.get_by_role("button", name="Chiudi").click()
        expect(sheet).to_be_hidden()
        expect(marker).to_be_focused()


def test_coverage_has_the_same_layers_and_cards(server: Server, visit: Open) -> None:
    seen = visit(f"{server.url}/coverage?area=monaco&need=health_enrolment&lang=it", size=DESK)
    chips = seen.map.locator("button.ap-layer")
    expect(chips.first).to_have_attribute("aria-pressed", "false")
    chips.nth(1).click()
    expect(seen.map.locator(".ap-group, .leaflet-marker-icon .ap-pin").first).to_be_attached()
    open_card(seen.map.locator(".leaflet-marker-icon:has(.ap-service)").first)
    sheet = seen.map.locator(".ap-sheet")
    expect(sheet.locator(".ap-card__contact")).to_be_visible()
    expect(sheet.locator(".ap-sheet__note")).not_to_be_empty()

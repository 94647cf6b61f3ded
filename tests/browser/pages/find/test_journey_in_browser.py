"""Find by timetable: how somebody travels, the journey leg by leg, a day without timetables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.pages.test_axe import english_names, violations
from tests.browser.running_app import DESK, PHONE, Server, Visit, settled

WEST = "7.4146,43.7301"
ASKED = f"area=bus&need=library&at={WEST}&limit=60"

LANGUAGES = {
    "it": ("Con i mezzi", "Linea 5 verso Est: sali a Ouest alle 08:20"),
    "ar": ("بالنقل العام", "الخط"),
}


@pytest.mark.smoke
@pytest.mark.parametrize("lang", ["it", "ar"])
def test_journey(bus_var: Path, server: Server, visit: Callable[..., Visit], lang: str) -> None:
    size = PHONE if lang == "ar" else DESK
    page = visit(f"{server.url}/?{ASKED}&lang={lang}&when=2026-11-24T08:18", size=size).page
    by_bus, ride = LANGUAGES[lang]
    expect(page.locator("article.ap-card").first).to_be_visible()
    page.get_by_text(by_bus, exact=True).click()
    settled(page)
    assert "mode=transit" in page.url
    card = page.locator('[class*="st-key-ap_result_"]').filter(
        has=page.locator(".ap-card__minutes .ap-icon--bus")
    )  # fmt: skip
    expect(card.first).to_be_visible()
    card.first.locator('[class*="st-key-way-"] button').click()
    settled(page)
    expect(page.locator(".ap-journey")).to_contain_text(ride)
    assert violations(page) == []
    assert english_names(page) == []


def test_day_without_timetables(bus_var: Path, server: Server, visit: Callable[..., Visit]) -> None:
    address = f"{server.url}/?{ASKED}&lang=en&when=2027-03-02T08:10&mode=transit"
    page = visit(address, size=DESK).page
    expect(page.get_by_text("from 1 November 2026 to 31 December 2026")).to_be_visible()
    expect(page.locator("article.ap-card").first).to_be_visible()
    expect(page.locator(".ap-card__minutes .ap-icon--bus")).to_have_count(0)


def test_area_without_timetables_does_not_ask(server: Server, visit: Callable[..., Visit]) -> None:
    address = f"{server.url}/?area=monaco&need=library&at={WEST}&lang=en&mode=transit"
    page = visit(address, size=DESK).page
    expect(page.locator("article.ap-card").first).to_be_visible()
    expect(page.get_by_text("How do you travel?")).to_have_count(0)

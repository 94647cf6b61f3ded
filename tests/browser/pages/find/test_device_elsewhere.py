"""A device that is outside the area on the page: where it is, and what can be done."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.running_app import PHONE, Server, Visit, settled

MILAN = {"latitude": 45.464, "longitude": 9.19}
NEUBRANDENBURG = {"latitude": 53.557, "longitude": 13.261}


def test_a_device_in_another_area_is_led_there(server: Server, visit: Callable[..., Visit]) -> None:
    page = visit(
        f"{server.url}/?lang=en&area=monaco&need=pharmacy&when=any", size=PHONE,
        geolocation=NEUBRANDENBURG, permissions=["geolocation"],
    ).page  # fmt: skip
    page.get_by_role("button", name="Use my position").tap()
    expect(page.get_by_text("You are outside this area")).to_be_visible()
    page.get_by_role("button", name="Open Neubrandenburg").tap()
    settled(page)
    expect(page.locator("article.ap-card").first).to_be_visible()
    assert "area=neubrandenburg" in page.url
    assert "53.5" not in page.url


def test_a_device_in_a_municipality_without_area_is_offered_to_make_one(
    server: Server, visit: Callable[..., Visit]
) -> None:
    page = visit(
        f"{server.url}/?lang=it&area=monaco&need=pharmacy&when=any", size=PHONE,
        geolocation=MILAN, permissions=["geolocation"],
    ).page  # fmt: skip
    page.get_by_role("button", name="Usa la mia posizione").tap()
    expect(page.get_by_text("Sei fuori da questa zona: Milano.")).to_be_visible()
    page.get_by_role("button", name="Aggiungi Milano").tap()
    settled(page)
    expect(page.get_by_role("button", name="Prepara la zona")).to_be_visible()
    assert "45.4" not in page.url

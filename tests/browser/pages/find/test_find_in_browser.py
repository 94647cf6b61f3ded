"""Find in a real browser: the map answers, links work cold, nothing leaves the machine."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import WebSocket, expect

from tests.browser.running_app import PHONE, Server, Visit, settled

pytestmark = pytest.mark.browser

Open = Callable[..., Visit]
HERE = "at=7.4246,43.7384"
FOCUSED = """(() => {
  const at = document.activeElement;
  return (at.innerText || at.getAttribute('aria-label') || at.placeholder || at.tagName).trim();
})()"""


def drawn(visit: Visit) -> None:
    """Wait until the map has drawn its tiles: a canvas that is not of one colour."""
    canvas = visit.map.locator("canvas.leaflet-tile").first
    expect(canvas).to_be_attached()
    visit.page.wait_for_timeout(300)
    colours = canvas.evaluate(
        """async (canvas) => {
          const brush = canvas.getContext('2d');
          for (let i = 0; i < 60; i++) {
            const data = brush.getImageData(0, 0, canvas.width, canvas.height).data;
            const seen = new Set();
            for (let p = 0; p < data.length; p += 404) seen.add(data.slice(p, p + 3).join());
            if (seen.size > 3) return seen.size;
            await new Promise((done) => setTimeout(done, 100));
          }
          return 0;
        }"""
    )
    assert colours > 3


def click_map(visit: Visit, x: float = 0.5, y: float = 0.5) -> None:
    box = visit.page.locator('iframe[src*="streamlit_folium"]').bounding_box()
    assert box is not None
    visit.page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)


@pytest.mark.smoke
def test_a_newcomer_sees_the_map_and_nothing_leaves_the_machine(
    server: Server, visit: Open
) -> None:
    seen = visit(f"{server.url}/?lang=it")
    expect(seen.page.get_by_text("Di che cosa hai bisogno?")).to_be_visible()
    drawn(seen)
    expect(seen.map.get_by_role("group", name="Livelli della mappa")).to_be_visible()
    expect(seen.map.locator(".leaflet-control-attribution")).to_contain_text("OpenStreetMap")
    assert seen.foreign == []
    assert seen.errors == []


@pytest.mark.smoke
def test_a_click_on_the_map_answers_and_stays_out_of_the_address(
    server: Server, visit: Open
) -> None:
    seen = visit(f"{server.url}/?lang=it&need=pharmacy&when=any")
    drawn(seen)
    click_map(seen)
    expect(seen.page.locator("article.ap-card").first).to_be_visible()
    expect(seen.map.locator(".ap-mark").first).to_be_visible()
    expect(seen.map.locator(".ap-origin")).to_be_visible()
    assert "at=" not in seen.page.url
    assert not re.search(r"43\.7|7\.4", server.log.read_text())


def test_a_cold_link_opens_the_search_it_carries(server: Server, visit: Open) -> None:
    seen = visit(f"{server.url}/?lang=en&need=pharmacy&when=2026-11-24T10:00&limit=15&{HERE}")
    expect(seen.page.locator("article.ap-card").first).to_contain_text("min on foot")
    expect(seen.page.get_by_text("Tuesday 24 November 10:00 · 15 min")).to_be_visible()
    expect(seen.page).to_have_url(re.compile("lang=en"))
    about = visit(f"{server.url}/about?lang=en&area=neubrandenburg")
    expect(about.page.get_by_role("heading", name="Where the data come from")).to_be_visible()
    expect(about.page.get_by_text("Neubrandenburg").first).to_be_visible()


def test_showing_the_way_keeps_the_filters(server: Server, visit: Open) -> None:
    seen = visit(f"{server.url}/?lang=en&need=pharmacy&when=any&limit=45&{HERE}")
    seen.page.get_by_role("button", name="Show the way").first.click()
    expect(seen.page.locator(".ap-steps li").first).to_be_visible()
    expect(seen.page.locator(".ap-card--chosen")).to_have_count(1)
    expect(seen.page.get_by_text("Any time · 45 min")).to_be_visible()
    expect(seen.map.locator("path.leaflet-interactive, path").first).to_be_attached()


def test_panning_asks_nothing_of_the_server(server: Server, visit: Open) -> None:
    sent: list[object] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: sent.append(frame))

    seen = visit("about:blank")
    seen.page.on("websocket", listen)
    seen.page.goto(f"{server.url}/?lang=it&need=pharmacy&{HERE}")
    drawn(seen)
    expect(seen.page.locator("article.ap-card").first).to_be_visible()
    seen.page.wait_for_timeout(1500)
    before = len(sent)
    seen.page.mouse.move(900, 400)
    seen.page.mouse.down()
    seen.page.mouse.move(700, 300, steps=8)
    seen.page.mouse.up()
    seen.page.mouse.wheel(0, -300)
    seen.page.wait_for_timeout(1500)
    assert before > 0, "the page speaks over the socket: were it not heard, the test could not fail"
    assert len(sent) == before


@pytest.mark.parametrize(("language", "direction"), [("it", "ltr"), ("en", "ltr"), ("ar", "rtl")])
def test_the_page_reads_in_its_language_and_direction(
    server: Server, visit: Open, language: str, direction: str
) -> None:
    seen = visit(f"{server.url}/?lang={language}&need=pharmacy&when=any&{HERE}")
    expect(seen.page.locator("html")).to_have_attribute("dir", direction)
    expect(seen.page.locator("html")).to_have_attribute("lang", language)
    card = seen.page.locator("article.ap-card").first
    expect(card).to_have_attribute("dir", direction)
    title = card.locator("h3").bounding_box()
    badge = card.locator(".ap-badge").bounding_box()
    assert title is not None
    assert badge is not None
    assert (badge["x"] > title["x"]) == (direction == "rtl")


def test_the_browsers_language_is_proposed(server: Server, visit: Open) -> None:
    seen = visit(f"{server.url}/", locale="ar-MA")
    expect(seen.page.locator("html")).to_have_attribute("dir", "rtl")


def test_a_telephone_shows_three_answers_before_any_scrolling(server: Server, visit: Open) -> None:
    seen = visit(f"{server.url}/?lang=it&need=pharmacy&when=any&{HERE}", size=PHONE)
    third = seen.page.locator(".ap-brief li").nth(2)
    expect(third).to_be_in_viewport(ratio=1)
    expect(seen.page.get_by_text("Aiuto subito")).to_be_in_viewport()
    width = seen.page.evaluate("document.documentElement.scrollWidth")
    assert width == PHONE["width"]
    frame = seen.page.locator('iframe[src*="streamlit_folium"]').bounding_box()
    assert frame is not None
    assert frame["height"] <= PHONE["height"] / 2


def test_the_map_is_drawn_after_it_has_changed_its_size_and_zoom(
    server: Server, visit: Open
) -> None:
    seen = visit(f"{server.url}/?lang=it&need=work&when=any&{HERE}", size=PHONE)
    expect(seen.map.locator(".ap-mark").first).to_be_visible()
    drawn(seen)


def test_help_stays_in_reach_while_a_telephone_scrolls(server: Server, visit: Open) -> None:
    seen = visit(f"{server.url}/?lang=it&need=pharmacy&when=any&{HERE}", size=PHONE)
    seen.page.locator("article.ap-card").nth(3).scroll_into_view_if_needed()
    expect(seen.page.get_by_text("Aiuto subito")).to_be_in_viewport()


def test_help_now_is_one_tap_away_and_calls(server: Server, visit: Open) -> None:
    seen = visit(f"{server.url}/?lang=it", size=PHONE)
    seen.page.get_by_text("Aiuto subito").click()
    expect(seen.page.locator('a[href="tel:112"]')).to_be_visible()


@pytest.mark.smoke
def test_a_sensitive_need_never_stands_in_the_address(server: Server, visit: Open) -> None:
    seen = visit(f"{server.url}/?lang=en&need=pharmacy&when=any&{HERE}")
    expect(seen.page.locator("article.ap-card").first).to_be_visible()
    seen.page.get_by_role("button", name="Change", exact=True).click()
    seen.page.get_by_label("What do you need?").fill("violence")
    seen.page.keyboard.press("Enter")
    expect(seen.page.get_by_text("not written into the link")).to_be_visible()
    settled(seen.page)
    assert "need=" not in seen.page.url


def test_the_device_gives_its_position_only_when_asked(server: Server, visit: Open) -> None:
    seen = visit(
        f"{server.url}/?lang=en&need=pharmacy&when=any",
        geolocation={"latitude": 43.7384, "longitude": 7.4246},
        permissions=["geolocation"],
    )
    expect(seen.page.get_by_role("button", name="Use my position")).to_be_visible()
    expect(seen.page.locator("article.ap-card")).to_have_count(0)
    seen.page.get_by_role("button", name="Use my position").click()
    expect(seen.page.locator("article.ap-card").first).to_be_visible()


def test_everything_is_reached_by_keyboard(server: Server, visit: Open) -> None:
    seen = visit(f"{server.url}/?lang=en&need=pharmacy&when=any&{HERE}")
    expect(seen.page.locator("article.ap-card").first).to_be_visible()
    reached = set()
    for _ in range(40):
        seen.page.keyboard.press("Tab")
        reached.add(seen.page.evaluate(FOCUSED))
    text = " | ".join(map(str, reached))
    for wanted in ("Find", "Help now", "Show the way", "IFRAME", "Use my position"):
        assert wanted in text, text

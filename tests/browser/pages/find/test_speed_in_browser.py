"""From the click on Trento's map to the redrawn answer."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.running_app import Server, Visit

pytestmark = [pytest.mark.browser, pytest.mark.real, pytest.mark.nightly]

BOUND_S = 0.6
CLICKS = 9
# Measured inside the browser, so that the test's own messages do not count.
WATCH = """() => {
  const frame = document.querySelector('iframe[src*="streamlit_folium"]').contentDocument;
  window.redrawn = null;
  frame.addEventListener('mousedown', () => {
    window.clicked = performance.now();
    window.redrawn = null;
  }, true);
  const isOrigin = (node) => node.querySelector && node.querySelector('.ap-origin');
  new MutationObserver((changes) => {
    if (changes.some((change) => [...change.addedNodes].some(isOrigin)))
      window.redrawn = performance.now();
  }).observe(frame.querySelector('.leaflet-marker-pane'), { childList: true });
}"""


@pytest.fixture(scope="module")
def trento_server(trento_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(trento_var, tmp_path_factory.mktemp("trento") / "log.txt")
    yield server
    server.stop()


def test_a_click_is_answered_within_the_bound(
    trento_server: Server, visit: Callable[..., Visit]
) -> None:
    address = f"{trento_server.url}/?lang=it&area=trento&need=pharmacy&when=any&at=11.1217,46.0679"
    seen = visit(address)
    expect(seen.page.locator("article.ap-card").first).to_be_visible()
    expect(seen.map.locator(".ap-origin")).to_be_visible()
    seen.page.wait_for_timeout(1500)
    seen.page.evaluate(WATCH)
    box = seen.page.locator('iframe[src*="streamlit_folium"]').bounding_box()
    assert box is not None
    took = []
    for number in range(CLICKS):
        x = box["x"] + box["width"] * (0.3 + 0.05 * number)
        seen.page.mouse.click(x, box["y"] + box["height"] * (0.35 + 0.03 * (number % 5)))
        seen.page.wait_for_function("window.redrawn !== null", timeout=15_000)
        took.append(seen.page.evaluate("(window.redrawn - window.clicked) / 1000"))
        seen.page.wait_for_timeout(400)
    print(f"click to redrawn answer, s: {', '.join(f'{s:.2f}' for s in took)}")
    assert statistics.median(took) <= BOUND_S

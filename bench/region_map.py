"""The regional map in a browser: seconds until its last stroke, at first and after a change.

6,000 services in 35 partnerships over Lombardy. Beside the first view stands the page without a
map, opened in the same run: what the frame of every page takes is not the map's.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.find_browser import find  # noqa: E402
from tests.browser.running_app import Server, settled  # noqa: E402

SERVICES, VISITORS = 6_000, 5
QUIET_MS = 5_000
"""How long nothing is waited for after a first view: the last stroke has been made by then."""

NOTE_STROKES = """for (const name of ['fill', 'stroke', 'fillText']) {
  const drawn = CanvasRenderingContext2D.prototype[name];
  CanvasRenderingContext2D.prototype[name] = function (...given) {
    if (this.canvas.classList.contains('leaflet-tile')) window.lastStroke = Date.now();
    return drawn.apply(this, given);
  };
}"""


def main() -> None:
    """Fill a register, serve it, open the map as several visitors."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.environ["APPRODO_VAR"] = folder
        fill()
        server = Server(Path(folder), Path(folder) / "log.txt")
        browser = playwright.chromium.launch(executable_path=find(), args=["--disable-gpu"])
        try:
            measure(browser, server.url)
        finally:
            browser.close()
            server.stop()


def fill() -> None:
    """Put invented services and partnerships into the register."""
    from datetime import UTC, datetime

    from bench.partnerships import TOWN, invented_partnerships, many_activities
    from data.areas.build import ensure_area
    from data.register.register import open_register
    from data.register.roles import LOCAL
    from data.register.session import RegisterSession

    ensure_area(TOWN, now=datetime.now(UTC), on_progress=lambda *_: None)
    register = open_register()
    session = RegisterSession(register, LOCAL, datetime.now(UTC))
    session.records.bring_in(many_activities(SERVICES), source="bench", licence="CC-BY-4.0")
    session.partnerships.put_table(invented_partnerships(), whole=True)
    register.close()


def measure(browser: Browser, url: str) -> None:
    """Print the medians of some visitors; the first one finds the process cold."""
    frames, firsts, changes = [], [], []
    for number in range(VISITORS + 1):
        frames.append(_settle(browser, f"{url}/about?lang=it"))
        page = browser.new_context(viewport={"width": 1366, "height": 800}).new_page()
        page.add_init_script(NOTE_STROKES)
        start = time.time()
        page.goto(f"{url}/region?lang=it")
        page.wait_for_timeout(QUIET_MS)
        firsts.append(_last_stroke(page) - start)
        if number:
            changes += [_change(page, option) for option in (1, 2, 0)]
        page.context.close()
    print(f"first of the process: page without a map {frames[0]:.2f} s, map {firsts[0]:.2f} s")
    print(
        f"median of {VISITORS}: page without a map {statistics.median(frames[1:]):.2f} s, "
        f"map {statistics.median(firsts[1:]):.2f} s, a change {statistics.median(changes):.2f} s, "
        f"longest {max(changes):.2f} s"
    )


def _settle(browser: Browser, address: str) -> float:
    page = browser.new_context(viewport={"width": 1366, "height": 800}).new_page()
    start = time.time()
    page.goto(address)
    settled(page)
    seconds = time.time() - start
    page.context.close()
    return seconds


def _change(page: Page, option: int) -> float:
    """Choose what to show; return the seconds until the map has its last stroke."""
    page.get_by_label("Che cosa mostrare").click()
    choice = page.get_by_role("option").nth(option)
    choice.wait_for()
    page.wait_for_timeout(500)
    start = time.time()
    choice.click()
    settled(page)
    page.wait_for_timeout(1000)
    return _last_stroke(page) - start


def _last_stroke(page: Page) -> float:
    (frame,) = [one for one in page.frames if "streamlit_folium" in one.url]
    return float(frame.evaluate("window.lastStroke")) / 1000


if __name__ == "__main__":
    main()

"""What a visitor costs: memory of a further session, seconds to the first map in a cold browser.

Each session is a real browser tab that opens a search with its answers and its map.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from find_browser import find  # noqa: E402
from running_app import Server  # noqa: E402

SESSIONS = 20
ASKED = "lang=it&need=pharmacy&when=2026-11-24T10:00"
TOWNS = {"trento": "11.1217,46.0679", "neubrandenburg": "13.2611,53.5574"}


def build(var: Path) -> str:
    """Build Trento where it is at hand, else Neubrandenburg; return its id."""
    os.environ["APPRODO_VAR"] = str(var)
    from bench.towns import build_town

    return build_town()


def open_search(browser: Browser, url: str, town: str) -> float:
    """Open a search in a browser of its own; return the seconds until its map is drawn."""
    page = browser.new_context(viewport={"width": 1366, "height": 800}).new_page()
    start = time.perf_counter()
    page.goto(f"{url}/?area={town}&at={TOWNS[town]}&{ASKED}")
    frame = page.frame_locator('iframe[title*="streamlit_folium"]')
    frame.locator(".ap-mark").first.wait_for()
    frame.locator("canvas.leaflet-tile-loaded, canvas.leaflet-tile").first.wait_for()
    return time.perf_counter() - start


def main() -> None:
    """Print the first map's seconds and the memory of each further session."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        town = build(Path(folder))
        server = Server(Path(folder), Path(folder) / "log.txt")
        try:
            browser = playwright.chromium.launch(
                executable_path=find(), args=["--no-sandbox", "--disable-gpu"]
            )
            open_search(browser, server.url, town)
            process = psutil.Process(server.pid)
            took = [open_search(browser, server.url, town) for _ in range(5)]
            before = process.memory_info().rss
            took += [open_search(browser, server.url, town) for _ in range(SESSIONS)]
            grown = (process.memory_info().rss - before) / SESSIONS / 1e6
        finally:
            server.stop()
    first = statistics.median(took)
    print(f"bench first_map town={town} median_s={first:.2f} worst_s={max(took):.2f} limit_s=3")
    print(f"bench session town={town} sessions={SESSIONS} mb_each={grown:.2f} limit_mb=5")


if __name__ == "__main__":
    main()

"""What a visitor costs: memory of a further session, seconds to the first map in a cold browser.

Each session is a real browser tab that opens a search with its answers and its map.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.find_browser import find  # noqa: E402
from tests.browser.running_app import Server  # noqa: E402

SESSIONS = 24
WARM, COLD = 2, 7
ASKED = "lang=it&need=pharmacy&when=2026-11-24T10:00"
TOWNS = {"trento": "11.1217,46.0679", "neubrandenburg": "13.2611,53.5574"}


def build(var: Path) -> str:
    """Build Trento where it is at hand, else Neubrandenburg; return its id."""
    os.environ["APPRODO_VAR"] = str(var)
    from bench.towns import build_town

    return build_town()


def open_search(browser: Browser, url: str, town: str) -> float:
    """Open a search in a tab of its own; return the seconds until its map is drawn."""
    page = browser.new_context(viewport={"width": 1366, "height": 800}).new_page()
    start = time.perf_counter()
    page.goto(f"{url}/?area={town}&at={TOWNS[town]}&{ASKED}")
    frame = page.frame_locator('iframe[src*="streamlit_folium"]')
    frame.locator(".ap-mark").first.wait_for()
    frame.locator("canvas.leaflet-tile").first.wait_for()
    return time.perf_counter() - start


@contextmanager
def serving(folder: str) -> Iterator[Server]:
    """Run a server of its own: what one phase leaves behind does not weigh on the next."""
    server = Server(Path(folder), Path(folder) / "log.txt")
    try:
        yield server
    finally:
        server.stop()


def main() -> None:
    """Print the first map's seconds and the memory of each further session."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        town = build(Path(folder))

        def start() -> Browser:
            lines = ["--no-sandbox", "--disable-gpu"]
            return playwright.chromium.launch(executable_path=find(), args=lines)

        took: list[float] = []
        with serving(folder) as server:
            for _ in range(WARM + COLD):
                browser = start()
                took.append(open_search(browser, server.url, town))
                browser.close()
        held: list[float] = []
        with serving(folder) as server:
            browser, process = start(), psutil.Process(server.pid)
            for _ in range(WARM + SESSIONS):
                open_search(browser, server.url, town)
                held.append(process.memory_full_info().uss / 1e6)
    took, held = took[WARM:], held[WARM:]
    print(
        f"bench first_map town={town} median_s={statistics.median(took):.2f}"
        f" worst_s={max(took):.2f} limit_s=3"
    )
    # The slope over all sessions: single readings jump with whatever the allocator gives back.
    grown = statistics.linear_regression(range(SESSIONS), held).slope
    print(
        f"bench session town={town} sessions={SESSIONS} mb_each={grown:.2f} limit_mb=5"
        f" first_mb={held[0]:.0f} last_mb={held[-1]:.0f}"
    )


if __name__ == "__main__":
    main()

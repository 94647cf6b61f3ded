"""Make the pictures of the README again: Find on Trento, at a desk and on a telephone.

``make pictures``, with ``APPRODO_TESTDATA`` naming the folder of real areas. The town is built into
a folder of its own, the moment is fixed, and the browser's network is closed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from data.areas.build import build_area  # noqa: E402
from data.areas.request import AreaRequest  # noqa: E402
from tests.browser.find_browser import find  # noqa: E402
from tests.browser.running_app import DESK, PHONE, Server  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
SEARCH = "lang=it&area=trento&need=pharmacy&when=2026-11-24T10:00&at=11.1255,46.0701"


def main() -> None:
    """Build Trento, open Find on it, write the pictures."""
    testdata = os.environ.get("APPRODO_TESTDATA")
    if not testdata:
        sys.exit("APPRODO_TESTDATA does not name the folder of real areas")
    osm = Path(testdata) / "areas" / "trento" / "trento.osm.pbf"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["APPRODO_VAR"] = folder
        request = AreaRequest("trento", osm, None, {"it": "Trento"}, "Europe/Rome", "IT")
        build_area(request, now=datetime.now(UTC), on_progress=lambda *_: None)
        server = Server(Path(folder), Path(folder) / "log.txt")
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=find(), args=["--no-sandbox", "--disable-gpu"]
                )
                _take(browser, server.url, DESK, "find-1366.png", press="Mostra la strada")
                _take(browser, server.url, PHONE, "find-390.png")
        finally:
            server.stop()


def _take(browser: Browser, url: str, size: dict[str, int], name: str, *, press: str = "") -> None:
    context = browser.new_context(viewport=size, locale="it-IT", is_mobile=size["width"] < 600)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{url}/?{SEARCH}")
    page.locator("article.ap-card").first.wait_for()
    page.wait_for_timeout(8000)
    if press:
        page.get_by_role("button", name=press).first.click()
        page.wait_for_timeout(2500)
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / name)
    context.close()


if __name__ == "__main__":
    main()

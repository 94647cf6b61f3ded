"""A planner who has never seen it: from opening the page to a report; changes stay quick."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.running_app import DESK, Server, Visit, settled

pytestmark = pytest.mark.browser


@pytest.mark.smoke
def test_from_opening_the_page_to_a_report(
    server: Server, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    seen = visit(f"{server.url}/coverage?lang=it&area=monaco", size=DESK)
    page = seen.page
    expect(page.locator(".st-key-coverage_top h1")).to_contain_text("persone")
    expect(page.locator(".ap-chart img").first).to_be_visible()
    frame = page.frame_locator("iframe").first
    expect(frame.locator(".ap-service").first).to_be_visible()
    settled(page)
    page.get_by_role("radio", name="Rapporto").click()
    page.get_by_role("button", name="Prepara il rapporto").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Scarica la cartella (ZIP)").click()
    packed = tmp_path / "report.zip"
    waiting.value.save_as(packed)
    with zipfile.ZipFile(packed) as archive:
        assert {"report.pdf", "settings.toml", "layers.gpkg", "map.png"} <= set(archive.namelist())
        assert archive.read("report.pdf").startswith(b"%PDF")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Scarica il PDF").click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")
    assert seen.foreign == []
    assert seen.errors == []


def test_another_limit_changes_the_answer_with_the_map_in_place(
    server: Server, visit: Callable[..., Visit]
) -> None:
    address = f"{server.url}/coverage?lang=en&area=monaco&need=pharmacy&limit=5"
    seen = visit(address, size=DESK)
    page = seen.page
    title = page.locator(".st-key-coverage_top h1")
    expect(title).to_contain_text("within 5")
    frame = page.frame_locator("iframe").first
    expect(frame.locator(".ap-service").first).to_be_visible()
    settled(page)
    frame.locator("#map_div, .leaflet-container").first.evaluate("node => { node.kept = true }")
    page.get_by_label("On foot, at most").click()
    page.get_by_role("option", name="10 min").click()
    expect(title).to_contain_text("within 10")
    assert frame.locator("#map_div, .leaflet-container").first.evaluate("node => node.kept")
    expect(page).to_have_url(re.compile("limit=10"))
    assert seen.errors == []


def test_a_cure_is_tried_from_the_list(server: Server, visit: Callable[..., Visit]) -> None:
    address = "coverage?lang=it&area=monaco&need=italian_course&limit=15&speaks=ara"
    seen = visit(f"{server.url}/{address}", size=DESK)
    settled(seen.page)
    seen.page.get_by_role("button", name="Prova questa soluzione").first.click()
    expect(seen.page.get_by_text("in più trova")).to_be_visible()
    expect(seen.page.locator(".st-key-ap_coverage_section iframe")).to_have_count(2)
    assert seen.foreign == []
    assert seen.errors == []

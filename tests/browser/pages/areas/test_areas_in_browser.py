"""The whole path of a newcomer: pick a town, bring it in, search an address, find a service."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import osmium
import pytest
import shapely
from playwright.sync_api import expect

from tests.browser.running_app import Server, Visit
from tests.sources.outside import NORTH_EAST, Outside, Page

pytestmark = [pytest.mark.browser, pytest.mark.real, pytest.mark.xdist_group("areas")]


@pytest.fixture(scope="module")
def outside_world() -> Iterator[Outside]:
    started = Outside()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def running(
    outside_world: Outside, built_var: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    var = tmp_path_factory.mktemp("areas") / "var"
    (var / "areas").mkdir(parents=True)
    (var / "areas" / "monaco").symlink_to(built_var / "areas" / "monaco")
    (var / "italy").symlink_to(built_var / "italy")
    settings = {
        "APPRODO_GEOFABRIK": outside_world.url,
        "APPRODO_OVERPASS": f"{outside_world.url}/api/interpreter",
        "APPRODO_NOMINATIM": outside_world.url,
    }
    started = Server(var, var.with_suffix(".log"), **settings)
    yield started
    started.stop()


@pytest.fixture
def world(outside_world: Outside, corner: Path) -> Outside:
    """The world outside, with Geofabrik's file and nothing asked yet."""
    outside_world.pages.clear()
    outside_world.asked.clear()
    outside_world.pages[NORTH_EAST] = Page(corner.read_bytes())
    return outside_world


@pytest.fixture
def app(running: Server) -> Iterator[Server]:
    """The app; what a test brings in is gone afterwards."""
    yield running
    var = running.log.with_suffix("")
    for path in (*(var / "areas").iterdir(), *var.iterdir()):
        if path.is_dir() and not path.is_symlink() and path.name != "areas":
            shutil.rmtree(path)


def picture(visit: Visit, name: str) -> None:
    folder = os.environ.get("APPRODO_PICTURES")
    if folder:
        visit.page.screenshot(path=Path(folder) / f"{name}.png")


def pick(visit: Visit) -> None:
    page = visit.page
    page.get_by_label("Cerca un comune").fill("trent")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Trento (TN)", exact=True).click()
    expect(page.get_by_text("118\u202f046 residenti")).to_be_visible()
    page.get_by_role("button", name="Prepara la zona").scroll_into_view_if_needed()


def test_a_town_is_picked_brought_in_and_used(
    app: Server, world: Outside, visit: Callable[..., Visit]
) -> None:
    opened = visit(f"{app.url}/areas?lang=it")
    page = opened.page
    pick(opened)
    picture(opened, "areas-chosen")
    world.pages[NORTH_EAST].faults = ["pause:3"]
    page.get_by_role("button", name="Prepara la zona").click()
    expect(page.get_by_text("Scarico la mappa")).to_be_visible()
    picture(opened, "areas-running")
    expect(page.get_by_text("Trento è pronta.")).to_be_visible(timeout=60_000)
    picture(opened, "areas-done")
    page.get_by_role("link", name="Apri", exact=True).click()
    expect(page.get_by_text("Aggiungi il tuo comune")).to_have_count(0)
    page.get_by_label("Dove sei?", exact=True).fill("Via della Resistenza 61")
    page.keyboard.press("Enter")
    page.get_by_label("Di che cosa hai bisogno?", exact=True).fill("farmaccia")
    page.keyboard.press("Enter")
    expect(page.locator("article").first).to_contain_text("min a piedi")
    picture(opened, "areas-found")
    assert opened.foreign == []
    assert opened.errors == []


def test_a_click_on_the_map_picks_and_a_stopped_download_goes_on(
    app: Server, world: Outside, visit: Callable[..., Visit]
) -> None:
    opened = visit(f"{app.url}/areas?lang=it")
    page = opened.page
    map_box = opened.map.locator(".leaflet-container")
    expect(map_box).to_be_visible()
    opened.map.locator("canvas").first.wait_for()
    map_box.click(position={"x": 483, "y": 360})
    expect(page.get_by_role("heading", name="Comuni scelti")).to_be_visible()
    page.locator('[class*="st-key-drop_"] button').first.click()
    expect(page.get_by_role("heading", name="Comuni scelti")).to_have_count(0)
    pick(opened)
    world.pages[NORTH_EAST].faults = ["pause:60"]
    page.get_by_role("button", name="Prepara la zona").click()
    expect(page.get_by_text("MB di ")).to_be_visible()
    page.get_by_role("button", name="Ferma").click()
    expect(page.get_by_text("Quello che è arrivato resta")).to_be_visible()
    picture(opened, "areas-stopped")
    page.get_by_role("button", name="Riprendi").click()
    expect(page.get_by_text("Trento è pronta.")).to_be_visible(timeout=60_000)
    ranges = [given for method, _, given in world.asked if method == "GET"]
    assert ranges[-1] == f"bytes={len(world.pages[NORTH_EAST].content) // 2}-"


def test_a_place_abroad_comes_by_its_outline(
    app: Server, world: Outside, corner: Path, tmp_path: Path, visit: Callable[..., Visit]
) -> None:
    ground = json.loads(shapely.to_geojson(shapely.box(11.145, 46.06, 11.155, 46.07)))
    row = {
        "name": "Povo",
        "display_name": "Povo, Elsewhere",
        "address": {"country_code": "ch"},
        "geojson": ground,
    }
    world.pages["/search"] = Page(answer=lambda *_: (200, {}, json.dumps([row]).encode()))
    xml = tmp_path / "played.osm"
    with osmium.SimpleWriter(str(xml)) as writer:
        for item in osmium.FileProcessor(str(corner)):
            writer.add(item)
    world.pages["/api/interpreter"] = Page(answer=lambda *_: (200, {}, xml.read_bytes()))
    page = visit(f"{app.url}/areas?lang=en").page
    page.get_by_text("Outside Italy").click()
    page.get_by_label("Name of the place").fill("Povo")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Look for its boundary").click()
    expect(page.get_by_text("Povo, Elsewhere")).to_be_visible()
    page.get_by_role("button", name="Get the area ready").click()
    expect(page.get_by_text("Povo is ready.")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="Open", exact=True).click()
    page.get_by_label("Where are you?", exact=True).fill("Via della Resistenza 61")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Start: Via della Resistenza 61")).to_be_visible()


@pytest.mark.smoke
def test_visitors_only_look(public_server: Server, visit: Callable[..., Visit]) -> None:
    page = visit(f"{public_server.url}/areas?lang=en").page
    expect(page.get_by_text("Here you can only look")).to_be_visible()
    expect(page.get_by_role("button", name="Get the area ready")).to_have_count(0)
    expect(page.get_by_label("Look for a municipality")).to_have_count(0)

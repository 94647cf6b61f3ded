"""Names from outside are shown as they are written and never run, wherever they show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import quoteattr

import pytest
from playwright.sync_api import expect

from data.areas.build import build_area
from data.areas.request import AreaRequest
from data.register.register import open_register
from geo.model import Location, Phone, Provenance, Schedule, Service
from tests.browser.running_app import Server, Visit
from tests.store.writing import upsert

pytestmark = pytest.mark.browser

RUN = "window.top.ran=1"
HOSTILE = (
    f"<img src=x onerror='{RUN}'>`${{{RUN}}}`\"'</script><script>{RUN}</script>"
    f"{{{{ this }}}} [x](javascript:{RUN}) ![y](http://stranger.example/i.png)"
)

STRANGE = "img[src='x'], a[href^='javascript'], a[href*='stranger']"


def streets() -> str:
    """A grid of streets with a pharmacy, every name hostile."""
    name = quoteattr(HOSTILE)
    nodes = [
        f'<node id="{x * 10 + y + 1}" lon="{11.10 + x / 500}" lat="{46.05 + y / 700}"/>'
        for x in range(5)
        for y in range(5)
    ]
    lines = [[x * 10 + y + 1 for y in range(5)] for x in range(5)]
    lines += [[x * 10 + y + 1 for x in range(5)] for y in range(5)]
    ways = [
        f'<way id="{number}">'
        + "".join(f'<nd ref="{n}"/>' for n in line)
        + f'<tag k="highway" v="residential"/><tag k="name" v={name}/></way>'
        for number, line in enumerate(lines, 1)
    ]
    pharmacy = (
        f'<node id="900" lon="11.1041" lat="46.0528"><tag k="amenity" v="pharmacy"/>'
        f'<tag k="name" v={name}/><tag k="phone" v={name}/><tag k="website" v="javascript:{RUN}"/>'
        f'<tag k="opening_hours" v={quoteattr("Mo-Su 00:00-24:00 " + chr(34) + "<b>x" + chr(34))}/>'
        f'<tag k="addr:street" v={name}/><tag k="addr:housenumber" v="1"/></node>'
    )
    body = "".join([*nodes, pharmacy, *ways])
    return f'<?xml version="1.0"?><osm version="0.6">{body}</osm>'


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hostile")
    osm = folder / "hostile.osm"
    osm.write_text(streets(), encoding="utf-8")
    record = Service(
        "hostile-1", HOSTILE, ("pharmacy",), Location("l1", 11.1021, 46.0514),
        Provenance(HOSTILE, HOSTILE, demonstration=True), phones=(Phone(HOSTILE),),
        website=f"javascript:{RUN}", schedules=(Schedule(f'24/7 "{HOSTILE}"'),),
        names={"en": HOSTILE}, descriptions={"en": HOSTILE},
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("APPRODO_VAR", str(folder / "var"))
        request = AreaRequest("hostile", osm, None, {"it": HOSTILE}, "Europe/Rome", "IT")
        build_area(request, now=datetime.now(UTC), on_progress=lambda *_: None)
        register = open_register()
        upsert(register, [record], area="hostile", by=HOSTILE, at=datetime.now(UTC))
        register.close()
    server = Server(folder / "var", folder / "log.txt")
    yield server
    server.stop()


def ran(seen: Visit) -> object:
    return seen.page.evaluate("window.ran")


def test_no_hostile_name_runs(hostile_server: Server, visit: Callable[..., Visit]) -> None:
    search = "lang=en&area=hostile&need=pharmacy&when=2026-11-24T10:00&at=11.1041,46.0528"
    seen = visit(f"{hostile_server.url}/?{search}")
    cards = seen.page.locator("article.ap-card")
    expect(cards).to_have_count(2)
    assert "<img src=x" in cards.first.inner_text()
    for number in (1, 2):
        seen.page.locator(f".st-key-way-{number} button").click()
        expect(seen.page.locator(".ap-steps li").first).to_be_visible()
        expect(seen.map.locator(".ap-chosen")).to_have_text(str(number))
    for mark in (".ap-mark", ".ap-pin"):
        marker = seen.map.locator(f".leaflet-marker-icon:has({mark})").first
        marker.focus()
        marker.press("Enter")
        expect(seen.map.locator(".ap-sheet .ap-card__title")).to_contain_text("<img src=x")
        seen.map.get_by_role("button", name="Close").click()
    field = seen.page.locator(".st-key-place_text input")
    field.fill("<img src=x onerror>")
    field.press("Enter")
    expect(seen.page.get_by_text('No place called "<img src=x onerror>"')).to_be_visible()
    field.fill(HOSTILE)
    field.press("Enter")
    expect(seen.page.get_by_text("Start: <img src=x").first).to_be_visible()
    assert seen.page.locator(STRANGE).count() == 0
    assert ran(seen) is None
    assert seen.dialogs == []
    assert seen.foreign == []
    about = visit(f"{hostile_server.url}/about?lang=en&area=hostile")
    expect(about.page.get_by_role("heading", name="What is known")).to_be_visible()
    assert ran(about) is None
    assert about.foreign == []

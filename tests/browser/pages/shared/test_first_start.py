"""The first start of all: nothing is built, and several people are there already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.running_app import Server, Visit

BUILT_MS = 110_000


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Server]:
    """A server with nothing built, answering but not ready."""
    started = Server(tmp_path / "var", tmp_path / "log", path="/healthz")
    yield started
    started.stop()


def test_two_tabs_wait_for_the_build_of_the_server_and_go_on(
    empty: Server, visit: Callable[..., Visit]
) -> None:
    find, coverage = visit("about:blank").page, visit("about:blank").page
    find.goto(f"{empty.url}/?lang=it&area=monaco&need=pharmacy&when=any&at=7.4246,43.7384")
    coverage.goto(f"{empty.url}/coverage?lang=it&area=monaco")
    expect(find.locator("article.ap-card").first).to_be_visible(timeout=BUILT_MS)
    expect(coverage.locator(".st-key-coverage_top h1")).to_be_visible(timeout=BUILT_MS)


@pytest.mark.nightly
def test_two_areas_are_built_at_once(empty: Server, visit: Callable[..., Visit]) -> None:
    first, other, same = (visit("about:blank").page for _ in range(3))
    first.goto(f"{empty.url}/?lang=en&area=monaco")
    for page in (other, same):
        page.goto(f"{empty.url}/?lang=ar&area=neubrandenburg")
    for page in (first, other, same):
        expect(page.locator(".st-key-place_text input")).to_be_visible(timeout=BUILT_MS)

"""The first visit to Coverage with nothing compiled: quick, and never an empty page."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.running_app import DESK, Server, Visit, server_with_register

pytestmark = [pytest.mark.browser, pytest.mark.nightly]

ANSWER_S, WORD_S = 4.0, 0.5


@pytest.fixture
def cold(built_var: Path, tmp_path: Path) -> Iterator[Server]:
    """A server whose compiled code is nowhere yet."""
    started = server_with_register(
        built_var, tmp_path / "var", NUMBA_CACHE_DIR=str(tmp_path / "compiled")
    )
    yield started
    started.stop()


def test_the_first_answer_comes_soon_after_the_server_is_ready(
    cold: Server, visit: Callable[..., Visit]
) -> None:
    seen = visit("about:blank", size=DESK)
    asked = time.monotonic()
    seen.page.goto(f"{cold.url}/coverage?lang=it&area=monaco", wait_until="commit")
    expect(seen.page.get_by_role("status").first).to_be_visible(timeout=WORD_S * 1000)
    said_s = time.monotonic() - asked
    expect(seen.page.locator(".st-key-coverage_top h1")).to_contain_text("persone")
    answered_s = time.monotonic() - asked
    print(f"first word after {said_s:.2f} s, first answer after {answered_s:.2f} s")
    assert answered_s <= ANSWER_S

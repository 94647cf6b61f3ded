"""A server and a browser for every test of the pages."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.find_browser import find
from tests.browser.running_app import DESK, Server, Visit, server_with_register

expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave most of what opens a browser to the landing: it takes two thirds of all time."""
    for item in items:
        if item.get_closest_marker("browser") and not item.get_closest_marker("smoke"):
            item.add_marker(pytest.mark.landing)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    if path is None:
        reason = "no Chromium here: `make browser` installs one, APPRODO_CHROMIUM names one"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        # Every other host is refused by the browser itself: nothing can leave by accident.
        started = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )  # fmt: skip
        yield started
        started.close()


@pytest.fixture(scope="session")
def server(built_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app of a laptop; tests that share it only read."""
    started = server_with_register(built_var, tmp_path_factory.mktemp("server") / "var")
    yield started
    started.stop()


@pytest.fixture(scope="session")
def public_server(built_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app as it serves visitors, who only read."""
    var = tmp_path_factory.mktemp("public") / "var"
    started = server_with_register(built_var, var, APPRODO_PUBLIC="1")
    yield started
    started.stop()


@pytest.fixture(scope="session")
def shared_contexts() -> dict[tuple[object, ...], BrowserContext]:
    """Contexts by size and language, whose caches spare every page the fetching of the last."""
    return {}


@pytest.fixture
def contexts(
    browser: Browser, shared_contexts: dict[tuple[object, ...], BrowserContext]
) -> Iterator[Callable[..., BrowserContext]]:
    """Give a context; one with anything special, as another person's cookies, is the test's own."""
    special_ones: list[BrowserContext] = []

    def give(size: dict[str, int], locale: str, special: dict[str, object]) -> BrowserContext:
        options = {**special}
        alone = bool(options.pop("alone", False)) or bool(options)
        key = (size["width"], size["height"], locale)
        if not alone and key in shared_contexts:
            return shared_contexts[key]
        phone = size["width"] < 600
        context = browser.new_context(
            viewport=size, locale=locale, is_mobile=phone, has_touch=phone,
            reduced_motion="reduce", **options,
        )  # type: ignore[arg-type]  # fmt: skip
        if alone:
            special_ones.append(context)
        else:
            shared_contexts[key] = context
        return context

    yield give
    for context in special_ones:
        context.close()


@pytest.fixture
def visit(
    contexts: Callable[..., BrowserContext], request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[..., Visit]]:
    """Open addresses in fresh browsers, ready to be looked at; a test that fails keeps pictures."""
    opened: list[Visit] = []

    def open_at(
        url: str, *, size: dict[str, int] = DESK, locale: str = "it-IT", **special: object
    ) -> Visit:
        visit = Visit(contexts(size, locale, special).new_page())
        opened.append(visit)
        if url.startswith("http"):
            visit.open(url)
        return visit

    failed_before = request.session.testsfailed
    yield open_at
    for number, visit in enumerate(opened):
        if request.session.testsfailed > failed_before:
            picture = tmp_path / f"failed-{number}.png"
            visit.page.screenshot(path=picture)
            print(f"picture of the failure: {picture}")
        visit.page.close()

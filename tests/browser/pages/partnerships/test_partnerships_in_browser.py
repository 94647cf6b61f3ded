"""Who does what where in a browser: a cell opens its records, a record opens in the register."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from layers.words import LANGUAGES, Words
from tests.browser.pages.test_axe import english_names, violations
from tests.browser.running_app import DESK, Server, Visit, server_with_register, settled

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("partnerships")]

FIND = "/?lang=en&area=monaco&need=job_search&when=2026-11-24T10:00&at=7.4219,43.7344"
HOSTILE = "<img src=x onerror='window.top.ran=1'>"


@pytest.fixture(scope="module")
def kept(built_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An app with a register of its own."""
    started = server_with_register(built_var, tmp_path_factory.mktemp("partnerships") / "var")
    yield started
    started.stop()


def choose_cell(page: Page, row: int, share: float) -> None:
    """Choose a cell of the matrix, which is a picture: by its row and part of the width."""
    settled(page)
    table = page.locator(".st-key-ap_matrix .stDataFrame")
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * share, box["y"] + 35 * (row + 1) + 17)
    settled(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cell_opens_its_records_and_a_record_its_form(
    kept: Server, visit: Callable[..., Visit], language: str
) -> None:
    # Opening the area brings its demonstrations into the register.
    visit(f"{kept.url}{FIND}").page.locator("article.ap-card").first.wait_for()
    words = Words(language)
    seen = visit(f"{kept.url}/partnerships?lang={language}&area=monaco", size=DESK)
    page = seen.page
    page.locator(".st-key-ap_matrix .stDataFrame").wait_for()
    choose_cell(page, 0, 0.5 if language != "ar" else 0.45)
    first = page.locator('[class*="st-key-activity-"]').first
    expect(first).to_be_visible()
    expect(first).to_contain_text(words.say("app.demonstration"))
    assert language == "en" or english_names(page) == []
    assert violations(page) == []
    name = first.locator("a").inner_text()
    first.locator("a").click()
    expect(page.get_by_label(words.say("form.name"), exact=True)).to_have_value(name)
    assert seen.errors == []
    assert seen.foreign == []


def bring_in(visit: Callable[..., Visit], kept: Server, path: Path) -> Visit:
    """Open the table of partnerships and give it a file."""
    seen = visit(f"{kept.url}/partnerships?lang=en&area=monaco", size=DESK)
    page = seen.page
    page.get_by_role("radio", name="Partnerships").or_(
        page.get_by_role("button", name="Partnerships", exact=True)
    ).first.click()
    settled(page)
    page.locator('input[type="file"]').set_input_files(path)
    return seen


def test_a_table_of_partnerships_comes_in_and_its_faults_are_said(
    kept: Server, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    path = tmp_path / "reti.csv"
    path.write_text(f'rete;comuni\n"{HOSTILE}";Como\nSud;Atlantide\n', "utf-8")
    page = bring_in(visit, kept, path).page
    expect(page.locator(".ap-faults")).to_contain_text("Atlantide")
    expect(page.get_by_role("button", name="Replace the table by this file")).to_have_count(0)
    path.write_text(f'rete;comuni\n"{HOSTILE}";Como|Livo (CO)\n', "utf-8")
    seen = bring_in(visit, kept, path)
    page = seen.page
    page.get_by_role("button", name="Replace the table by this file").click()
    expect(page.get_by_text("1 partnership saved.")).to_be_visible()
    assert page.evaluate("window.ran") is None
    assert violations(page) == []
    assert seen.errors == []

"""Somebody says what is wrong; whoever keeps the register looks, confirms, and takes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as NotThere

from data.register.register import Register, open_register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from geo.model import Location, Phone, Provenance, Service
from layers.words import Words
from tests.browser.pages.test_axe import violations
from tests.browser.running_app import DESK, PHONE, Server, Visit, server_with_register, settled
from tests.store.writing import upsert

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("register")]

FIND = "/?lang=en&area=monaco&need=job_search&when=2026-11-24T10:00&at=7.4219,43.7344"
HOSTILE = "<img src=x onerror='window.top.ran=1'>${window.top.ran=1} closed since May"


@pytest.fixture(scope="module")
def kept(built_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One app for all that write: each test has records of its own, and leaves the queue empty."""
    started = server_with_register(built_var, tmp_path_factory.mktemp("register") / "var")
    yield started
    started.stop()


@pytest.fixture
def register(kept: Server) -> Iterator[Register]:
    """The register of that app."""
    opened = open_register(f"sqlite:///{kept.log.with_suffix('') / 'register.sqlite'}")
    yield opened
    opened.close()


def open_new(page: Page) -> None:
    """Open the form of a new service, and wait until it stands: what is clicked before is lost."""
    page.get_by_role("button", name="Nuovo servizio").click()
    page.get_by_label("Per che cosa è?").wait_for()
    settled(page)


def choose_need(page: Page) -> None:
    """Choose a need as a person does: where the page was drawn anew meanwhile, once more."""
    field = page.locator(".st-key-form_needs")
    chosen = field.get_by_text("Permesso di soggiorno").first
    for _ in range(8):
        page.get_by_label("Per che cosa è?").click()
        page.get_by_role("option", name="Permesso di soggiorno e aiuto legale").click()
        try:
            chosen.wait_for(timeout=5_000)
        except NotThere:
            settled(page)
        else:
            break
    page.keyboard.press("Tab")  # Escape would take the choice back where the list has closed
    settled(page)
    expect(field).to_contain_text("Permesso di soggiorno")


def choose_row(page: Page, number: int) -> None:
    """Choose a row of the table, which is a picture: by its place."""
    settled(page)
    table = page.locator(".st-key-ap_register_table .stDataFrame")
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 18, box["y"] + 35 * (number + 1) + 17)
    settled(page)


def test_a_report_reaches_the_queue_and_is_put_away(
    kept: Server, visit: Callable[..., Visit]
) -> None:
    person = visit(f"{kept.url}{FIND}", size=PHONE)
    person.page.locator('[class*="st-key-way-"] button').first.click()
    person.page.get_by_text("Is something wrong?").click()
    person.page.get_by_label("What is wrong?").fill(HOSTILE)
    person.page.get_by_role("button", name="Send").click()
    expect(person.page.get_by_text("A person will read it")).to_be_visible()

    keeper = visit(f"{kept.url}/register?lang=en", size=DESK)
    expect(keeper.page.get_by_role("heading", name="1 thing to look at")).to_be_visible()
    expect(keeper.page.locator("blockquote")).to_have_text(HOSTILE)
    keeper.page.get_by_role("button", name="Put away").click()
    expect(keeper.page.get_by_role("heading", name="0 things to look at")).to_be_visible()
    for seen in (person, keeper):
        assert seen.page.evaluate("window.ran") is None
        assert seen.foreign == []
        assert seen.errors == []


@pytest.mark.smoke
def test_records_are_confirmed_and_the_change_taken_back(
    kept: Server, visit: Callable[..., Visit]
) -> None:
    # Opening the area brings its demonstrations into the register.
    visit(f"{kept.url}{FIND}").page.locator("article.ap-card").first.wait_for()
    keeper = visit(f"{kept.url}/register?lang=en", size=PHONE)
    keeper.page.get_by_label("Search by name").fill("guichet emploi horizon")
    keeper.page.get_by_label("Search by name").press("Enter")
    expect(keeper.page.get_by_text("1 record Choose")).to_be_visible()
    choose_row(keeper.page, 0)
    expect(keeper.page.locator(".st-key-ap_record .ap-record")).to_contain_text("Horizon")
    keeper.page.get_by_role("button", name="Do it for 1 record").click()
    expect(keeper.page.get_by_text("1 record changed.")).to_be_visible()
    keeper.page.get_by_text("History", exact=True).click()
    expect(keeper.page.locator(".ap-changes").first).to_contain_text("checked on")
    keeper.page.get_by_role("button", name="Take all of it back").first.click()
    expect(keeper.page.get_by_text("1 record as it was before.")).to_be_visible()
    assert violations(keeper.page) == []
    assert keeper.errors == []


@pytest.mark.parametrize(
    ("size", "name"), [(DESK, "Sportello del Ponte"), (PHONE, "Consulta dei Mestieri")],
    ids=["desk", "phone"],
)  # fmt: skip
def test_a_new_service_is_entered_letter_by_letter_and_found(
    kept: Server, visit: Callable[..., Visit], size: dict[str, int], name: str
) -> None:
    keeper = visit(f"{kept.url}/register?lang=it&area=monaco", size=size, locale="it-IT")
    page = keeper.page
    button = page.get_by_role("button", name="Nuovo servizio")
    button.wait_for()
    open_new(page)
    choose_need(page)
    for label, text in (
        ("Come si chiama?", name),
        ("Chi lo offre?", "Il Ponte"),
        ("Dove?", "Rue Grimaldi 10"),
        ("Quando è aperto?", "lun-ven 9-13"),
        ("Telefono", "+377 000 00 00"),
    ):
        # As a person types: letter by letter.
        page.get_by_label(label, exact=True).press_sequentially(text, delay=15)
        page.keyboard.press("Tab")
    expect(page.locator(".ap-hours").first).to_contain_text("09:00")
    assert violations(page) == []
    page.get_by_role("button", name="Pubblica").click()
    expect(page.get_by_text("Pubblicata")).to_be_visible()
    search = "lang=it&area=monaco&need=permit_help&when=2026-11-24T10:00&at=7.4219,43.7344"
    person = visit(f"{kept.url}/?{search}", size=size)
    card = person.page.locator("article.ap-card", has_text=name)
    expect(card).to_be_visible()
    expect(card).to_contain_text("Aperto fino alle 13:00")
    assert keeper.errors == person.errors == []


def test_two_edits_of_one_record_are_brought_together(
    kept: Server, register: Register, visit: Callable[..., Visit]
) -> None:
    visit(f"{kept.url}{FIND}").page.locator("article.ap-card").first.wait_for()
    session = RegisterSession(register, LOCAL, datetime.now(UTC))
    own = register.services(area="monaco")[0].id
    record = session.records.get(own)
    for name, more in (("Uno", {"url": "https://one.example"}), ("Due", {"email": "d@a.example"})):
        fields = {**record.service.content, "name": name, **more}
        session.proposals.propose({"service": {own: fields}}, record.base, submit=True)
    page = visit(f"{kept.url}/register?lang=en").page
    page.get_by_role("button", name="Publish", exact=True).first.click()
    expect(page.get_by_role("heading", name="1 thing to look at")).to_be_visible()
    settled(page)  # the button of the change that is published goes last
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Somebody else changed this record")).to_be_visible()
    page.get_by_text("Proposed: Due").click()
    page.get_by_role("button", name="Merge and publish").click()
    expect(page.get_by_role("heading", name="0 things to look at")).to_be_visible()
    now = session.records.get(own).service.content
    assert (now["name"], now["url"], now["email"]) == ("Due", "https://one.example", "d@a.example")


def test_whoever_only_visits_sees_no_register(
    public_server: Server, visit: Callable[..., Visit]
) -> None:
    seen = visit(f"{public_server.url}{FIND}")
    seen.page.locator("article.ap-card").first.wait_for()
    expect(seen.page.get_by_role("link", name="Register")).to_have_count(0)
    asked = visit(f"{public_server.url}/register?lang=en")
    asked.page.locator("article, .ap-card, h1, .stAlert").first.wait_for()
    expect(asked.page.get_by_role("button", name="Still correct")).to_have_count(0)


def test_a_place_is_put_on_the_map_and_a_fund_is_reported(
    kept: Server, register: Register, visit: Callable[..., Visit]
) -> None:
    """By a click, where there is no address; and again by coordinates."""
    keeper = visit(f"{kept.url}/register?lang=it&area=monaco", locale="it-IT")
    page = keeper.page
    open_new(page)
    choose_need(page)
    page.get_by_label("Come si chiama?", exact=True).fill("Banco del molo")
    page.keyboard.press("Tab")
    page.get_by_text("Metti il punto sulla mappa").click()
    keeper.map.locator(".leaflet-container").click(position={"x": 200, "y": 150})
    expect(page.get_by_text("Il punto è a 43.7")).to_be_visible()
    page.get_by_label("Oppure scrivi latitudine e longitudine").fill("43.7301, 7.4202")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Il punto è a 43.73010, 7.42020")).to_be_visible()
    page.get_by_text("Altro: chi può venire, sito, descrizione").click()
    page.get_by_label("Con quali soldi vive?").fill("FAMI")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Importo in euro")).to_be_visible()
    page.get_by_role("button", name="Pubblica").click()
    expect(page.get_by_text("Pubblicata")).to_be_visible()
    assert keeper.foreign == []
    assert keeper.errors == []
    (found,) = [s for s in register.services() if s.name == "Banco del molo"]
    assert (found.location.lon, found.location.lat) == (7.4202, 43.7301)
    assert [fund.name for fund in found.funds] == ["FAMI"]


ROWS = """name,needs,address,city,lat,lon
Doposcuola {size},after_school,Rue Grimaldi {size},Monaco,43.7331,7.4177
<img src=x onerror='window.top.ran=1'>{size},moon,"=HYPERLINK(""http://evil.example"")",Monaco,43.73,7.42
"""


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_table_is_seen_row_by_row_before_it_comes_in(
    kept: Server, visit: Callable[..., Visit], size: dict[str, int]
) -> None:
    keeper = visit(f"{kept.url}/register?lang=it&area=monaco", size=size, locale="it-IT")
    page = keeper.page
    page.get_by_text("Importa", exact=True).click()
    page.get_by_label("Di chi sono i dati?").fill("Rete di prova")
    page.keyboard.press("Tab")
    rows = ROWS.format(size=size["width"])
    page.locator('input[type="file"]').set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    expect(page.get_by_text("1 riga da importare")).to_be_visible()
    expect(page.get_by_text("moon").first).to_be_visible()
    found = page.locator(".ap-table").last.locator("tbody tr")
    expect(found).to_have_count(2)
    expect(found.nth(0)).to_contain_text("entra")
    expect(found.nth(1)).to_contain_text("resta fuori")
    expect(found.nth(1)).to_contain_text("<img src=x")
    assert violations(page) == []
    page.get_by_role("button", name="Importa solo le righe giuste").click()
    expect(page.get_by_text("2 nuovi")).to_be_visible()
    assert page.evaluate("window.ran") is None
    assert keeper.foreign == []
    assert keeper.errors == []


def test_a_heading_is_matched_by_hand_and_the_match_is_kept(
    kept: Server, register: Register, visit: Callable[..., Visit]
) -> None:
    rows = "Servizio,Ente che lo dà,Via\nCorso di italiano,Scuola del molo,Quai Antoine 3\n"
    for round_of in (1, 2):
        keeper = visit(f"{kept.url}/register?lang=it&area=monaco", locale="it-IT")
        page = keeper.page
        page.get_by_text("Importa", exact=True).click()
        page.get_by_label("Di chi sono i dati?").fill("Rete dei moli")
        page.keyboard.press("Tab")
        page.locator('input[type="file"]').set_input_files(
            {"name": "moli.csv", "mimeType": "text/csv", "buffer": rows.encode()}
        )
        if round_of == 1:
            for heading, column in (
                ("Servizio", "Bisogni"),
                ("Ente che lo dà", "Nome del servizio"),
            ):
                field = page.get_by_label(heading, exact=True)
                expect(field).to_be_visible()
                settled(page)  # what is clicked while the page is drawn is lost
                field.click()
                page.get_by_role("option", name=column, exact=True).click()
                settled(page)
        expect(page.get_by_text("1 riga da importare")).to_be_visible()
        if round_of == 1:
            assert violations(page) == []
            page.get_by_role("button", name=Words("it").say("import.all_rows")).click()
            expect(page.get_by_text("nuov").first).to_be_visible()
    (found,) = (s for s in register.services() if s.name == "Scuola del molo")
    assert found.needs == ("italian_course",)


def test_twins_are_merged_and_parted_again_and_the_worklist_confirms(
    kept: Server, register: Register, visit: Callable[..., Visit]
) -> None:
    place = Location("torre-place", 7.4202, 43.7301)
    provenance = Provenance("Rete", "CC0-1.0")
    twins = [
        Service(f"torre-{name}", name, ("permit_help",), replace(place, id=f"place-{name}"),
                provenance, phones=(Phone("0461 123456"),))
        for name in ("Sportello Torre", "Sportelo Torre")
    ]  # fmt: skip
    upsert(register, twins, area="monaco", by="test", at=datetime.now(UTC))
    keeper = visit(f"{kept.url}/register?lang=it&area=monaco", locale="it-IT")
    page = keeper.page
    page.get_by_text("Doppioni", exact=True).click()
    pair = page.locator('[class*="st-key-pair-"]', has_text="Sportelo Torre")
    expect(pair).to_contain_text("telefono: simile")
    expect(page.get_by_text("Seconda scheda:").last).to_be_visible()  # words come after their marks
    settled(page)
    assert violations(page) == []
    pair.get_by_role("button", name="È la stessa").click()
    expect(page.get_by_text("Già deciso")).to_be_visible()
    expect(pair).to_have_count(0)
    names = sorted(s.name for s in register.services() if "Torre" in s.name)
    assert len(names) == 1
    page.get_by_role("button", name="Annulla").first.click()
    expect(pair).to_be_visible()
    assert sum("Torre" in s.name for s in register.services()) == 2

    page.get_by_text("Da fare prima", exact=True).click()
    task = page.locator('[class*="st-key-task-"]').first
    expect(task.get_by_text("Contano su questo servizio")).to_be_visible()
    assert violations(page) == []
    name = task.locator("strong").inner_text()
    task.get_by_role("button", name="È ancora giusta").click()
    expect(page.locator('[class*="st-key-task-"] strong').first).not_to_have_text(name)
    today = datetime.now(UTC).date()
    named = [s for s in register.services() if (s.names.get("it") or s.name) == name]
    assert [s.provenance.assured_on for s in named] == [today]
    assert keeper.foreign == []
    assert keeper.errors == []

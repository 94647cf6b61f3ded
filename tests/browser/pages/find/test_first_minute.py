"""The first minute of a person with a telephone, by touch, in three languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from layers.words import Words
from tests.browser.pages.find.tasks import STREET, TASKS
from tests.browser.running_app import PHONE, Server, Visit, settled

Open = Callable[..., Visit]
SMALL = """() => [...document.querySelectorAll(
    '.stApp button, .stApp summary, .stApp input[type=text], .stApp .ap-bar a, .stApp .ap-brief a')]
  .filter((node) => node.checkVisibility({visibilityProperty: true}) && node.offsetHeight)
  .filter((node) => !node.closest('[data-testid="stTooltipHoverTarget"]'))
  .map((node) => [node.textContent || node.getAttribute('aria-label'),
    (node.closest('[role=group], [data-testid=stTextInputRootElement]') || node)
      .getBoundingClientRect().height])
  .filter(([, height]) => height < 44)"""


def type_into(page: Page, key: str, text: str) -> None:
    page.locator(f".st-key-{key} input").tap()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    settled(page)


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in TASKS.items() for text in texts]
)
def test_a_word_and_a_place_lead_to_where_when_and_what_to_bring(
    server: Server, visit: Open, language: str, text: str
) -> None:
    """Two taps and what is typed; the third shows the way, drawn where it can be seen."""
    words = Words(language)
    page = visit(f"{server.url}/?lang={language}", size=PHONE).page
    type_into(page, "need_text", text)
    type_into(page, "place_text", STREET)
    first = page.locator(".ap-brief li").first
    expect(first).to_be_in_viewport(ratio=1)
    expect(first.locator(".ap-brief__way")).not_to_be_empty()
    expect(first.locator(".ap-brief__state").first).not_to_be_empty()
    page.get_by_role("button", name=words.say("find.show_way")).first.tap()
    settled(page)
    expect(page.locator('iframe[src*="streamlit_folium"]')).to_be_in_viewport(ratio=0.9)
    expect(page.locator(".ap-card--chosen")).to_be_in_viewport()


@pytest.mark.parametrize("language", ["it", "ar"])
def test_the_question_comes_first_and_every_target_can_be_touched(
    server: Server, visit: Open, language: str
) -> None:
    words = Words(language)
    page = visit(f"{server.url}/?lang={language}", size=PHONE).page
    for need in ("food_and_goods", "orientation"):
        expect(page.locator(f".st-key-common_{need} button")).to_be_in_viewport(ratio=1)
    expect(page.get_by_label(words.say("find.place"), exact=True)).to_be_in_viewport(ratio=0.95)
    expect(page.get_by_role("link", name=words.say("nav.coverage"))).not_to_be_visible()
    assert page.evaluate(SMALL) == []
    page.get_by_role("button", name=words.say("app.menu"), exact=True).tap()
    expect(page.get_by_role("link", name=words.say("nav.coverage"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_pictogram_chooses_and_the_field_of_a_list_opens_by_touch(
    server: Server, visit: Open
) -> None:
    page = visit(f"{server.url}/?lang=it", size=PHONE).page
    page.locator(".st-key-common_night_shelter button").tap()
    expect(page.locator(".ap-chosen")).to_contain_text("Un letto per stanotte")
    page.locator(".st-key-area_choice input").tap()
    expect(page.get_by_role("option", name="Neubrandenburg")).to_be_visible()


def test_the_bar_at_the_bottom_leads_to_map_and_list_and_covers_nothing(
    server: Server, visit: Open
) -> None:
    page = visit(f"{server.url}/?lang=it", size=PHONE).page
    type_into(page, "need_text", "farmacia")
    type_into(page, "place_text", STREET)
    page.get_by_role("link", name="Elenco", exact=True).tap()
    expect(page.locator("article.ap-card").first).to_be_in_viewport(ratio=0.9)
    page.get_by_role("link", name="Mappa", exact=True).tap()
    expect(page.locator('iframe[src*="streamlit_folium"]')).to_be_in_viewport(ratio=0.9)
    page.keyboard.press("End")
    page.mouse.wheel(0, 20_000)
    last = page.locator(".st-key-find_results button").last
    expect(last).to_be_in_viewport(ratio=1)
    bar, end = page.locator(".ap-bar").bounding_box(), last.bounding_box()
    assert bar is not None
    assert end is not None
    assert end["y"] + end["height"] <= bar["y"] + 1


def test_lists_stand_from_the_right_in_arabic(server: Server, visit: Open) -> None:
    page = visit(f"{server.url}/?lang=ar&need=pharmacy", size=PHONE).page
    page.locator(".st-key-find_more summary").tap()
    expect(page.locator(".st-key-languages input")).to_be_visible()
    settled(page)  # what lies under the finger has stopped moving
    page.locator(".st-key-languages input").tap()
    option = page.get_by_role("option", name=Words("ar").say("widget.select_all"))
    expect(option).to_be_visible()
    for style, value in (("direction", "rtl"), ("text-align", "right")):
        expect(option).to_have_css(style, value)


@pytest.mark.parametrize("path", ["", "coverage"])
@pytest.mark.parametrize("language", ["it", "ar"])
def test_layers_legend_and_credits_of_the_map_are_apart(
    server: Server, visit: Open, language: str, path: str
) -> None:
    seen = visit(f"{server.url}/{path}?lang={language}&area=monaco", size=PHONE)
    credit = seen.map.locator(".leaflet-control-attribution")
    expect(credit).to_contain_text("OpenStreetMap")
    over = seen.map.locator(".ap-layers, .ap-legend")
    expect(over).to_have_count(2 if path else 1)
    expect(over.first).to_be_visible()
    below = credit.bounding_box()
    assert below is not None
    for legend in over.all():
        box = legend.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= below["y"]

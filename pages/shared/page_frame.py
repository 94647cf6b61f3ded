"""Language, style and the bar at the top of every page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from data.areas.load import list_areas
from data.catalog.areas import bundled_area
from data.catalog.tables import load_help_numbers, load_languages
from data.settings import exit_url
from layers.text.bidi import bdi
from layers.text.escaping import esc
from layers.words import LANGUAGES, Words
from pages.shared.opened_area import known_areas, wanted_area
from pages.shared.session import (
    AREA,
    AREA_CHOICE,
    CARD_LANGUAGE,
    LANGUAGE,
    LANGUAGE_CHOICE,
    PERSON_LANGUAGE,
    Key,
    current_language,
    current_person_language,
    current_search,
    forget_everything,
    put_choices_into_other_words,
)

STYLESHEET = Path(__file__).parents[2] / "web" / "assets" / "approdo.css"


def choose_language() -> Words:
    """Return the words of this session's language and keep it in the address."""
    language = current_language()
    LANGUAGE.set(language)
    return Words(language)


def choose_person_language() -> Words:
    """Return the words of the person whom the plan is for, and keep their language."""
    language = current_person_language()
    if st.query_params.get("lang") == language:
        PERSON_LANGUAGE.set(language)
    if language in LANGUAGES:
        LANGUAGE.set(language)
    return Words(language)


def change_language(language: str, words: Words, kept_in: Key[str]) -> None:
    """Go on in another language than that of `words`; a card that was in it follows."""
    put_choices_into_other_words()
    if CARD_LANGUAGE.get() == words.language:
        CARD_LANGUAGE.set(language)
    st.query_params["lang"] = language
    kept_in.set(language)


def put_on_style(words: Words) -> None:
    """Load the stylesheet and say the browser language and direction."""
    st.html(STYLESHEET)
    st.html(
        "<script>document.documentElement.lang = "
        f"'{words.language}'; document.documentElement.dir = '{words.direction}';</script>",
        unsafe_allow_javascript=True,
    )


def show_header(
    words: Words,
    pages: list[StreamlitPage],
    more: list[StreamlitPage],
    *,
    exits: bool,
    languages: Sequence[str] = LANGUAGES,
) -> None:
    """Show name, pages, area, language, help now and, where `exits`, the quick exit.

    `more` are pages that stand folded beside the others.

    A telephone has the pages in a menu, so that the question comes first, and help in the bar at
    the bottom; the stylesheet shows one of the two.
    """
    if exits:
        st.html(_exit_link(words, "app.exit.skip", "ap-exit ap-skip"))
    with st.container(key="ap_header"):
        brand, links, area, language, menu, help_now = st.columns(6, vertical_alignment="center")
        with brand:
            st.html(
                f'<div class="ap-brand"><strong>{esc(words.say("app.name"))}</strong>'
                f"<span>{esc(words.say('app.tagline'))}</span></div>"
            )
        with links, st.container(horizontal=True, key="ap_nav"):
            for page in pages:
                st.page_link(page)
            if more:
                with st.popover(words.say("app.more")), st.container(key="ap_more"):
                    for page in more:
                        st.page_link(page)
        with area:
            _area_choice(words)
        with language:
            _language_choice(words, languages)
        if pages:
            with menu, st.popover(words.say("app.menu")), st.container(key="ap_menu"):
                for page in (*pages, *more):
                    st.page_link(page)
        with help_now, st.container(horizontal=True, key="ap_now"):
            show_help_now(words, exits=exits)
            if exits:
                _show_exit(words)


def show_help_now(words: Words, *, exits: bool) -> None:
    """Show the numbers to call at once, for the country of the area; how to leave, too."""
    with st.popover(words.say("app.help_now"), width="stretch"), st.container(key="ap_help"):
        show_help_numbers(words)
        for key in ("app.exit.how", "app.exit.remains") if exits else ():
            st.html(f'<p class="ap-note">{esc(words.say(key))}</p>')


def show_help_numbers(words: Words) -> None:
    """Show the numbers for help now, each a tap to call."""
    country = _country()
    for number in load_help_numbers():
        if country in number.countries:
            dialled = esc(f"tel:{number.number.replace(' ', '')}")
            st.html(
                f'<a class="ap-call" href="{dialled}">'
                f"<span>{esc(words.say(f'help.{number.id}'))}</span>"
                f"<strong>{bdi(number.number, direction='ltr')}</strong></a>"
            )


def _show_exit(words: Words) -> None:
    """Show the quick exit, with what it presses to clear the session (web/assets)."""
    st.html(_exit_link(words, "app.exit", "ap-exit"))
    st.button(words.say("app.exit.forget"), key="ap_forget", on_click=forget_everything)


def _exit_link(words: Words, key: str, style: str) -> str:
    return (
        f'<a class="{style}" href="{esc(exit_url())}" rel="noreferrer"'
        f' title="{esc(words.say("app.exit.how"))}">{esc(words.say(key))}</a>'
    )


def _country() -> str:
    """Return the country of the area that is shown; Italy's where it cannot be given."""
    area_id = wanted_area()
    sample = bundled_area(area_id)
    if sample is not None:
        return sample.country
    return next((m.country for m in list_areas() if m.id == area_id), "IT")


def _area_choice(words: Words) -> None:
    areas = known_areas(words.language)
    ids = list(areas)
    wanted = wanted_area()

    def change() -> None:
        AREA.set(AREA_CHOICE.value)
        st.query_params["area"] = AREA_CHOICE.value
        search = current_search()
        search.lon = search.lat = None
        search.place = search.chosen = search.goal = search.opened = ""

    st.selectbox(
        words.say("app.area"),
        ids,
        index=ids.index(wanted) if wanted in ids else 0,
        format_func=lambda area_id: areas[area_id],
        key=AREA_CHOICE.name,
        on_change=change,
        label_visibility="collapsed",
    )


def _language_choice(words: Words, languages: Sequence[str]) -> None:
    names = {language.short: language.name for language in load_languages()}

    def change() -> None:
        kept_in = LANGUAGE if languages == LANGUAGES else PERSON_LANGUAGE
        change_language(LANGUAGE_CHOICE.value, words, kept_in)

    st.selectbox(
        words.say("app.language"),
        languages,
        index=languages.index(words.language),
        format_func=lambda language: names[language],
        key=LANGUAGE_CHOICE.name,
        on_change=change,
        label_visibility="collapsed",
    )

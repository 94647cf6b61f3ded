"""The card of a plan: prepared on demand, then offered to download."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from answers.opened_area import OpenArea
from answers.plan import PlanAnswer, near_addresses
from answers.plan_card import plan_card
from data.catalog.tables import load_languages
from layers.plan.calendar_file import plan_calendar
from layers.plan.card import card_pdf
from layers.plan.message import plan_message
from layers.words import PERSON_LANGUAGES, Words
from pages.shared.plan_link import link_of
from pages.shared.session import CARD_LANGUAGE, CARD_MADE, PERSON_LANGUAGE


def show_card(opened: OpenArea, answer: PlanAnswer, words: Words) -> None:
    """Offer to prepare the card of a plan; once it is, offer it as a file."""
    if not answer.plan.trips:
        return
    with st.container(key="ap_plan_card"):
        large = st.toggle(words.say("plan.card.large"), key="plan_card_large")
        coded = st.toggle(words.say("plan.card.coded"), value=True, key="plan_card_coded")
        spoken = _ask_language(words)
        asked = (answer.plan, spoken.language, large, coded)
        if st.button(words.say("plan.card.make"), key="plan_card_make", width="stretch"):
            today = datetime.now(ZoneInfo(opened.area.calendar.time_zone)).date()
            with st.spinner(words.say("app.loading")):
                link = link_of(opened, answer, spoken) if coded else ""
                card = plan_card(opened, answer, spoken, today=today, large=large, link=link)
                CARD_MADE.set((asked, card_pdf(card, spoken)))
        made = CARD_MADE.get()
        if made and made[0] == asked:
            st.download_button(
                words.say("plan.card.download"),
                made[1],
                file_name="approdo-plan.pdf",
                mime="application/pdf",
                key="plan_card_download",
                type="primary",
                width="stretch",
                on_click="ignore",
            )
        _show_message(opened, answer, words, spoken)


def _ask_language(words: Words) -> Words:
    """Ask for the language of card, message and calendar: that of the person, at first."""
    names = {language.short: language.name for language in load_languages()}
    language = st.selectbox(
        words.say("plan.card.language"),
        PERSON_LANGUAGES,
        index=PERSON_LANGUAGES.index(PERSON_LANGUAGE.get(words.language)),
        format_func=lambda language: names[language],
        key=CARD_LANGUAGE.name,
    )
    return Words(language)


def _show_message(opened: OpenArea, answer: PlanAnswer, words: Words, spoken: Words) -> None:
    """Show the plan in the person's language: a text to copy, and a file for a calendar."""
    calendar = opened.area.calendar
    with st.expander(words.say("plan.message"), key="plan_message"):
        near = near_addresses(opened, answer.plan)
        message = plan_message(answer.plan, spoken, calendar=calendar, near=near)
        st.code(message, language=None, wrap_lines=True)
        st.download_button(
            words.say("plan.calendar"),
            plan_calendar(
                answer.plan, spoken, calendar=calendar, near=near, made_at=datetime.now(UTC)
            ),
            file_name="approdo-plan.ics",
            mime="text/calendar",
            key="plan_calendar",
            on_click="ignore",
        )

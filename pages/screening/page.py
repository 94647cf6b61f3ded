"""Screening: one question a screen, each skippable, nothing kept; then the plan.

For a person alone on a phone, and for an operator beside them.
"""

from __future__ import annotations

import streamlit as st

from answers.opened_area import OpenArea
from layers.text.escaping import esc
from layers.words import MACHINE_MADE, Words
from pages.screening.result import show_result
from pages.screening.screens import SCREENS, Asked, is_answered
from pages.shared.opened_area import current_area
from pages.shared.page_frame import choose_person_language
from pages.shared.session import (
    AREA,
    LANGUAGE,
    PAGES,
    SCREEN,
    UNSAFE,
    PlanDraft,
    Search,
    current_plan,
    current_search,
    forget_everything,
)

RESULT = "result"
ORDER = (*SCREENS, RESULT)


def screen_person() -> None:
    """Show the screen at which the person is."""
    words = choose_person_language()
    opened = current_area(words)
    search, draft = current_search(), current_plan()
    screen = SCREEN.get(ORDER[0])
    with st.container(key="ap_screening"):
        if screen == RESULT:
            show_result(opened, search, draft, words)
            _show_ends(words)
        else:
            _ask(screen, opened, search, draft, words)
        with st.container(key="ap_screening_foot"):
            for key in ("screening.private", *_machine_made(words)):
                st.html(f'<p class="ap-note">{esc(words.say(key))}</p>')
            if PAGES.is_set:
                st.page_link(PAGES.value["find"], label=words.say("screening.all"))


def _machine_made(words: Words) -> tuple[str, ...]:
    return ("app.machine_made",) if words.language in MACHINE_MADE else ()


def _ask(screen: str, opened: OpenArea, search: Search, draft: PlanDraft, words: Words) -> None:
    number = ORDER.index(screen)
    progress = words.say("screening.progress", number=number + 1, count=len(SCREENS))
    question = esc(words.say(f"screening.{screen}"))
    st.html(
        f'<p class="ap-note">{esc(progress)}</p>'
        f'<h1 class="ap-question" tabindex="-1" data-ap-focus="{screen}">{question}</h1>'
    )
    hint = f"screening.{screen}.hint"
    if words.has(hint):
        st.html(f"<p>{esc(words.say(hint))}</p>")
    SCREENS[screen](Asked(opened, search, draft, words, lambda: _go(number + 1)))
    _show_steps(number, answered=is_answered(screen, search, draft), words=words)


def _show_steps(number: int, *, answered: bool, words: Words) -> None:
    """Show the ways on and back; a question without an answer is skipped."""
    with st.container(key="ap_screening_steps"):
        st.button(
            words.say("screening.next" if answered else "screening.skip"),
            key=f"screening_next_{number}",
            type="primary" if answered else "secondary",
            on_click=_go,
            args=(number + 1,),
            width="stretch",
        )
        if number:
            st.button(
                words.say("screening.back"),
                key=f"screening_back_{number}",
                type="tertiary",
                on_click=_go,
                args=(number - 1,),
                width="stretch",
            )


def _show_ends(words: Words) -> None:
    with st.container(key="ap_screening_steps"):
        st.button(
            words.say("screening.change"),
            key="screening_change",
            on_click=_go,
            args=(0,),
            width="stretch",
        )
        st.button(
            words.say("screening.again"),
            key="screening_again",
            type="tertiary",
            on_click=_begin_again,
            width="stretch",
        )


def _go(number: int) -> None:
    """Go to a screen. What was answered about safety is forgotten with its screen."""
    UNSAFE.forget()
    SCREEN.set(ORDER[number])


def _begin_again() -> None:
    """Forget every answer, and the plan with its card: the next person sits down."""
    forget_everything(but=(AREA, LANGUAGE))
    _go(0)

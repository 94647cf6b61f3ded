"""The screens: each shows the ways to answer one question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import streamlit as st

from answers.opened_area import OpenArea
from data.catalog.tables import load_documents, load_languages
from geo.model import Sex
from layers.text.escaping import esc
from layers.words import PERSON_LANGUAGES, Words
from pages.shared.page_frame import change_language, show_help_numbers
from pages.shared.place_question import ask_place
from pages.shared.plan_draft import HOURS
from pages.shared.plan_needs import ask_needs
from pages.shared.session import (
    PERSON_LANGUAGE,
    UNSAFE,
    PlanDraft,
    Search,
)

NO_DOCUMENT = "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a screen needs: where its answer goes, and `go_on` to the next one."""

    opened: OpenArea
    search: Search
    draft: PlanDraft
    words: Words
    go_on: Callable[[], None]


def _ask_language(asked: Asked) -> None:
    names = {one.short: one for one in load_languages() if one.short in PERSON_LANGUAGES}

    def choose(language: str) -> None:
        change_language(language, asked.words, PERSON_LANGUAGE)
        found = asked.search.situation
        spoken = found.languages | {names[language].code}
        asked.search.situation = replace(found, languages=spoken)
        asked.go_on()

    offered = {one: names[one].name for one in PERSON_LANGUAGES}
    _choices(offered, choose, "language", chosen=PERSON_LANGUAGE.get(""))


def _ask_spoken(asked: Asked) -> None:
    names = {language.code: language.name for language in load_languages()}
    found = asked.search.situation
    spoken = st.pills(
        asked.words.say("find.languages"),
        list(names),
        selection_mode="multi",
        default=sorted(found.languages & names.keys()),
        format_func=lambda code: names[code],
        key="screening_spoken",
        label_visibility="collapsed",
    )
    asked.search.situation = replace(found, languages=frozenset(spoken))


def _ask_where(asked: Asked) -> None:
    ask_place(asked.opened, asked.search, asked.words, alone=True)


def _ask_for(asked: Asked) -> None:
    ask_needs(asked.draft, asked.words, alone=True)


def _ask_children(asked: Asked) -> None:
    def choose(answer: str) -> None:
        found = asked.search.situation
        asked.search.situation = replace(found, with_children=answer == "yes")
        asked.go_on()

    answer = {None: "", True: "yes", False: "no"}[asked.search.situation.with_children]
    _choices(_yes_or_no(asked.words), choose, "children", chosen=answer)


def _ask_age(asked: Asked) -> None:
    found = asked.search.situation
    age = st.number_input(
        asked.words.say("find.age"),
        0,
        120,
        value=found.age,
        step=1,
        placeholder="–",
        key="screening_age",
        label_visibility="collapsed",
    )
    asked.search.situation = replace(found, age=age)


def _ask_sex(asked: Asked) -> None:
    def choose(answer: str) -> None:
        asked.search.situation = replace(asked.search.situation, sex=Sex(answer))
        asked.go_on()

    names = {sex.value: asked.words.say(f"find.sex.{sex}") for sex in Sex}
    _choices(names, choose, "sex", chosen=asked.search.situation.sex or "")


def _ask_documents(asked: Asked) -> None:
    found = asked.search.situation
    words = asked.words
    names = {NO_DOCUMENT: words.say("find.documents.none_held")}
    names |= {document: words.choice("document", document) for document in load_documents()}
    none_held = [NO_DOCUMENT] if found.documents is not None else []
    held = st.pills(
        words.say("find.documents"),
        list(names),
        selection_mode="multi",
        default=sorted(found.documents or ()) or none_held,
        format_func=lambda name: names[name],
        key="screening_documents",
        label_visibility="collapsed",
    )
    documents = frozenset(held) - {NO_DOCUMENT} if held else None
    asked.search.situation = replace(found, documents=documents)


def _ask_safety(asked: Asked) -> None:
    """Ask whether a person is safe; the answer lives as long as its screen."""

    def choose(answer: str) -> None:
        if answer == "yes":
            asked.go_on()
        else:
            UNSAFE.set(True)

    answer = "no" if UNSAFE.is_set else ""
    _choices(_yes_or_no(asked.words), choose, "safety", chosen=answer)
    if UNSAFE.is_set:
        with st.container(key="ap_screening_call"):
            st.html(f'<p role="status">{esc(asked.words.say("screening.safety.call"))}</p>')
            show_help_numbers(asked.words)


def _ask_hours(asked: Asked) -> None:
    def choose(name: str) -> None:
        asked.draft.hours = name
        asked.go_on()

    names = {name: asked.words.say(f"plan.hours.{name}") for name in HOURS if name != "own"}
    chosen = asked.draft.hours if asked.draft.hours != "any" else ""
    _choices(names, choose, "hours", chosen=chosen)


def _yes_or_no(words: Words) -> dict[str, str]:
    return {answer: words.say(f"screening.{answer}") for answer in ("yes", "no")}


def _choices(
    names: Mapping[str, str], choose: Callable[[str], None], screen: str, *, chosen: str
) -> None:
    """Show answers of which one is chosen, each a button; empty: none is yet."""
    with st.container(key="ap_choices"):
        for value, name in names.items():
            st.button(
                f"✓ {name}" if value == chosen else name,
                key=f"screening_{screen}_{value}",
                on_click=choose,
                args=(value,),
                width="stretch",
            )


SCREENS: Mapping[str, Callable[[Asked], None]] = {
    "language": _ask_language,
    "spoken": _ask_spoken,
    "place": _ask_where,
    "needs": _ask_for,
    "children": _ask_children,
    "age": _ask_age,
    "sex": _ask_sex,
    "documents": _ask_documents,
    "safety": _ask_safety,
    "hours": _ask_hours,
}
"""In the order in which they are asked."""


def is_answered(screen: str, search: Search, draft: PlanDraft) -> bool:
    """Return whether the session holds an answer to the question of a screen."""
    situation = search.situation
    return {
        "language": PERSON_LANGUAGE.is_set,
        "spoken": bool(situation.languages),
        "place": search.has_place,
        "needs": bool(draft.needs),
        "children": situation.with_children is not None,
        "age": situation.age is not None,
        "sex": situation.sex is not None,
        "documents": situation.documents is not None,
        "safety": UNSAFE.is_set,
        "hours": draft.hours != "any",
    }[screen]

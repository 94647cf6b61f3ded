"""What waits for people at work, each one click from what mends it."""

from __future__ import annotations

import streamlit as st

from answers.opened_area import OpenArea
from answers.today import Today, today_of
from data.register.roles import Action
from data.register.session import RegisterSession
from geo.errors import BadInput
from layers.sentences import marked, name_in
from layers.text.escaping import esc
from layers.today.lines import change_line, expiring_line, waiting_line
from layers.words import Words
from pages.shared.area_study import first_need, people_depending
from pages.shared.log_in import may_enter
from pages.shared.opened_area import current_area
from pages.shared.page_frame import choose_language
from pages.shared.register_session import activity_index, current_session
from pages.shared.session import PAGES, PARTNERSHIP_SECTION, REGISTER_VIEW
from pages.shared.worklist_task import show_task

EXPIRING_SHOWN = 6


def show_today() -> None:
    """Show what waits to whoever works with the register."""
    words = choose_language()
    session = current_session()
    with st.container(key="ap_today"):
        st.html(f"<h1>{esc(words.say('today.title'))}</h1>")
        if not may_enter(session, Action.SEE_QUEUE, "register.closed", words):
            return
        opened = current_area(words)
        with st.spinner(words.say("coverage.working"), show_time=False):
            today = today_of(session, activity_index().current(), people_depending(opened))
        with st.container(key="ap_today_cards"):
            _waiting(today, words)
            _gap(session, opened, words)
            _expiring(session, today, words)
            _changes(session, today, words)
        _tasks(session, today, words)


def _waiting(today: Today, words: Words) -> None:
    if today.waiting is None:
        return
    with _card("waiting", words):
        st.html(f"<p>{esc(waiting_line(today.waiting, words))}</p>")
        if today.waiting and st.button(words.say("today.open_queue"), key="today_queue"):
            REGISTER_VIEW.set("records")
            st.switch_page(PAGES.value["register"])


def _gap(session: RegisterSession, opened: OpenArea, words: Words) -> None:
    if not session.may(Action.PLAN):
        return
    with _card("gap", words):
        try:
            with st.spinner(words.say("coverage.working"), show_time=False):
                need = first_need(opened)
        except BadInput:
            st.html(f"<p>{esc(words.say('today.nobody_counted'))}</p>")
            return
        area = opened.area.manifest
        name = words.choice("need", need)
        text = words.say("today.gap_is", need=name, area=area.name(words.language))
        st.html(f"<p>{esc(text)}</p>")
        st.page_link(
            PAGES.value["coverage"],
            label=words.say("today.open_coverage"),
            query_params={"area": area.id, "need": need},
        )


def _expiring(session: RegisterSession, today: Today, words: Words) -> None:
    if today.expiring is None:
        return
    with _card("expiring", words):
        if not today.expiring:
            st.html(f"<p>{esc(words.say('today.nothing_expires'))}</p>")
            return
        shown = [row.activity for row in today.expiring[:EXPIRING_SHOWN]]
        names = session.records.names([one.id for one in shown])
        for one, row in zip(shown, today.expiring, strict=False):
            plain = name_in(one.name, names.get(one.id), words)
            name = marked(plain, words, demonstration=one.demonstration)
            label = expiring_line(name, one.fund_names, row.day, words)
            _record_link(one.id, label)
        if len(today.expiring) > EXPIRING_SHOWN:
            rest = len(today.expiring) - EXPIRING_SHOWN
            if st.button(words.count("today.more_expire", rest), key="today_funds"):
                PARTNERSHIP_SECTION.set("funds")
                st.switch_page(PAGES.value["partnerships"])


def _changes(session: RegisterSession, today: Today, words: Words) -> None:
    if today.changes is None:
        return
    with _card("changes", words):
        if not today.changes:
            st.html(f"<p>{esc(words.say('today.nothing_changed'))}</p>")
        names = session.records.names([row.record_id for row in today.changes])
        for row in today.changes:
            name = name_in(row.name, names.get(row.record_id), words)
            label = change_line(name, row.action, row.by, row.at, row.count, words)
            if row.count == 1 and row.name:
                _record_link(row.record_id, label)
            else:
                st.html(f"<p>{esc(label)}</p>")


def _tasks(session: RegisterSession, today: Today, words: Words) -> None:
    if today.tasks is None:
        return
    st.html(f"<h2>{esc(words.say('today.tasks'))}</h2>")
    if not today.tasks:
        st.html(f"<p>{esc(words.say('today.nothing_to_check'))}</p>")
    names = session.records.names([task.id for task in today.tasks])
    for task in today.tasks:
        with st.container(border=True, key=f"task-{task.id}"):
            name = name_in(task.name, names.get(task.id), words)
            show_task(
                session, task, name, words,
                lambda record_id: _record_link(record_id, words.say("register.edit")),
            )  # fmt: skip
    if today.more_tasks and st.button(
        words.count("today.more_tasks", today.more_tasks), key="today_worklist"
    ):
        REGISTER_VIEW.set("worklist")
        st.switch_page(PAGES.value["register"])


def _card(name: str, words: Words) -> st.delta_generator.DeltaGenerator:
    card = st.container(border=True, key=f"ap_today_{name}")
    card.html(f"<h2>{esc(words.say(f'today.{name}'))}</h2>")
    return card


def _record_link(record_id: str, label: str) -> None:
    st.page_link(PAGES.value["register"], label=esc(label), query_params={"record": record_id})

"""What to look at next, with what can be done about it in one click."""

from __future__ import annotations

from functools import partial

import streamlit as st

from answers.opened_area import OpenArea
from data.register.session import RegisterSession
from layers.sentences import name_in
from layers.text.escaping import esc
from layers.words import Words
from pages.register.service_form import open_form
from pages.shared.area_study import people_depending
from pages.shared.session import TASKS_SHOWN
from pages.shared.worklist_task import show_task

A_PAGE = 10


def show_worklist(session: RegisterSession, opened: OpenArea, words: Words) -> None:
    """Show what would change most for people if somebody looked at it."""
    st.html(f"<h2>{esc(words.say('worklist.title'))}</h2>")
    st.html(f"<p>{esc(words.say('worklist.intro'))}</p>")
    tasks = session.worklist.tasks(people_depending(opened))
    st.html(f"<p>{esc(words.count('worklist.found', len(tasks)))}</p>")
    shown = int(TASKS_SHOWN.get(A_PAGE))
    names = session.records.names([task.id for task in tasks[:shown]])
    for task in tasks[:shown]:
        with st.container(border=True, key=f"task-{task.id}"):
            name = name_in(task.name, names.get(task.id), words)
            show_task(session, task, name, words, partial(_offer_edit, words=words))
    if len(tasks) > shown and st.button(words.say("worklist.more")):
        TASKS_SHOWN.set(shown + A_PAGE)
        st.rerun()


def _offer_edit(record_id: str, words: Words) -> None:
    st.button(
        words.say("register.edit"),
        key=f"task-edit-{record_id}",
        on_click=open_form,
        args=(record_id,),
    )

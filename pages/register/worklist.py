"""What to look at next, with what can be done about it in one click."""

from __future__ import annotations

import streamlit as st

from answers.dependence import people_by_service
from answers.opened_area import OpenArea
from data.register.roles import Action
from data.register.session import RegisterSession
from data.register.worklist import Task
from geo.errors import ApprodoError
from layers.register.worklist_rows import task_line
from layers.sentences import error_sentences, name_in
from layers.text.escaping import esc
from layers.words import Words
from pages.register.service_form import open_form
from pages.shared.session import TASKS_SHOWN

A_PAGE = 10


def show_worklist(session: RegisterSession, opened: OpenArea, words: Words) -> None:
    """Show what would change most for people if somebody looked at it."""
    st.html(f"<h2>{esc(words.say('worklist.title'))}</h2>")
    st.html(f"<p>{esc(words.say('worklist.intro'))}</p>")
    change = session.register.newest_change()
    depending = _depending(opened.area.manifest.id, opened.area.version, change, opened)
    tasks = session.worklist.tasks(depending)
    st.html(f"<p>{esc(words.count('worklist.found', len(tasks)))}</p>")
    shown = int(TASKS_SHOWN.get(A_PAGE))
    names = session.records.names([task.id for task in tasks[:shown]])
    for task in tasks[:shown]:
        with st.container(border=True, key=f"task-{task.id}"):
            _show(session, task, name_in(task.name, names.get(task.id), words), words)
    if len(tasks) > shown and st.button(words.say("worklist.more")):
        TASKS_SHOWN.set(shown + A_PAGE)
        st.rerun()


def _show(session: RegisterSession, task: Task, name: str, words: Words) -> None:
    st.html(
        task_line(
            name, task.source, task.assured_on, session.now.date(),
            [flaw.value for flaw in task.flaws], task.people, task.misled, words,
            demonstration=task.demonstration,
        )
    )  # fmt: skip
    with st.container(horizontal=True):
        if session.may(Action.CONFIRM, task.id) and st.button(
            words.say("worklist.correct"), key=f"task-confirm-{task.id}"
        ):
            _confirm(session, task, words)
        if session.may(Action.DRAFT, task.id):
            st.button(
                words.say("register.edit"),
                key=f"task-edit-{task.id}",
                on_click=open_form,
                args=(task.id,),
            )


def _confirm(session: RegisterSession, task: Task, words: Words) -> None:
    try:
        session.bulk.confirm([task.id])
    except ApprodoError as error:
        st.error(" ".join(error_sentences(error, words)))
        return
    st.rerun()


@st.cache_resource(max_entries=4, show_spinner=False)
def _depending(
    area_id: str,  # noqa: ARG001
    version: str,  # noqa: ARG001
    change: int,  # noqa: ARG001 - another state of the register is another answer
    _opened: OpenArea,
) -> dict[str, float]:
    return people_by_service(_opened)

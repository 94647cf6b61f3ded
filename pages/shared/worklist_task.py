"""A record to look at, with what can be done about it in one click."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from data.register.roles import Action
from data.register.session import RegisterSession
from data.register.worklist import Task
from geo.errors import ApprodoError
from layers.register.worklist_rows import task_line
from layers.sentences import error_sentences
from layers.words import Words


def show_task(
    session: RegisterSession,
    task: Task,
    name: str,
    words: Words,
    offer_edit: Callable[[str], object],
) -> None:
    """Show a record with what is wrong with it, and confirm it in one click.

    Parameters
    ----------
    offer_edit
        Draws what opens the form of a record.
    """
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
            offer_edit(task.id)


def _confirm(session: RegisterSession, task: Task, words: Words) -> None:
    try:
        session.bulk.confirm([task.id])
    except ApprodoError as error:
        st.error(" ".join(error_sentences(error, words)))
        return
    st.rerun()

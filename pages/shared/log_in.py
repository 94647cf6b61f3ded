"""Logging in and out, for those who keep the register."""

from __future__ import annotations

import streamlit as st

from data.register.roles import AccountRole, Action
from data.register.session import RegisterSession
from layers.words import Words
from pages.shared.register_session import can_log_in, is_log_in_over, is_logged_in


def may_enter(session: RegisterSession, action: Action, closed: str, words: Words) -> bool:
    """Offer to log in, and return whether a page is open to this visitor; say why where it is not.

    Parameters
    ----------
    action
        What one must be allowed for the page to have something to show.
    closed
        Key of the sentence for those who are not.
    """
    show_log_in(session, words)
    is_open = session.may(action)
    if not is_open:
        st.info(words.say(closed))
    return is_open


def show_log_in(session: RegisterSession, words: Words) -> None:
    """Offer to log in or out, and say as whom somebody is here; nothing at a laptop."""
    if not can_log_in():
        return
    with st.container(horizontal=True, vertical_alignment="center", key="ap_log_in"):
        if not is_logged_in():
            st.button(words.say("login.in"), on_click=st.login, type="primary")
        elif is_log_in_over(session.now):
            st.warning(words.say("login.over"))
            st.button(words.say("login.again"), on_click=st.login, type="primary")
        else:
            st.text(_as_whom(session, words))
            st.button(words.say("login.out"), on_click=st.logout)


def _as_whom(session: RegisterSession, words: Words) -> str:
    if session.actor.role is AccountRole.PUBLIC:
        return words.say("login.no_role", subject=str(st.user.get("sub")))
    role = words.choice("role", session.actor.role.value)
    return words.say("login.as", name=session.actor.name, role=role)

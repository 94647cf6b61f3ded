"""What is done with several records at once, and how it is taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from answers.partnerships import ACTIONS
from data.register.bulk import REVIEW, Batch
from data.register.roles import Action
from data.register.session import RegisterSession
from geo.errors import ApprodoError
from geo.model import Fund, Level
from layers.sentences import error_sentences
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.session import BATCH_DONE

Change = Callable[[], Batch]

OFFERED = {
    "confirm": Action.CONFIRM,
    "level": Action.PUBLISH,
    "action": Action.PUBLISH,
    "fund": Action.PUBLISH,
    "review": Action.SEE_QUEUE,
}
"""What can be done with many, and what one must be allowed for it."""


def show_bulk_changes(session: RegisterSession, ids: Sequence[str], words: Words) -> None:
    """Offer what may be done with the chosen records."""
    offered = [what for what, action in OFFERED.items() if session.may(action)]
    if not offered or not ids:
        return
    with st.container(key="ap_bulk", border=True):
        st.html(f"<strong>{esc(words.count('register.bulk', len(ids)))}</strong>")
        what = st.selectbox(
            words.say("register.bulk.what"),
            offered,
            format_func=lambda one: words.choice("register.bulk", one),
            key="bulk_what",
        )
        change = _ask_change(session, str(what), list(ids), words)
        label = words.count("register.bulk.do", len(ids))
        if st.button(label, type="primary", disabled=change is None, key="bulk_do") and change:
            _do(change, words)


def show_done(session: RegisterSession, words: Words) -> None:
    """Say what was done last, with a way back; then, folded, what was done lately."""
    done: tuple[str, Batch] | None = BATCH_DONE.get()
    if done is not None:
        kind, batch = done
        st.success(words.count(f"register.bulk.{kind}", batch.count))
        if kind == "done" and batch.count:
            label = words.say("register.bulk.undo")
            st.button(label, key="bulk_undo", on_click=_undo, args=(session, batch, words))
    if not session.may(Action.SEE_HISTORY):
        return
    recent = session.bulk.recent()
    if not recent:
        return
    with st.expander(words.say("register.bulk.recent")):
        for place, batch in enumerate(recent):
            day, what = (
                date.fromisoformat(batch.at[:10]),
                words.choice("register.action", batch.action),
            )
            line = words.count("register.bulk.batch", batch.count, day=day, what=what)
            with st.container(horizontal=True, vertical_alignment="center"):
                st.html(f"<p>{esc(line)}</p>")
                if session.may(Action.UNDO):
                    st.button(
                        words.say("register.bulk.undo"),
                        key=f"bulk-undo-{place}",
                        on_click=_undo,
                        args=(session, batch, words),
                    )


def _ask_change(session: RegisterSession, what: str, ids: list[str], words: Words) -> Change | None:
    """Return what is to be done; None where something is still to be given."""
    bulk = session.bulk
    if what == "level":
        level = _choice("level", [one.value for one in Level], words)
        return lambda: bulk.set_level(ids, Level(level))
    if what == "action":
        action = _choice("action", ACTIONS, words)
        return lambda: bulk.set_action(ids, action)
    if what == "fund":
        fund = _ask_fund(words)
        return None if fund is None else lambda: bulk.add_fund(ids, fund)
    if what == REVIEW:
        message = st.text_input(
            words.say("register.bulk.message"), max_chars=500, key="bulk_message"
        )
        return (lambda: bulk.send_for_review(ids, message)) if message.strip() else None
    return lambda: bulk.confirm(ids)


def _choice(group: str, names: Sequence[str], words: Words) -> str:
    chosen = st.selectbox(
        words.say(f"register.column.{group}"),
        names,
        format_func=lambda one: words.choice(group, one),
        key=f"bulk_{group}",
    )
    return str(chosen)


def _ask_fund(words: Words) -> Fund | None:
    name = st.text_input(words.say("register.bulk.fund_name"), max_chars=200, key="bulk_fund")
    first, second, third = st.columns(3)
    amount = first.number_input(
        words.say("register.bulk.fund_amount"), 0.0, 1e12, None, key="bulk_amount"
    )
    starts, ends = (
        column.date_input(
            words.say(f"register.bulk.fund_{which}"),
            None,
            format="DD/MM/YYYY",
            key=f"bulk_{which}",
        )
        for column, which in ((second, "starts"), (third, "ends"))
    )
    if not name.strip():
        st.info(words.say("register.bulk.fund_nameless"))
        return None
    if starts and ends and ends < starts:
        st.warning(words.say("register.bulk.fund_order"))
        return None
    return Fund(" ".join(name.split()), amount, starts, ends)


def _do(change: Change, words: Words) -> None:
    try:
        BATCH_DONE.set(("done", change()))
    except ApprodoError as error:
        st.error(" ".join(error_sentences(error, words)))
        return
    st.rerun()


def _undo(session: RegisterSession, batch: Batch, words: Words) -> None:
    try:
        count = session.bulk.undo(batch)
    except ApprodoError as error:
        st.error(" ".join(error_sentences(error, words)))
        return
    BATCH_DONE.set(("undone", Batch(batch.at, batch.by, batch.action, count)))

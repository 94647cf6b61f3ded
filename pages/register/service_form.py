"""The form of a service, in the order in which a person knows things."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from answers.opened_area import OpenArea
from answers.opening_words import weeks_of
from data.catalog.tables import load_languages, load_statuses, load_taxonomy
from data.exchange.kept_hours import hours_as_written, hours_kept, words_in
from data.exchange.written_hours import read_hours
from data.records.documents import left_out_of
from data.register.forms import (
    ServiceForm,
    Slot,
    documents_of_form,
    form_of,
    traits_of_form,
)
from data.register.proposal_store import Proposal
from data.register.records import Record
from data.register.roles import Action
from data.register.session import RegisterSession
from geo.errors import ApprodoError
from geo.model import Answer, Appointment, Calendar, Schedule
from layers.find.hours_table import hours_table
from layers.register.duplicate_rows import score_line
from layers.sentences import error_sentences
from layers.text.bidi import bdi
from layers.text.escaping import esc
from layers.words import Words
from pages.register.form_details import ask_details
from pages.register.form_place import ask_place
from pages.shared.session import FORM_DONE, FORM_EDITING, forget_keys

NEW = "new"
DRAFT = "draft:"
"""What stands before the id of a proposal that somebody goes on with."""

LEAST_LETTERS = 4
"""Of a name, before it is compared with those that are there."""

MOST_LETTERS_OF_HOURS = 400
MOST_SLOTS = 12
"""Hours of a service that differ in languages or appointment."""


def open_form(record_id: str = NEW) -> None:
    """Let the next run show the form: of a record, or of a new one."""
    forget_keys("form_")
    FORM_DONE.forget()
    FORM_EDITING.set(record_id)


def show_form(session: RegisterSession, opened: OpenArea, words: Words) -> None:
    """Show the form that was opened, and what to do with it."""
    record_id = FORM_EDITING.value
    draft, record = _opened(session, record_id)
    before = form_of(record, words.language) if record else ServiceForm(language=words.language)
    title = "register.new" if record is None else "register.edit"
    st.html(f"<h1>{esc(words.say(title))}</h1>")
    checked = record is not None and _left_out_is_checked(record, words)
    form = _ask(before, record.service.id if record else None, session, opened, words)
    form = replace(form, checked_left_out=checked)
    with st.container(horizontal=True):
        _buttons(session, form, record, draft, words)
        st.button(words.say("register.back"), on_click=_close)


def _left_out_is_checked(record: Record, words: Words) -> bool:
    """Show the fields that an import could not read, until somebody says they are checked."""
    rows = [
        f"{one['field']}: «{one['text']}»" if one["text"] else one["field"]
        for one in left_out_of(record.service.content)
    ]
    if not rows:
        return False
    st.warning(esc(words.say("form.left_out", parts=" · ".join(rows))))
    return st.checkbox(words.say("form.left_out_checked"), key="form_left_out_checked")


def _opened(session: RegisterSession, record_id: str) -> tuple[Proposal | None, Record | None]:
    """Return the proposal that somebody goes on with, and the record that the form begins with."""
    if record_id == NEW:
        return None, None
    if record_id.startswith(DRAFT):
        return session.proposals.drafted(record_id.removeprefix(DRAFT))
    return None, session.records.get(record_id)


def _ask(
    before: ServiceForm,
    record_id: str | None,
    session: RegisterSession,
    opened: OpenArea,
    words: Words,
) -> ServiceForm:
    taxonomy = load_taxonomy()
    needs = st.multiselect(
        words.say("form.needs"),
        [need.id for need in taxonomy.needs],
        default=before.needs,
        format_func=lambda need: words.choice("need", need),
        placeholder=words.say("form.choose"),
        key="form_needs",
    )
    name = st.text_input(words.say("form.name"), before.name, max_chars=200, key="form_name")
    # What comes and goes stands in a box that stays: a field whose neighbour appears while
    # somebody writes in it would lose their letters.
    alike = st.container(key="form_alike")
    organization = st.text_input(
        words.say("form.organization"), before.organization, max_chars=200, key="form_org"
    )
    place = ask_place(before.place, opened, words)
    with st.container(key="form_slots"):
        slots = _ask_slots(before.slots, opened.area.calendar, words)
    phone = st.text_input(words.say("form.phone"), before.phone, max_chars=40, key="form_phone")
    more = st.expander(words.say("form.more"))
    with more:
        form = ServiceForm(
            name=name,
            needs=tuple(needs),
            organization=organization,
            place=place,
            slots=slots,
            phone=phone,
            email=st.text_input(words.say("form.email"), before.email, key="form_email"),
            website=st.text_input(words.say("form.website"), before.website, key="form_web"),
            statuses=_ask_statuses(before, words),
            description=st.text_area(
                words.say("form.description"), before.description, max_chars=2_000, key="form_text"
            ),
            language=before.language,
            status=before.status,
            details=ask_details(before.details, words),
        )
    with alike:
        if form != before and len(name.strip()) >= LEAST_LETTERS:
            _show_alike(session, form, record_id, words)
    return form


def _show_alike(
    session: RegisterSession, form: ServiceForm, record_id: str | None, words: Words
) -> None:
    """Name records that may be this one, before somebody enters it a second time."""
    found = session.duplicates.likely_like(traits_of_form(form), without=record_id)
    if found:
        names = ", ".join(
            f"{name} ({score_line(result.score, words)})" for _, name, result in found
        )
        st.html(f'<p class="ap-note">{esc(words.say("form.alike"))} {bdi(names)}</p>')


def _ask_slots(before: tuple[Slot, ...], calendar: Calendar, words: Words) -> tuple[Slot, ...]:
    """Ask for hours as often as there are, and once more."""
    slots: list[Slot] = []
    for number in range(MOST_SLOTS):
        old = before[number] if number < len(before) else Slot()
        slots.append(_ask_slot(number, old, calendar, words))
        if number >= len(before) and slots[-1] == Slot():
            break
    return tuple(slots)


def _ask_slot(number: int, old: Slot, calendar: Calendar, words: Words) -> Slot:
    with st.container(border=True, key=f"slot-{number}"):
        label = words.say("form.hours" if number == 0 else "form.more_hours")
        shown = words_in(old.opening_hours, words.language)
        text = st.text_input(
            label, shown,
            max_chars=MOST_LETTERS_OF_HOURS, key=f"form_hours_{number}",
            placeholder=words.say("form.hours_example"),
        )  # fmt: skip
        with st.container(key=f"form_told_{number}"):
            hours, appointment = (old.opening_hours, None) if text == shown else _read(text, words)
            _show_week(hours, calendar, words)
        if not text and old == Slot():
            return Slot()
        languages = _ask_languages("languages", old.languages, number, words)
        mediated = _ask_languages("mediation", old.mediation_languages, number, words)
        choices = [None, *(kind.value for kind in Appointment)]
        booking = st.selectbox(
            words.say("form.appointment"),
            choices,
            index=choices.index(old.appointment),
            format_func=lambda kind: words.choice("form.appointment", kind or "unknown"),
            key=f"form_book_{number}",
        )
        return Slot(hours, languages, booking or appointment, mediated)


def _ask_languages(
    name: str, before: tuple[str, ...], number: int, words: Words
) -> tuple[str, ...]:
    chosen = st.multiselect(
        words.say(f"form.{name}"),
        [language.code for language in load_languages()],
        default=before,
        format_func=lambda code: words.fact(code, "language"),
        placeholder=words.say("form.choose"),
        key=f"form_{name}_{number}",
    )
    return tuple(chosen)


def _show_week(hours: str, calendar: Calendar, words: Words) -> None:
    """Show hours back as a week."""
    if hours:
        today = datetime.now(ZoneInfo(calendar.time_zone)).date()
        st.html(hours_table(weeks_of([Schedule(hours)], today, calendar), words))


def _read(text: str, words: Words) -> tuple[str, str | None]:
    """Return the hours that somebody wrote, in OSM syntax; as written where nothing was read."""
    if not text.strip():
        return "", None
    try:
        hours = read_hours(text, words.language)
    except ApprodoError as error:
        st.warning(" ".join(error_sentences(error, words)))
        return hours_as_written(text), None
    if hours.not_understood:
        st.warning(words.say("form.hours_unread", parts=", ".join(hours.not_understood)))
    return hours_kept(text, hours), hours.appointment


def _ask_statuses(before: ServiceForm, words: Words) -> dict[str, str]:
    known = dict(before.statuses)
    taken = st.multiselect(
        words.say("form.statuses"),
        load_statuses(),
        default=[status for status, answer in known.items() if answer == Answer.YES.value],
        format_func=lambda status: words.choice("status", status),
        placeholder=words.say("form.choose"),
        key="form_statuses",
    )
    rest = {key: value for key, value in known.items() if value != Answer.YES.value}
    return {**rest, **dict.fromkeys(taken, Answer.YES.value)}


def _buttons(
    session: RegisterSession,
    form: ServiceForm,
    record: Record | None,
    draft: Proposal | None,
    words: Words,
) -> None:
    offered: list[tuple[str, Callable[[], None]]] = []
    if session.may(Action.PUBLISH):
        offered.append(("publish", lambda: _hand_in(session, form, record, draft, publish=True)))
    offered.append(("hand_in", lambda: _hand_in(session, form, record, draft, submit=True)))
    offered.append(("keep_draft", lambda: _hand_in(session, form, record, draft)))
    for number, (name, act) in enumerate(offered):
        kind = "primary" if number == 0 else "secondary"
        if st.button(words.say(f"register.{name}"), key=f"form-{name}", type=kind):  # type: ignore[arg-type]
            try:
                act()
            except ApprodoError as error:
                st.error(" ".join(error_sentences(error, words)))
                return
            FORM_DONE.set((name, time.monotonic()))
            _close()
            st.rerun()


def _hand_in(
    session: RegisterSession,
    form: ServiceForm,
    record: Record | None,
    draft: Proposal | None,
    *,
    submit: bool = False,
    publish: bool = False,
) -> None:
    documents = session.records.without_known(documents_of_form(form, record, session.now.date()))
    base = record.base if record else {}
    submit = submit or publish
    if draft is not None:
        kinds = {*draft.documents, *documents}
        together = {
            kind: {**draft.documents.get(kind, {}), **documents.get(kind, {})} for kind in kinds
        }
        waits = session.proposals.change_draft(
            draft.id, draft.version, together, base=base, submit=submit
        )
    elif any(documents.values()):
        waits = session.proposals.propose(documents, base, submit=submit)
    else:
        return
    if publish:
        session.proposals.publish(waits.id)


def _close() -> None:
    FORM_EDITING.forget()

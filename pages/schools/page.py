"""Schools of the area with the support within reach; the sheet of one for its head."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from answers.opened_area import OpenArea
from answers.school_sheet import sheet_of
from answers.schools import LIMIT_MIN, SUPPORT, School, SchoolsAnswer, schools_of
from data.register.roles import Action
from data.register.session import RegisterSession
from layers.report.paper import pdf_of
from layers.schools.rows import count_text, kind_name, leaving_lines, missing_kinds, nearby_lines
from layers.schools.sheet import school_paper
from layers.sentences import name_of
from layers.text.bidi import bdi
from layers.text.escaping import esc
from layers.text.naming import first_names
from layers.text.table import table
from layers.words import Words
from pages.schools.pupils import show_pupils
from pages.shared.log_in import may_enter
from pages.shared.opened_area import current_area, show_sample_badge
from pages.shared.page_frame import choose_language
from pages.shared.register_session import current_session

LIMITS_MIN = (5.0, 10.0, LIMIT_MIN, 20.0, 30.0)


def show_schools() -> None:
    """Show the schools to those who plan."""
    words = choose_language()
    session = current_session()
    with st.container(key="ap_schools"):
        st.html(f"<h1>{esc(words.say('schools.title'))}</h1>")
        if not may_enter(session, Action.PLAN, "coverage.closed", words):
            return
        opened = current_area(words)
        show_sample_badge(opened, words)
        st.html(f"<p>{esc(words.say('schools.intro'))}</p>")
        limit = st.select_slider(
            words.say("schools.limit"),
            LIMITS_MIN,
            LIMIT_MIN,
            format_func=lambda minutes: words.fact(minutes, "minutes"),
            key="schools_limit",
        )
        with st.spinner(words.say("coverage.working"), show_time=False):
            found = schools_of(session, opened, now=_now(session, opened), limit_min=limit)
        _summary(found, words)
        if found.schools:
            chosen = _ask_school(found, words)
            if chosen is not None:
                _show_school(opened, found, chosen, words)
        show_pupils(found, words)


def _now(session: RegisterSession, opened: OpenArea) -> datetime:
    return session.now.astimezone(ZoneInfo(opened.area.calendar.time_zone))


def _summary(found: SchoolsAnswer, words: Words) -> None:
    if not found.schools and not found.unplaced:
        st.info(words.say("schools.none"))
        return
    lines = [words.count("schools.found", len(found.schools))]
    unreached = [name_of(school.service, words) for school in found.unreached]
    lines.append(
        words.count("schools.unreached", len(unreached), names=first_names(unreached, words))
        if unreached
        else words.say("schools.all_reached")
    )
    if found.unplaced:
        names = [name_of(service, words) for service in found.unplaced]
        lines.append(words.count("schools.unplaced", len(names), names=first_names(names, words)))
    st.html("".join(f"<p>{esc(line)}</p>" for line in lines))


def _ask_school(found: SchoolsAnswer, words: Words) -> School | None:
    st.html(f'<p class="ap-note">{esc(words.say("schools.choose"))}</p>')
    columns: dict[str, list[str]] = {
        words.say("schools.head.school"): [name_of(one.service, words) for one in found.schools]
    }
    if any(one.register for one in found.schools):
        columns[words.say("schools.head.code")] = [
            one.register.code if one.register else "" for one in found.schools
        ]
        columns[words.say("schools.head.grade")] = [
            words.choice("schools.grade", one.register.grade) if one.register else ""
            for one in found.schools
        ]
    for kind in SUPPORT:
        columns[kind_name(kind, words)] = [
            count_text(one.support[kind], words) for one in found.schools
        ]
    with st.container(key="ap_matrix"):
        event = st.dataframe(
            columns,
            hide_index=True,
            on_select="rerun",
            selection_mode="single-row",
            key=f"schools-{found.limit_min}-{len(found.schools)}",
            alt=words.say("schools.title"),
        )
    rows = event.selection.rows
    return found.schools[rows[0]] if rows and rows[0] < len(found.schools) else None


def _show_school(opened: OpenArea, found: SchoolsAnswer, school: School, words: Words) -> None:
    name = name_of(school.service, words)
    with st.container(border=True, key="ap_school"):
        st.html(f"<h2>{bdi(name)}</h2>")
        rows = nearby_lines(school.support, found.services, words)
        if rows:
            heads = [words.say(f"schools.head.{one}") for one in ("kind", "name", "way", "sure")]
            st.html(table(heads, rows, name, texts=(1, 2, 3)))
        else:
            st.warning(words.say("schools.sheet.nothing"))
        missing = missing_kinds(school.support, words)
        lines = leaving_lines(school.leaving, found.services, words)
        if missing and rows:
            lines.append(f"{words.say('schools.sheet.missing')}: {words.separator.join(missing)}.")
        st.html("".join(f"<p>{esc(line)}</p>" for line in lines))
        sheet = sheet_of(opened, found, school, words)
        st.download_button(
            words.say("schools.sheet"),
            lambda: pdf_of(school_paper(sheet, words)),
            file_name="approdo-school.pdf",
            mime="application/pdf",
            on_click="ignore",
            key="school_sheet",
        )
    st.html(f'<p class="ap-note">{esc(words.say("schools.method"))}</p>')

"""What the table of records is narrowed to, its columns and its order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import streamlit as st

from answers.opened_area import OpenArea
from answers.partnerships import place_name
from data.catalog.tables import load_taxonomy
from data.placing.place_address import SURE_ENOUGH
from data.register.activities import Activities
from data.register.search import Filters, Missing, Sort
from data.register.session import RegisterSession
from geo.assurance import STALE_DAYS
from layers.register.table_rows import COLUMNS, DEFAULT
from layers.words import Words
from pages.shared.register_session import activity_index


@dataclass(frozen=True, slots=True)
class View:
    """A view of the register: which records, which columns, in which order."""

    filters: Filters
    columns: tuple[str, ...]
    sort: Sort
    descending: bool


def ask_view(session: RegisterSession, opened: OpenArea, words: Words) -> View:
    """Ask for filters, then, folded, for the rest."""
    choices = activity_index().current()
    with st.container(key="ap_register_filters"):
        first, second, third, fourth = st.columns(4)
        text = first.text_input(words.say("register.search"), key="register_text")
        with second:
            need = _ask_need(words)
        with third:
            municipality = _ask_municipality(choices, words)
        with fourth:
            missing = st.multiselect(
                words.say("register.filter.missing"),
                list(Missing),
                format_func=lambda one: words.choice("register.missing", one.value),
                placeholder=words.say("form.choose"),
                key="register_missing",
            )
        manifest = opened.area.manifest
        with st.container(horizontal=True):
            name = manifest.name(words.language)
            only = words.say("register.only_area", area=name)
            here = st.toggle(only, value=True, key="register_area")
            stale = st.toggle(
                words.say("register.only_stale", days=STALE_DAYS), key="register_stale"
            )
            doubtful = st.toggle(words.say("register.only_doubtful_place"), key="register_doubtful")
        with st.expander(words.say("register.filter.more")):
            organization, fund = _ask_bodies(choices, words)
            columns, sort, descending = _ask_order(words)
    filters = Filters(
        text=text,
        need=need,
        municipality=municipality,
        partner_id=organization,
        fund=fund,
        missing=frozenset(missing),
        checked_before=session.now.date() - timedelta(days=STALE_DAYS) if stale else None,
        place_below=SURE_ENOUGH if doubtful else None,
        area=manifest.id if here else None,
        bounds=manifest.bounds if here else None,
    )
    return View(filters, columns, sort, descending)


def _ask_need(words: Words) -> str | None:
    needs = [need.id for need in load_taxonomy().needs]
    return st.selectbox(
        words.say("register.need"),
        [None, *needs],
        format_func=lambda one: (
            words.choice("need", one) if one else words.say("register.any_need")
        ),
        key="register_need",
    )


def _ask_municipality(choices: Activities, words: Words) -> str | None:
    codes = {code for one in choices.rows for code in one.municipalities if code.isdigit()}
    return st.selectbox(
        words.say("register.filter.municipality"),
        [None, *sorted(codes, key=place_name)],
        format_func=lambda code: place_name(code) if code else words.say("register.filter.any"),
        key="register_municipality",
    )


def _ask_bodies(choices: Activities, words: Words) -> tuple[str | None, str | None]:
    names = choices.organizations
    funds = {name for one in choices.rows for name in one.fund_names}
    first, second = st.columns(2)
    organization = first.selectbox(
        words.say("register.filter.organization"),
        [None, *sorted(names, key=lambda one: (names[one], one))],
        format_func=lambda one: names[one] if one else words.say("register.filter.any"),
        key="register_organization",
    )
    fund = second.selectbox(
        words.say("register.filter.fund"),
        [None, *sorted(funds)],
        format_func=lambda one: one or words.say("register.filter.any"),
        key="register_fund",
    )
    return organization, fund


def _ask_order(words: Words) -> tuple[tuple[str, ...], Sort, bool]:
    columns = st.multiselect(
        words.say("register.columns"),
        COLUMNS,
        default=DEFAULT,
        format_func=lambda one: words.choice("register.column", one),
        key="register_columns",
    )
    first, second = st.columns(2, vertical_alignment="bottom")
    sort = first.selectbox(
        words.say("register.sort"),
        list(Sort),
        format_func=lambda one: words.choice("register.sort", one.value),
        key="register_sort",
    )
    descending = second.toggle(words.say("register.descending"), key="register_descending")
    shown = tuple(one for one in COLUMNS if one in columns) or ("name",)
    return shown, sort or Sort.NAME, descending

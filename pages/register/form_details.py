"""The part of the form that asks for details: whom a service takes, how, what it lives on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from answers.partnerships import ACTIONS
from data.catalog.tables import load_documents
from data.exchange.citizenship_file import country_codes
from data.register.form_details import Details, FormCapacity, FormEdition, FormFund
from geo.model import AccessRoute, Answer, Level, OrganizationKind, Residence
from layers.words import Words

MOST_YEARS = 120
MOST_PLACES = 1_000_000


def ask_details(before: Details, words: Words) -> Details:
    """Ask for the details; what is left as it stands is not known."""
    return Details(
        organization_kind=_one("organization_kind", list(OrganizationKind), before, words),
        countries=_ask_countries(before, words),
        access=_one("access", list(AccessRoute), before, words),
        residence=_one("residence", list(Residence), before, words),
        minimum_age=_number("minimum_age", before.minimum_age, MOST_YEARS, words),
        maximum_age=_number("maximum_age", before.maximum_age, MOST_YEARS, words),
        documents=_ask_documents(before, words),
        action=_one("action", ACTIONS, before, words),
        level=_one("level", list(Level), before, words),
        fund=_ask_fund(before.fund, words),
        edition=_ask_edition(before.edition, words),
        capacity=_ask_capacity(before.capacity, words),
    )


def _one(name: str, values: Sequence[str], before: Details, words: Words) -> str | None:
    old = getattr(before, name)
    known = [None, *(str(value) for value in values)]
    if old not in known:
        known.append(old)
    chosen: str | None = st.selectbox(
        words.say(f"form.{name}"),
        known,
        index=known.index(old),
        format_func=lambda one: words.choice(name, one) if one else words.say("form.unknown"),
        key=f"form_{name}",
    )
    return chosen


def _ask_countries(before: Details, words: Words) -> tuple[str, ...]:
    """Ask for the communities that the organisation stands for, by country."""
    known = tuple(dict.fromkeys((*before.countries, *country_codes())))
    chosen = st.multiselect(
        words.say("form.countries"),
        sorted(known, key=lambda code: words.fact(code, "country")),
        default=list(before.countries),
        format_func=lambda code: words.fact(code, "country"),
        placeholder=words.say("form.choose"),
        key="form_countries",
    )
    return tuple(chosen)


def _number(name: str, before: int | None, most: int, words: Words) -> int | None:
    found = st.number_input(words.say(f"form.{name}"), 0, most, before, step=1, key=f"form_{name}")
    return None if found is None else int(found)


def _day(name: str, before: date | None, words: Words) -> date | None:
    found = st.date_input(
        words.say(f"form.{name}"), before, date(2000, 1, 1), date(2100, 12, 31),
        format="DD/MM/YYYY", key=f"form_{name}",
    )  # fmt: skip
    return found if isinstance(found, date) else None


def _ask_documents(before: Details, words: Words) -> dict[str, str]:
    known = list(load_documents())
    fields: dict[str, str] = {}
    for answer in (Answer.YES, Answer.NO):
        chosen = st.multiselect(
            words.say(f"form.documents_{answer}"),
            known,
            default=[record_id for record_id, said in before.documents.items() if said == answer],
            format_func=lambda record_id: words.choice("document", record_id),
            placeholder=words.say("form.choose"),
            key=f"form_documents_{answer}",
        )
        # Of a document that is named twice, the one that people must bring holds.
        fields = {**dict.fromkeys(chosen, answer.value), **fields}
    return fields


def _ask_fund(before: FormFund, words: Words) -> FormFund:
    name = st.text_input(words.say("form.fund"), before.name, max_chars=200, key="form_fund")
    if not name.strip() and before == FormFund():
        return before
    amount = st.number_input(
        words.say("form.fund_amount"), 0.0, None, before.amount_eur, step=1000.0,
        key="form_fund_amount",
    )  # fmt: skip
    return FormFund(
        name,
        amount,
        _day("fund_starts", before.starts, words),
        _day("fund_ends", before.ends, words),
    )


def _ask_edition(before: FormEdition, words: Words) -> FormEdition:
    return FormEdition(
        _day("enrolment_starts", before.enrolment_starts, words),
        _day("enrolment_ends", before.enrolment_ends, words),
        _day("starts", before.starts, words),
        _day("ends", before.ends, words),
    )


def _ask_capacity(before: FormCapacity, words: Words) -> FormCapacity:
    unit = st.text_input(
        words.say("form.capacity_unit"), before.unit, max_chars=60, key="form_capacity_unit"
    )
    if not unit.strip() and before == FormCapacity():
        return before
    return FormCapacity(
        unit.strip(),
        _number("capacity_maximum", before.maximum, MOST_PLACES, words),
        _number("capacity_available", before.available, MOST_PLACES, words),
        _day("capacity_updated", before.updated, words),
    )

"""What is asked of a region."""

from __future__ import annotations

import streamlit as st

from answers.region import (
    LOMBARDY,
    PlaceLevel,
    RegionMeasure,
    RegionQuestion,
    regions,
)
from data.catalog.municipalities import AGE_GROUPS
from data.catalog.tables import load_taxonomy, load_yardsticks
from layers.words import Words

ORDER = (
    RegionMeasure.SERVICES, RegionMeasure.YARDSTICK, RegionMeasure.RESIDENTS, RegionMeasure.AGE,
)  # fmt: skip


def ask_question(words: Words) -> RegionQuestion:
    """Ask for region, measure and level."""
    names = regions()
    codes = list(names)
    first, second = st.columns(2)
    region = first.selectbox(
        words.say("region.region"),
        codes,
        index=codes.index(LOMBARDY),
        format_func=lambda code: names[code],
        key="region_code",
    )
    level = second.selectbox(
        words.say("region.level"),
        list(PlaceLevel),
        format_func=lambda one: words.choice("region.level", one.value),
        key="region_level",
    )
    measure = st.selectbox(
        words.say("region.measure"),
        ORDER,
        format_func=lambda one: words.choice("region.measure", one.value),
        key="region_measure",
    )
    measure, level = measure or ORDER[0], level or PlaceLevel.MUNICIPALITY
    return RegionQuestion(region or LOMBARDY, measure, level, _ask_about(measure, words))


def title_of(question: RegionQuestion, words: Words) -> str:
    """Return what a question shows, in a line."""
    measure = words.choice("region.measure", question.measure.value)
    about = _about_text(question.measure, question.about, words)
    return f"{measure}: {about}" if about else measure


def _ask_about(measure: RegionMeasure, words: Words) -> str:
    offered = {
        RegionMeasure.RESIDENTS: (),
        RegionMeasure.AGE: AGE_GROUPS,
        RegionMeasure.YARDSTICK: tuple(
            one.id for one in load_yardsticks() if one.kind == "ratio" and one.need
        ),
        RegionMeasure.SERVICES: ("", *load_taxonomy().choices()),
    }[measure]
    if not offered:
        return ""
    chosen = st.selectbox(
        words.say(f"region.about.{measure.value}"),
        offered,
        format_func=lambda one: _about_text(measure, one, words) or words.say("region.about.all"),
        key=f"region_about_{measure.value}",
    )
    return chosen or ""


def _about_text(measure: RegionMeasure, about: str, words: Words) -> str:
    if not about:
        return ""
    if measure is RegionMeasure.AGE:
        return words.say(f"age_group.{about}")
    if measure is RegionMeasure.YARDSTICK:
        return words.choice("yardstick", about)
    is_sector = about in load_taxonomy().sectors
    return words.choice("sector" if is_sector else "need", about)

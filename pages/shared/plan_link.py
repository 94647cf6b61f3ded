"""The address that opens a plan again: all of it stands in the link, nothing on the server."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from answers.opened_area import OpenArea
from answers.plan import PlanAnswer
from data.exchange.plan_link import PlanLink, write_plan_link
from geo.hours.windows import as_opening_hours
from layers.words import Words

PARAMETER = "plan"


def link_of(opened: OpenArea, answer: PlanAnswer, words: Words) -> str:
    """Return the address that opens a plan again: the same services for each need."""
    query = answer.query
    pinned = {need: stop.service.id for stop in answer.plan.stops for need in stop.needs}
    text = write_plan_link(
        PlanLink(
            opened.area.manifest.id,
            query.needs,
            query.lon,
            query.lat,
            query.departure.replace(tzinfo=None),
            as_opening_hours(query.hours),
            query.days,
            int(query.limit_min),
            query.situation.languages,
            pinned,
            query.on_day,
            query.visit_min,
        )
    )
    here = urlsplit(st.context.url or "")
    root = f"{here.scheme}://{here.netloc}" if here.netloc else ""
    return f"{root}/plan?lang={words.language}&{PARAMETER}={text}"

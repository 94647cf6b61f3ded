"""The answer: search, results as sentences, what was left out, the way to one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from answers.find import FindAnswer, FindQuery, find, journey_to, path_to
from answers.opened_area import OpenArea
from answers.route import path_steps
from answers.visit import Visit, visit
from data.catalog.tables import load_taxonomy
from geo.errors import BadInput, OutsideArea
from geo.finder import Findings, Result
from geo.model import Situation
from geo.network.modes import Mode
from geo.network.routing import Path
from layers.find.result_card import brief, card_id
from layers.sentences import error_sentences, left_out_sentences, step_sentence
from layers.text.escaping import esc
from layers.words import Said, Words
from pages.find.address_bar import share_place
from pages.find.journey import show_journey
from pages.find.reporting import ask_what_is_wrong
from pages.shared.limit_question import LIMITS
from pages.shared.plan_draft import add_need, show_plan_link
from pages.shared.service_card import service_card
from pages.shared.session import LIMIT_CHOICE, WHEN_CHOICE, Search, current_plan
from pages.shared.situation_question import forget_situation


def answer_search(opened: OpenArea, search: Search, words: Words) -> FindAnswer | None:
    """Return the answer to a search; None, with a sentence on the page, where there is none."""
    if search.lon is None or search.lat is None or not search.need:
        missing = "find.empty.no_need" if search.has_place else "find.empty.no_place"
        st.info(words.say(missing))
        return None
    query = FindQuery(
        need=search.need,
        lon=search.lon,
        lat=search.lat,
        situation=search.situation,
        at=departure(opened, search),
        limit_min=float(search.limit_min),
        mode=search.mode,
    )
    try:
        try:
            return find(opened, query)
        except BadInput as error:  # no timetable for that day: on foot there is an answer
            st.warning(" ".join([*error_sentences(error, words), words.say("find.on_foot")]))
            return find(opened, replace(query, mode=Mode.WALK))
    except OutsideArea as error:
        st.warning(" ".join(error_sentences(error, words)))
        return None


def departure(opened: OpenArea, search: Search) -> datetime | None:
    """Return when the person leaves, aware; None where the time does not matter."""
    zone = ZoneInfo(opened.area.calendar.time_zone)
    now = datetime.now(zone)
    at = (search.at or now).replace(tzinfo=zone)
    return {"now": now, "any": None}.get(search.when, at)


def visit_of(opened: OpenArea, service_id: str, search: Search) -> Visit | None:
    """Return a service of the map for the person who searches; None where no id is given."""
    if not service_id:
        return None
    return visit(
        opened,
        service_id,
        origin=search.position,
        situation=search.situation,
        at=departure(opened, search),
    )


def show_goal(opened: OpenArea, search: Search, words: Words) -> None:
    """Show a service beside the answer to which somebody asked the way on the map."""
    found = visit_of(opened, search.goal, search)
    if found is None:
        return

    def leave() -> None:
        search.goal = ""

    with st.container(key="ap_result_goal"):
        st.html(f'<h2 class="ap-count">{esc(words.say("find.goal"))}</h2>')
        st.html(service_card(opened, found.result, words, arrival=found.arrival, chosen=True))
        st.button(words.say("find.hide_way"), key="way-goal", on_click=leave)
        if not search.has_place:
            st.info(words.say("find.goal_needs_place"))
        elif found.path is None:
            st.info(words.say("find.goal_no_way"))
        else:
            _show_steps(opened, found.path, words)


def chosen_path(opened: OpenArea, answer: FindAnswer, search: Search) -> Path | None:
    """Return the way to the result whose way is shown; None where none is."""
    findings = answer.findings
    for result in (*findings.results, *findings.later):
        if result.service.id == search.chosen:
            return path_to(opened, answer, result)
    return None


def show_in_brief(answer: FindAnswer, words: Words) -> None:
    """Show the three nearest in a line each: what a telephone shows before any scrolling."""
    shown = (*answer.findings.results, *answer.findings.later)[:3]
    rows = [
        (card_id(number), brief(result, number, _arrival(result, answer), words))
        for number, result in enumerate(shown, 1)
    ]
    lines = "".join(f'<li><a href="#{anchor}">{line}</a></li>' for anchor, line in rows)
    if lines:
        st.html(f'<ol class="ap-brief">{lines}</ol>')


def show_answers(opened: OpenArea, answer: FindAnswer, search: Search, words: Words) -> None:
    """Show the results, those that open later, those reached by telephone, and who was left out."""
    findings = answer.findings
    with st.container(key="ap_results"):
        show_plan_link(current_plan(), words)
        if not (findings.results or findings.later or findings.protected):
            _show_nothing(findings, search, words)
        elif findings.results:
            st.html(
                f'<h2 class="ap-count">'
                f"{esc(words.count('find.results.count', len(findings.results)))}</h2>"
            )
        shown = (*findings.results, *findings.later)
        for number, result in enumerate(shown[: search.shown], 1):
            if number == len(findings.results) + 1:
                st.html(f'<h2 class="ap-count">{esc(words.say("find.results.later"))}</h2>')
            _show_result(opened, answer, result, number, search, words)
        if len(shown) > search.shown:
            _more_button(search, len(shown) - search.shown, words)
        if findings.protected:
            st.html(f'<h2 class="ap-count">{esc(words.say("find.results.protected"))}</h2>')
            for result in findings.protected:
                st.html(service_card(opened, result, words, arrival=_arrival(result, answer)))
        _show_left_out(findings, search, words)
        _show_sharing(search, words)


def _arrival(result: Result, answer: FindAnswer) -> datetime | None:
    at = answer.query.at
    return at + timedelta(minutes=result.minutes or 0.0) if at else None


def _show_result(
    opened: OpenArea, answer: FindAnswer, result: Result, number: int, search: Search, words: Words
) -> None:
    chosen = result.service.id == search.chosen

    def choose() -> None:
        search.chosen, search.goal = "" if chosen else result.service.id, ""
        search.fit = True

    with st.container(key=f"ap_result_{number}"):
        arrival = _arrival(result, answer)
        card = service_card(opened, result, words, arrival=arrival, rank=number, chosen=chosen)
        st.html(card)
        st.button(
            words.say("find.hide_way" if chosen else "find.show_way"),
            key=f"way-{number}",
            on_click=choose,
            type="secondary",
        )
        _offer_to_plan(result, search, words)
        journey = journey_to(opened, answer, result) if chosen else None
        path = chosen_path(opened, answer, search) if chosen and journey is None else None
        if journey is not None:
            show_journey(opened, answer, result, journey, words)
        elif path is not None:
            _show_steps(opened, path, words)
        if chosen and not result.service.is_from_osm:
            ask_what_is_wrong(result.service.id, words)


def _offer_to_plan(result: Result, search: Search, words: Words) -> None:
    """Offer to put a service into the plan, for what was searched."""
    draft = current_plan()
    meant = load_taxonomy().covered_by(search.need)
    need = next((one for one in result.service.needs if one in meant), search.need)
    is_in = draft.pinned.get(need) == result.service.id and need in draft.needs
    st.button(
        words.say("plan.is_in" if is_in else "plan.add"),
        key=f"plan-{result.service.id}",
        type="tertiary",
        disabled=is_in,
        on_click=add_need,
        args=(draft, need, result.service.id),
    )


def _show_steps(opened: OpenArea, path: Path, words: Words) -> None:
    steps = path_steps(opened, path)
    lines = "".join(f"<li>{esc(step_sentence(step, words))}</li>" for step in steps)
    st.html(f'<ol class="ap-steps">{lines}</ol>')


def _more_button(search: Search, rest: int, words: Words) -> None:
    def more() -> None:
        search.shown += 10

    st.button(words.count("find.show_more", rest), on_click=more, key="more")


def _show_nothing(findings: Findings, search: Search, words: Words) -> None:
    group = "sector" if words.has(f"sector.{search.need}") else "need"
    need = words.choice(group, search.need)
    limit = words.fact(search.limit_min, "minutes")
    lines = [words.say("find.empty.nothing", need=need, minutes=limit)]
    if findings.left_out:
        lines = [words.say("find.nothing_for_you")]
    text = "".join(f"<p>{esc(line)}</p>" for line in lines)
    title = esc(words.say("find.empty.title"))
    st.html(f'<div class="ap-empty"><h2>{title}</h2>{text}</div>')
    _offer_ways_out(findings, search, words)


def _offer_ways_out(findings: Findings, search: Search, words: Words) -> None:
    """Offer what would bring an answer: more time, any hour, nothing said of oneself."""

    def widen() -> None:
        search.limit_min, search.fit = LIMITS[-1], True
        LIMIT_CHOICE.set(LIMITS[-1])

    def any_time() -> None:
        search.when, search.fit = "any", True
        WHEN_CHOICE.set("any")

    def forget() -> None:
        forget_situation(search)

    if findings.beyond_limit and search.limit_min < LIMITS[-1]:
        farthest = words.fact(LIMITS[-1], "minutes")
        st.button(words.say("find.widen", limit_min=Said(farthest)), on_click=widen, key="widen")
    if findings.left_out and search.when != "any":
        st.button(words.say("find.any_time"), on_click=any_time, key="any_time")
    if findings.left_out and search.situation != Situation():
        st.button(words.say("find.forget_situation"), on_click=forget, key="forget")


def _show_left_out(findings: Findings, search: Search, words: Words) -> None:
    lines = left_out_sentences(
        findings, words, limit_min=search.limit_min, timed=search.when != "any"
    )
    if lines:
        with st.expander(words.say("find.left_out.title"), expanded=not findings.results):
            items = "".join(f"<li>{esc(line)}</li>" for line in lines)
            st.html(f'<ul class="ap-left-out">{items}</ul>')


def _show_sharing(search: Search, words: Words) -> None:
    if load_taxonomy().is_sensitive(search.need):
        st.caption(words.say("find.link_sensitive"))
        return
    st.button(
        words.say("find.share_with_place"),
        help=words.say("find.share.hint"),
        on_click=share_place,
        args=(search,),
        type="tertiary",
        key="share",
    )

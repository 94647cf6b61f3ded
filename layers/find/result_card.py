"""The HTML of a result, in the classes of ``approdo.css``.

Every text from a record goes through `layers.text.escaping` and `layers.text.bidi`; every sentence
of ours is escaped too, since it may hold one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from geo.finder import Result
from geo.hours.opening_week import ScheduleWeek
from geo.model import Answer, Phone, Service
from geo.network.modes import Mode
from geo.taxonomy import Taxonomy
from layers.find.hours_table import hours_table
from layers.sentences import CardTexts, address_line, provenance_sentences, tell
from layers.text.bidi import bdi
from layers.text.escaping import esc, mail_url, safe_url, tel_url
from layers.themes import Theme, theme_of
from layers.words import Words

WAY_ICONS = {Mode.WALK: "walk", Mode.TRANSIT: "bus"}


def result_card(
    result: Result,
    words: Words,
    *,
    taxonomy: Taxonomy,
    country: str = "",
    rank: int | None = None,
    arrival: datetime | None = None,
    near: str | None = None,
    weeks: Sequence[ScheduleWeek] = (),
    chosen: bool = False,
) -> str:
    """Return a result as an ``<article>``.

    Parameters
    ----------
    country
        ISO 3166-1, two letters: where numbers of services that name no country are dialled.
    rank
        The number on the map's marker; None for a service that has none.
    arrival
        When the person gets there, aware; None where the time did not matter.
    near
        The nearest known address, for a service whose own is not known.
    weeks
        Hours to show.
    chosen
        Whether its way is shown: then the record's source and date are given too.
    """
    service = result.service
    found = tell(result, words, arrival=arrival)
    theme = theme_of(service, taxonomy)
    classes = " ".join(["ap-card", *(["ap-card--chosen"] if chosen else [])])
    parts = [
        _head(found, theme, rank, result),
        _chips(result, found, words),
        _paragraph("ap-card__why", " ".join(found.why)),
        _paragraph("ap-card__bring", found.bring, icon="document"),
        _paragraph("ap-card__unknown", found.unknown, icon="ask"),
        _paragraph("ap-card__unknown", _approximate(service, words), icon="ask"),
        _contact(service, words, near, country),
        _description(service, words) if chosen else "",
        hours_table(weeks, words),
        _source(service, words) if chosen else "",
    ]
    place = "" if rank is None else f' id="{card_id(rank)}"'
    return (
        f'<article class="{classes}"{place} data-theme-id="{theme.id}" dir="{words.direction}"'
        f' lang="{words.language}">{"".join(parts)}</article>'
    )


def card_id(rank: int) -> str:
    """Return the anchor of a card."""
    return f"result-{rank}"


def brief(result: Result, rank: int, arrival: datetime | None, words: Words) -> str:
    """Return a result in a few words: number, name, way, state at arrival, what to bring."""
    found = tell(result, words, arrival=arrival)
    tone = found.state.tone if found.state else "ask"
    state = (
        f'<span class="ap-brief__state ap-tone--{tone}">{esc(found.state.text)}</span>'
        if found.state
        else ""
    )
    if result.service.provenance.demonstration:
        invented = esc(words.say("app.demonstration"))
        state += f'<span class="ap-brief__state ap-brief__demo">{invented}</span>'
    bring = f'<span class="ap-brief__bring">{esc(found.bring)}</span>' if found.bring else ""
    return (
        f'<b>{rank}</b><span class="ap-brief__name">{bdi(found.title)}</span>'
        f'<span class="ap-brief__way">{esc(found.way)}</span>{state}{bring}'
    )


def _icon(name: str) -> str:
    return f'<span class="ap-icon ap-icon--{name}" aria-hidden="true"></span>'


def _head(texts: CardTexts, theme: Theme, rank: int | None, result: Result) -> str:
    number = "" if rank is None else f'<span class="ap-card__rank">{rank}</span>'
    icon = _icon("phone" if result.minutes is None else WAY_ICONS[result.mode])
    way = f'<span class="ap-card__minutes">{icon}{esc(texts.way)}</span>' if texts.way else ""
    return (
        f'<header class="ap-card__head"><span class="ap-badge ap-theme--{theme.id}">'
        f'{_icon(theme.id)}{number}</span><h3 class="ap-card__title">{bdi(texts.title)}</h3>'
        f"{way}</header>"
    )


def _chips(result: Result, texts: CardTexts, words: Words) -> str:
    chips = []
    if texts.state:
        chips.append(_chip(texts.state.tone, "clock", texts.state.text))
    # A state that says "call first" has asked already.
    asks = texts.state is not None and texts.state.tone == "ask"
    if result.match.answer is Answer.UNKNOWN and not asks:
        chips.append(_chip("ask", "ask", words.say("result.ask_first")))
    if result.service.location.approximate:
        chips.append(_chip("ask", "pin", words.say("result.approximate")))
    if result.service.provenance.demonstration:
        chips.append(_chip("demo", "warning", words.say("app.demonstration")))
    return f'<p class="ap-chips">{"".join(chips)}</p>' if chips else ""


def _chip(tone: str, icon: str, text: str) -> str:
    return f'<span class="ap-chip ap-chip--{tone}">{_icon(icon)}{esc(text)}</span>'


def _paragraph(name: str, text: str | None, *, icon: str | None = None) -> str:
    if not text:
        return ""
    return f'<p class="{name}">{_icon(icon) if icon else ""}<span>{esc(text)}</span></p>'


def _approximate(service: Service, words: Words) -> str:
    return words.say("result.approximate_long") if service.location.approximate else ""


def _contact(service: Service, words: Words, near: str | None, country: str) -> str:
    address = address_line(service, words, near=near)
    lines = [f"<li>{_icon('pin')}<span>{bdi(address)}</span></li>"]
    place = service.location.address
    country = (place.country if place else None) or country
    for phone in service.phones:
        number = bdi(phone.number, direction="ltr")
        url = None if is_fax(phone) else tel_url(phone.number, country)
        shown = f'<a href="{url}">{number}</a>' if url else number
        shown += f" {bdi(phone.description)}" if phone.description else ""
        lines.append(f"<li>{_icon('phone')}{shown}</li>")
    mail = mail_url(service.email)
    if mail and service.email:
        shown = f'<a href="{mail}">{bdi(service.email, direction="ltr")}</a>'
        lines.append(f"<li>{_icon('mail')}{shown}</li>")
    site = safe_url(service.website)
    # The host's log must not learn from which search a person came.
    if site:
        text = esc(words.say("result.website"))
        lines.append(
            f'<li>{_icon("globe")}<a href="{site}" target="_blank"'
            f' rel="noopener noreferrer">{text}</a></li>'
        )
    if service.location.is_public and service.location.wheelchair is not Answer.UNKNOWN:
        text = esc(words.choice("result", f"wheelchair_{service.location.wheelchair}"))
        lines.append(f"<li>{_icon('stairs')}<span>{text}</span></li>")
    return f'<ul class="ap-card__contact">{"".join(lines)}</ul>'


def is_fax(phone: Phone) -> bool:
    """Return whether a number answers no voice."""
    return "fax" in (phone.description or "").lower()


def _description(service: Service, words: Words) -> str:
    texts = service.descriptions
    text = texts.get(words.language) or next(iter(texts.values()), "")
    return f'<p class="ap-card__text">{bdi(text)}</p>' if text else ""


def _source(service: Service, words: Words) -> str:
    text = " · ".join(provenance_sentences(service, words))
    return f'<p class="ap-card__source">{esc(text)}</p>'

"""About the data: sources, licences, days, counts, and what is not known."""

from __future__ import annotations

from dataclasses import asdict

import streamlit as st

from answers.opened_area import OpenArea
from data.areas.manifest import Source
from data.catalog.tables import load_taxonomy
from geo.completeness import completeness
from geo.network.walking import WALK_SPEED_KMH
from layers.about.completeness_table import completeness_csv, completeness_table
from layers.about.sources_table import sources_table
from layers.coverage.demand_sentences import demand_sentences
from layers.text.escaping import esc, safe_url
from layers.themes import THEMES, theme_of
from layers.words import Words
from pages.shared.counting_note import note_counting
from pages.shared.opened_area import current_area, show_sample_badge
from pages.shared.page_frame import choose_language

OSM_COPYRIGHT = "https://www.openstreetmap.org/copyright"


def about_data() -> None:
    """Say where everything on the pages comes from."""
    words = choose_language()
    opened = current_area(words)
    with st.container(key="ap_about"):
        _part(words, "about.title", words.say("about.intro"))
        show_sample_badge(opened, words)
        if opened.area.manifest.bundled:
            st.html(f"<p>{esc(words.say('app.sample_long'))}</p>")
        _sources(opened.area.manifest.sources, opened.area.manifest.name(words.language), words)
        _people(opened, words)
        _known(opened, words)
        _part(words, "about.unknown_title", words.say("about.unknown"))
        _part(words, "about.privacy_title", words.say("about.privacy"))
        note_counting(words)
        link = f"/areas?lang={words.language}"
        _part(words, "app.add_municipality", words.say("areas.intro"))
        add = esc(words.say("app.add_municipality"))
        st.html(f'<p><a class="ap-button" href="{esc(link)}" target="_self">{add}</a></p>')


def _part(words: Words, title: str, text: str) -> None:
    st.html(f"<h2>{esc(words.say(title))}</h2><p>{esc(text)}</p>")


def _sources(sources: tuple[Source, ...], name: str, words: Words) -> None:
    _part(words, "about.sources", words.say("about.area_of", area=name))
    credit = (
        f'<p><a href="{safe_url(OSM_COPYRIGHT)}" target="_blank" rel="noopener noreferrer">'
        f"{esc(words.say('map.attribution'))}</a></p>"
    )
    st.html(sources_table([(s.name, s.licence, s.date) for s in sources], words) + credit)
    st.html(f"<p>{esc(words.say('about.speed', speed=WALK_SPEED_KMH))}</p>")


def _people(opened: OpenArea, words: Words) -> None:
    st.html(f"<h2>{esc(words.say('demand.title'))}</h2>")
    st.html(
        "".join(f"<p>{esc(line)}</p>" for line in demand_sentences(_demand_facts(opened), words))
    )


def _demand_facts(opened: OpenArea) -> dict[str, object] | None:
    label = opened.area.manifest.demand
    return None if label is None else asdict(label)


def _known(opened: OpenArea, words: Words) -> None:
    taxonomy = load_taxonomy()
    order = list(THEMES)
    rows = sorted(
        completeness(opened.services, group_of=lambda s: theme_of(s, taxonomy).id),
        key=lambda row: order.index(row.group),
    )
    _part(words, "about.known_title", words.count("about.services", len(opened.services)))
    invented = sum(row.demonstrations for row in rows)
    if invented:
        st.html(f"<p>{esc(words.count('about.demonstrations', invented))}</p>")
    st.html(completeness_table(rows, words))
    st.download_button(
        words.say("about.download"),
        completeness_csv(rows, words),
        file_name=f"approdo-{opened.area.manifest.id}.csv",
        mime="text/csv",
    )

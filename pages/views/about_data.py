"""About the data: sources, licences, days, counts, and what is not known."""

from __future__ import annotations

import streamlit as st

from layers.escaping import esc, safe_url
from layers.words import Words
from pages.ui.areas import current_area
from pages.ui.chrome import choose_language

OSM_COPYRIGHT = "https://www.openstreetmap.org/copyright"


def about_data() -> None:
    """Tell where everything on the pages comes from."""
    words = choose_language()
    opened = current_area(words)
    manifest = opened.area.manifest
    with st.container(key="ap_about"):
        name = manifest.name(words.language)
        _part(words, "about.title", words.say("about.intro"))
        _part(words, "about.sources", words.say("about.area_of", area=name))
        rows = "".join(
            f"<tr><td>{esc(s.name)}</td><td>{esc(s.licence)}</td><td>{esc(s.date or '–')}</td></tr>"
            for s in manifest.sources
        )
        heads = "".join(
            f"<th>{esc(words.say(key))}</th>"
            for key in ("about.source", "about.licence", "about.date")
        )
        st.html(
            f'<table class="ap-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
            f'<p><a href="{safe_url(OSM_COPYRIGHT)}" target="_blank" rel="noopener noreferrer">'
            f"{esc(words.say('map.attribution'))}</a></p>"
        )
        st.html(f"<p>{esc(words.count('about.services', len(opened.services)))}</p>")
        _part(words, "about.unknown_title", words.say("about.unknown"))
        _part(words, "about.privacy_title", words.say("about.privacy"))


def _part(words: Words, title: str, text: str) -> None:
    st.html(f"<h2>{esc(words.say(title))}</h2><p>{esc(text)}</p>")
